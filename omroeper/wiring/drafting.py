"""Drafting and reviewing editions, with the desk's own newsroom and templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial

from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.draft_change import DraftChanges
from omroeper.domain.edition import Draft, Edition, Edits, mail_files
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.finding import Finding
from omroeper.domain.issue import Issue
from omroeper.domain.review import AuditEntry
from omroeper.domain.score import Score
from omroeper.rendering import dutch
from omroeper.rendering.inputs import render_from
from omroeper.services import assemble, rebuild, review
from omroeper.services.compare import compare_draft
from omroeper.services.coverage import ledger_of
from omroeper.services.gate import Gate
from omroeper.services.item_review import findings_on
from omroeper.wiring.gate import GateParts
from omroeper.wiring.gathering import GatheringSteps
from omroeper.wiring.signing import signed_url


class DraftingSteps(GateParts, GatheringSteps):
    def choose_issue(self, month: str, newsletter: str = "") -> Issue:
        """The edition asked for, or the first month's own of the calendar that is still to be sent.

        A special edition is always asked for by its name.
        """
        if month:
            return Issue.parse(month)
        now = self.clock.now()
        for theme in self.newsroom_of(newsletter).calendar.planned():
            if not theme.slug and theme.send_at > now:
                return theme.issue
        raise NotFound(
            "it has no theme that is still to be sent",
            thing="themed calendar",
            remedy="Add the coming months in content/newsletters/, or name a month.",
        )

    def _drafting(self, author: str, newsletter: str) -> assemble.DraftingDesk:
        inputs = self.render_inputs_of(newsletter)
        return assemble.DraftingDesk(
            self.newsroom_of(newsletter),
            partial(render_from, inputs),
            self.settings.timezone,
            author or self.settings.author,
            inputs,
            {source.id: source.weight for source in self.sources},
            {source.id: source.credit for source in self.sources},
            dutch_holiday,
            self.gate_of(newsletter),
            self.stem_of(newsletter),
        )

    def draft_edition(
        self,
        month: str,
        edits: Edits,
        *,
        made_by: str,
        may_replace: Callable[[str], bool],
        author: str = "",
        newsletter: str = "",
    ) -> tuple[Draft, tuple[Finding, ...]]:
        """Make and store the next draft of a month; the same `made_by` makes it once."""
        unread = self.gather_own()
        return assemble.draft_edition(
            self._drafting(author, newsletter),
            self.store,
            Issue.parse(month),
            edits,
            made_by=made_by,
            may_replace=may_replace,
            at=self.clock.now(),
            unread=unread,
        )

    def build_edition(
        self, issue: Issue, newsletter: str = ""
    ) -> tuple[dict[str, object], tuple[Finding, ...], tuple[str, ...]]:
        """An edition as files by name, its findings, and what of ours could not be read.

        Nothing of it is stored, and nothing outside is asked: the same inputs give the same bytes.
        """
        from omroeper.rendering.preview import render_preview

        drafting = self._drafting("", newsletter)
        unread = self.gather_own()
        drafting = replace(drafting, gate=Gate(words=lambda: self.dutch_words))
        draft, findings = assemble.build_draft(drafting, self.store, issue, Edits(), 1)
        preview = render_preview(
            draft,
            findings,
            self.coverage(issue.month.year, draft.edition),
            changes=DraftChanges(),
            templates=self.templates,
            brand=self.style_of(newsletter).brand,
            newsletter=drafting.newsroom.newsletter,
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

    def rebuild_edition(
        self, issue: Issue, version: int | None, newsletter: str = ""
    ) -> rebuild.Rebuilt:
        """An edition's stored draft, rendered anew and found to be the same bytes."""
        edition = f"{self.newsletter_named(newsletter)}-{issue}"
        today = self.render_inputs_of(newsletter)
        return rebuild.rebuild(self.store, edition, version, render_from, today)

    def coverage(
        self, year: int, draft: Edition | None = None, newsletter: str = ""
    ) -> CoverageLedger:
        """Which programme a newsletter told of in which month of a year; with a draft as its month's."""
        room = self.newsroom_of(draft.newsletter if draft else newsletter)
        return ledger_of(self.store, room, year, draft)

    def draft_changes(self, draft: Draft, findings: Sequence[Finding]) -> DraftChanges:
        """What a stored draft changes in the version before it."""
        return compare_draft(self.store, draft, findings, self.settings.timezone)

    def reader_counts(self, draft: Draft) -> dict[str, int]:
        """How many readers each variant of a draft goes to, by segment; under '' the mail itself."""
        room = self.newsroom_of(draft.edition.newsletter)
        segments = [variant.segment for variant in draft.rendered.variants]
        return self.store.reader_counts(
            room.audience,
            segments,
            edition=draft.edition.id,
            figures=draft.rendered.has_figures_mail,
        )

    def audit_log(self, thing: str) -> tuple[AuditEntry, ...]:
        """What was done with a thing, or with everything when it is empty; oldest first."""
        return self.store.audit_log(thing or None)

    def stored_draft(self, edition: str, version: int) -> tuple[Draft, tuple[Finding, ...]]:
        """A draft with what was found in it and what reviewers advise by now."""
        draft = self.store.draft(edition, version)
        if draft is None:
            raise NotFound(
                f"there is no version {version}", thing=edition, remedy="Make a draft first."
            )
        return draft, findings_on(self.store, draft, self.newsroom.team)

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


def score_record(score: Score | None) -> dict[str, object] | None:
    """A score with its total, for who reads the file; None where nothing was weighed."""
    return {"total": score.total, **asdict(score)} if score else None


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
        "notes": edition.notes,
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
                "score": score_record(entry.score),
            }
            for entry in edition.entries
        ],
        "dropped": [
            {
                "key": dropped.item.key,
                "title": dropped.item.title,
                "source": dropped.item.source,
                "reason": dropped.reason,
                "score": score_record(dropped.score),
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
