"""Every figure of the annual report of 2024 stands in config/figures as the report has it."""

import csv
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from omroeper.adapters.content.figures import monitor_editions, read_figures
from omroeper.domain.figure import FigureDefinition, FigureFact, FigureObservation, Qualifier
from omroeper.rendering import dutch

ROOT = Path(__file__).resolve().parents[3]
DEFINITIONS: dict[str, FigureDefinition] = {one.id: one for one in read_figures(ROOT)}
OBSERVED: dict[str, FigureObservation] = {
    seen.figure: seen
    for edition in monitor_editions(ROOT, tuple(DEFINITIONS.values()))
    for seen in edition.observations()
}
with (ROOT / "tests/data/figures_2024.csv").open(encoding="utf-8") as _stream:
    ROWS = list(csv.DictReader(_stream))

EDITIONS = {
    "Monitor Techniekpact (laatste update 27-06-2024)": "Monitor Techniekpact 2024",
    "Strategisch Meerjarenplan 2023-2027": "Strategisch Meerjarenplan 2023-2027",
    "impactmonitor Katapult aug 2024": "Impactmonitor Katapult augustus 2024",
    "PTvT jaarverslag 2024": "Jaarverslag PTvT 2024",
    "NGF/OCW via jaarverslag": "Jaarverslag PTvT 2024",
}
SAID = {
    "ruim": Qualifier.OVER,
    "bijna": Qualifier.NEARLY,
    "meer dan": Qualifier.MORE_THAN,
    "ongeveer": Qualifier.ABOUT,
    "zo’n": Qualifier.ABOUT,
    "zeker": Qualifier.AT_LEAST,
    "minstens": Qualifier.AT_LEAST,
}
PERIODS = {
    "niet gespecificeerd": ("laatste jaar", "niet vermeld"),
    "laatste jaar (niet gespecificeerd)": ("laatste jaar",),
    "3 jaar eerder (niet gespecificeerd)": ("drie jaar eerder",),
    "n.b.": ("niet vermeld",),
    "voorwoord; elders 2025-2028 (tegenstrijdig)": ("niet vermeld",),
    "basisjaar niet genoemd": ("aan het begin",),
    "2023-2024": ("2023/24",),
    "2024-2025": ("2024/25",),
    "±2014-2024": ("2014-2024",),
    "vanaf 2024-08": ("sinds augustus 2024",),
    "inmiddels (2025)": ("begin 2025",),
    "jaarlijks": ("per jaar",),
    "8 jaar": ("acht jaar",),
    "2025": ("prognose voor 2025",),
}
"""The report's words for a period, and how the registry writes them."""


def said_qualifier(row: dict[str, str]) -> Qualifier:
    told = f"{row['literal_nl']} {row['label_nl']}".casefold()
    return next((q for word, q in SAID.items() if re.search(rf"\b{word}\b", told)), Qualifier.EXACT)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_figure_is_as_the_report_has_it(row: dict[str, str]) -> None:
    definition, seen = DEFINITIONS[row["id"]], OBSERVED[row["id"]]
    if row["value"].startswith(">"):  # “meer dan een derde”
        assert abs(Fraction(seen.number) - Fraction(row["value"][1:])) < Fraction(1, 10_000)
    else:
        assert seen.value == Decimal(row["value"])
    assert seen.unit == definition.unit == row["unit"]
    assert seen.period in PERIODS.get(row["period"], (row["period"],))
    assert seen.edition == EDITIONS[row["source"]]
    assert f"regel {row['jaarverslag_line']}" in seen.locator
    assert seen.qualifier is said_qualifier(row)
    assert seen.gaps == ()
    if row["programme"] != "monitor":
        assert definition.programme == row["programme"]
        assert f"‘{row['literal_nl']}’" in seen.locator


def test_nothing_else_is_loaded() -> None:
    assert set(DEFINITIONS) == set(OBSERVED) == {row["id"] for row in ROWS}
    assert len(ROWS) == 125


@pytest.mark.parametrize("figure", DEFINITIONS)
def test_each_figure_makes_a_whole_sentence(figure: str) -> None:
    definition, seen = DEFINITIONS[figure], OBSERVED[figure]
    other = OBSERVED.get(definition.compare_with or "")
    told = dutch.fact_sentence(FigureFact(definition, seen, other))
    assert dutch.number_text(seen.number, seen.unit) in told
    assert told[0].isupper()
    assert told.endswith(".")
    assert not re.search(r"\.\.|  |niet vermeld|\{|prognose voor", told), told
    assert len(told.split()) <= 30, told


def test_a_registry_file_may_not_repeat_an_id_of_another(tmp_path: Path) -> None:
    import shutil

    from omroeper.domain.errors import ContentError

    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config/figures/registry-geld.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("mkbidee_budget", "staff_total"), encoding="utf-8"
    )
    with pytest.raises(
        ContentError, match=r"registry-\w+\.yaml:\d+ .*‘staff_total’ is there twice"
    ):
        read_figures(tmp_path)
