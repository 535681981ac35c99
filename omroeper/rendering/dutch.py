"""Numbers, periods and dates as Dutch readers write them (CLDR nl, by Babel); half-up."""

import re
from datetime import date, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from omroeper.domain.figure import FigureFact, FigureObservation, FigureStatus, Qualifier
from omroeper.rendering.phrases import DateForms

_DATES = DateForms()
day_text, weekday_text = _DATES.day, _DATES.weekday
month_text, month_short = _DATES.month, _DATES.month_short
moment_text, span_text = _DATES.moment, _DATES.span
MINUS = "\N{MINUS SIGN}"
UNKNOWN_PERIOD = "niet vermeld"
_QUARTER = re.compile(r"(\d{4})-K([1-4])")
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDER = ("eerste", "tweede", "derde", "vierde")
_FRACTIONS = {
    Decimal("0.25"): "een kwart",
    Decimal("0.3333"): "een derde",
    Decimal("0.5"): "de helft",
    Decimal("0.6667"): "twee derde",
    Decimal("0.75"): "drie kwart",
}


def number_text(value: Decimal, unit: str) -> str:
    """The value in Dutch notation; the unit is added only where it belongs to the number.

    Counts stand alone (`1.861.000`), with one decimal at most. Shares, percentage points and money
    carry their unit; from a thousand million on, money is in `mld.` where that loses nothing.
    A share without unit is a fraction in words (`een derde`).
    """
    if unit == "%":
        return f"{_decimal(value)}%"
    if unit == "procentpunt":
        return f"{_decimal(value)} procentpunt"
    if unit == "aandeel":
        return _FRACTIONS.get(value.copy_abs().normalize(), f"{_decimal(value * 100)}%")
    amount, _, currency = unit.rpartition(" ")
    if currency in ("EUR", "AUD") and amount in ("", "mln.", "mld."):
        return _money(value, amount, currency)
    return _decimal(value)


def _money(value: Decimal, amount: str, currency: str) -> str:
    if amount == "mln." and abs(value) >= 1000 and value % 100 == 0:
        value, amount = value / 1000, "mld."
    told = " ".join(part for part in (_decimal(value), amount) if part)
    return f"€ {told}" if currency == "EUR" else f"{told} Australische dollar"


def value_text(seen: FigureObservation) -> str:
    """The value with its qualifier: `ruim 70%`; where there is none, why: `geen cijfer (afgeschermd)`."""
    if seen.value is None:
        return f"geen cijfer ({seen.missing})" if seen.missing else "geen cijfer"
    text = number_text(seen.value, seen.unit)
    return text if seen.qualifier is Qualifier.EXACT else f"{seen.qualifier.value} {text}"


def status_text(seen: FigureObservation) -> str:
    """`(voorlopig)` or `(nader voorlopig)`; nothing for a final value."""
    return "" if seen.status is FigureStatus.FINAL else f"({seen.status.value})"


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half-up, as people expect; Python's own rounding goes to the even neighbour."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def period_text(period: str) -> str:
    """`2024-K2` → `tweede kwartaal van 2024`; what is in words already stays as it is.

    Days, months, school years (`2022/23`) and runs of years (`2020-2024`) are written out too.
    """
    if match := _QUARTER.fullmatch(period):
        return f"{_ORDER[int(match[2]) - 1]} kwartaal van {match[1]}"
    if match := _SCHOOL_YEAR.fullmatch(period):
        return f"schooljaar {match[1]}/’{match[2]}"
    if match := _YEARS.fullmatch(period):
        return f"{match[1]} tot en met {match[2]}"
    if match := _MONTH.fullmatch(period):
        return month_text(date(int(match[1]), int(match[2]), 1))
    return _day_or_words(period)


def period_short(period: str) -> str:
    """The period for a table or a chart: `2e kwartaal 2024`, `2020–2024`, `2022/’23`."""
    if match := _QUARTER.fullmatch(period):
        return f"{match[2]}e kwartaal {match[1]}"
    if match := _SCHOOL_YEAR.fullmatch(period):
        return f"{match[1]}/’{match[2]}"
    if match := _YEARS.fullmatch(period):
        return f"{match[1]}–{match[2]}"
    return period_text(period)


