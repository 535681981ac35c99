"""what is measured: follows that are no reader's, and indexes for reading by source and day"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clicks_left_out",
        sa.Column("link", sa.String(length=12), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link"], ["links.id"], name=op.f("fk_clicks_left_out_link_links")),
        sa.PrimaryKeyConstraint("link", "hour", "rule", name=op.f("pk_clicks_left_out")),
    )
    op.create_index("ix_metric_snapshots_source_period", "metric_snapshots", ["source", "period"])
    op.create_index("ix_links_edition", "links", ["edition"])
    op.create_index("ix_subscriber_events_at", "subscriber_events", ["at"])


def downgrade() -> None:
    op.drop_index("ix_subscriber_events_at", "subscriber_events")
    op.drop_index("ix_links_edition", "links")
    op.drop_index("ix_metric_snapshots_source_period", "metric_snapshots")
    op.drop_table("clicks_left_out")
