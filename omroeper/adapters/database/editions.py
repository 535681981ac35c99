"""Editions, their drafts kept whole, approvals, and the append-only audit log."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import approval_row, audit_row
from omroeper.adapters.database.tables import (
    approvals,
    audit_entries,
    drafts,
    editions,
    editor_choices,
    render_inputs,
)
from omroeper.domain.edition import EDITION_STEPS, Draft, Edition, EditionState
from omroeper.domain.errors import ForbiddenTransition, NotFound
from omroeper.domain.finding import Finding
from omroeper.domain.preference import Choice
from omroeper.domain.review import Approval, AuditEntry
from omroeper.domain.states import check_step

_DRAFT = TypeAdapter(Draft)
_EDITION = TypeAdapter(Edition)
_CHOICE = TypeAdapter(Choice)
_FINDINGS = TypeAdapter(tuple[Finding, ...])


class Editions(Connected):
    """Fulfils ports.EditionStore."""

    def save_draft(
        self,
        draft: Draft,
        findings: Sequence[Finding],
        *,
        made_by: str,
        at: datetime,
        choices: Sequence[Choice] = (),
    ) -> Draft:
        """Keep a draft whole, with the editor's choices that made it.

        The same `made_by` again gives the draft it made the first time. Raises ForbiddenTransition
        when another made this version at the same moment.
        """
        edition = draft.edition
        with self._writing() as connection:
            known = connection.scalar(
                sa.select(drafts.c.content).where(drafts.c.made_by == made_by)
            )
            if known is not None:
                return _DRAFT.validate_json(known)
            first = {
                "id": edition.id,
                "newsletter": edition.newsletter,
                "month": str(edition.month),
                "state": EditionState.DRAFT.value,
            }
            self._insert_new(connection, editions, [first])
            _require_new(connection, edition)
            connection.execute(
                drafts.insert().values(
                    edition=edition.id,
                    version=edition.version,
                    made_by=made_by,
                    made_at=at,
                    fingerprint=draft.fingerprint,
                    content=_DRAFT.dump_json(draft).decode(),
                    findings=_FINDINGS.dump_json(tuple(findings)).decode(),
                    told=_EDITION.dump_json(replace(edition, dropped=())).decode(),
                )
            )
            rows = [_choice_row(edition, choice, at) for choice in choices]
            if rows:
                connection.execute(editor_choices.insert(), rows)
        return draft

    def keep_inputs(self, content: str, at: datetime) -> str:
        """Keep what drafts are rendered from, once for all that share it; gives its hash."""
        kept = hashlib.sha256(content.encode()).hexdigest()
        with self._writing() as connection:
            row = {"hash": kept, "content": content, "kept_at": at}
            self._insert_new(connection, render_inputs, [row])
        return kept

    def kept_inputs(self, kept: str) -> str | None:
        """What was kept under this hash."""
        query = sa.select(render_inputs.c.content).where(render_inputs.c.hash == kept)
        with self._reading() as connection:
            return connection.scalar(query)

    def draft(self, edition: str, version: int | None = None) -> Draft | None:
        """A stored draft; without `version` the newest."""
        query = sa.select(drafts.c.content).where(drafts.c.edition == edition)
        if version is not None:
            query = query.where(drafts.c.version == version)
        with self._reading() as connection:
            text = connection.scalar(query.order_by(drafts.c.version.desc()).limit(1))
        return _DRAFT.validate_json(text) if text is not None else None

    def draft_made_by(self, made_by: str) -> Draft | None:
        with self._reading() as connection:
            text = connection.scalar(sa.select(drafts.c.content).where(drafts.c.made_by == made_by))
        return _DRAFT.validate_json(text) if text is not None else None

    def drafted_at(self, edition: str, version: int) -> datetime | None:
        """When this version was made."""
        query = sa.select(drafts.c.made_at).where(
            drafts.c.edition == edition, drafts.c.version == version
        )
        with self._reading() as connection:
            return connection.scalar(query)

    def maker(self, edition: str) -> str:
        """What made the newest draft; empty when there is none."""
        query = sa.select(drafts.c.made_by).where(drafts.c.edition == edition)
        with self._reading() as connection:
            return connection.scalar(query.order_by(drafts.c.version.desc()).limit(1)) or ""

    def findings(self, edition: str, version: int) -> tuple[Finding, ...]:
        query = sa.select(drafts.c.findings).where(
            drafts.c.edition == edition, drafts.c.version == version
        )
        with self._reading() as connection:
            text = connection.scalar(query)
        return _FINDINGS.validate_json(text) if text is not None else ()

    def state(self, edition: str) -> EditionState | None:
        with self._reading() as connection:
            found = connection.scalar(sa.select(editions.c.state).where(editions.c.id == edition))
        return EditionState(found) if found is not None else None

    def move(self, edition: str, wanted: EditionState) -> None:
        """Take one step of the transition table; raises ForbiddenTransition or NotFound."""
        with self._writing() as connection:
            query = sa.select(editions.c.state).where(editions.c.id == edition)
            found = connection.scalar(query.with_for_update())
            if found is None:
                raise NotFound("there is no such edition", thing=edition, remedy="Draft it first.")
            check_step(EDITION_STEPS, EditionState(found), wanted, thing=f"edition {edition}")
            connection.execute(
                editions.update().where(editions.c.id == edition).values(state=wanted.value)
            )

    def editions(self, newsletter: str | None = None) -> tuple[tuple[str, EditionState], ...]:
        """Every edition, or those of one newsletter, with its state: newest month first.

        A month's special editions stand before its own.
        """
        query = sa.select(editions.c.id, editions.c.state).order_by(
            editions.c.month.desc(), editions.c.id.desc()
        )
        if newsletter is not None:
            query = query.where(editions.c.newsletter == newsletter)
        with self._reading() as connection:
            return tuple((row.id, EditionState(row.state)) for row in connection.execute(query))

    def save_approval(self, approval: Approval) -> None:
        with self._writing() as connection:
            connection.execute(approvals.insert().values(**approval_row(approval)))

    def approval(self, edition: str) -> Approval | None:
        """The standing approval; None when there is none or it was voided."""
        query = (
            sa.select(approvals)
            .where(approvals.c.edition == edition, approvals.c.void == sa.false())
            .order_by(approvals.c.id.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Approval(row.edition, row.version, row.fingerprint, row.by_name, row.at, row.note)

    def void_approval(self, edition: str) -> None:
        with self._writing() as connection:
            connection.execute(
                approvals.update().where(approvals.c.edition == edition).values(void=True)
            )

    def audit(self, entry: AuditEntry) -> None:
        with self._writing() as connection:
            connection.execute(audit_entries.insert().values(**audit_row(entry)))

    def audit_once(self, entry: AuditEntry) -> None:
        """Note it unless it was noted before, at whatever moment; of two at once one does."""
        row = audit_row(entry)
        known = [audit_entries.c[name] == told for name, told in row.items() if name != "at"]
        same = sa.select(audit_entries.c.id).where(*known)
        with self._writing() as connection:
            edition = sa.select(editions.c.id).where(editions.c.id == entry.thing)
            connection.execute(edition.with_for_update())
            if connection.execute(same).first() is None:
                connection.execute(audit_entries.insert().values(**row))

    def audit_log(self, thing: str | None = None) -> tuple[AuditEntry, ...]:
        """What was done with a thing, or with everything, in order."""
        query = sa.select(audit_entries)
        if thing is not None:
            query = query.where(audit_entries.c.thing == thing)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(audit_entries.c.id)).all()
        return tuple(
            AuditEntry(
                row.at, row.who, row.what, row.thing, row.detail, row.fingerprint,
                row.before, row.after,
            )
            for row in rows
        )  # fmt: skip


def _require_new(connection: sa.Connection, edition: Edition) -> None:
    """The edition's row is locked, so that of two who draft at once the second sees the first."""
    lock = sa.select(editions.c.id).where(editions.c.id == edition.id).with_for_update()
    connection.execute(lock)
    same = sa.select(drafts.c.made_by).where(
        drafts.c.edition == edition.id, drafts.c.version == edition.version
    )
    other = connection.scalar(same)
    if other is not None:
        raise ForbiddenTransition(
            f"another run made draft {edition.version} of it just now",
            thing=f"edition {edition.id}",
            remedy=f"Decide there (run {other.partition(':')[0]}), or cancel that run first.",
        )


def _choice_row(edition: Edition, choice: Choice, at: datetime) -> dict[str, object]:
    return {
        "newsletter": edition.newsletter,
        "month": str(edition.month),
        "edition": edition.id,
        "version": edition.version,
        "content": _CHOICE.dump_json(choice).decode(),
        "by_name": edition.author,
        "at": at,
    }
