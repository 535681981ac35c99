"""What reviewers were asked and answered about their items; append-only."""

from collections.abc import Sequence

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import audit_row
from omroeper.adapters.database.desk_tables import item_reviews
from omroeper.adapters.database.tables import audit_entries
from omroeper.domain.item_review import ItemAnswer, ItemReview
from omroeper.domain.review import AuditEntry


class ItemReviews(Connected):
    """Fulfils ports.ItemReviewStore."""

    def save_item_reviews(self, reviews: Sequence[ItemReview], entry: AuditEntry) -> bool:
        """Keep these with their line of the log; the same of the same run again is nothing new."""
        rows = [_row(one) for one in reviews]
        with self._writing() as connection:
            added = self._insert_new(connection, item_reviews, rows)
            if added:
                connection.execute(audit_entries.insert().values(**audit_row(entry)))
        return added > 0

    def item_reviews(self, edition: str) -> tuple[ItemReview, ...]:
        """Everything asked and answered about an edition, oldest first."""
        table = item_reviews
        query = sa.select(table).where(table.c.edition == edition).order_by(table.c.id)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            ItemReview(
                row.edition, row.version, row.item, row.title, row.reviewer,
                ItemAnswer(row.answer), row.text, row.note, row.at, row.run,
            )
            for row in rows
        )  # fmt: skip


def _row(one: ItemReview) -> dict[str, object]:
    return {
        "edition": one.edition,
        "version": one.version,
        "item": one.item,
        "title": one.title,
        "reviewer": one.reviewer,
        "answer": one.answer.value,
        "text": one.text,
        "note": one.note,
        "at": one.at,
        "run": one.run,
    }
