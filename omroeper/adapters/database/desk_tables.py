"""The tables of the editor's desk: warnings taken on, reminders, and what reviewers say. Append-only."""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

overrulings = sa.Table(
    "overrulings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("thing", sa.String(255), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_overrulings_thing", "thing"),
)

reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("edition", sa.String(255), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(255), primary_key=True),
    sa.Column("person", sa.String(255), primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

item_reviews = sa.Table(
    "item_reviews",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("edition", sa.String(255), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("item", sa.String(255), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("reviewer", sa.String(255), nullable=False),
    sa.Column("answer", sa.String(255), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("run", sa.String(255), nullable=False),
    sa.UniqueConstraint("run", "item", "answer"),
    sa.Index("ix_item_reviews_edition", "edition"),
)
