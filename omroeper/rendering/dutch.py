"""Numbers, periods and dates as Dutch readers write them (CLDR nl, by Babel); half-up."""

import re
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from omroeper.domain.figure import FigureFact, FigureObservation, FigureStatus, Qualifier

LOCALE = "nl_NL"
_QUARTER = re.compile(r"(\d{4})-K([1-4])")
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{2})")


def number_text(value: Decimal, unit: str) -> str:
    """The value in Dutch notation; the unit is added only where it belongs to the number.

    Counts stand alone (`1.861.000`); shares, percentage points and money carry their unit.
    """
    if unit == "%":
        return f"{_decimal(value)}%"
    if unit == "procentpunt":
        return f"{_decimal(value)} procentpunt"
    if unit == "mln. EUR":
        return f"€ {_decimal(value)} mln."
    return _decimal(value)


def value_text(seen: FigureObservation) -> str:
    """The value with its qualifier: `ruim 70%`."""
    text = number_text(seen.value, seen.unit)
    return text if seen.qualifier is Qualifier.EXACT else f"{seen.qualifier.value} {text}"


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half-up, as people expect; Python's own rounding goes to the even neighbour."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def period_text(period: str) -> str:
    """`2024-K2` → `tweede kwartaal van 2024`; what is in words already stays as it is."""
    if match := _QUARTER.fullmatch(period):
        order = ("eerste", "tweede", "derde", "vierde")[int(match[2]) - 1]
        return f"{order} kwartaal van {match[1]}"
    if match := _SCHOOL_YEAR.fullmatch(period):
        return f"schooljaar {match[1]}/’{match[2]}"
    return period


def fact_sentence(fact: FigureFact) -> str:
    """The figure as a sentence, from the same record as its table."""
    return fact.definition.sentence.format(
        value=value_text(fact.observation),
        period=period_text(fact.observation.period),
        comparison=comparison_text(fact),
    ).strip()


def comparison_text(fact: FigureFact) -> str:
    """How the value differs from what it is compared with; shares differ in percentage points."""
    other, seen = fact.comparison, fact.observation
    if other is None:
        return ""
    then = f"{period_text(other.period)}"
    before = value_text(other)
    if seen.unit == "%":
        difference = number_text(abs(seen.value - other.value), "procentpunt")
    else:
        change = rounded(abs(seen.value - other.value) / other.value * 100, 0)
        difference = f"{number_text(change, '%')}"
    if seen.value == other.value:
        return f"Dat is evenveel als in de vorige meting ({then})."
    way = "meer" if seen.value > other.value else "minder"
    moment = f"in {then}" if then[:1].isdigit() or then.startswith("schooljaar") else then
    return f"Dat is {difference} {way} dan {moment} ({before})."


def source_line(seen: FigureObservation, zone: tzinfo) -> str:
    """Where the figure comes from and when it was looked up; provisional values say so."""
    status = "" if seen.status is FigureStatus.FINAL else f" Cijfer is {seen.status.value}."
    return (
        f"Bron: {seen.edition} ({day_text(seen.published)}), "
        f"geraadpleegd op {day_text(seen.retrieved.astimezone(zone).date())}.{status}"
    )


def day_text(day: date) -> str:
    """`15 oktober 2024`."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def weekday_text(day: date) -> str:
    """`dinsdag 15 oktober 2024`."""
    return format_date(day, "EEEE d MMMM y", locale=LOCALE)


def month_text(day: date) -> str:
    """`oktober 2024`."""
    return format_date(day, "MMMM y", locale=LOCALE)


def month_short(day: date) -> str:
    """`okt`, without a full stop."""
    return format_date(day, "MMM", locale=LOCALE).rstrip(".")


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """`dinsdag 19 november 2024, 10.00 uur`; a first moment of the day is the day alone."""
    local = moment.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        return weekday_text(local.date())
    return f"{weekday_text(local.date())}, {format_time(local, 'HH.mm', locale=LOCALE)} uur"


def _decimal(value: Decimal) -> str:
    digits = 0 if value == value.to_integral_value() else 1
    pattern = "#,##0" if digits == 0 else "#,##0.0"
    return str(format_decimal(rounded(value, digits), format=pattern, locale=LOCALE))
