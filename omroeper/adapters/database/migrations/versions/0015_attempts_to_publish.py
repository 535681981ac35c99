"""attempts to publish: each post that was being published keeps its record"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_attempts",
        sa.Column("post", sa.String(length=255), nullable=False),
        sa.Column("step", sa.String(length=255), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun", sa.DateTime(), nullable=False),
        sa.Column("handed_over", sa.DateTime()),
        sa.Column("ended", sa.DateTime()),
        sa.Column("end", sa.String(length=255), nullable=False),
        sa.Column("urn", sa.String(length=255), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_post_attempts_post_posts")),
        sa.PrimaryKeyConstraint("post", "step", "number", name=op.f("pk_post_attempts")),
    )
    op.create_index("ix_post_attempts_end", "post_attempts", ["end"])
    op.execute(
        "INSERT INTO post_attempts "
        '(post, step, number, begun, handed_over, "end", urn, note) '
        "SELECT id, 'post', 1, planned, planned, "
        "CASE state WHEN 'unknown' THEN 'unknown' ELSE 'open' END, '', '' "
        "FROM posts WHERE state IN ('publishing', 'unknown')"
    )


def downgrade() -> None:
    op.drop_table("post_attempts")
