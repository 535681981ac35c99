"""An edition as mail and archive page: one html part by MJML, a text part from its own data."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from markupsafe import Markup, escape
from mjml import mjml2html

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Edition, Entry, FigureEntry, RenderedEdition, Section
from omroeper.domain.errors import RenderingError
from omroeper.domain.figure import FigureFact
from omroeper.domain.item import canonical_link
from omroeper.domain.links import LinkBook
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.programme import Domain
from omroeper.domain.variant import SegmentNote, Variant, figures_segment
from omroeper.rendering.brand import Brand
from omroeper.rendering.figure_card import FigureCard, figure_card
from omroeper.rendering.mjml_check import check_html, validate_mjml
from omroeper.rendering.phrases import Phrases
from omroeper.rendering.templates import environment_for, fill

TEXT_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Story:
    """An entry as the templates need it; `elsewhere` are other programmes that tell it, with links."""

    title: str
    paragraphs: tuple[str, ...]
    programme: str
    domain: Domain
    colour: str
    link: str
    when: str = ""
    day: str = ""
    month: str = ""
    place: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()


class NewsletterRenderer:
    """Renders editions; pure: the same edition gives the same bytes."""

    def __init__(
        self, templates: Mapping[str, str], brand: Brand, zone: tzinfo, phrases: Phrases
    ) -> None:
        self._environment = environment_for(templates)
        self._brand = brand
        self._zone = zone
        self._phrases = phrases

    def render(
        self, edition: Edition, newsletter: Newsletter, links: LinkBook, web_url: str
    ) -> RenderedEdition:
        """Subject, preheader, html, text, mjml and archive page; raises RenderingError."""
        values = self._values(edition, newsletter, web_url)
        mail = {**values, **self._parts(edition, links)}
        mjml, html, text = self._mail(mail, edition)
        own = LinkBook(edition.id, newsletter.id)
        archive = {**values, **self._parts(edition, own, tracked=False)}
        return RenderedEdition(
            subject=edition.subject,
            preheader=edition.preheader,
            html=html,
            text=text,
            mjml=mjml,
            archive_html=fill(self._environment, "web/edition.html", **archive),
            variants=(
                *(self._variant(note, mail, edition) for note in edition.notes),
                *self._figures_alone(mail, edition, newsletter),
            ),
        )

    def _mail(self, mail: Mapping[str, object], edition: Edition) -> tuple[str, str, str]:
        """The mail's MJML, html and text."""
        mjml = fill(self._environment, "newsletter/newsletter.mjml", **mail)
        return mjml, compile_mjml(mjml, edition.subject), self._text(mail)

    def _variant(self, note: SegmentNote, mail: Mapping[str, object], edition: Edition) -> Variant:
        theirs = edition.with_note(note)
        introduction = paragraphs(theirs.introduction)
        _, html, text = self._mail({**mail, "introduction": introduction}, theirs)
        return Variant(note.segment, html, text)

    def _figures_alone(
        self, mail: Mapping[str, object], edition: Edition, newsletter: Newsletter
    ) -> tuple[Variant, ...]:
        """The mail for who wants the figures alone, where the newsletter offers it and there are any."""
        if not newsletter.figures_mail or not edition.figures:
            return ()
        introduction = paragraphs(self._phrases.words["figures_introduction"])
        preheader = edition.figures[0].fact.definition.label
        theirs = replace(edition, preheader=preheader, guest_editor="")
        parts = {"introduction": introduction, "sections": [Section.FIGURES.value]}
        _, html, text = self._mail({**mail, **parts, "edition": theirs}, theirs)
        return (Variant(figures_segment(newsletter.id), html, text),)

    def _values(self, edition: Edition, newsletter: Newsletter, web_url: str) -> dict[str, object]:
        return {
            "edition": edition,
            "newsletter": newsletter,
            "brand": self._brand,
            "introduction": paragraphs(edition.introduction),
            "language": newsletter.language,
            "words": self._phrases.words,
            "month": self._phrases.dates.month(edition.month.first_day),
            "unsubscribe_url": f"{web_url}/afmelden/{TOKEN_PLACEHOLDER}",
            "archive_url": f"{web_url}/archief/{edition.id}",
            "sections": [heading.section.value for heading in newsletter.sections],
            "section_titles": {one.section.name: one.title for one in newsletter.sections},
        }

    def _parts(
        self, edition: Edition, links: LinkBook, *, tracked: bool = True
    ) -> dict[str, object]:
        def stories(section: Section) -> list[Story]:
            return [self._story(e, links, tracked) for e in edition.section(section)]

        programmes = stories(Section.PROGRAMMES)
        grouped = [(d, [s for s in programmes if s.domain is d]) for d in Domain]
        return {
            "lead": next(iter(stories(Section.LEAD)), None),
            "theme_stories": stories(Section.THEME),
            "programme_groups": [(self._domain(d), found) for d, found in grouped if found],
            "agenda": stories(Section.AGENDA),
            "figures": [self._card(entry, links, tracked) for entry in edition.figures],
        }

    def _domain(self, domain: Domain) -> str:
        return self._phrases.domains.get(domain.value, domain.title)

    def _story(self, entry: Entry, links: LinkBook, tracked: bool) -> Story:
        item, dates = entry.item, self._phrases.dates
        starts = item.starts.astimezone(self._zone).date() if item.starts else None
        return Story(
            title=item.title,
            paragraphs=paragraphs(item.text),
            programme=entry.programme_name,
            domain=entry.domain,
            colour=self._brand.domains[entry.domain.value],
            link=_link(item.link, entry.section, links, tracked),
            when=dates.span(item.starts, item.ends, self._zone) if item.starts else "",
            day=str(starts.day) if starts else "",
            month=dates.month_short(starts) if starts else "",
            place=item.place,
            elsewhere=tuple(
                (name, _link(url, entry.section, links, tracked)) for name, url in elsewhere(entry)
            ),
        )

    def _card(self, entry: FigureEntry, links: LinkBook, tracked: bool) -> FigureCard:
        """The mail has the bars alone; the archive page the chart too, drawn from the same fact."""
        fact = entry.fact
        seen = fact.observation
        url = _link(seen.source_url, Section.FIGURES, links, tracked)
        chart = "" if tracked else self._chart(fact)
        return figure_card(fact, self._zone, source_url=url, chart=chart)

    def _chart(self, fact: FigureFact) -> Markup:
        from omroeper.rendering.figure_chart import figure_svg

        svg = figure_svg(fact, self._brand, name=fact.definition.id)
        return Markup(svg)  # noqa: S704 - our own svg

    def _text(self, values: Mapping[str, object]) -> str:
        filled = fill(self._environment, "newsletter/newsletter.txt", **values)
        lines = [line for raw in filled.splitlines() for line in _wrapped(raw)]
        return "\n".join(lines).strip() + "\n"


