"""What the reviewers of programmes say of their items. They advise; the editor decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.edition import Edition, Entry
from omroeper.domain.finding import Finding, Level
from omroeper.domain.team import Person, Team


class ItemAnswer(StrEnum):
    """In the reviewer's words; ASKED is the question itself."""

    ASKED = "gevraagd"
    AGREED = "akkoord"
    CHANGE = "aanpassen"
    DROP = "niet plaatsen"


@dataclass(frozen=True, slots=True)
class ItemReview:
    """One question to a reviewer, or one answer, about one item of one draft; append-only.

    `text` is the text that is proposed instead; `note` a remark, and with a question who asked it.
    `run` is where it came in, so that the same form twice is one answer.
    """

    edition: str
    version: int
    item: str
    title: str
    reviewer: str
    answer: ItemAnswer
    text: str
    note: str
    at: datetime
    run: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one reviewer stands on one item: the last answer, and whether a question is open."""

    asked: ItemReview
    answer: ItemReview | None

    @property
    def is_open(self) -> bool:
        return self.answer is None or self.answer.version < self.asked.version


def standing(reviews: Iterable[ItemReview]) -> tuple[Standing, ...]:
    """Of everything that was asked and answered, oldest first: what stands for each item."""
    asked: dict[tuple[str, str], ItemReview] = {}
    answered: dict[tuple[str, str], ItemReview] = {}
    for one in reviews:
        kept = asked if one.answer is ItemAnswer.ASKED else answered
        kept[one.item, one.reviewer] = one
    return tuple(Standing(one, answered.get(key)) for key, one in asked.items())


def entries_for(edition: Edition, team: Team) -> dict[Person, tuple[Entry, ...]]:
    """The items that each reviewer is asked about: those of their own programmes."""
    found: dict[Person, tuple[Entry, ...]] = {}
    for entry in edition.entries:
        for person in team.reviewers_of(entry.item.programme):
            found[person] = (*found.get(person, ()), entry)
    return found


def review_findings(
    reviews: Iterable[ItemReview], edition: Edition, team: Team
) -> tuple[Finding, ...]:
    """Advice that this draft does not follow, as warnings; silence is none."""
    texts = {entry.item.key: entry.item.text for entry in edition.entries}
    found = []
    for one in standing(reviews):
        answer = one.answer
        if answer is None or answer.item not in texts:
            continue
        said = f" (‘{answer.note}’)" if answer.note else ""
        name = name_of(answer.reviewer, team)
        if answer.answer is ItemAnswer.DROP:
            reason = f"{name} zegt: niet plaatsen{said}."
            found.append(_warn(answer.title, reason, "Laat het weg via ‘wijzigingen’"))
        elif answer.answer is ItemAnswer.CHANGE and not _same(texts[answer.item], answer.text):
            reason = f"{name} stelt een andere tekst voor{said}: “{answer.text}”"
            remedy = "Pas de tekst aan waar die vandaan komt, en maak via ‘wijzigingen’ een nieuw concept"
            found.append(_warn(answer.title, reason, remedy))
    return tuple(found)


def standing_lines(reviews: Iterable[ItemReview], team: Team) -> tuple[str, ...]:
    """For the editor: what each reviewer answered, and who is still silent (Dutch)."""
    return tuple(
        f"{name_of(one.asked.reviewer, team)} over ‘{one.asked.title}’: {_told(one)}"
        for one in standing(reviews)
    )


def name_of(person: str, team: Team) -> str:
    found = team.get(person)
    return found.name if found is not None else person


def _told(one: Standing) -> str:
    answer = one.answer
    if answer is None:
        return "nog geen antwoord"
    said = f"{answer.answer}{f' (‘{answer.note}’)' if answer.note else ''}"
    if one.is_open:
        return f"nog geen antwoord op concept {one.asked.version}; eerder {said}"
    return said


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _warn(place: str, reason: str, remedy: str) -> Finding:
    advice = f"{remedy}, of neem het met een reden voor uw rekening."
    return Finding(Level.WARNING, "meekijken", place, reason, advice)
