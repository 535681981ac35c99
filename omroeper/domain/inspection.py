"""What the final html holds, as plain facts that a check can judge. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from omroeper.domain.remote import fetched_by_css, fetched_by_tag

_UNSEEN = frozenset({"style", "script", "title", "noscript", "template", "svg"})
_VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "source", "wbr", "area"})


@dataclass(slots=True)
class Link:
    """One `<a href>` and the text a reader sees; `label` is what a screen reader says instead."""

    href: str
    text: str = ""
    label: str = ""

    @property
    def spoken(self) -> str:
        """What it is called, on one line."""
        return " ".join((self.label or self.text).split())


@dataclass(slots=True)
class Table:
    """One table: what says whether it lays out or tells data."""

    role: str
    headers: int = 0
    scopes: int = 0
    caption: str = ""


@dataclass(slots=True)
class HtmlFacts:
    """The parts of a page's html that matter to a reader's access and privacy."""

    language: str = ""
    title: str = ""
    viewport: str = ""
    text: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[dict[str, str | None]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    heading_texts: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    remote: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    @property
    def words(self) -> list[str]:
        """The words that a reader sees, in the order of the source."""
        return self.text.split()


def inspect_html(html: str) -> HtmlFacts:
    """Read the html once; the parser forgives broken markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    facts = reader.facts
    facts.text = " ".join("".join(reader.seen).split())
    facts.heading_texts = [" ".join(text.split()) for text in facts.heading_texts]
    return facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = HtmlFacts()
        self.seen: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._tables: list[Table] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.facts.tags.add(tag)
        if tag not in _VOID:
            self._open.append((tag, self._hidden or _is_hidden(tag, found)))
        if tag in ("p", "div", "td", "br", "li", "h1", "h2", "h3", "tr"):
            self.seen.append(" ")
        self._note(tag, found)
        self.facts.remote.extend(fetched_by_tag(tag, found))

    def _note(self, tag: str, found: Mapping[str, str | None]) -> None:
        facts = self.facts
        if tag == "html":
            facts.language = found.get("lang") or ""
        elif tag == "meta" and (found.get("name") or "").lower() == "viewport":
            facts.viewport = found.get("content") or ""
        elif tag == "a" and "href" in found:
            facts.links.append(Link(found["href"] or "", label=found.get("aria-label") or ""))
        elif tag == "img":
            self._note_image(found)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            facts.headings.append(int(tag[1]))
            facts.heading_texts.append("")
        self._note_table(tag, found)
        if tag == "main" or found.get("role"):
            facts.regions.add(found.get("role") or tag)

    def _note_image(self, found: Mapping[str, str | None]) -> None:
        self.facts.images.append(dict(found))
        if self._within("a") and self.facts.links:
            self.facts.links[-1].text += found.get("alt") or ""

    def _note_table(self, tag: str, found: Mapping[str, str | None]) -> None:
        if tag == "table":
            self._tables.append(Table(found.get("role") or ""))
            self.facts.tables.append(self._tables[-1])
        elif tag == "th" and self._tables:
            self._tables[-1].headers += 1
            self._tables[-1].scopes += bool(found.get("scope"))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag == "table" and self._tables:
            self._tables.pop()

    def handle_data(self, data: str) -> None:
        facts = self.facts
        if self._within("title") and not self._within("svg"):
            facts.title += data
        elif self._within("style"):
            facts.remote.extend(fetched_by_css(data))
        elif not self._hidden:
            self.seen.append(data)
            self._note_text(data)

    def _note_text(self, data: str) -> None:
        if self._within("a") and self.facts.links:
            self.facts.links[-1].text += data
        if any(name[0] == "h" and name[1:].isdigit() for name, _ in self._open):
            self.facts.heading_texts[-1] += data
        if self._within("caption") and self._tables:
            self._tables[-1].caption += data

    def handle_comment(self, data: str) -> None:
        """Outlook renders its conditional comments, so what they fetch counts too."""
        if data.lstrip().lower().startswith("[if"):
            self.facts.remote.extend(inspect_html(data.partition("]>")[2]).remote)

    def _within(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)

    @property
    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def _is_hidden(tag: str, found: Mapping[str, str | None]) -> bool:
    style = (found.get("style") or "").replace(" ", "").lower()
    return tag in _UNSEEN or "display:none" in style or "hidden" in found
