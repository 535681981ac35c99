"""Drafting and reviewing editions, with the desk's own newsroom and templates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from omroeper.domain.assembly import planned_moment
from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.edition import Draft, Edition, Edits, mail_files
from omroeper.domain.errors import ApprovalRefused, InvalidValue, NotFound
from omroeper.domain.finding import Finding
from omroeper.domain.month import Month
from omroeper.domain.review import AuditEntry, Decision
from omroeper.rendering import dutch
from omroeper.rendering.inputs import render_from
from omroeper.services import assemble, rebuild, review
from omroeper.services.coverage import ledger_of
from omroeper.services.gate import Gate
from omroeper.wiring.gate import GateParts
from omroeper.wiring.gathering import GatheringSteps
from omroeper.wiring.signing import signed_url


class DraftingSteps(GateParts, GatheringSteps):
    def choose_month(self, month: str) -> Month:
        """The month asked for, or the first of the calendar that is still to be sent."""
        if month:
            return Month.parse(month)
        now = self.clock.now()
        for candidate in sorted(self.newsroom.calendar.themes):
            if planned_moment(self.newsroom, candidate, self.settings.timezone) > now:
                return candidate
        raise NotFound(
            "it has no theme that is still to be sent",
            thing="themed calendar",
            remedy="Add the coming months in content/newsletters/, or name a month.",
        )

    def _drafting(self, author: str) -> assemble.DraftingDesk:
        return assemble.DraftingDesk(
            self.newsroom,
            partial(render_from, self.render_inputs),
            self.settings.timezone,
            author or self.settings.author,
            self.render_inputs,
            {source.id: source.weight for source in self.sources},
            {source.id: source.credit for source in self.sources},
            self.gate,
        )

    def draft_edition(
        self,
        month: str,
        edits: Edits,
        *,
        made_by: str,
        may_replace: Callable[[str], bool],
        author: str = "",
    ) -> tuple[Draft, tuple[Finding, ...]]:
        """Make and store the next draft of a month; the same `made_by` makes it once."""
        unread = self.gather_own()
        return assemble.draft_edition(
            self._drafting(author),
            self.store,
            Month.parse(month),
            edits,
            made_by=made_by,
            may_replace=may_replace,
            at=self.clock.now(),
            unread=unread,
        )

    def build_edition(
        self, month: Month
    ) -> tuple[dict[str, object], tuple[Finding, ...], tuple[str, ...]]:
        """A month's edition as files by name, its findings, and what of ours could not be read.

        Nothing of it is stored, and nothing outside is asked: the same inputs give the same bytes.
        """
        from omroeper.rendering.preview import render_preview

        unread = self.gather_own()
        drafting = replace(self._drafting(""), gate=Gate())
        draft, findings = assemble.build_draft(drafting, self.store, month, Edits(), 1)
        preview = render_preview(
            draft,
            findings,
            self.coverage(month.year, draft.edition),
            templates=self.templates,
            brand=self.brand,
            newsletter=self.newsroom.newsletter,
            zone=self.settings.timezone,
        )
        return (
            {
                **mail_files(draft.rendered),
                "preview.html": preview,
                "edition.json": edition_record(draft, findings),
            },
            findings,
            unread,
        )

    def rebuild_edition(self, month: Month, version: int | None) -> rebuild.Rebuilt:
        """A month's stored draft, rendered anew and found to be the same bytes."""
        edition = f"{self.newsroom.newsletter.id}-{month}"
        return rebuild.rebuild(self.store, edition, version, render_from, self.render_inputs)

    def coverage(self, year: int, draft: Edition | None = None) -> CoverageLedger:
        """Which programme was told of in which month of a year; with a draft as its month's."""
        return ledger_of(self.store, self.newsroom.programmes, year, draft)

    def audit_log(self, thing: str) -> tuple[AuditEntry, ...]:
        """What was done with a thing, or with everything when it is empty; oldest first."""
        return self.store.audit_log(thing or None)

    def stored_draft(self, edition: str, version: int) -> tuple[Draft, tuple[Finding, ...]]:
        draft = self.store.draft(edition, version)
        if draft is None:
            raise NotFound(
                f"there is no version {version}", thing=edition, remedy="Make a draft first."
            )
        return draft, self.store.findings(edition, version)

    def record_decision(
        self, edition: str, version: int, decision: Decision, name: str, note: str
    ) -> str:
        """Record a decision; gives a complaint (Dutch) when the rules refuse it, else nothing."""
        draft, _ = self.stored_draft(edition, version)
        try:
            review.record_decision(
                self.store,
                self.clock,
                draft,
                decision,
                by=name,
                note=note,
                four_eyes=self.settings.four_eyes,
            )
        except ApprovalRefused as refusal:
            return refusal.sentence
        return ""

    def edits_from_form(
        self, edition: str, version: int, form: Mapping[str, object], choices: Mapping[str, str]
    ) -> Edits | str:
        """The editor's changes, or a complaint (Dutch) about what does not fit."""
        draft, _ = self.stored_draft(edition, version)
        now, zone = self.clock.now(), self.settings.timezone
        try:
            return review.edits_from_form(draft, form, choices, now=now, zone=zone)
        except InvalidValue as misfit:
            return misfit.sentence

    def planned_text(self, send_at: datetime) -> str:
        """When the mail would go out, for the editor (Dutch)."""
        moment = dutch.moment_text(send_at, self.settings.timezone)
        if send_at <= self.clock.now():
            return f"Gepland: {moment}. Dat is al voorbij: na goedkeuring gaat de mail meteen uit."
        return f"Gepland: {moment}."

    def preview_url(self, edition: str, version: int) -> str:
        return signed_url(self.settings, f"voorbeeld/{edition}/{version}")

    def take_picture(self, draft: Draft) -> str:
        """Picture of the real mail; gives its address, or nothing where there is no browser."""
        from omroeper.adapters.chromium import PictureFailed, page_height, take_picture

        edition = draft.edition
        name = f"{edition.id}-{edition.version}"
        folder = self.settings.var / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        page = folder / f"{name}.html"
        page.write_text(draft.rendered.html, encoding="utf-8")
        try:
            height = page_height(draft.rendered.html, width=700)
            take_picture(page.as_uri(), folder / f"{name}.png", width=700, height=height)
        except PictureFailed:
            return ""
        return signed_url(self.settings, f"beeld/{edition.id}/{edition.version}", suffix=".png")


