"""Deciding on editions: who may, what was decided, and what they took on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Edition
from omroeper.domain.errors import ApprovalRefused, Overtaken
from omroeper.domain.overruling import remembered
from omroeper.domain.planning import day_off
from omroeper.domain.review import Verdict
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
    def deciders(self, edition: Edition | None = None) -> Deciders:
        """Who may decide on an edition, or on what belongs to none."""
        newsroom = self.newsroom_of(edition.newsletter if edition else "")
        theme = newsroom.calendar.theme_of(edition.issue) if edition else None
        return Deciders(newsroom.team, theme, self.settings.four_eyes)

    def record_decision(self, edition: str, version: int, verdict: Verdict) -> Recorded:
        """Record a decision, or give the complaint (Dutch) when the rules refuse it."""
        draft, _ = self.stored_draft(edition, version)
        deciders = self.deciders(draft.edition)
        try:
            name = review.record_decision(self.store, self.clock, draft, verdict, deciders)
        except Overtaken as overtaken:
            return Recorded(overtaken.sentence, overtaken=True)
        except ApprovalRefused as refusal:
            return Recorded(refusal.sentence)
        return Recorded(by=name)

    def signers(self, edition: Edition) -> tuple[str, ...]:
        """The names that the form offers; none where anybody may sign."""
        return tuple(person.name for person in self.deciders(edition).signers)

    def taken_on_before(self, edition: str, version: int) -> dict[str, object]:
        """For the form: the warnings of this draft that were taken on earlier, and why."""
        _, findings = self.stored_draft(edition, version)
        accepted, why = remembered(findings, self.store.overrulings(edition))
        return {"accepted": list(accepted), "note": why}

    def remind(self, run_url: Callable[[str], str]) -> list[dict[str, str]]:
        """Remind whoever is to decide, as rows for people (Dutch headings)."""
        desk = remind.RemindingDesk(
            self.deciders,
            self.correspondent,
            self.notifier,
            run_url,
            self.settings.timezone,
            is_work_day,
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


def is_work_day(day: date) -> bool:
    """Whether the desk works on this day: no weekend, no Dutch holiday."""
    return not day_off(day, dutch_holiday)
