"""meetings set by hand

Revision: 0017, after 0016
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fair_pair',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('updated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('fair_id', sa.Uuid(), nullable=False),
    sa.Column('department_id', sa.Uuid(), nullable=False),
    sa.Column('enterprise_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], ),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.id'], ),
    sa.ForeignKeyConstraint(['office'], ['office.code'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('fair_pair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_pair_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_pair_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_pair_fair_id'), ['fair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_pair_office'), ['office'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_pair_rule'), ['rule'], unique=False)

    with op.batch_alter_table('fair_seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fixed', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('fair_seat', schema=None) as batch_op:
        batch_op.drop_column('fixed')

    with op.batch_alter_table('fair_pair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fair_pair_rule'))
        batch_op.drop_index(batch_op.f('ix_fair_pair_office'))
        batch_op.drop_index(batch_op.f('ix_fair_pair_fair_id'))
        batch_op.drop_index(batch_op.f('ix_fair_pair_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_fair_pair_created_at'))

    op.drop_table('fair_pair')
