"""badges of visitors

Revision: 0016, after 0015
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.add_column(sa.Column('badge', sqlmodel.sql.sqltypes.AutoString(length=9), nullable=True))
        batch_op.create_index('ix_check_in_badge', ['badge', 'fair_id'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('ix_check_in_badge')
        batch_op.drop_column('badge')
