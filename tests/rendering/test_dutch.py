"""Dutch notation, as a table of cases."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.figure import FigureDefinition, FigureFact, FigureStatus, Qualifier
from omroeper.rendering import dutch
from tests.samples import figure_observation

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("1861000", "personen", "1.861.000"),
        ("104600", "vacatures", "104.600"),
        ("16.9", "%", "16,9%"),
        ("14", "%", "14%"),
        ("4.3", "procentpunt", "4,3 procentpunt"),
        ("145.8", "mln. EUR", "€ 145,8 mln."),
        ("2.25", "%", "2,3%"),  # half-up; half-even would give 2,2
        ("7.1", "cijfer", "7,1"),
        ("60.9", "fte", "60,9"),
        ("720", "mln. AUD", "720 mln. Australische dollar"),
        ("1200", "mln. EUR", "€ 1,2 mld."),
        ("1234.5", "mln. EUR", "€ 1.234,5 mln."),  # in mld. it would lose what it says
        ("2.5", "mld. EUR", "€ 2,5 mld."),
        ("1500", "EUR", "€ 1.500"),
        ("0.3333", "aandeel", "een derde"),
        ("0.5", "aandeel", "de helft"),
        ("0.42", "aandeel", "42%"),
        ("-2.3", "%", "−2,3%"),
        ("-0.04", "%", "0%"),  # no minus before nothing
        ("-1861000", "personen", "−1.861.000"),
        ("16.95", "%", "17%"),
        ("99999999.95", "personen", "100.000.000"),
    ],
)
def test_numbers(value: str, unit: str, text: str) -> None:
    assert dutch.number_text(Decimal(value), unit) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024-K2", "tweede kwartaal van 2024"),
        ("2023", "2023"),
        ("2022/23", "schooljaar 2022/’23"),
        ("2020-2024", "2020 tot en met 2024"),
        ("2024-05", "mei 2024"),
        ("2024-03-15", "15 maart 2024"),
        ("2024-02-31", "2024-02-31"),
        ("laatste jaar", "laatste jaar"),
    ],
)
def test_periods(period: str, text: str) -> None:
    assert dutch.period_text(period) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024-K2", "2e kwartaal 2024"),
        ("2022/23", "2022/’23"),
        ("2020-2024", "2020–2024"),
        ("2023", "2023"),
        ("2024-05", "mei 2024"),
    ],
)
def test_periods_in_a_table(period: str, text: str) -> None:
    assert dutch.period_short(period) == text


SAFE = st.decimals(min_value=0, max_value=10**12, places=1)


@given(SAFE)
def test_counts_are_written_as_babel_writes_them(value: Decimal) -> None:
    assert dutch.number_text(value, "personen") == format_decimal(
        value, format="#,##0.#", locale="nl_NL"
    )


@given(st.decimals(min_value=0, max_value=100, places=1))
def test_shares_are_written_as_babel_writes_them(value: Decimal) -> None:
    told = format_percent(value / 100, format="#,##0.#%", locale="nl_NL")
    assert dutch.number_text(value, "%") == told


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_is_half_up_and_reads_back(value: Decimal) -> None:
    told = dutch.number_text(value, "personen")
    back = Decimal(told.replace(".", "").replace(",", ".").replace("−", "-"))
    assert back == dutch.rounded(value, 1)
    assert abs(back - value) <= Decimal("0.05")


def test_days_and_moments() -> None:
    assert dutch.weekday_text(date(2024, 10, 15)) == "dinsdag 15 oktober 2024"
    assert dutch.month_short(date(2024, 3, 1)) == "mrt"
    summer = datetime(2024, 10, 15, 8, tzinfo=UTC)
    winter = datetime(2024, 11, 15, 9, tzinfo=UTC)
    assert dutch.moment_text(summer, ZONE) == "dinsdag 15 oktober 2024, 10.00 uur"
    assert dutch.moment_text(winter, ZONE) == "vrijdag 15 november 2024, 10.00 uur"
    midnight = datetime(2024, 11, 19, tzinfo=ZONE)
    assert dutch.moment_text(midnight, ZONE) == "dinsdag 19 november 2024"


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ("2024-11-19T10:00", None, "dinsdag 19 november 2024, 10.00 uur"),
        ("2024-11-19T20:00", "2024-11-20T00:00", "dinsdag 19 november 2024, 20.00 uur"),
        ("2024-11-19T00:30", "2024-11-19T02:00", "dinsdag 19 november 2024, 00.30 uur"),
        ("2024-11-19T00:00", "2024-11-19T00:00", "dinsdag 19 november 2024"),
        ("2024-11-19T00:00", "2024-11-20T00:00", "19 en 20 november 2024"),
        ("2024-11-19T00:00", "2024-11-21T00:00", "19 t/m 21 november 2024"),
        ("2024-11-30T00:00", "2024-12-02T00:00", "30 november t/m 2 december 2024"),
        ("2024-12-31T00:00", "2025-01-01T00:00", "31 december 2024 en 1 januari 2025"),
        ("2024-10-26T00:00", "2024-10-28T00:00", "26 t/m 28 oktober 2024"),
        (
            "2024-11-19T10:00",
            "2024-11-20T16:00",
            "dinsdag 19 november 2024, 10.00 uur tot en met woensdag 20 november 2024",
        ),
    ],
)
def test_an_event_is_told_from_when_until_when(starts: str, ends: str | None, told: str) -> None:
    first = datetime.fromisoformat(starts).replace(tzinfo=ZONE)
    last = datetime.fromisoformat(ends).replace(tzinfo=ZONE) if ends else None
    given = last.astimezone(UTC) if last else None
    assert dutch.span_text(first.astimezone(UTC), given, ZONE) == told


def fact(now: str, then: str | None, unit: str = "%") -> FigureFact:
    sentence = "Van hen was {value} in {period} vrouw. {comparison}"
    definition = FigureDefinition("v", "Vrouwen", unit, "1", sentence)
    other = figure_observation("v_2013", then, unit) if then else None
    return FigureFact(definition, figure_observation("v", now, unit), other)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            fact("16.9", "12.6"),
            "Van hen was 16,9% in 2023 vrouw. Dat is 4,3 procentpunt meer dan in 2013 (12,6%).",
        ),
        (
            fact("10", "12.5"),
            "Van hen was 10% in 2023 vrouw. Dat is 2,5 procentpunt minder dan in 2013 (12,5%).",
        ),
        (
            fact("1968", "1452", "leerlingen"),
            "Van hen was 1.968 in 2023 vrouw. Dat is 36% meer dan in 2013 (1.452).",
        ),
        (fact("16.9", None), "Van hen was 16,9% in 2023 vrouw."),
        (
            fact("12.62", "12.60"),
            "Van hen was 12,6% in 2023 vrouw. Dat is iets meer dan in 2013 (12,6%).",
        ),
        (
            fact("12", "0", "leerlingen"),
            "Van hen was 12 in 2023 vrouw. Dat is 12 meer dan in 2013 (0).",
        ),
        (
            fact("7.1", "6.8", "cijfer"),
            "Van hen was 7,1 in 2023 vrouw. Dat is 0,3 meer dan in 2013 (6,8).",
        ),
    ],
)  # fmt: skip
def test_a_figure_as_a_sentence(made: FigureFact, sentence: str) -> None:
    assert dutch.fact_sentence(made) == sentence


def told(sentence: str, value: str, unit: str = "%", **changes: object) -> str:
    seen = replace(figure_observation("v", value, unit), **changes)  # type: ignore[arg-type]
    return dutch.fact_sentence(FigureFact(FigureDefinition("v", "V", unit, "1", sentence), seen))


@pytest.mark.parametrize("qualifier", [q for q in Qualifier if q is not Qualifier.EXACT])
def test_a_qualifier_stands_before_its_number(qualifier: Qualifier) -> None:
    word = qualifier.value
    assert told("Er kwamen {value} mensen.", "4700", "bezoekers", qualifier=qualifier) == (
        f"Er kwamen {word} 4.700 mensen."
    )
    assert told("Dat kost {value}.", "481", "mln. EUR", qualifier=qualifier) == (
        f"Dat kost {word} € 481 mln."
    )
    opening = told("{value} van de scholen.", "70", qualifier=qualifier)
    assert opening == f"{word[0].upper()}{word[1:]} 70% van de scholen."


@pytest.mark.parametrize(
    ("sentence", "unit", "text"),
    [
        ("Van hen was {value} vrouw. {comparison}", "%", "Van hen was 12% vrouw (voorlopig)."),
        ("Het kost {value}.", "mln. EUR", "Het kost € 12 mln. (voorlopig)."),
        ("Het kost {value} per jaar.", "mln. EUR", "Het kost € 12 mln. per jaar (voorlopig)."),
    ],
)
def test_a_provisional_value_says_so_in_its_sentence(sentence: str, unit: str, text: str) -> None:
    assert told(sentence, "12", unit, status=FigureStatus.PROVISIONAL) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2024-K1", "Dat is 4 procentpunt meer dan in het eerste kwartaal van 2024 (10%)."),
        ("2024-03-15", "Dat is 4 procentpunt meer dan op 15 maart 2024 (10%)."),
        ("2024-05", "Dat is 4 procentpunt meer dan in mei 2024 (10%)."),
        ("2017/18", "Dat is 4 procentpunt meer dan in schooljaar 2017/’18 (10%)."),
        ("drie jaar eerder", "Dat is 4 procentpunt meer dan drie jaar eerder (10%)."),
    ],
)
def test_a_comparison_names_its_moment(period: str, text: str) -> None:
    made = fact("14", "10")
    assert made.comparison is not None
    earlier = replace(made, comparison=replace(made.comparison, period=period))
    assert dutch.comparison_text(earlier) == text


def test_the_conclusion_is_the_alt_text_with_its_comparison() -> None:
    made = fact("16.9", "12.6")
    made = replace(made, definition=replace(made.definition, alt="{value} was in {period} vrouw."))
    assert dutch.conclusion(made) == (
        "16,9% was in 2023 vrouw. Dat is 4,3 procentpunt meer dan in 2013 (12,6%)."
    )


def test_a_source_line_tells_edition_date_and_status() -> None:
    seen = replace(
        figure_observation("v", "70"),
        status=FigureStatus.PROVISIONAL,
        qualifier=Qualifier.OVER,
    )
    line = dutch.source_line(seen, ZONE)
    assert line == (
        "Bron: Monitor 2024 (27 juni 2024), geraadpleegd op 15 oktober 2024. Cijfer is voorlopig."
    )
    assert dutch.value_text(seen) == "ruim 70%"
