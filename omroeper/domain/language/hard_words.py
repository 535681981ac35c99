"""Hard words and their plain alternatives, found in every form they are written in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

GAP = "…"
"""In a form: up to `WIDEST_GAP` words between its parts, for verbs that come apart."""
WIDEST_GAP = 6
_LONG_VERB = "eren"


@dataclass(frozen=True, slots=True)
class HardWord:
    """A hard word or phrase with what to write instead (Dutch); `english` when that is why it is hard."""

    word: str
    plain: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class HardForm:
    """One way a hard word is written, as words in lower case."""

    parts: tuple[str, ...]
    of: HardWord


@dataclass(frozen=True, slots=True)
class HardUse:
    """A hard word in a sentence: the first and last of its words, counted from 0."""

    of: HardWord
    first: int
    last: int


def index_forms(words: Mapping[HardWord, Iterable[str]]) -> dict[str, tuple[HardForm, ...]]:
    """All forms by their first word, the longest first. A verb in -eren brings its own forms."""
    index: dict[str, list[HardForm]] = {}
    for word, given in words.items():
        for form in dict.fromkeys(each for one in given for each in _written(one)):
            parts = tuple(form.lower().split())
            index.setdefault(parts[0], []).append(HardForm(parts, word))
    return {
        first: tuple(sorted(forms, key=lambda form: -len(form.parts)))
        for first, forms in index.items()
    }


def hard_uses(words: Sequence[str], index: Mapping[str, tuple[HardForm, ...]]) -> Iterator[HardUse]:
    """The hard words in a sentence's words (lower case), from left to right, none within another."""
    at = 0
    while at < len(words):
        ends = ((form, _end_of(form.parts, words, at)) for form in index.get(words[at], ()))
        form, last = next(((form, end) for form, end in ends if end is not None), (None, at))
        if form:
            yield HardUse(form.of, at, last)
        at = last + 1 if form and GAP not in form.parts else at + 1


def _end_of(parts: Sequence[str], words: Sequence[str], at: int) -> int | None:
    """Where the form ends that begins at `at`, if it stands there."""
    if GAP in parts:
        gap = parts.index(GAP)
        before, after = parts[:gap], parts[gap + 1 :]
        if tuple(words[at : at + gap]) != tuple(before):
            return None
        for begin in range(at + gap, min(at + gap + WIDEST_GAP + 1, len(words))):
            if tuple(words[begin : begin + len(after)]) == tuple(after):
                return begin + len(after) - 1
        return None
    return at + len(parts) - 1 if tuple(words[at : at + len(parts)]) == tuple(parts) else None


def _written(form: str) -> Iterator[str]:
    yield form
    if form.endswith(_LONG_VERB) and " " not in form:
        yield from _conjugated(form)


def _conjugated(verb: str) -> Iterator[str]:
    """The forms of a verb in -eren, all regular: implementeer, implementeerde, geïmplementeerd."""
    stem = verb.removesuffix("en")
    root = f"{stem[:-2]}eer"
    prefixed = f"ge{_with_trema(root)}"
    yield from (root, f"{root}t", f"{root}de", f"{root}den", f"{stem}end", f"{stem}ende")
    yield from (f"{prefixed}d", f"{prefixed}de", f"{stem}ing")


def _with_trema(root: str) -> str:
    """After ge- an i, e or u begins a syllable of its own: geïmplementeerd, geëvalueerd."""
    return {"i": "ï", "e": "ë", "u": "ü"}.get(root[0], root[0]) + root[1:]
