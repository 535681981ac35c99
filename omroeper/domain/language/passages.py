"""The texts of an edition in reading order, each with the place an editor knows it by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from omroeper.domain.edition import Edition, Entry, RenderedEdition, Section

_SILENT = {"style", "script", "title"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts at one place. `beside` is what a reader sees with them and is not judged here.

    A programme's name and a theme's title are what they are; a figure's sentence is a template.
    """

    place: str
    title: str
    text: str
    beside: str = ""

    @property
    def whole(self) -> str:
        return "\n".join(part for part in (self.title, self.text) if part)


def passages_of(edition: Edition) -> Iterator[Passage]:
    """Introduction, items and figures, as the mail has them; what is in another language is left out."""
    yield Passage(
        "Inleiding", edition.theme_description, edition.introduction, beside=edition.theme_title
    )
    for section in Section:
        if section is Section.FIGURES:
            for figure in edition.figures:
                known = figure.fact.definition
                yield Passage(known.label, known.label, "", beside=known.sentence)
        for entry in edition.section(section):
            if is_dutch(entry):
                yield Passage(
                    entry.item.title, entry.item.title, entry.item.text, entry.programme_name
                )


def is_dutch(entry: Entry) -> bool:
    """Whether the item is in Dutch; a source that does not say so is."""
    return entry.item.language.lower().startswith("nl") or not entry.item.language


def foreign_texts(edition: Edition) -> str:
    """All that items in another language say, and the places of events: words that are not judged."""
    foreign = [
        f"{entry.item.title}\n{entry.item.text}" for entry in edition.entries if not is_dutch(entry)
    ]
    return "\n".join([*foreign, *(entry.item.place for entry in edition.entries)])


def standing_text(rendered: RenderedEdition) -> str:
    """Every text that the mail shows, one a line: among them those of the templates."""
    reader = _VisibleText()
    reader.feed(re.sub(r"<!--.*?-->", " ", rendered.html, flags=re.DOTALL))
    reader.close()
    return "\n".join(reader.found)


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        del attributes
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(" ".join(data.split()))
