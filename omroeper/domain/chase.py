"""The chase list: which programmes gave nothing for an edition yet, and whom to ask for it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from omroeper.domain.coverage import CoverageLedger, family
from omroeper.domain.issue import Issue
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.programme import Programme, Programmes, ProgrammeStatus
from omroeper.domain.team import Person, Team


@dataclass(frozen=True, slots=True)
class Asked:
    """A programme without news for this edition; `silence` in newsletters, 0 where that is usual."""

    programme: Programme
    silence: int = 0

    @property
    def reason(self) -> str:
        """Why it is asked (Dutch)."""
        if self.silence:
            return f"nog geen bericht deze maand, en al {self.silence} nieuwsbrieven niets"
        return "nog geen bericht deze maand"


@dataclass(frozen=True, slots=True)
class ContactAsked:
    """One contact with all programmes that are asked of them."""

    person: Person
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ChaseList:
    """Whom to ask for an edition; `unreached` are programmes that have no contact in the team."""

    newsletter: str
    issue: Issue
    theme_title: str
    theme_description: str
    deadline: date | None
    contacts: tuple[ContactAsked, ...]
    unreached: tuple[Asked, ...]

    @property
    def edition(self) -> str:
        return f"{self.newsletter}-{self.issue}"


class Asking(StrEnum):
    """What became of asking one contact."""

    SENT = "sent"
    BEFORE = "asked before"
    FAILED = "not sent"


@dataclass(frozen=True, slots=True)
class ContactAsking:
    """One contact, by the id in the team, with the names of the programmes asked for."""

    person: str
    name: str
    programmes: tuple[str, ...]
    outcome: Asking | None = None


def chase_list(
    newsroom: Newsroom, issue: Issue, ledger: CoverageLedger, heard: Collection[str]
) -> ChaseList:
    """The newsletter's active programmes of which nothing is there for this edition, by contact.

    `heard` are the programmes with news for it; news of a part is news of its whole, and who gave
    something is not asked again. Who was silent for long is told so.
    """
    after = newsroom.newsletter.rules.silent_after
    silence = {row.programme.id: row.silence for row in ledger.silent(after)}
    asked = [
        Asked(programme, silence.get(programme.id, 0))
        for programme in newsroom.covered
        if programme.status is ProgrammeStatus.ACTIVE
        and not family(programme, newsroom.programmes) & set(heard)
    ]
    theme = newsroom.calendar.theme_of(issue)
    contacts: dict[str, list[Asked]] = {}
    unreached = []
    for one in asked:
        person = _contact(one.programme, newsroom.programmes, newsroom.team)
        if person is None:
            unreached.append(one)
        else:
            contacts.setdefault(person.id, []).append(one)
    return ChaseList(
        newsletter=newsroom.newsletter.id,
        issue=issue,
        theme_title=theme.title if theme else "",
        theme_description=theme.description if theme else "",
        deadline=theme.deadline if theme else None,
        contacts=tuple(
            ContactAsked(person, tuple(contacts[person.id]))
            for person in newsroom.team
            if person.id in contacts
        ),
        unreached=tuple(unreached),
    )


def _contact(programme: Programme, programmes: Programmes, team: Team) -> Person | None:
    """Its own contact, else that of what it is part of."""
    own = (team.contact_of(one.id) for one in _with_wholes(programme, programmes))
    return next((person for person in own if person is not None), None)


def _with_wholes(programme: Programme | None, programmes: Programmes) -> Iterator[Programme]:
    seen: set[str] = set()
    while programme is not None and programme.id not in seen:
        yield programme
        seen.add(programme.id)
        programme = programmes.get(programme.parent or "")
