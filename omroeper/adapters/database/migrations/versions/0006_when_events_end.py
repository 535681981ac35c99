"""when events end, so that one that lasts is found while it lasts"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("items", sa.Column("ends", sa.DateTime()))
    items = sa.table("items", sa.column("key"), sa.column("kind"), sa.column("content"))
    events = sa.select(items.c.key, items.c.content).where(items.c.kind == "event")
    for key, content in op.get_bind().execute(events).all():
        ends = json.loads(content).get("ends")
        if ends:
            moment = datetime.fromisoformat(ends).astimezone(UTC).replace(tzinfo=None)
            table = sa.table("items", sa.column("key"), sa.column("ends", sa.DateTime()))
            op.execute(table.update().where(table.c.key == key).values(ends=moment))


def downgrade() -> None:
    with op.batch_alter_table("items") as table:
        table.drop_column("ends")
