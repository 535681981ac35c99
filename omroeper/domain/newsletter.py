"""A newsletter as data: its name, language, sections and limits, and all an edition is made from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from omroeper.domain.audience import Segment
from omroeper.domain.edition import Section
from omroeper.domain.evergreen import Evergreen
from omroeper.domain.figure import FigureDefinition
from omroeper.domain.item import Item
from omroeper.domain.programme import Programme, Programmes
from omroeper.domain.team import Team
from omroeper.domain.theme import ThemeCalendar


@dataclass(frozen=True, slots=True)
class AssemblyRules:
    """How much of what goes into an edition. `agenda_days` counts from the send moment.

    A programme that was in none of the last `silent_after` newsletters is named to the editor, and
    so is a section with less than its `min_…`. An evergreen text that was told is offered again
    after `evergreen_rest` newsletters.
    """

    max_theme: int = 3
    max_programmes: int = 8
    max_per_programme: int = 2
    max_figures: int = 3
    max_agenda: int = 6
    agenda_days: int = 75
    first_lookback_days: int = 35
    silent_after: int = 4
    min_theme: int = 1
    min_programmes: int = 0
    min_agenda: int = 1
    evergreen_rest: int = 6


@dataclass(frozen=True, slots=True)
class StandingTexts:
    """Texts that come back every time, in the newsletter's language; editors own them.

    `called_off` and `moved` stand before an event's title.
    """

    greeting: str
    no_theme_introduction: str
    agenda_empty: str
    why_you_receive: str
    unsubscribe: str
    colophon: str
    called_off: str = "Gaat niet door"
    moved: str = "Verplaatst"


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A section that a newsletter has, under the title its readers see."""

    section: Section
    title: str


STANDARD_SECTIONS = tuple(
    SectionHeading(section, section.title)
    for section in (
        Section.LEAD,
        Section.THEME,
        Section.FIGURES,
        Section.PROGRAMMES,
        Section.AGENDA,
    )
)


@dataclass(frozen=True, slots=True)
class Newsletter:
    """One newsletter. With the mail domain its id makes its List-ID (RFC 2919).

    `language` is what it is written in, `languages` are those of the items it takes. `programmes` are
    ids of programmes or work domains that it is about; empty is all. `sections` stand in reading order.
    With `figures_mail` its readers may choose to get the figures alone.
    """

    id: str
    name: str
    tagline: str
    organisation: str
    website: str
    contact: str
    segment: str
    rules: AssemblyRules
    texts: StandingTexts
    language: str = "nl"
    languages: tuple[str, ...] = ("nl",)
    programmes: tuple[str, ...] = ()
    sections: tuple[SectionHeading, ...] = STANDARD_SECTIONS
    sender_name: str = ""
    hashtags: tuple[str, ...] = ()
    figures_mail: bool = False

    def has(self, section: Section) -> bool:
        return any(heading.section is section for heading in self.sections)

    def is_about(self, programme: Programme) -> bool:
        """Whether the programme, or its work domain, is one of its own."""
        own = self.programmes
        return not own or programme.id in own or programme.domain.value in own


_ISSUE = re.compile(r"-\d{4}-\d{2}(?:-.+)?", re.ASCII)


def newsletter_of(edition: str, newsletters: Iterable[str]) -> str | None:
    """Whose edition this id is: of the ids before its month the longest, since ids may hold dashes."""
    whose = [
        one
        for one in newsletters
        if edition.startswith(one) and _ISSUE.fullmatch(edition[len(one) :])
    ]
    return max(whose, key=len, default=None)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Everything editors and operators own that an edition is made from."""

    newsletter: Newsletter
    calendar: ThemeCalendar
    programmes: Programmes
    figures: tuple[FigureDefinition, ...]
    segments: dict[str, Segment]
    team: Team = field(default_factory=Team)
    evergreens: tuple[Evergreen, ...] = ()

    @property
    def audience(self) -> Segment:
        """The segment that the newsletter goes to, as far as its members chose this newsletter."""
        return self.segments[self.newsletter.segment]

    @property
    def audience_definition(self) -> str:
        """The text an approval is bound to: whose readers, and which of them."""
        return f"{self.newsletter.id}/{self.audience.definition}"

    @property
    def covered(self) -> Programmes:
        """The programmes that the newsletter is about."""
        own = {p.id: p for p in self.programmes if self.newsletter.is_about(p)}
        return Programmes(own)

    def takes(self, item: Item) -> bool:
        """Whether an item is of a programme that the newsletter is about, in a language that it takes."""
        known = item.programme in self.programmes.by_id
        return known and self.concerns(item) and item.language in self.newsletter.languages

    def concerns(self, item: Item) -> bool:
        """Whether an item is of a programme that the newsletter is about, or of one nobody knows."""
        programme = self.programmes.get(item.programme)
        return programme is None or self.newsletter.is_about(programme)
