"""tokens with a history, and devices of fairs

Revision: 0006, after 0005
"""

from uuid import uuid4

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_TOKEN = sa.table(
    'token',
    sa.column('seq', sa.BigInteger()),
    sa.column('id', sa.Uuid()),
    sa.column('created_at', _MOMENT),
    sa.column('updated_at', _MOMENT),
    sa.column('version', sa.Integer()),
    sa.column('read_only', sa.Boolean()),
    sa.column('valid_from', _MOMENT),
)
_ADDED = ('id', 'updated_at', 'version', 'read_only', 'valid_from')


def upgrade() -> None:
    op.create_table('enrolment',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('fair_id', sa.Uuid(), nullable=False),
    sa.Column('booth_id', sa.Uuid(), nullable=True),
    sa.Column('desk', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('valid_from', _MOMENT, nullable=False),
    sa.Column('valid_until', _MOMENT, nullable=False),
    sa.Column('created_at', _MOMENT, nullable=False),
    sa.Column('created_by', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('expires_at', _MOMENT, nullable=False),
    sa.Column('used_at', _MOMENT, nullable=True),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.id'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('digest')
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_fair_id'), ['fair_id'], unique=False)

    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.add_column(sa.Column('id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('updated_at', _MOMENT, nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('booth_id', sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column('desk', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True)
        )
        batch_op.add_column(sa.Column('account_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('read_only', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('valid_from', _MOMENT, nullable=True))
        batch_op.add_column(sa.Column('last_used_at', _MOMENT, nullable=True))
    _fill()
    with op.batch_alter_table('token', schema=None) as batch_op:
        for name in _ADDED:
            batch_op.alter_column(name, nullable=False)
        batch_op.create_unique_constraint('uq_token_id', ['id'])
        batch_op.create_index(batch_op.f('ix_token_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_token_fair_id'), ['fair_id'], unique=False)
        batch_op.create_foreign_key('fk_token_account_id', 'account', ['account_id'], ['id'])


def _fill() -> None:
    """Give the tokens that were made before an id and the rest; they stay as valid as they were."""
    connection = op.get_bind()
    same = {'updated_at': _TOKEN.c.created_at, 'valid_from': _TOKEN.c.created_at}
    connection.execute(sa.update(_TOKEN).values(version=1, read_only=False, **same))
    for seq in connection.execute(sa.select(_TOKEN.c.seq)).scalars().all():
        connection.execute(sa.update(_TOKEN).where(_TOKEN.c.seq == seq).values(id=uuid4()))


def downgrade() -> None:
    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.drop_constraint('fk_token_account_id', type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_token_fair_id'))
        batch_op.drop_index(batch_op.f('ix_token_account_id'))
        batch_op.drop_constraint('uq_token_id', type_='unique')
        for name in (*_ADDED, 'booth_id', 'desk', 'account_id', 'last_used_at'):
            batch_op.drop_column(name)

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_fair_id'))

    op.drop_table('enrolment')
