"""The tables of pace: what the limits let through, and who is sending."""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

sending_lanes = sa.Table(
    "sending_lanes",
    metadata,
    sa.Column("lane", sa.String(255), primary_key=True),
    sa.Column("free_at", Moment, nullable=False),
)

sending_days = sa.Table(
    "sending_days",
    metadata,
    sa.Column("sender", sa.String(255), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("taken", sa.Integer, nullable=False),
)

campaign_senders = sa.Table(
    "campaign_senders",
    metadata,
    sa.Column("campaign", sa.String(255), sa.ForeignKey("campaigns.id"), primary_key=True),
    sa.Column("sender", sa.String(255), primary_key=True),
    sa.Column("until", Moment, nullable=False),
)
