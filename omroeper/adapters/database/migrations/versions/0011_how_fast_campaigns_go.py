"""how fast campaigns go, who sends them, and what was really handed over"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INDEX = "ix_deliveries_campaign_state"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("per_hour", sa.Integer()))
    op.add_column("campaigns", sa.Column("counted_from", sa.DateTime()))
    op.add_column("deliveries", sa.Column("handed_at", sa.DateTime()))
    # What was claimed before this was known may have been handed over.
    op.execute("UPDATE deliveries SET handed_at = changed_at WHERE state = 'claimed'")
    op.drop_index(_INDEX, "deliveries")
    op.create_index(_INDEX, "deliveries", ["campaign", "state", "not_before", "id"])
    op.create_table(
        "sending_lanes",
        sa.Column("lane", sa.String(255), nullable=False),
        sa.Column("free_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_sending_lanes"),
    )
    op.create_table(
        "sending_days",
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "day", name="pk_sending_days"),
    )
    op.create_table(
        "campaign_senders",
        sa.Column("campaign", sa.String(255), nullable=False),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.id"], name="fk_campaign_senders_campaign_campaigns"
        ),
        sa.PrimaryKeyConstraint("campaign", "sender", name="pk_campaign_senders"),
    )


def downgrade() -> None:
    for table in ("campaign_senders", "sending_days", "sending_lanes"):
        op.drop_table(table)
    op.drop_index(_INDEX, "deliveries")
    op.create_index(_INDEX, "deliveries", ["campaign", "state", "not_before"])
    op.drop_column("deliveries", "handed_at")
    op.drop_column("campaigns", "counted_from")
    op.drop_column("campaigns", "per_hour")
