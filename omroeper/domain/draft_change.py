"""What a draft changes in the one before it, in the editor's words (Dutch)."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omroeper.domain.edition import Draft, Edition, Entry, FigureEntry
from omroeper.domain.figure import FigureObservation
from omroeper.domain.finding import Finding

_PARAGRAPH = "\n\n"
_WORDS = re.compile(rf"{_PARAGRAPH}|\S+")


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that share their fate; between two pieces belongs a space."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where, what, and for a text its words, old and new among each other."""

    place: str
    told: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """All changes since version `since`; None for the first draft, which changes nothing."""

    since: int | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """How a value and a moment are written for the editor."""

    value: Callable[[FigureObservation], str]
    moment: Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with what the checks found in it."""

    draft: Draft
    findings: tuple[Finding, ...] = ()


def changes_since(before: Checked | None, after: Checked, wording: Wording) -> DraftChanges:
    """What is different in `after`, in the order an editor looks at a draft."""
    if before is None:
        return DraftChanges()
    old, new = before.draft.edition, after.draft.edition
    found = (
        *_texts(old, new),
        *_items(old, new),
        *_figures(old, new, wording.value),
        *_plan(before.draft, after.draft, wording.moment),
        *_findings(before.findings, after.findings),
    )
    return DraftChanges(old.version, found)


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts word by word; an empty line between paragraphs counts as a word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    pieces = []
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Fate.SAME, _joined(new[first:last])))
            continue
        pieces.append(Piece(Fate.GONE, _joined(old[start:end])))
        pieces.append(Piece(Fate.NEW, _joined(new[first:last])))
    return tuple(piece for piece in pieces if piece.text)


def _joined(words: Sequence[str]) -> str:
    return re.sub(rf" ?{_PARAGRAPH} ?", _PARAGRAPH, " ".join(words))


def _texts(old: Edition, new: Edition) -> Iterator[Change]:
    for place, before, after in (
        ("Onderwerp", old.subject, new.subject),
        ("Voorvertoning", old.preheader, new.preheader),
        ("Inleiding", old.introduction, new.introduction),
    ):
        if before != after:
            yield Change(place, "Gewijzigd", word_changes(before, after))
    was, now = ({note.segment.name: note.text for note in one.notes} for one in (old, new))
    for name in {**was, **now}:
        if was.get(name) != now.get(name):
            pieces = word_changes(was.get(name, ""), now.get(name, ""))
            yield Change(f"Alleen voor ‘{name}’", "Gewijzigd", pieces)


def _items(old: Edition, new: Edition) -> Iterator[Change]:
    was = {entry.item.key: entry for entry in old.entries}
    now = {entry.item.key: entry for entry in new.entries}
    for key, entry in now.items():
        if key not in was:
            yield Change("Berichten", f"Erbij in ‘{entry.section.title}’: ‘{entry.item.title}’")
    for key, entry in was.items():
        if key not in now:
            yield Change("Berichten", f"Weg uit ‘{entry.section.title}’: ‘{entry.item.title}’")
    stayed = [key for key in was if key in now]
    for key in stayed:
        if was[key].section is not now[key].section:
            told = f"Van ‘{was[key].section.title}’ naar ‘{now[key].section.title}’"
            yield Change("Berichten", f"{told}: ‘{now[key].item.title}’")
    yield from _moved([was[key] for key in stayed], [now[key] for key in now if key in was])
    for key in stayed:
        yield from _edited(was[key], now[key])


def _moved(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Change]:
    """Entries that stayed in their section and stand in another place among those that did too."""
    sections = {entry.item.key: entry.section for entry in old}
    for section in dict.fromkeys(entry.section for entry in new):
        after = [e for e in new if e.section is section and sections[e.item.key] is section]
        kept = {entry.item.key for entry in after}
        before = [entry.item.key for entry in old if entry.item.key in kept]
        order = [entry.item.key for entry in after]
        matcher = difflib.SequenceMatcher(None, before, order, autojunk=False)
        blocks = matcher.get_matching_blocks()
        still = {key for block in blocks for key in order[block.b : block.b + block.size]}
        for entry in after:
            if entry.item.key not in still:
                told = f"Op een andere plaats in ‘{section.title}’: ‘{entry.item.title}’"
                yield Change("Berichten", told)


def _edited(old: Entry, new: Entry) -> Iterator[Change]:
    if old.item.digest == new.item.digest:
        return
    before, after = (f"{entry.item.title}\n\n{entry.item.text}" for entry in (old, new))
    if before == after:
        yield Change("Berichten", f"Datum, plaats of link anders: ‘{new.item.title}’")
    else:
        told = f"Tekst anders: ‘{new.item.title}’"
        yield Change("Berichten", told, word_changes(before, after))


def _figures(
    old: Edition, new: Edition, value: Callable[[FigureObservation], str]
) -> Iterator[Change]:
    was, now = _by_figure(old), _by_figure(new)
    for figure, entry in now.items():
        label, seen = entry.fact.definition.label, entry.fact.observation
        if figure not in was:
            yield Change("Cijfers", f"Erbij: {label}: {value(seen)}")
        elif was[figure].fact.observation.record != seen.record:
            before = value(was[figure].fact.observation)
            same = "nog steeds" if before == value(seen) else f"was {before}, is nu"
            yield Change("Cijfers", f"Ander gegeven: {label}: {same} {value(seen)}")
    for figure, entry in was.items():
        if figure not in now:
            yield Change("Cijfers", f"Weg: {entry.fact.definition.label}")


def _by_figure(edition: Edition) -> dict[str, FigureEntry]:
    return {entry.fact.definition.id: entry for entry in edition.figures}


def _plan(old: Draft, new: Draft, moment: Callable[[datetime], str]) -> Iterator[Change]:
    before, after = old.edition.send_at, new.edition.send_at
    if before != after:
        yield Change("Verzenden", f"Was gepland op {moment(before)}, nu op {moment(after)}")
    if old.audience != new.audience:
        yield Change("Ontvangers", f"Was ‘{old.audience}’, is nu ‘{new.audience}’")


def _findings(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[Change]:
    for finding in new:
        if finding not in old:
            yield Change("Bevindingen", f"Nieuw: {finding.place}: {finding.reason}")
    for finding in old:
        if finding not in new:
            yield Change("Bevindingen", f"Verdwenen: {finding.place}: {finding.reason}")
