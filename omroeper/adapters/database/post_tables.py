"""The table of attempts to put posts and comments on a page."""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

post_attempts = sa.Table(
    "post_attempts",
    metadata,
    sa.Column("post", sa.String(255), sa.ForeignKey("posts.id"), primary_key=True),
    sa.Column("step", sa.String(255), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("begun", Moment, nullable=False),
    sa.Column("handed_over", Moment),
    sa.Column("ended", Moment),
    sa.Column("end", sa.String(255), nullable=False),
    sa.Column("urn", sa.String(255), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Index("ix_post_attempts_end", "end"),
)
