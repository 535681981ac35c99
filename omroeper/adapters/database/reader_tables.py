"""The tables of what readers chose, agreed to and asked for, and of the mails that answer them."""

import sqlalchemy as sa

from omroeper.adapters.database.tables import Moment, metadata

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("subscriber", sa.String(255), primary_key=True),
    sa.Column("newsletter", sa.String(255), primary_key=True),
    sa.Column("frequency", sa.String(32), nullable=False),
    sa.Column("figures_only", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("since", Moment, nullable=False),
    sa.Column("left_at", Moment),
)

consent_texts = sa.Table(
    "consent_texts",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(255), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subscriber", sa.String(255), nullable=False),
    sa.Column("newsletters", sa.JSON, nullable=False),
    sa.Column("text_version", sa.String(255), nullable=False),
    sa.Column("text_hash", sa.String(64), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("confirmed_by", sa.String(32), nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_consents_subscriber", "subscriber"),
)

sign_ups = sa.Table(
    "sign_ups",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("confirmed_at", Moment),
    sa.Index("ix_sign_ups_asked_at", "asked_at"),
)

reader_mails = sa.Table(
    "reader_mails",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("thing", sa.String(255), nullable=False),
    sa.Column("address_hash", sa.String(64), nullable=False),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("not_before", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index("ix_reader_mails_address_hash", "address_hash", "asked_at"),
    sa.Index("ix_reader_mails_state", "state", "not_before"),
    sa.Index("ix_reader_mails_kind", "kind", "asked_at"),
)
