"""What the final html holds, as plain facts that a check can judge. Standard library only."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Link:
    """One `<a href>` and the text a reader sees."""

    href: str
    text: str = ""


@dataclass(slots=True)
class HtmlFacts:
    """The parts of a mail's html that matter to a reader's access and privacy."""

    language: str = ""
    links: list[Link] = field(default_factory=list)
    images: list[dict[str, str | None]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables_without_role: int = 0
    remote: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


def inspect_html(html: str) -> HtmlFacts:
    """Read the html once; the parser forgives broken markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = HtmlFacts()
        self._link: Link | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.facts.tags.add(tag)
        if tag == "html":
            self.facts.language = found.get("lang") or ""
        elif tag == "a" and "href" in found:
            self._link = Link(found["href"] or "")
            self.facts.links.append(self._link)
        elif tag == "img":
            self.facts.images.append(found)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.facts.headings.append(int(tag[1]))
        self._note_remote(tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self._link.text += data

    def _note_remote(self, tag: str, found: dict[str, str | None]) -> None:
        for name in ("src", "background", "srcset"):
            value = found.get(name)
            if value and not value.startswith(("data:", "cid:")):
                self.facts.remote.append(value)
        if tag == "link" and (found.get("href") or "").startswith("http"):
            self.facts.remote.append(found["href"] or "")
