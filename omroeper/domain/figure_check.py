"""Check a figure: what stops it from speaking, and what an editor should look at first."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from omroeper.domain.figure import FigureFact, FigureObservation, FigureStatus, period_end
from omroeper.domain.finding import Finding, Level

_UNSIGNED = frozenset({"%", "personen", "vacatures", "leerlingen", "studenten"})
"""Units that count or share a whole: a value below zero is a mistake of reading."""


def check_figure(fact: FigureFact) -> Iterator[Finding]:
    """Every finding on one figure as the newsletter would tell it."""
    yield from _traceable(fact)
    yield from _comparable(fact)
    yield from _bounded(fact)
    yield from _ended(fact)
    yield from _settled(fact)


def sums_within_rounding(
    total: FigureObservation, parts: Iterable[FigureObservation], step: Decimal
) -> bool:
    """Whether the parts give the total, when each was rounded to a multiple of `step`.

    Each rounded value is at most half a step off, so n parts and their total differ by (n+1)/2 steps.
    """
    values = [part.number for part in parts]
    return abs(sum(values, Decimal(0)) - total.number) <= step * (len(values) + 1) / 2


def _traceable(fact: FigureFact) -> Iterator[Finding]:
    gaps = fact.observation.gaps
    if gaps:
        reason = f"Van dit cijfer ontbreekt: {', '.join(gaps)}."
        remedy = "Vul de herkomst aan of laat het cijfer weg."
        yield _finding(Level.BLOCKING, "herkomst", fact, reason, remedy)


def _comparable(fact: FigureFact) -> Iterator[Finding]:
    seen, other = fact.observation, fact.comparison
    if other is None:
        return
    if (other.edition, other.definition_version) != (seen.edition, seen.definition_version):
        reason = "De vergelijking komt uit een andere editie of definitie."
        remedy = "Vergelijk binnen één editie."
        yield _finding(Level.BLOCKING, "vergelijking", fact, reason, remedy)


def _bounded(fact: FigureFact) -> Iterator[Finding]:
    seen = fact.observation
    if seen.unit in _UNSIGNED and seen.number < 0:
        reason = f"De waarde ({seen.value} {seen.unit}) is lager dan nul."
        remedy = "Kijk bij de bron, en verbeter de waarde of laat het cijfer weg."
        yield _finding(Level.BLOCKING, "grenzen", fact, reason, remedy)


def _ended(fact: FigureFact) -> Iterator[Finding]:
    seen = fact.observation
    ended = period_end(seen.period)
    if ended is not None and ended > seen.published:
        reason = f"De periode ({seen.period}) was nog niet voorbij toen {seen.edition} uitkwam."
        remedy = "Ga bij de bron na of dit cijfer klopt."
        yield _finding(Level.WARNING, "periode", fact, reason, remedy)


def _settled(fact: FigureFact) -> Iterator[Finding]:
    status = fact.observation.status
    if status is not FigureStatus.FINAL:
        remedy = "De mail zegt het erbij; kijk of er al een definitief cijfer is."
        yield _finding(Level.WARNING, "voorlopig", fact, f"Dit cijfer is {status}.", remedy)


def _finding(level: Level, code: str, fact: FigureFact, reason: str, remedy: str) -> Finding:
    return Finding(level, code, fact.definition.label, reason, remedy)
