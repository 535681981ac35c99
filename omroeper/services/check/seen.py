"""What the checks look at: a draft as it would go out, and what of the desk bears on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Edition, RenderedEdition, Section
from omroeper.domain.inspection import HtmlFacts, Link, inspect_html
from omroeper.domain.item import Item
from omroeper.domain.language.words import DutchWords
from omroeper.domain.links import LinkBook
from omroeper.domain.month import Month
from omroeper.rendering.appearance import Scheme, ShownText, read_appearance
from omroeper.rendering.newsletter import elsewhere, links_of

PAGES = ("Mail", "Archiefpagina")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the checks need besides the draft.

    `web_url` is where the desk's own pages are, `links` makes the edition's links, `told` is what the
    last editions told, and `earlier_subject` that of the one before, as (month in Dutch, subject).
    Without `words` no Dutch is judged. `opens_consent` is the version of the text by which readers agree
    that their opening of a mail is seen; empty where nobody was asked.
    """

    web_url: str = ""
    links: LinkBook | None = None
    earlier_subject: tuple[str, str] = ("", "")
    told: Mapping[Item, Month] = field(default_factory=dict)
    words: DutchWords | None = None
    opens_consent: str = ""


@dataclass(frozen=True)
class Seen:
    """An edition with what would really go out of it, read once for all checks."""

    edition: Edition
    rendered: RenderedEdition
    around: Circumstances = field(default_factory=Circumstances)

    @cached_property
    def mail(self) -> HtmlFacts:
        return inspect_html(self.rendered.html)

    @cached_property
    def archive(self) -> HtmlFacts:
        return inspect_html(self.rendered.archive_html)

    @property
    def pages(self) -> Iterator[tuple[str, HtmlFacts]]:
        """The mail and its archive page, by the names that editors know."""
        return zip(PAGES, (self.mail, self.archive), strict=True)

    @property
    def looks(self) -> Iterator[tuple[str, dict[Scheme, tuple[ShownText, ...]]]]:
        """How the text of each page looks, in light and in dark."""
        for name, html in zip(PAGES, (self.rendered.html, self.rendered.archive_html), strict=True):
            yield name, read_appearance(html)

    @cached_property
    def targets(self) -> dict[str, str]:
        """Where each link of the mail leads, by its address in the mail: counted ones to their target."""
        book = self.around.links
        known = links_of(self.edition, book) if book is not None and book.counter_url else {}
        counted = {f"{book.counter_url}/k/{name}": to for name, to in known.items()} if book else {}
        return {link.href: counted.get(link.href, link.href) for link in self.mail.links}

    @cached_property
    def _places(self) -> dict[str, str]:
        places: dict[str, str] = {}
        book = self.around.links
        for url, section, title in self._sources():
            places.setdefault(url, title)
            if book is not None:
                places.setdefault(book.outgoing(url, section.value), title)
                places.setdefault(book.target(url, section.value), title)
        return places

    def _sources(self) -> Iterator[tuple[str, Section, str]]:
        for entry in self.edition.entries:
            yield entry.item.link, entry.section, entry.item.title
            for _, url in elsewhere(entry):
                yield url, entry.section, entry.item.title
        for figure in self.edition.figures:
            label = figure.fact.definition.label
            yield figure.fact.observation.source_url, Section.FIGURES, label

    def place_of(self, link: Link) -> str:
        """Where an editor finds this link: the item's title and the link's text."""
        title = self._places.get(link.href, "")
        told = link.spoken or link.href
        return f"{title}: link ‘{told}’" if title else f"Link ‘{told}’"

    def content_links(self) -> Iterator[Link]:
        """The mail's links to websites of others: counted ones too, not the desk's own pages."""
        own = f"{self.around.web_url}/archief/"
        for link in self.mail.links:
            is_own = TOKEN_PLACEHOLDER in link.href or (
                bool(self.around.web_url) and link.href.startswith(own)
            )
            if link.href.startswith(("http://", "https://")) and not is_own:
                yield link
