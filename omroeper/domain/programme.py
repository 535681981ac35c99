"""The programmes of the organisation and the five domains they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Domain(StrEnum):
    """A work domain; the order here is the order in the newsletter."""

    GROEN_DIGITAAL = "groen-digitaal"
    FUNDEREND = "funderend"
    BEROEPS = "beroeps-ho-pps"
    SKILLS = "skills-leercultuur"
    INTERNATIONAAL = "internationaal"

    @property
    def title(self) -> str:  # type: ignore[override]  # on an enum no one needs str.title
        """The Dutch name readers see."""
        return _DOMAIN_TITLES[self]


_DOMAIN_TITLES = {
    Domain.GROEN_DIGITAAL: "Groene en digitale banen",
    Domain.FUNDEREND: "Funderend onderwijs",
    Domain.BEROEPS: "Beroeps- en hoger onderwijs",
    Domain.SKILLS: "Skills en leercultuur in het mkb",
    Domain.INTERNATIONAAL: "Internationaal",
}


class ProgrammeStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. `weight` is how large its expected share of the newsletter is, beside others."""

    id: str
    name: str
    domain: Domain
    status: ProgrammeStatus = ProgrammeStatus.ACTIVE
    parent: str | None = None
    successor: str | None = None
    note: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Programmes:
    """All programmes by id; an ended one still resolves."""

    by_id: dict[str, Programme]

    def get(self, programme_id: str) -> Programme | None:
        return self.by_id.get(programme_id)

    def named(self, text: str) -> Programme | None:
        """The programme with this id or name, however it is written."""
        wanted = " ".join(text.split()).casefold()
        names = ((one.id.casefold(), one.name.casefold()) for one in self)
        found = (one for one, both in zip(self, names, strict=True) if wanted in both)
        return next(found, None)

    def __iter__(self) -> Iterator[Programme]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)
