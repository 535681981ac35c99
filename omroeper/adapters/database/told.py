"""What readers were told and what editors chose, as the next editions look at it."""

from functools import lru_cache

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import approvals, drafts, editions, editor_choices
from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.month import Month
from omroeper.domain.preference import Choice

_EDITION = TypeAdapter(Edition)
_CHOICE = TypeAdapter(Choice)
_DECIDED = (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)


@lru_cache(maxsize=256)
def _edition(told: str) -> Edition:
    """Stored text never changes, and one draft asks for the same editions several times."""
    return _EDITION.validate_json(told)


class Told(Connected):
    """Fulfils ports.ToldStore."""

    def told_editions(
        self, newsletter: str | None = None
    ) -> tuple[tuple[Edition, EditionState], ...]:
        """Every edition of a newsletter (or of all) that was approved or sent, without what was dropped.

        Newest month first. Of each the version that its approval stands for; without one the newest.
        """
        approved = (
            sa.select(approvals.c.version)
            .where(approvals.c.edition == editions.c.id, approvals.c.void == sa.false())
            .order_by(approvals.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        newest = (
            sa.select(sa.func.max(drafts.c.version))
            .where(drafts.c.edition == editions.c.id)
            .correlate(editions)
            .scalar_subquery()
        )
        query = (
            sa.select(drafts.c.told, editions.c.state)
            .join(editions, drafts.c.edition == editions.c.id)
            .where(drafts.c.version == sa.func.coalesce(approved, newest))
            .where(editions.c.state.in_([state.value for state in _DECIDED]))
            .order_by(editions.c.month.desc(), editions.c.id.desc())
        )
        if newsletter is not None:
            query = query.where(editions.c.newsletter == newsletter)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple((_edition(row.told), EditionState(row.state)) for row in rows)

    def editor_choices(self, newsletter: str, since: Month, before: Month) -> tuple[Choice, ...]:
        """What editors chose in the approved editions from `since` until `before`, oldest first."""
        query = (
            sa.select(editor_choices.c.content)
            .join(
                approvals,
                sa.and_(
                    approvals.c.edition == editor_choices.c.edition,
                    approvals.c.version == editor_choices.c.version,
                    approvals.c.void == sa.false(),
                ),
            )
            .where(editor_choices.c.newsletter == newsletter)
            .where(editor_choices.c.month >= str(since), editor_choices.c.month < str(before))
            .order_by(editor_choices.c.id)
        )
        with self._reading() as connection:
            return tuple(map(_CHOICE.validate_json, connection.scalars(query)))
