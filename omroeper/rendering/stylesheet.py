"""The style blocks of a page as rules that apply in light or in dark, in the order of the cascade."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import tinycss2

from omroeper.rendering.selectors import Element, Selector, read_selectors

WIDTH = 700
"""CSS pixels of the window that a page is judged in."""
_WIDTH = re.compile(r"(min|max)-width:\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Declaration:
    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    declarations: tuple[Declaration, ...]
    order: int


@dataclass(slots=True)
class Stylesheet:
    """The rules of one colour scheme, by what their last compound asks for."""

    rules: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))

    def declared(self, element: Element) -> dict[str, str]:
        """The winning value of each property that rules and the style attribute give an element."""
        keys = ("*", element.tag, *(f".{name}" for name in element.classes))
        candidates = [rule for key in keys for rule in self.rules.get(key, ())]
        matching = [rule for rule in candidates if rule.selector.matches(element)]
        matching.sort(key=lambda rule: (rule.selector.weight, rule.order))
        own = read_declarations(element.attributes.get("style", ""))
        normal = [one for rule in matching for one in rule.declarations if not one.important]
        urgent = [one for rule in matching for one in rule.declarations if one.important]
        cascade = [*normal, *(d for d in own if not d.important), *urgent]
        cascade += [one for one in own if one.important]
        return {one.name: one.value for one in cascade}


def read_stylesheet(blocks: Iterable[str], *, dark: bool) -> Stylesheet:
    """The rules that apply on a screen of WIDTH in this colour scheme."""
    sheet = Stylesheet()
    order = 0
    for block in blocks:
        parsed = tinycss2.parse_stylesheet(block, skip_comments=True, skip_whitespace=True)
        for selector, declarations in _applying(parsed, dark):
            order += 1
            for key in selector.keys:
                sheet.rules[key].append(_Rule(selector, declarations, order))
    return sheet


def _applying(
    rules: Iterable[object], dark: bool
) -> Iterator[tuple[Selector, tuple[Declaration, ...]]]:
    for rule in rules:
        kind = getattr(rule, "type", "")
        if kind == "qualified-rule":
            declarations = _declarations(getattr(rule, "content", ()))
            for selector in read_selectors(tinycss2.serialize(getattr(rule, "prelude", ()))):
                yield selector, declarations
        elif getattr(rule, "lower_at_keyword", "") == "media" and _applies(rule, dark):
            inner = tinycss2.parse_rule_list(getattr(rule, "content", None) or ())
            yield from _applying(inner, dark)


def _applies(rule: object, dark: bool) -> bool:
    media = tinycss2.serialize(getattr(rule, "prelude", ())).lower()
    if "print" in media or "prefers-color-scheme: " + ("light" if dark else "dark") in media:
        return False
    sizes = [(bound, int(pixels)) for bound, pixels in _WIDTH.findall(media)]
    return all(
        (pixels <= WIDTH) if bound == "min" else (pixels >= WIDTH) for bound, pixels in sizes
    )


@lru_cache(maxsize=1024)  # a template gives the same few to most elements
def read_declarations(css: str) -> tuple[Declaration, ...]:
    """What a style attribute declares."""
    return _declarations(css) if css else ()


def _declarations(content: object) -> tuple[Declaration, ...]:
    return tuple(
        Declaration(one.lower_name, tinycss2.serialize(one.value).strip(), one.important)
        for one in tinycss2.parse_blocks_contents(content, skip_comments=True)
        if one.type == "declaration"
    )
