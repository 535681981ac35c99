"""The table of follows that are no reader's click, by the rule that kept them out."""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

clicks_left_out = sa.Table(
    "clicks_left_out",
    metadata,
    sa.Column("link", sa.String(12), sa.ForeignKey("links.id"), primary_key=True),
    sa.Column("hour", Moment, primary_key=True),
    sa.Column("rule", sa.String(32), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
