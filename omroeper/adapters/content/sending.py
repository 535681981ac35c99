"""config/sending.yaml → SendingPlan."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, Parsed, read_document
from omroeper.domain.sending_plan import Bound, DomainGroup, SendingPlan

_Count = Annotated[int, Field(ge=1, le=10_000_000)]
_Domain = Annotated[Line, Field(pattern=r"^[^\s@%_*/]+\.[^\s@%_*/.]+$", max_length=253)]


class _Group(Document):
    name: Line
    per_hour: _Count
    domains: list[_Domain] = Field(min_length=1)


class _WarmUp(Document):
    per_day: list[_Count] = Field(min_length=1)


class _Bound(Document):
    percent: Annotated[float, Field(gt=0, le=100)]
    at_least: _Count


class _Stop(Document):
    refused: _Bound | None = None
    complaints: _Bound | None = None


class _File(Document):
    per_hour: _Count | None = None
    domains: tuple[_Group, ...] = ()
    warm_up: _WarmUp | None = None
    stop: _Stop = _Stop()


def read_sending(home: Path) -> SendingPlan:
    """The plan; without the file nothing is limited. Raises ContentError naming line and remedy."""
    file = home / "config" / "sending.yaml"
    if not file.exists():
        return SendingPlan()
    read, parsed = read_document(file, home, _File)
    usual = SendingPlan()
    return SendingPlan(
        per_hour=read.per_hour,
        groups=_groups(read.domains, parsed),
        warm_up=tuple(read.warm_up.per_day) if read.warm_up else (),
        refused=_bound(read.stop.refused, usual.refused),
        complaints=_bound(read.stop.complaints, usual.complaints),
    )


def _groups(read: Sequence[_Group], parsed: Parsed) -> tuple[DomainGroup, ...]:
    """Each name and each domain once: a domain with two limits would have none."""
    names: set[str] = set()
    known: dict[str, str] = {}
    for index, group in enumerate(read):
        if group.name in names:
            told = f"‘{group.name}’ is there twice"
            raise parsed.error(("domains", index, "name"), told, "Give one another name.")
        names.add(group.name)
        for position, domain in enumerate(group.domains):
            place = ("domains", index, "domains", position)
            if (first := known.setdefault(domain.lower(), group.name)) != group.name:
                told = f"‘{domain}’ stands in ‘{first}’ already"
                raise parsed.error(place, told, "Keep it in one of the two groups.")
    return tuple(
        DomainGroup(one.name, one.per_hour, frozenset(map(str.lower, one.domains))) for one in read
    )


def _bound(given: _Bound | None, usual: Bound) -> Bound:
    return Bound(given.percent, given.at_least) if given else usual
