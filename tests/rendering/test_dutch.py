"""Dutch notation, as a table of cases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

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
        ("laatste jaar", "laatste jaar"),
    ],
)
def test_periods(period: str, text: str) -> None:
    assert dutch.period_text(period) == text


def test_days_and_moments() -> None:
    assert dutch.weekday_text(date(2024, 10, 15)) == "dinsdag 15 oktober 2024"
    assert dutch.month_short(date(2024, 3, 1)) == "mrt"
    summer = datetime(2024, 10, 15, 8, tzinfo=UTC)
    winter = datetime(2024, 11, 15, 9, tzinfo=UTC)
    assert dutch.moment_text(summer, ZONE) == "dinsdag 15 oktober 2024, 10.00 uur"
    assert dutch.moment_text(winter, ZONE) == "vrijdag 15 november 2024, 10.00 uur"
    midnight = datetime(2024, 11, 19, tzinfo=ZONE)
    assert dutch.moment_text(midnight, ZONE) == "dinsdag 19 november 2024"


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
    ],
)  # fmt: skip
def test_a_figure_as_a_sentence(made: FigureFact, sentence: str) -> None:
    assert dutch.fact_sentence(made) == sentence


def test_a_source_line_tells_edition_date_and_status() -> None:
    from dataclasses import replace

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
