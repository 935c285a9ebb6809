"""what departments come to a fair for

Revision: 0015, after 0014
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fair_demand',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('updated_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('office', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('fair_id', sa.Uuid(), nullable=False),
    sa.Column('agency_id', sa.Uuid(), nullable=False),
    sa.Column('department', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('category_code', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('item', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('amount_krw', sa.BigInteger(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], ),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], ),
    sa.ForeignKeyConstraint(['fair_id'], ['fair.id'], ),
    sa.ForeignKeyConstraint(['office'], ['office.code'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('id')
    )
    with op.batch_alter_table('fair_demand', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fair_demand_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_category_code'), ['category_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_fair_id'), ['fair_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_office'), ['office'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_amount_krw'), ['amount_krw'], unique=False)
        batch_op.create_index(batch_op.f('ix_fair_demand_item'), ['item'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('fair_demand', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fair_demand_amount_krw'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_item'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_created_at'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_office'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_fair_id'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_category_code'))
        batch_op.drop_index(batch_op.f('ix_fair_demand_agency_id'))

    op.drop_table('fair_demand')
