"""Check a figure: what stops it from speaking, and what an editor should look at first."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from omroeper.domain.figure import (
    FigureDefinition,
    FigureFact,
    FigureObservation,
    FigureStatus,
    period_end,
)
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


def rounding_step(values: Iterable[Decimal]) -> Decimal:
    """The finest digit that any of the values shows: 100 for 25.100, 79.500 and 104.600."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value]
    return Decimal(1).scaleb(min((int(one) for one in exponents), default=0))


def broken_sum(
    total: FigureObservation,
    definitions: Iterable[FigureDefinition],
    observed: Sequence[FigureObservation],
) -> str:
    """Why the parts of a total do not give it (English); empty when they do, or are not all there.

    Only parts of the same period and edition count.
    """
    wanted = {one.id for one in definitions if one.part_of == total.figure}
    key = (total.period, total.edition)
    parts = [one for one in observed if one.figure in wanted and (one.period, one.edition) == key]
    values = [one.value for one in (total, *parts) if one.value is not None]
    if not wanted or {one.figure for one in parts} != wanted or len(values) != len(parts) + 1:
        return ""
    if sums_within_rounding(total, parts, rounding_step(values)):
        return ""
    return f"its parts sum to {sum(values[1:], Decimal(0))}, not to {total.value}"


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
