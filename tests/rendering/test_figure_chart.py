"""A figure's chart and table: one record, the same bytes, read in grey, in the dark and at 320 px."""

import io
import re
import struct
from collections import Counter
from dataclasses import replace

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from PIL import Image

from omroeper.domain.edition import FigureEntry
from omroeper.domain.figure import FigureDefinition, FigureFact, FigureStatus, Qualifier
from omroeper.domain.inspection import inspect_html
from omroeper.rendering import dutch
from omroeper.rendering.brand import contrast
from omroeper.rendering.figure_card import bars_of, measure_of, shares_of_longest, told_value
from omroeper.rendering.figure_chart import PNG_SCALE, WIDTH, figure_png, figure_svg
from tests.adapters.content.test_figures_2024 import DEFINITIONS, OBSERVED
from tests.rendering.test_newsletter import BRAND, EDITION, SHOWN, render
from tests.samples import figure_observation

FACT = EDITION.figures[0].fact
SVG = figure_svg(FACT, BRAND, name="vrouwen")
PNG = figure_png(FACT, BRAND)


def shipped(figure: str) -> FigureFact:
    definition = DEFINITIONS[figure]
    other = OBSERVED.get(definition.compare_with or "")
    return FigureFact(definition, OBSERVED[figure], other)


def test_the_same_fact_gives_the_same_bytes() -> None:
    assert figure_svg(FACT, BRAND, name="vrouwen") == SVG
    assert figure_png(FACT, BRAND) == PNG


def test_nothing_in_a_chart_tells_when_or_with_what_it_was_made() -> None:
    for told in ("<metadata", "<style", "matplotlib", "http://matplotlib"):
        assert told not in SVG
    assert re.findall(rb"tEXt|tIME|iTXt", PNG) == []


def test_the_alt_text_says_the_conclusion() -> None:
    (label,) = re.findall(r'role="img" aria-label="([^"]*)"', SVG)
    assert label == f"Aandeel vrouwen. {dutch.conclusion(FACT)}"
    assert "4,3 procentpunt meer dan in 2013" in label


def test_chart_table_and_sentence_tell_the_same_values() -> None:
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", SVG)
    assert drawn == ["2023", "16,9%", "2013", "12,6%"]
    table = re.search(
        r"<table><caption>Aandeel vrouwen</caption>.*?</table>", SHOWN.archive_html, re.S
    )
    assert table
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table[0])
    assert [cell for row in rows for cell in row] == drawn
    assert re.findall(r'<th scope="col">(.*?)</th>', table[0]) == ["Periode", "Aandeel"]
    assert all(value in dutch.fact_sentence(FACT) for value in ("16,9%", "12,6%", "2013"))


def test_the_archive_page_shows_the_chart_and_the_mail_only_its_bars() -> None:
    assert SHOWN.archive_html.count('role="img"') == len(EDITION.figures)
    facts = inspect_html(SHOWN.html)
    assert facts.images == []
    assert "<svg" not in SHOWN.html
    assert "/archief/agdb-2024-10#cijfers" in SHOWN.html
    assert 'id="cijfers"' in SHOWN.archive_html


def test_several_charts_on_a_page_share_no_id() -> None:
    figures = ("women_share_technical_occupation", "vmbo_gl_technical_pupils", "staff_total")
    entries = tuple(FigureEntry(shipped(figure), "x") for figure in figures)
    page = render(replace(EDITION, figures=entries)).archive_html
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_a_png_is_twice_as_wide_and_opaque() -> None:
    width, height = struct.unpack(">II", PNG[16:24])
    assert width == WIDTH * PNG_SCALE
    assert height % PNG_SCALE == 0
    image = Image.open(io.BytesIO(PNG)).convert("RGBA")
    assert image.getchannel("A").getextrema() == (255, 255)


def test_the_two_bars_differ_in_grey() -> None:
    image = Image.open(io.BytesIO(PNG)).convert("L")
    half = image.height // 2

    def darkness(top: int) -> float:
        """The mean of what lies within the first tenth of the scale, below the words."""
        bar = image.crop((12, top + 58, 60, top + 80))
        return sum(bar.tobytes()) / (bar.width * bar.height)

    assert darkness(half) - darkness(0) > 60


@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_bars_and_words_stand_out(mode: str, ground: str) -> None:
    palette = getattr(BRAND, mode)
    assert contrast(BRAND.chart, getattr(palette, ground)) >= 3
    assert contrast(palette.ink, getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("figure", DEFINITIONS)
def test_every_shipped_figure_fits_its_chart(figure: str) -> None:
    fact = shipped(figure)
    bold = FontProperties(family="DejaVu Sans", weight="bold")
    value = told_value(fact.observation)
    assert TextPath((0, 0), value, size=17, prop=bold).get_extents().width <= WIDTH - 8
    assert all(0 <= share <= 1 for share in shares_of_longest(fact))


def made(value: str, unit: str, other: str | None = None, **changes: object) -> FigureFact:
    seen = replace(figure_observation("v", value, unit), **changes)  # type: ignore[arg-type]
    then = figure_observation("v_2013", other, unit) if other is not None else None
    return FigureFact(FigureDefinition("v", "V & <w>", unit, "1", "{value}"), seen, then)


@pytest.mark.parametrize(
    "fact",
    [
        made("0", "personen", "0"),
        made("-2", "procentpunt", "1"),
        made("130", "%"),
        made("720", "mln. AUD", qualifier=Qualifier.MORE_THAN, status=FigureStatus.PROVISIONAL),
        made("5", "$x^2$"),
    ],
    ids=["zero", "negative", "above a hundred", "long", "no formula"],
)  # fmt: skip
def test_odd_values_are_drawn_too(fact: FigureFact) -> None:
    svg = figure_svg(fact, BRAND, name="v")
    assert "V &amp; &lt;w" in svg
    assert figure_png(fact, BRAND).startswith(b"\x89PNG")
    assert all(1 <= bar.length <= 100 for bar in bars_of(fact))


def test_a_table_says_what_is_provisional_and_what_it_measures() -> None:
    fact = made("70", "%", qualifier=Qualifier.OVER, status=FigureStatus.PROVISIONAL)
    assert told_value(fact.observation) == "ruim 70% (voorlopig)"
    assert [measure_of(unit) for unit in ("%", "mln. EUR", "personen", "cijfer")] == [
        "Aandeel", "Bedrag", "Aantal personen", "Cijfer",
    ]  # fmt: skip
