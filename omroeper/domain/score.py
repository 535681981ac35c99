"""How much an item deserves a place: points whose parts are bounded, and told to the editor."""

from dataclasses import dataclass, fields

from omroeper.domain.theme_matching import TermMatch
from omroeper.domain.word_forms import Likeness

THEME_MOST = 6.0
TITLE_POINTS, TEXT_POINTS = 2.0, 1.0
"""What a term gives in the title, or else in the text."""
NARROWED = 0.25
"""As much of it when a short term ends a compound: an `energietransitie` is another `transitie`."""
OWN_MEANING = 10
"""Letters from which a term keeps its meaning behind another word: `bedrijfsleercultuur`."""
FITS = 1.0
"""Theme points from which an item is about the theme."""
_NAMES = {
    "theme": "thema",
    "freshness": "nieuw",
    "balance": "balans",
    "source": "bron",
    "story": "verhaal",
    "editors": "redactie",
}


@dataclass(frozen=True, slots=True)
class Score:
    """The parts, in points. What each looks at, and its bounds:

    `theme` the theme's terms (0 to 6); `freshness` how late in the month (0 to 2); `balance` how long
    its programme was silent, or how much it was told already (-2 to 2); `source` the weight that the
    operator gave (-0.5 to 1); `story` how many sources tell it (0 to 1.5); `editors` what they chose in
    the last months (-1.5 to 1.5). `terms` says what `theme` is made of, `notes` (Dutch) of the others
    what an editor should know.
    """

    theme: float = 0.0
    freshness: float = 0.0
    balance: float = 0.0
    source: float = 0.0
    story: float = 0.0
    editors: float = 0.0
    terms: tuple[TermMatch, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        return round(sum(points for _, points in self.parts), 2)

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """The points by their Dutch names, in order."""
        return tuple(
            (_NAMES[f.name], getattr(self, f.name)) for f in fields(self) if f.name in _NAMES
        )

    @property
    def fits(self) -> bool:
        """Whether the item is about the month's theme."""
        return self.theme >= FITS

    @property
    def told_terms(self) -> str:
        """The terms, each with the item's words when those are others (Dutch)."""
        return ", ".join(
            f"‘{match.term}’"
            if match.words.casefold() == match.term.casefold()
            else f"‘{match.term}’ (in ‘{match.words}’)"
            for match in self.terms
        )

    @property
    def told(self) -> str:
        """The whole score in one line (Dutch): `Score 5,4: thema 4, nieuw 1,4`."""
        given = ", ".join(f"{name} {_number(points)}" for name, points in self.parts if points)
        return f"Score {_number(self.total)}: {given}" if given else "Score 0"


def theme_points(matches: tuple[TermMatch, ...]) -> float:
    """The points of the terms found, at most THEME_MOST."""
    return min(THEME_MOST, sum(map(_points_of, matches)))


def _points_of(match: TermMatch) -> float:
    points = TITLE_POINTS if match.in_title else TEXT_POINTS
    narrowed = match.likeness is Likeness.LAST and len(match.term) < OWN_MEANING
    return points * NARROWED if narrowed else points


def _number(points: float) -> str:
    return f"{points:.1f}".removesuffix(".0").replace(".", ",").replace("-", "−")
