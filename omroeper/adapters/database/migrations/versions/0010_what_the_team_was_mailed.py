"""what the team was mailed"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_mails",
        sa.Column("kind", sa.String(255), nullable=False),
        sa.Column("thing", sa.String(255), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "thing", "person", name="pk_team_mails"),
    )


def downgrade() -> None:
    op.drop_table("team_mails")
