"""what a source gave last, and the raw bytes that figures were read from"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sources", sa.Column("content_hash", sa.String(64), nullable=False, server_default="")
    )
    op.add_column("sources", sa.Column("new_at", sa.DateTime()))
    op.add_column("sources", sa.Column("entries", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "raw_snapshots",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("retrieved", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_raw_snapshots")),
    )


def downgrade() -> None:
    op.drop_table("raw_snapshots")
    with op.batch_alter_table("sources") as table:
        table.drop_column("entries")
        table.drop_column("new_at")
        table.drop_column("content_hash")
