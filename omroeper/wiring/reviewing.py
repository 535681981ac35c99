"""Reviewers of programmes: asked for their own items, their answers kept, the editor told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from omroeper.domain.edition import Entry
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.item_review import ItemAnswer, ItemReview, entries_for, standing_lines
from omroeper.domain.reminding import is_weekday
from omroeper.domain.team import Person
from omroeper.rendering import item_review as words
from omroeper.services import item_review, remind
from omroeper.wiring.deciding import DecidingSteps


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a reviewer's form: a complaint (Dutch), or that it came too late, or nothing."""

    complaint: str = ""
    too_late: str = ""


class ReviewingSteps(DecidingSteps):
    def reviewers(self, edition: str, version: int) -> tuple[Person, ...]:
        """Who can be asked about items of this draft."""
        draft, _ = self.stored_draft(edition, version)
        return tuple(entries_for(draft.edition, self.newsroom.team))

    def ask_reviewer(
        self, edition: str, version: int, reviewer: Person, *, by: str, run: str, url: str
    ) -> str:
        """Ask one reviewer by mail, once for each draft; gives what to tell the editor (Dutch)."""
        draft, _ = self.stored_draft(edition, version)
        entries, now = item_review.items_of(draft, reviewer, self.newsroom.team), self.clock.now()
        deciders, zone = self.deciders(draft.edition.month), self.settings.timezone
        name = deciders.signed(by)
        new = item_review.ask_review(self.store, draft, reviewer, entries, by=name, run=run, at=now)
        if not new:
            return f"{reviewer.name} was al gevraagd"
        waiting = remind.waiting_of(self.store, draft.edition, deciders, zone, is_weekday)
        notice = words.question_notice(
            entries, name=reviewer.name, by=name, deadline=waiting.review_by, url=url, zone=zone
        )
        if self.messenger.tell(reviewer, notice, now):
            return f"{reviewer.name} is gevraagd"
        return f"{reviewer.name} kreeg geen mail; stuur zelf deze link: {url}"

    def items_to_review(self, edition: str, version: int, reviewer: str) -> list[str]:
        """The keys of the items that this reviewer is asked about."""
        draft, _ = self.stored_draft(edition, version)
        entries = item_review.items_of(draft, self._person(reviewer), self.newsroom.team)
        return [entry.item.key for entry in entries]

    def item_to_review(self, edition: str, version: int, item: str) -> tuple[Entry, str]:
        """One item, and how it will appear."""
        draft, _ = self.stored_draft(edition, version)
        entry = item_review.entry_of(draft, item)
        return entry, words.entry_text(entry, self.settings.timezone)

    def record_item_answer(
        self,
        edition: str,
        version: int,
        item: str,
        reviewer: str,
        form: Mapping[str, object],
        *,
        run: str,
        waiting_url: Callable[[str], str],
    ) -> Answered:
        """Keep what a reviewer filled in and tell the editor, or give the complaint (Dutch)."""
        draft, _ = self.stored_draft(edition, version)
        person, now = self._person(reviewer), self.clock.now()
        try:
            review = item_review.read_answer(draft, item, person, form, run, now)
        except InvalidValue as misfit:
            return Answered(complaint=misfit.sentence)
        too_late = item_review.record_answer(self.store, draft, person, review)
        self._tell_editor(review, person, waiting_url)
        if too_late:
            notice = words.late_notice(review, name=person.name, told=too_late)
            self.messenger.tell(person, notice, now)
        return Answered(too_late=too_late)

    def review_lines(self, edition: str) -> tuple[str, ...]:
        """What each reviewer answered, and who is still silent (Dutch)."""
        return standing_lines(self.store.item_reviews(edition), self.newsroom.team)

    def _tell_editor(
        self, review: ItemReview, reviewer: Person, waiting_url: Callable[[str], str]
    ) -> None:
        """Whoever asked; who left the team meanwhile sees it in the form."""
        asked = [
            one
            for one in self.store.item_reviews(review.edition)
            if one.answer is ItemAnswer.ASKED
            and (one.item, one.reviewer) == (review.item, review.reviewer)
        ]
        editor = self.newsroom.team.named(asked[-1].note) if asked else None
        if editor is not None:
            url = waiting_url(self.store.maker(review.edition).partition(":")[0])
            notice = words.answer_notice(review, name=reviewer.name, editor=editor.name, url=url)
            self.messenger.tell(editor, notice, review.at)

    def _person(self, reviewer: str) -> Person:
        person = self.newsroom.team.get(reviewer)
        if person is None:
            raise NotFound(
                "there is nobody with this id in the team",
                thing=reviewer,
                remedy="Use an id from content/team.yaml.",
            )
        return person
