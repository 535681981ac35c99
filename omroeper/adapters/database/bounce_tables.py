"""The table of bounces. Append-only; it holds nothing of what a report said but codes and a cause.

Whose they are, the delivery says: when that is forgotten, so is this.
"""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

bounces = sa.Table(
    "bounces",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mark", sa.String(64), nullable=False, unique=True),
    sa.Column("kind", sa.String(255), nullable=False),
    sa.Column("source", sa.String(255), nullable=False),
    sa.Column("cause", sa.String(255), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("code", sa.Integer),
    sa.Column("final", sa.Boolean, nullable=False),
    sa.Column("delivery", sa.BigInteger),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_bounces_delivery", "delivery"),
)
