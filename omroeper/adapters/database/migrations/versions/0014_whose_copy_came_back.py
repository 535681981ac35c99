"""whose copy came back: the copy says so, as long as it is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("bounces", "subscriber")


def downgrade() -> None:
    empty = sa.Column("subscriber", sa.String(255), nullable=False, server_default="")
    op.add_column("bounces", empty)
