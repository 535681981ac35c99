"""A Dutch text as sentences: a full stop ends one, unless it belongs to an abbreviation or initial."""

import re
from collections.abc import Iterator

_NEVER_LAST = frozenset(
    "aanv afb art bijv blz ca cf circa dhr dr drs fig ing incl ir m.b.t m.i mej mevr mr mw nl nr o.a o.b.v "
    "o.l.v p par prof resp sr st t.a.v t.o.v tel v.d v.w.b vgl vs zgn".split()
)
"""Abbreviations that something always follows."""
_MAY_BE_LAST = frozenset(
    "a.s apr aug bv c.s d.w.z dec e.a e.d e.v enz etc feb gld i.o i.p.v jan jl jul jun k.k m.a.w m.m maart "
    "max min mld mln mrt n.a.v n.v n.v.t nov okt sep sept t.g.v t.z.t v.a v.l.n.r z.s.m".split()
)
"""Abbreviations that may close a sentence: a capital after them begins the next."""
ABBREVIATED = _NEVER_LAST | _MAY_BE_LAST
_END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[”’\"')\]]*)(?=\s)")
_LINE = re.compile(r"\n+")
_LIST_MARK = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_OPENING = "“‘„\"'(["
_INITIALS = re.compile(r"(?:[A-Z]|IJ|Ch|Th)(?:\.(?:[A-Z]|IJ|Ch|Th))*")
_CLIPPED_START = re.compile(r"[’'‘][snt] [A-Z]")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences in reading order; each line is one or more of its own, as in a list."""
    return tuple(
        sentence
        for line in _LINE.split(text)
        for sentence in _sentences_of(_LIST_MARK.sub("", line).strip())
        if sentence
    )


def word_count(sentence: str) -> int:
    """How many words a reader reads; `t/m` and `12.500` are one."""
    return sum(any(ch.isalnum() for ch in part) for part in sentence.split())


def _sentences_of(line: str) -> Iterator[str]:
    begin = 0
    for found in _END.finditer(line):
        if _ends(line, found):
            yield line[begin : found.end()].strip()
            begin = found.end()
    yield line[begin:].strip()


def _ends(line: str, found: re.Match[str]) -> bool:
    after = line[found.end() :].lstrip()
    if not _begins(after):
        return False
    if found["mark"] != "." or found["close"]:
        return True
    before = line[: found.start()].split()[-1:] or [""]
    word = before[0].lstrip(_OPENING)
    if _INITIALS.fullmatch(word):
        return False
    return word.lower() not in _NEVER_LAST


def _begins(after: str) -> bool:
    """Whether what follows can be the start of a sentence: a capital, a figure, or `’s Ochtends`."""
    if _CLIPPED_START.match(after):
        return True
    first = after.lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit()