def _day_or_words(period: str) -> str:
    if _DAY.fullmatch(period):
        try:
            return day_text(date.fromisoformat(period))
        except ValueError:
            return period
    return period


def fact_sentence(fact: FigureFact) -> str:
    """The figure as a sentence, from the same record as its table.

    A provisional value says so at the end of its own sentence, before any comparison.
    """
    return _told(fact, fact.definition.sentence)


def conclusion(fact: FigureFact) -> str:
    """What the figure says, for who does not see its chart: value, period and comparison."""
    return _told(fact, fact.definition.alt or fact.definition.sentence, compare=True)


def _told(fact: FigureFact, template: str, *, compare: bool = False) -> str:
    seen = fact.observation
    before, placed, after = template.partition("{comparison}")
    filled = [
        part.format(value=value_text(seen), period=period_text(seen.period), comparison="").strip()
        for part in (before, after)
    ]
    head = _ended(filled[0], status_text(seen))
    comparison = comparison_text(fact) if placed or compare else ""
    told = " ".join(part for part in (head, comparison, filled[1]) if part)
    return told[:1].upper() + told[1:]


def _ended(sentence: str, status: str) -> str:
    """The sentence with its status, and one full stop: `€ 2 mln.` brings its own."""
    if not sentence:
        return status
    body = sentence.rstrip(".") if status or sentence.endswith("..") else sentence
    if not status:
        return body if body == sentence else f"{body}."
    short = "." if body.endswith(("mln", "mld")) else ""
    return f"{body}{short} {status}."


def comparison_text(fact: FigureFact) -> str:
    """How the value differs from what it is compared with; shares differ in percentage points.

    A difference that rounds to nothing is called so, and nothing is divided by zero.
    """
    other, seen = fact.comparison, fact.observation
    if other is None:
        return ""
    then = period_text(other.period)
    if seen.number == other.number:
        return f"Dat is evenveel als in de vorige meting ({then})."
    compared = f"dan {_moment(other.period)} ({value_text(other)})."
    way = "meer" if seen.number > other.number else "minder"
    difference = _difference(seen, other)
    return (
        f"Dat is {difference} {way} {compared}" if difference else f"Dat is iets {way} {compared}"
    )


def _moment(period: str) -> str:
    """The period as the moment of a comparison: `in 2013`, `in het tweede kwartaal van 2024`."""
    told = period_text(period)
    if _QUARTER.fullmatch(period):
        return f"in het {told}"
    if _DAY.fullmatch(period):
        return f"op {told}"
    written = (_SCHOOL_YEAR, _YEARS, _MONTH)
    in_it = told[:1].isdigit() or any(form.fullmatch(period) for form in written)
    return f"in {told}" if in_it else told


def _difference(seen: FigureObservation, other: FigureObservation) -> str:
    """The difference in words; empty when it rounds to nothing."""
    gap = abs(seen.number - other.number)
    if seen.unit == "%":
        return number_text(gap, "procentpunt") if rounded(gap, 1) else ""
    if seen.unit in ("procentpunt", "cijfer") or other.number == 0:
        return number_text(gap, seen.unit) if rounded(gap, 1) else ""
    change = rounded(gap / abs(other.number) * 100, 0)
    return number_text(change, "%") if change else ""


def source_line(seen: FigureObservation, zone: tzinfo) -> str:
    """Where the figure comes from and when it was looked up; provisional values say so."""
    status = "" if seen.status is FigureStatus.FINAL else f" Cijfer is {seen.status.value}."
    return (
        f"Bron: {seen.edition} ({day_text(seen.published)}), "
        f"geraadpleegd op {day_text(seen.retrieved.astimezone(zone).date())}.{status}"
    )


def _decimal(value: Decimal) -> str:
    """Thousands points and a decimal comma; a whole number has no decimals, and no minus at zero."""
    shown = rounded(value, 1)
    whole = shown == shown.to_integral_value()
    pattern = "#,##0" if whole else "#,##0.0"
    text = str(
        format_decimal(abs(shown), format=pattern, locale=_DATES.locale, decimal_quantization=False)
    )
    return f"{MINUS}{text}" if shown < 0 else text
