"""who approved a fetched figure, and which address gave which bytes when"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raw_fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("retrieved", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["raw_snapshots.hash"], name=op.f("fk_raw_fetches_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_fetches")),
    )
    op.create_index("ix_raw_fetches_url", "raw_fetches", ["url"])
    op.create_table(
        "figure_approvals",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("figure", sa.String(length=255), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_figure_approvals")),
    )
    op.create_index("ix_figure_approvals_figure", "figure_approvals", ["figure"])
    _refuse_changes("figure_approvals")


def downgrade() -> None:
    op.drop_index("ix_figure_approvals_figure", table_name="figure_approvals")
    op.drop_table("figure_approvals")
    op.drop_index("ix_raw_fetches_url", table_name="raw_fetches")
    op.drop_table("raw_fetches")


def _refuse_changes(table: str) -> None:
    """Approvals are append-only: the database itself refuses to change or delete one."""
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
