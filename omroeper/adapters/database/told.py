"""What readers were told and what editors chose, as the next editions look at it."""

from functools import cached_property

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import approvals, drafts, editions, editor_choices
from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.month import Month
from omroeper.domain.preference import Choice

_EDITION = TypeAdapter(Edition)
_CHOICE = TypeAdapter(Choice)
_Version = tuple[str, int]
"""An edition's id and the number of its draft."""
_DECIDED = (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)


class Told(Connected):
    """Fulfils ports.ToldStore."""

    @cached_property
    def _known(self) -> dict[_Version, Edition]:
        """What was read before: a version never changes, and SQLite walks through all of a draft,
        megabytes, to reach what it told."""
        return {}

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
            sa.select(drafts.c.edition, drafts.c.version, editions.c.state)
            .join(editions, drafts.c.edition == editions.c.id)
            .where(drafts.c.version == sa.func.coalesce(approved, newest))
            .where(editions.c.state.in_([state.value for state in _DECIDED]))
            .order_by(editions.c.month.desc(), editions.c.id.desc())
        )
        if newsletter is not None:
            query = query.where(editions.c.newsletter == newsletter)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            self._learn(connection, {(row.edition, row.version) for row in rows})
        return tuple(
            (self._known[row.edition, row.version], EditionState(row.state)) for row in rows
        )

    def _learn(self, connection: sa.Connection, wanted: set[_Version]) -> None:
        for edition, version in sorted(wanted - self._known.keys()):
            query = sa.select(drafts.c.told).where(
                drafts.c.edition == edition, drafts.c.version == version
            )
            told = connection.scalar(query)
            self._known[edition, version] = _EDITION.validate_json(str(told))

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
