"""Content, figures, sentences, what is unfinished and what is too large: each check finds its own trouble."""

from dataclasses import replace

import pytest

from omroeper.domain.edition import FigureEntry
from omroeper.domain.figure import FigureDefinition, FigureFact
from omroeper.domain.finding import Level
from omroeper.domain.month import Month
from omroeper.services.check import GMAIL_CLIP, Circumstances
from omroeper.services.check.figures import numbers_in
from tests.domain.test_assembly import item, make
from tests.samples import figure_observation, rendered
from tests.services.check.drafts import GOOD, codes, findings, with_html, with_text


def test_a_good_mail_has_only_what_is_missing() -> None:
    assert set(codes(rendered())) == {"ontbreekt"}  # the sample has no agenda


def test_a_flag_of_an_item_is_told() -> None:
    flagged = make(item("a", title="De conferentie van oktober", flags=("datum onbekend",)))
    assert codes(rendered(), flagged)["vlag"] is Level.WARNING


def test_an_empty_edition_blocks() -> None:
    assert codes(rendered(), make())["leeg"] is Level.BLOCKING


def test_a_story_of_an_earlier_edition_is_told_by_whom_and_why() -> None:
    (entry, *_) = GOOD.entries
    around = Circumstances(told={entry.item: Month(2024, 9)})
    (again,) = [one for one in findings(rendered(), around=around) if one.code == "herhaald"]
    assert again.place == entry.item.title
    assert "september 2024 (hetzelfde bericht)" in again.reason
    other = replace(entry.item, key="elders", source="andere")
    around = Circumstances(told={other: Month(2024, 9)})
    assert codes(rendered(), around=around)["herhaald"] is Level.WARNING


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("<p>{{ naam }}</p>", "onaf"),
        ("<p>Beste %%VOORNAAM%%</p>", "onaf"),
        ("<p>Beste [NAAM],</p>", "onaf"),
        ("<p>Beste *|FNAME|*</p>", "onaf"),
        ("<p>XXXX</p>", "onaf"),
        ("<mj-foo>x</mj-foo>", "sjabloon"),
        ("<!--" + "x" * GMAIL_CLIP + "-->", "omvang"),
    ],
)
def test_what_is_unfinished_or_too_large_blocks(extra: str, code: str) -> None:
    assert codes(with_html(extra))[code] is Level.BLOCKING


def test_a_placeholder_in_an_item_is_found_by_the_title_of_the_item() -> None:
    edition = with_text("Meer volgt, TODO: vul aan.")
    shown = with_html("<p>Meer volgt, TODO: vul aan.</p>")
    assert {one.place for one in findings(shown, edition) if one.code == "onaf"} == {"Bericht b"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Het programma volgt nog.", "onaf-mogelijk"),
        ("De zaal is n.t.b.", "onaf-mogelijk"),
        ("Kom naar Utrecht ( ) op dinsdag.", "onaf-mogelijk"),
        ("Twee  spaties.", "spaties"),
    ],
)
def test_what_reads_as_unfinished_warns_with_its_words(text: str, code: str) -> None:
    (one,) = [f for f in findings(rendered(), with_text(text)) if f.code == code]
    assert (one.level, one.place) == (Level.WARNING, "Bericht b")
    assert text[:12] in one.reason


@pytest.mark.parametrize(
    "text", ["Het gaat om de mbo (NT2) groep.", "PM-bijeenkomst", "[PDF] Lees."]
)
def test_what_only_resembles_it_is_left_alone(text: str) -> None:
    assert not {"onaf", "onaf-mogelijk"} & set(codes(rendered(), with_text(text)))


def test_near_the_limit_warns() -> None:
    filled = "<!--" + "x" * int(0.95 * GMAIL_CLIP) + "-->"
    assert codes(with_html(filled))["omvang-bijna"] is Level.WARNING
    assert "omvang" not in codes(with_html(filled))


def test_the_text_part_must_tell_about_as_much() -> None:
    assert codes(with_html("<p>" + "woord " * 200 + "</p>"))["tekstversie-kort"] is Level.WARNING
    assert codes(replace(rendered(), text=""))["tekstversie"] is Level.BLOCKING


def test_figures_must_be_traced_and_compared_within_an_edition() -> None:
    definition = FigureDefinition("f", "Cijfer", "%", "1", "{value}")
    seen = figure_observation("f", "16.9")

    def found(fact: FigureFact) -> dict[str, Level]:
        return codes(rendered(), replace(GOOD, figures=(FigureEntry(fact, "x"),)))

    assert "herkomst" not in found(FigureFact(definition, seen))
    assert found(FigureFact(definition, replace(seen, snapshot="")))["herkomst"] is Level.BLOCKING
    other = replace(seen, edition="Ouder")
    assert found(FigureFact(definition, seen, other))["vergelijking"] is Level.BLOCKING
    early = replace(seen, period="2024-K2")
    assert found(FigureFact(definition, early))["periode"] is Level.WARNING


def test_a_number_in_a_text_is_a_figure_of_the_edition_or_warns_with_its_sentence() -> None:
    edition = with_text("Het is druk. Van hen was 16,9% vrouw.")
    (one,) = [f for f in findings(rendered(), edition) if f.code == "cijfer-zonder-bron"]
    assert (one.level, one.place) == (Level.WARNING, "Bericht b")
    assert "“Van hen was 16,9% vrouw.”" in one.reason
    definition = FigureDefinition("f", "Cijfer", "%", "1", "{value}")
    fact = FigureFact(definition, figure_observation("f", "16.9"))
    known = replace(edition, figures=(FigureEntry(fact, "x"),))
    assert "cijfer-zonder-bron" not in codes(rendered(), known)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ruim 6.500 leerlingen van 118 scholen.", ["6.500"]),
        ("Met 30 leerlingen naar Utrecht.", []),
        ("Een stijging van 4,3 procentpunt tot 60 procent.", ["4,3", "60"]),
        ("Het fonds gaf 210 miljoen euro.", ["210"]),
        ("In 2024 waren er 12 bijeenkomsten.", []),
        ("Volgens het CBS is dat 12%.", []),
    ],
)
def test_which_numbers_ask_for_a_source(text: str, numbers: list[str]) -> None:
    assert [number for number, _, _ in numbers_in(text)] == numbers
