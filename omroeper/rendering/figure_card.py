"""A figure as the templates need it: sentence, bars, table and alt text, all from one record."""

from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from markupsafe import Markup

from omroeper.domain.figure import FigureFact, FigureObservation
from omroeper.rendering import dutch

_MEASURES = {"%": "Aandeel", "aandeel": "Aandeel", "procentpunt": "Verschil", "cijfer": "Cijfer"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a figure: its label, value and length in percent of the longest."""

    label: str
    value: str
    length: int


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure. `rows` are period and value; `chart` is empty where no chart is drawn.

    `measure` heads the column of the values; `alt` is the conclusion, for who sees no chart.
    """

    label: str
    value: str
    sentence: str
    source: str
    source_url: str
    measure: str
    rows: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    alt: str
    chart: Markup | str = ""


def figure_card(
    fact: FigureFact, zone: tzinfo, *, source_url: str, chart: Markup | str = ""
) -> FigureCard:
    """The card of a fact, with this address for its source."""
    seen = fact.observation
    return FigureCard(
        label=fact.definition.label,
        value=dutch.value_text(seen),
        sentence=dutch.fact_sentence(fact),
        source=dutch.source_line(seen, zone),
        source_url=source_url,
        measure=measure_of(seen.unit),
        rows=tuple((dutch.period_short(one.period), told_value(one)) for one in told(fact)),
        bars=bars_of(fact),
        alt=dutch.conclusion(fact),
        chart=chart,
    )


def told(fact: FigureFact) -> tuple[FigureObservation, ...]:
    """The observations of a fact, the figure's own first."""
    return (fact.observation, fact.comparison) if fact.comparison else (fact.observation,)


def told_value(seen: FigureObservation) -> str:
    """The value as a table or chart has it: `ruim 70% (voorlopig)`."""
    return " ".join(part for part in (dutch.value_text(seen), dutch.status_text(seen)) if part)


def measure_of(unit: str) -> str:
    """The heading above values of a unit: Aandeel, Bedrag, Aantal …"""
    if unit.endswith(("EUR", "AUD")):
        return "Bedrag"
    return _MEASURES.get(unit, f"Aantal {unit}")


def shares_of_longest(fact: FigureFact) -> tuple[Decimal, ...]:
    """Each value as a share (0 to 1) of the scale: 100 for percentages, else the largest of them."""
    values = [abs(one.number) for one in told(fact)]
    least = Decimal({"%": 100, "aandeel": 1}.get(fact.observation.unit, 0))
    longest = max(least, *values)
    return tuple(value / longest if longest else Decimal(0) for value in values)


def bars_of(fact: FigureFact) -> tuple[Bar, ...]:
    """Bars for the mail; none for a single count, which has nothing to be measured against."""
    if fact.observation.unit not in ("%", "aandeel") and fact.comparison is None:
        return ()
    return tuple(
        Bar(dutch.period_short(one.period), told_value(one), max(1, int(share * 100)))
        for one, share in zip(told(fact), shares_of_longest(fact), strict=True)
    )
