"""a timetable that is kept

Revision: 0013, after 0012
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fair_timetable',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('updated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('fair_id', sa.Uuid(), nullable=False),
    sa.Column('begins_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('slots', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('absent', sa.JSON(), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.id'], ),
    sa.ForeignKeyConstraint(['office'], ['office.code'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('fair_timetable', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_timetable_fair_id'), ['fair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_timetable_office'), ['office'], unique=False)

    op.create_table('fair_seat',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('timetable_id', sa.Uuid(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=False),
    sa.Column('enterprise_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], ),
    sa.ForeignKeyConstraint(['timetable_id'], ['fair_timetable.id'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('fair_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_seat_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_seat_timetable_id'), ['timetable_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('fair_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fair_seat_timetable_id'))
        batch_op.drop_index(batch_op.f('ix_fair_seat_enterprise_id'))

    op.drop_table('fair_seat')
    with op.batch_alter_table('fair_timetable', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fair_timetable_office'))
        batch_op.drop_index(batch_op.f('ix_fair_timetable_fair_id'))

    op.drop_table('fair_timetable')