def elsewhere(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The other programmes that tell an entry's story on a page of their own, one link each."""
    found: dict[str, str] = {}
    own = canonical_link(entry.item.link)
    for other in entry.others:
        link, name = other.item.link, other.programme_name
        if link and name != entry.programme_name and canonical_link(link) != own:
            found.setdefault(name, link)
    return tuple(found.items())


def links_of(edition: Edition, links: LinkBook) -> dict[str, str]:
    """Every counted link of an edition by its id, for the click counter's register."""
    pairs = [(entry.item.link, entry.section) for entry in edition.entries]
    pairs += [(url, entry.section) for entry in edition.entries for _, url in elsewhere(entry)]
    pairs += [(e.fact.observation.source_url, Section.FIGURES) for e in edition.figures]
    return {
        links.link_id(url, section.value): links.target(url, section.value)
        for url, section in pairs
        if url
    }


def uncounted(rendered: RenderedEdition, edition: Edition, links: LinkBook) -> RenderedEdition:
    """The mail with its counted links leading straight to their pages, as in a proof."""
    targets = links_of(edition, links) if links.counter_url else {}
    html, text = rendered.html, rendered.text
    for link, target in targets.items():
        counted = f"{links.counter_url}/k/{link}"
        html, text = html.replace(counted, str(escape(target))), text.replace(counted, target)
    return replace(rendered, html=html, text=text)


def compile_mjml(mjml: str, title: str) -> str:
    """MJML to html, validated before and checked after; raises RenderingError."""
    validate_mjml(mjml)
    try:
        html: str = mjml2html(mjml)
    except (ValueError, OSError) as cause:
        raise RenderingError(
            f"MJML does not compile ({cause})", thing=title, remedy="Mend the template."
        ) from cause
    check_html(html)
    return html


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _link(url: str, section: Section, links: LinkBook, tracked: bool) -> str:
    if not url:
        return ""
    return links.outgoing(url, section.value) if tracked else url


def _wrapped(line: str) -> list[str]:
    """A line of text at most 72 wide; an address is never broken."""
    if len(line) <= TEXT_WIDTH:
        return [line.rstrip()]
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line.strip(),
        TEXT_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
