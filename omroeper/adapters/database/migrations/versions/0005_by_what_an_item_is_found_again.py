"""by what an item is found again: its guid, link and title, each as a hash

Items that are there already get theirs when their source gives them again: their keys still hold.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MARKS = ("guid_hash", "link_hash", "title_hash")


def upgrade() -> None:
    for mark in _MARKS:
        column = sa.Column(mark, sa.String(length=16), nullable=False, server_default="")
        op.add_column("items", column)
        op.create_index(f"ix_items_source_{mark}", "items", ["source", mark])


def downgrade() -> None:
    for mark in _MARKS:
        op.drop_index(f"ix_items_source_{mark}", "items")
    with op.batch_alter_table("items") as table:
        for mark in _MARKS:
            table.drop_column(mark)