def edition_record(draft: Draft, findings: tuple[Finding, ...]) -> dict[str, object]:
    """What `edition.json` tells: chosen and dropped items with reasons, figures with provenance.

    The moment an item was retrieved is left out: it differs between two desks with the same news.
    """
    edition = draft.edition
    return {
        "id": edition.id,
        "month": str(edition.month),
        "version": edition.version,
        "theme": edition.theme_title,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "introduction": edition.introduction,
        "send_at": edition.send_at,
        "audience": draft.audience,
        "fingerprint": draft.fingerprint,
        "missing": edition.missing,
        "chosen": [
            {
                "key": entry.item.key,
                "section": entry.section,
                "title": entry.item.title,
                "others": [
                    {
                        "key": o.item.key,
                        "title": o.item.title,
                        "source": o.item.source,
                        "why": o.reason,
                    }
                    for o in entry.others
                ],
                "programme": entry.item.programme,
                "domain": entry.domain,
                "source": entry.item.source,
                "link": entry.item.link,
                "published": entry.item.published,
                "starts": entry.item.starts,
                "reason": entry.reason,
            }
            for entry in edition.entries
        ],
        "dropped": [
            {
                "key": dropped.item.key,
                "title": dropped.item.title,
                "source": dropped.item.source,
                "reason": dropped.reason,
            }
            for dropped in edition.dropped
        ],
        "figures": [
            {
                "reason": entry.reason,
                "label": entry.fact.definition.label,
                "sentence": dutch.fact_sentence(entry.fact),
                "observation": entry.fact.observation,
                "comparison": entry.fact.comparison,
            }
            for entry in edition.figures
        ],
        "findings": findings,
    }
