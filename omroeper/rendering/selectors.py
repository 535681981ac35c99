"""CSS selectors against an element and its ancestors: those that our pages and MJML use.

Types, classes, ids, attributes, `>`, descendants, `:root` and `:first-child`. A selector with
anything else (`:hover`, `::before`, a sibling) never matches: it does not set how a page looks at rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

_COMPOUND = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*|\*)|\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[(?P<attr>[\w-]+)(?:=[\"']?(?P<value>[^\"'\]]*)[\"']?)?\]|:(?P<pseudo>[\w-]+)"
)
_KNOWN = ("root", "first-child")


@dataclass(slots=True)
class Element:
    """One element as selectors see it."""

    tag: str
    attributes: Mapping[str, str]
    parent: "Element | None" = None
    first: bool = False
    classes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.classes = frozenset(self.attributes.get("class", "").split())


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be; `direct` says that it is the parent of the next."""

    tag: str
    classes: frozenset[str]
    ids: tuple[str, ...]
    attributes: tuple[tuple[str, str | None], ...]
    pseudos: tuple[str, ...]
    direct: bool = False

    def matches(self, element: Element) -> bool:
        return (
            self.tag in ("*", element.tag)
            and self.classes <= element.classes
            and all(element.attributes.get("id") == one for one in self.ids)
            and all(
                name in element.attributes and value in (None, element.attributes[name])
                for name, value in self.attributes
            )
            and ("root" not in self.pseudos or element.parent is None)
            and ("first-child" not in self.pseudos or element.first)
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector, from its last compound to its first, with its weight (Selectors 4, §17)."""

    compounds: tuple[_Compound, ...]
    weight: tuple[int, int, int]

    @property
    def keys(self) -> tuple[str, ...]:
        """What an element must have for this to match at all: one class or tag; `*` is any."""
        last = self.compounds[0]
        return tuple(f".{name}" for name in sorted(last.classes)[:1]) or (last.tag,)

    def matches(self, element: Element) -> bool:
        return self.compounds[0].matches(element) and _above(self.compounds[1:], element.parent)


def _above(compounds: Sequence[_Compound], element: Element | None) -> bool:
    if not compounds:
        return True
    while element is not None:
        if compounds[0].matches(element) and _above(compounds[1:], element.parent):
            return True
        if compounds[0].direct:
            return False
        element = element.parent
    return False


def read_selectors(text: str) -> Iterator[Selector]:
    """The selectors of one rule that can match at rest."""
    for one in text.split(","):
        selector = _read(one.strip())
        if selector is not None:
            yield selector


def _read(text: str) -> Selector | None:
    parts = re.sub(r"\s*>\s*", " > ", text).split()
    compounds: list[_Compound] = []
    for part in parts:
        if part == ">":
            compounds = [*compounds[:-1], *(replace(one, direct=True) for one in compounds[-1:])]
            continue
        compound = _compound(part)
        if compound is None:
            return None
        compounds.append(compound)
    return Selector(tuple(reversed(compounds)), _weight(compounds)) if compounds else None


def _compound(text: str) -> _Compound | None:
    found = list(_COMPOUND.finditer(text))
    if "".join(one[0] for one in found) != text:
        return None
    pseudos = tuple(one["pseudo"] for one in found if one["pseudo"])
    if any(pseudo not in _KNOWN for pseudo in pseudos):
        return None
    return _Compound(
        tag=next((one["tag"].lower() for one in found if one["tag"]), "*"),
        classes=frozenset(one["cls"] for one in found if one["cls"]),
        ids=tuple(one["id"] for one in found if one["id"]),
        attributes=tuple((one["attr"], one["value"]) for one in found if one["attr"]),
        pseudos=pseudos,
    )


def _weight(compounds: Sequence[_Compound]) -> tuple[int, int, int]:
    return (
        sum(len(one.ids) for one in compounds),
        sum(len(one.classes) + len(one.attributes) + len(one.pseudos) for one in compounds),
        sum(one.tag != "*" for one in compounds),
    )
