"""The tables. Moments are stored in UTC and come back aware; enums are stored by value."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.TypeDecorator[datetime]):
    """An aware moment, stored as UTC without zone so that SQLite and PostgreSQL order it alike."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: object) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None else None


def _key(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(255), **options)


_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers rows by INTEGER only

sources = sa.Table(
    "sources",
    metadata,
    _key("id", primary_key=True),
    sa.Column("etag", sa.Text, nullable=False, server_default=""),
    sa.Column("last_modified", sa.Text, nullable=False, server_default=""),
    sa.Column("read_at", Moment),
    sa.Column("failed_at", Moment),
    sa.Column("failure", sa.Text, nullable=False, server_default=""),
    sa.Column("failures_in_a_row", sa.Integer, nullable=False, server_default="0"),
    sa.Column("content_hash", sa.String(64), nullable=False, server_default=""),
    sa.Column("new_at", Moment),
    sa.Column("entries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reported", sa.Text, nullable=False, server_default=""),
    sa.Column("read_as", sa.String(64), nullable=False, server_default=""),
)

raw_snapshots = sa.Table(
    "raw_snapshots",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("retrieved", Moment, nullable=False),
)

raw_fetches = sa.Table(
    "raw_fetches",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), sa.ForeignKey("raw_snapshots.hash"), nullable=False),
    sa.Column("retrieved", Moment, nullable=False),
    sa.Index("ix_raw_fetches_url", "url"),
)

figure_approvals = sa.Table(
    "figure_approvals",
    metadata,
    sa.Column("mark", sa.String(64), primary_key=True),
    _key("figure", nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_figure_approvals_figure", "figure"),
)

render_inputs = sa.Table(
    "render_inputs",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("kept_at", Moment, nullable=False),
)

items = sa.Table(
    "items",
    metadata,
    _key("key", primary_key=True),
    _key("source", nullable=False),
    _key("kind", nullable=False),
    sa.Column("published", Moment, nullable=False),
    sa.Column("starts", Moment),
    sa.Column("ends", Moment),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("last_seen", Moment, nullable=False),
    sa.Column("guid_hash", sa.String(16), nullable=False, server_default=""),
    sa.Column("link_hash", sa.String(16), nullable=False, server_default=""),
    sa.Column("title_hash", sa.String(16), nullable=False, server_default=""),
    sa.Index("ix_items_source_guid_hash", "source", "guid_hash"),
    sa.Index("ix_items_source_link_hash", "source", "link_hash"),
    sa.Index("ix_items_source_title_hash", "source", "title_hash"),
    sa.Index("ix_items_kind_published", "kind", "published"),
    sa.Index("ix_items_kind_starts", "kind", "starts"),
)

item_revisions = sa.Table(
    "item_revisions",
    metadata,
    _key("item", primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("retrieved", Moment, nullable=False),
)

figure_observations = sa.Table(
    "figure_observations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _key("figure", nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("published", sa.Date, nullable=False),
    sa.Column("retrieved", Moment, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("record_hash", sa.String(64), nullable=False, unique=True),
    sa.Index("ix_figure_observations_figure", "figure"),
)

editions = sa.Table(
    "editions",
    metadata,
    _key("id", primary_key=True),
    _key("newsletter", nullable=False),
    _key("month", nullable=False),
    _key("state", nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("edition", sa.String(255), sa.ForeignKey("editions.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    _key("made_by", nullable=False, unique=True),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("findings", sa.Text, nullable=False),
    sa.Column("told", sa.Text, nullable=False, server_default=""),
)

editor_choices = sa.Table(
    "editor_choices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _key("newsletter", nullable=False),
    _key("month", nullable=False),
    _key("edition", nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_editor_choices_newsletter_month", "newsletter", "month"),
)

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("edition", sa.String(255), sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("by_name", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("void", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("ix_approvals_edition", "edition"),
)

audit_entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    _key("thing", nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("before", sa.Text, nullable=False, server_default=""),
    sa.Column("after", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_audit_entries_thing", "thing"),
)

subscribers = sa.Table(
    "subscribers",
    metadata,
    _key("key", primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("address_folded", sa.String(320), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    _key("status", nullable=False),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("consent_source", sa.Text, nullable=False),
    sa.Column("consent_at", Moment),
    sa.Column("language", sa.String(8), nullable=False, server_default="nl"),
    sa.Column("programmes", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("links_valid_from", Moment),
    sa.Index("ix_subscribers_status", "status"),
)

subscriber_events = sa.Table(
    "subscriber_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _key("subscriber", nullable=False),
    _key("kind", nullable=False),
    _key("source", nullable=False),
    sa.Column("at", Moment, nullable=False),
    _key("reason", nullable=False, server_default=""),
    sa.Index("ix_subscriber_events_subscriber", "subscriber"),
    sa.Index("ix_subscriber_events_at", "at"),
)

suppressions = sa.Table(
    "suppressions",
    metadata,
    sa.Column("address_hash", sa.String(64), primary_key=True),
    _key("reason", nullable=False),
    sa.Column("at", Moment, nullable=False),
)

campaigns = sa.Table(
    "campaigns",
    metadata,
    _key("id", primary_key=True),
    sa.Column("edition", sa.String(255), sa.ForeignKey("editions.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    _key("segment", nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("send_at", Moment, nullable=False),
    _key("state", nullable=False),
    sa.Column("frozen_at", Moment, nullable=False),
    sa.Column("per_hour", sa.Integer),
    sa.Column("counted_from", Moment),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", _BIG, primary_key=True),
    sa.Column("campaign", sa.String(255), sa.ForeignKey("campaigns.id"), nullable=False),
    _key("subscriber", nullable=False),
    sa.Column("token", sa.String(32), nullable=False, unique=True),
    sa.Column("message_id", sa.Text, nullable=False),
    _key("state", nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", Moment),
    _key("worker"),
    sa.Column("lease_until", Moment),
    sa.Column("handed_at", Moment),
    sa.Column("reply", sa.Text, nullable=False, server_default=""),
    sa.Column("changed_at", Moment, nullable=False),
    sa.UniqueConstraint("campaign", "subscriber"),
    sa.Index("ix_deliveries_campaign_state", "campaign", "state", "not_before", "id"),
)

posts = sa.Table(
    "posts",
    metadata,
    _key("id", primary_key=True),
    _key("edition", nullable=False),
    _key("state", nullable=False),
    sa.Column("planned", Moment, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)

metric_snapshots = sa.Table(
    "metric_snapshots",
    metadata,
    sa.Column("id", _BIG, primary_key=True),
    _key("source", nullable=False),
    _key("subject", nullable=False),
    _key("metric", nullable=False),
    _key("period", nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("retrieved", Moment, nullable=False),
    sa.UniqueConstraint("source", "subject", "metric", "period", "retrieved"),
    sa.Index("ix_metric_snapshots_subject", "subject"),
    sa.Index("ix_metric_snapshots_source_period", "source", "period"),
)

team_mails = sa.Table(
    "team_mails",
    metadata,
    _key("kind", primary_key=True),
    _key("thing", primary_key=True),
    _key("person", primary_key=True),
    sa.Column("mark", sa.String(64), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    _key("edition", nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Index("ix_links_edition", "edition"),
)

clicks = sa.Table(
    "clicks",
    metadata,
    sa.Column("link", sa.String(12), sa.ForeignKey("links.id"), primary_key=True),
    sa.Column("hour", Moment, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
