"""Deciding on editions: who may, what was decided, and what they took on."""

from collections.abc import Callable
from dataclasses import dataclass

from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Edition
from omroeper.domain.errors import ApprovalRefused, Overtaken
from omroeper.domain.month import Month
from omroeper.domain.overruling import remembered
from omroeper.domain.review import Verdict
from omroeper.ports import Messenger
from omroeper.services import remind, review
from omroeper.wiring.drafting import DraftingSteps


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a decision: the name it stands under, or a complaint (Dutch).

    `overtaken`: the draft waits no longer, so asking again makes no sense.
    """

    complaint: str = ""
    by: str = ""
    overtaken: bool = False


class DecidingSteps(DraftingSteps):
    def deciders(self, month: Month | None = None) -> Deciders:
        """Who may decide on a month's edition, or on what belongs to none."""
        newsroom = self.newsroom
        theme = newsroom.calendar.theme_of(month) if month else None
        return Deciders(newsroom.team, theme, self.settings.four_eyes)

    def record_decision(self, edition: str, version: int, verdict: Verdict) -> Recorded:
        """Record a decision, or give the complaint (Dutch) when the rules refuse it."""
        draft, _ = self.stored_draft(edition, version)
        deciders = self.deciders(draft.edition.month)
        try:
            name = review.record_decision(self.store, self.clock, draft, verdict, deciders)
        except Overtaken as overtaken:
            return Recorded(overtaken.sentence, overtaken=True)
        except ApprovalRefused as refusal:
            return Recorded(refusal.sentence)
        return Recorded(by=name)

    def signers(self, edition: Edition) -> tuple[str, ...]:
        """The names that the form offers; none where anybody may sign."""
        return tuple(person.name for person in self.deciders(edition.month).signers)

    def taken_on_before(self, edition: str, version: int) -> dict[str, object]:
        """For the form: the warnings of this draft that were taken on earlier, and why."""
        _, findings = self.stored_draft(edition, version)
        accepted, why = remembered(findings, self.store.overrulings(edition))
        return {"accepted": list(accepted), "why": why}

    @property
    def messenger(self) -> Messenger:
        """Mail to the colleagues of the team."""
        from omroeper.adapters.operator import MailMessenger

        return MailMessenger(self.mailer, sender=self.settings.sender_address)

    def remind(self, run_url: Callable[[str], str]) -> list[dict[str, str]]:
        """Remind whoever is to decide, as rows for people (Dutch headings)."""
        desk = remind.RemindingDesk(
            lambda edition: self.deciders(edition.month),
            self.messenger,
            self.notifier,
            run_url,
            self.settings.timezone,
        )
        return [
            {
                "editie": edition,
                "wie": reminder.person,
                "wat": reminder.kind,
                "verstuurd": "ja" if through else "nee, volgende ronde weer",
            }
            for edition, reminder, through in remind.remind(desk, self.store, self.clock)
        ]
