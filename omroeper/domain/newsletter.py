"""A newsletter as data: its name, its limits, its standing texts, and all an edition is made from."""

from dataclasses import dataclass, field

from omroeper.domain.audience import Segment
from omroeper.domain.evergreen import Evergreen
from omroeper.domain.figure import FigureDefinition
from omroeper.domain.programme import Programmes
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
    """Dutch texts that come back every month; editors own them."""

    greeting: str
    no_theme_introduction: str
    agenda_empty: str
    why_you_receive: str
    unsubscribe: str
    colophon: str


@dataclass(frozen=True, slots=True)
class Newsletter:
    """One newsletter. `list_domain` makes its List-ID (RFC 2919): `<id.list_domain>`."""

    id: str
    name: str
    tagline: str
    organisation: str
    website: str
    contact: str
    segment: str
    rules: AssemblyRules
    texts: StandingTexts


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
