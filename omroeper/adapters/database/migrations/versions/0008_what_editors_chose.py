"""what editors chose, and what readers were told, beside each draft"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editor_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newsletter", sa.String(length=255), nullable=False),
        sa.Column("month", sa.String(length=255), nullable=False),
        sa.Column("edition", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_choices")),
    )
    op.create_index("ix_editor_choices_newsletter_month", "editor_choices", ["newsletter", "month"])
    _refuse_changes("editor_choices")
    op.add_column("drafts", sa.Column("told", sa.Text(), nullable=False, server_default=""))
    _fill_told()


def downgrade() -> None:
    op.drop_column("drafts", "told")
    op.drop_index("ix_editor_choices_newsletter_month", table_name="editor_choices")
    op.drop_table("editor_choices")


def _fill_told() -> None:
    """The edition of each stored draft, without what was left out of it."""
    drafts = sa.table(
        "drafts",
        sa.column("edition"),
        sa.column("version"),
        sa.column("content"),
        sa.column("told"),
    )
    connection = op.get_bind()
    keys = connection.execute(sa.select(drafts.c.edition, drafts.c.version)).all()
    for edition, version in keys:
        this = sa.and_(drafts.c.edition == edition, drafts.c.version == version)
        content = connection.scalar(sa.select(drafts.c.content).where(this))
        told = {**json.loads(content or "")["edition"], "dropped": []}
        text = json.dumps(told, ensure_ascii=False)
        connection.execute(drafts.update().where(this).values(told=text))


def _refuse_changes(table: str) -> None:
    """Choices are append-only: the database itself refuses to change or delete one."""
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
