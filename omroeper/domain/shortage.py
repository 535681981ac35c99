"""Thin months: which section has less than the newsletter wants, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from omroeper.domain.edition import Entry, Section
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.theme import Theme

_EMPTY = {
    Section.THEME: "Geen bericht past bij het thema",
    Section.PROGRAMMES: "Er is geen nieuws uit de programma’s naast het thema",
    Section.AGENDA: "De agenda is leeg",
}
_REMEDIES = {
    Section.THEME: "Vraag de programma’s om een bijdrage.",
    Section.PROGRAMMES: "Vraag de programma’s om een bijdrage.",
    Section.AGENDA: "Voeg bijeenkomsten toe in content/updates.",
}


@dataclass(frozen=True, slots=True)
class Shortage:
    """A section with `there` entries where the newsletter wants at least `wanted`."""

    section: Section
    there: int
    wanted: int

    @property
    def note(self) -> str:
        """What the editor reads (Dutch)."""
        if not self.there:
            wanted = f" (gewenst: {self.wanted})" if self.wanted > 1 else ""
            return f"{_EMPTY[self.section]}{wanted}. {_REMEDIES[self.section]}"
        return (
            f"{self.section.title}: {self.there} van de {self.wanted} gewenste berichten. "
            f"{_REMEDIES[self.section]}"
        )


def shortages(
    newsletter: Newsletter, theme: Theme | None, entries: Sequence[Entry]
) -> tuple[Shortage, ...]:
    """The newsletter's thin sections; without any news that is said, and not section by section."""
    rules = newsletter.rules
    counts = {section: sum(1 for e in entries if e.section is section) for section in Section}
    wanted = {Section.AGENDA: rules.min_agenda}
    if counts[Section.LEAD]:
        wanted[Section.PROGRAMMES] = rules.min_programmes
        if theme is not None:
            wanted[Section.THEME] = rules.min_theme
    return tuple(
        Shortage(section, counts[section], wanted[section])
        for section in Section
        if newsletter.has(section) and counts[section] < wanted.get(section, 0)
    )


def lacks_news(newsletter: Newsletter, theme: Theme | None, entries: Sequence[Entry]) -> bool:
    """Whether there is room for another text: a section of news is thin, or there is no news at all."""
    thin = {short.section for short in shortages(newsletter, theme, entries)} - {Section.AGENDA}
    return bool(thin) or not any(entry.section is Section.LEAD for entry in entries)
