"""Decisions of the editor's desk, each recorded whole or not at all; and what was taken on with them."""

from collections.abc import Sequence

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.desk_tables import overrulings
from omroeper.adapters.database.tables import approvals, audit_entries, drafts, editions
from omroeper.domain.edition import EditionState
from omroeper.domain.overruling import Overruling
from omroeper.domain.review import Approval, AuditEntry, Ruling


class Decisions(Connected):
    """Fulfils ports.DecisionStore."""

    def decide(self, ruling: Ruling) -> bool:
        """Record a decision if the edition still waits with this version; gives whether it did.

        The edition's row is locked first, so of two that decide at once one finds it decided.
        """
        with self._writing() as connection:
            if not _waits_with(connection, ruling.edition, ruling.version):
                return False
            connection.execute(
                editions.update()
                .where(editions.c.id == ruling.edition)
                .values(state=ruling.step.value)
            )
            if ruling.approval is not None:
                connection.execute(approvals.insert().values(**approval_row(ruling.approval)))
            record(connection, ruling.entries, ruling.overrulings)
        return True

    def overrulings(self, thing: str) -> tuple[Overruling, ...]:
        """The warnings about an edition or post that were taken on, oldest first."""
        query = sa.select(overrulings).where(overrulings.c.thing == thing)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(overrulings.c.id)).all()
        return tuple(
            Overruling(
                row.thing, row.version, row.fingerprint, row.code, row.place, row.told, row.why,
                row.by_name, row.at,
            )
            for row in rows
        )  # fmt: skip


def _waits_with(connection: sa.Connection, edition: str, version: int) -> bool:
    query = sa.select(editions.c.state).where(editions.c.id == edition).with_for_update()
    newest = sa.select(sa.func.max(drafts.c.version)).where(drafts.c.edition == edition)
    waits = connection.scalar(query) == EditionState.IN_REVIEW.value
    return waits and connection.scalar(newest) == version


def record(
    connection: sa.Connection, entries: Sequence[AuditEntry], overruled: Sequence[Overruling]
) -> None:
    """What was taken on and the lines of the log, in the transaction of the decision itself."""
    if overruled:
        connection.execute(overrulings.insert(), [_overruling_row(one) for one in overruled])
    connection.execute(audit_entries.insert(), [audit_row(one) for one in entries])


def approval_row(approval: Approval) -> dict[str, object]:
    return {
        "edition": approval.edition,
        "version": approval.version,
        "fingerprint": approval.fingerprint,
        "by_name": approval.by,
        "at": approval.at,
        "note": approval.note,
    }


def _overruling_row(one: Overruling) -> dict[str, object]:
    return {
        "thing": one.thing,
        "version": one.version,
        "fingerprint": one.fingerprint,
        "code": one.code,
        "place": one.place,
        "told": one.told,
        "why": one.why,
        "by_name": one.by,
        "at": one.at,
    }


def audit_row(entry: AuditEntry) -> dict[str, object]:
    return {
        "at": entry.at,
        "who": entry.who,
        "what": entry.what,
        "thing": entry.thing,
        "detail": entry.detail,
        "fingerprint": entry.fingerprint,
        "before": entry.before,
        "after": entry.after,
    }
