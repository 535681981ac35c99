"""what readers chose and agreed to, their requests, and the mails that answer them"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("subscriptions", "consent_texts", "consents", "sign_ups", "reader_mails")
APPEND_ONLY = ("consents", "consent_texts")


def upgrade() -> None:
    op.add_column(
        "subscribers", sa.Column("language", sa.String(8), server_default="nl", nullable=False)
    )
    op.add_column(
        "subscribers", sa.Column("programmes", sa.JSON(), server_default="[]", nullable=False)
    )
    op.add_column("subscribers", sa.Column("links_valid_from", sa.DateTime()))
    op.add_column(
        "subscriber_events", sa.Column("reason", sa.String(255), server_default="", nullable=False)
    )
    op.create_index("ix_subscriber_events_subscriber", "subscriber_events", ["subscriber"])
    op.create_table(
        "subscriptions",
        sa.Column("subscriber", sa.String(255), nullable=False),
        sa.Column("newsletter", sa.String(255), nullable=False),
        sa.Column("frequency", sa.String(32), nullable=False),
        sa.Column("figures_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("subscriber", "newsletter", name="pk_subscriptions"),
    )
    op.create_table(
        "consent_texts",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("version", sa.String(255), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_consent_texts"),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(255), nullable=False),
        sa.Column("newsletters", sa.JSON(), nullable=False),
        sa.Column("text_version", sa.String(255), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_subscriber", "consents", ["subscriber"])
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ups"),
    )
    op.create_index("ix_sign_ups_asked_at", "sign_ups", ["asked_at"])
    op.create_table(
        "reader_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("thing", sa.String(255), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reader_mails"),
    )
    op.create_index("ix_reader_mails_address_hash", "reader_mails", ["address_hash", "asked_at"])
    op.create_index("ix_reader_mails_state", "reader_mails", ["state", "not_before"])
    op.create_index("ix_reader_mails_kind", "reader_mails", ["kind", "asked_at"])
    _fill()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_subscriber_events_subscriber", "subscriber_events")
    op.drop_column("subscriber_events", "reason")
    for column in ("links_valid_from", "programmes", "language"):
        op.drop_column("subscribers", column)


def _fill() -> None:
    """Until now everyone confirmed got `agdb`, and who had the topic `internationaal` that one too."""
    filled = sa.text(
        "INSERT INTO subscriptions (subscriber, newsletter, frequency, since) "
        "SELECT key, :newsletter, 'every', COALESCE(consent_at, CURRENT_TIMESTAMP) "
        "FROM subscribers WHERE status = 'confirmed' AND CAST(topics AS TEXT) LIKE :topics"
    )
    bind = op.get_bind()
    bind.execute(filled, {"newsletter": "agdb", "topics": "%"})
    bind.execute(filled, {"newsletter": "internationaal", "topics": '%"internationaal"%'})
    op.execute(
        "INSERT INTO consents (subscriber, newsletters, text_version, text_hash, source, "
        "confirmed_by, asked_at, at) SELECT key, '[\"agdb\"]', '', '', consent_source, 'import', "
        "consent_at, consent_at FROM subscribers WHERE consent_at IS NOT NULL"
    )


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
