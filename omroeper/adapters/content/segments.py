"""config/segments.yaml → the segments, and the topics that readers may choose."""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from omroeper.adapters.content.documents import Document, Line, Parsed, Place, read_document
from omroeper.domain.audience import Criteria, Frequency, Match, Segment
from omroeper.domain.programme import Programmes
from omroeper.domain.reader_group import ReaderGroup

_Names = tuple[str, ...]
_Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]


class _Criteria(Document):
    topics: tuple[Line, ...] = ()
    programmes: tuple[Line, ...] = ()
    newsletters: tuple[Line, ...] = ()
    languages: tuple[_Language, ...] = ()
    frequencies: tuple[Frequency, ...] = ()


class _Segment(_Criteria):
    id: Line
    name: Line
    names: dict[_Language, Line] = Field(default_factory=dict)
    match: Literal["all", "any"] = "all"
    without: _Criteria = _Criteria()


class _Segments(Document):
    topics: tuple[Line, ...] = ()
    segments: list[_Segment]


def read_segments(
    home: Path, programmes: Programmes, newsletters: Collection[str]
) -> dict[str, Segment]:
    """Every segment by its id, checked against what it names; raises ContentError."""
    read, parsed = read_document(home / "config" / "segments.yaml", home, _Segments)
    known = {
        "topics": read.topics or tuple(topic for one in read.segments for topic in one.topics),
        "programmes": tuple(one.id for one in programmes),
        "newsletters": tuple(newsletters),
    }
    found: dict[str, Segment] = {}
    for index, one in enumerate(read.segments):
        place = ("segments", index)
        if one.id in found:
            raise parsed.error((*place, "id"), f"‘{one.id}’ is there twice", "Give one another id.")
        _require_known(one, parsed, place, known)
        _require_known(one.without, parsed, (*place, "without"), known)
        found[one.id] = Segment(
            one.id,
            one.name,
            *_values(one),
            match=Match(one.match),
            without=Criteria(*_values(one.without)),
        )
    return found


def read_topics(home: Path) -> tuple[str, ...]:
    """The topics that a reader or an imported list may name."""
    read, _ = read_document(home / "config" / "segments.yaml", home, _Segments)
    named = (topic for one in read.segments for topic in one.topics)
    return read.topics or tuple(dict.fromkeys(named))


def read_groups(home: Path) -> tuple[ReaderGroup, ...]:
    """The topics that are a segment of their own, with that segment's name in each language."""
    read, _ = read_document(home / "config" / "segments.yaml", home, _Segments)
    alone = (one for one in read.segments if len(one.topics) == 1)
    return tuple(ReaderGroup(one.topics[0], one.name, one.names) for one in alone)


def _values(criteria: _Criteria) -> tuple[_Names, _Names, _Names, _Names, _Names]:
    """In the order of the fields of Criteria and Segment."""
    return (
        criteria.topics,
        criteria.programmes,
        criteria.newsletters,
        criteria.languages,
        tuple(one.value for one in criteria.frequencies),
    )


def _require_known(
    criteria: _Criteria, parsed: Parsed, place: Place, known: Mapping[str, Collection[str]]
) -> None:
    for field, names in known.items():
        for index, value in enumerate(getattr(criteria, field)):
            if value not in names:
                near = difflib.get_close_matches(value, names, n=1)
                raise parsed.error(
                    (*place, field, index),
                    f"there is no {field.removesuffix('s')} ‘{value}’",
                    f"Did you mean ‘{near[0]}’?"
                    if near
                    else f"Choose from: {', '.join(sorted(names))}.",
                )
