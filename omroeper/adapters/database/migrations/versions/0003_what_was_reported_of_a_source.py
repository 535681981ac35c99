"""what was reported of a source, and by which settings it was read"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("reported", sa.Text(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("read_as", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("sources") as table:
        table.drop_column("read_as")
        table.drop_column("reported")
