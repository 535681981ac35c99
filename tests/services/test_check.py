"""Each check finds its own trouble, in what would really go out."""

from dataclasses import replace

import pytest

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Edition, FigureEntry, RenderedEdition
from omroeper.domain.figure import FigureDefinition, FigureFact
from omroeper.domain.finding import Level
from omroeper.domain.language.words import DutchWords
from omroeper.services.check import GMAIL_CLIP, check_draft
from tests.domain.test_assembly import item, make
from tests.samples import figure_observation, rendered

GOOD = make(item("a", title="De conferentie van oktober"), item("b"))


def codes(shown: RenderedEdition, edition: Edition = GOOD) -> dict[str, Level]:
    return {finding.code: finding.level for finding in check_draft(edition, shown)}


def with_html(extra: str) -> RenderedEdition:
    shown = rendered()
    return replace(shown, html=shown.html.replace("</body>", f"{extra}</body>"))


def test_a_flag_of_an_item_is_told() -> None:
    flagged = make(item("a", title="De conferentie van oktober", flags=("datum onbekend",)))
    assert codes(rendered(), flagged)["vlag"] is Level.WARNING


def test_a_good_mail_has_only_what_is_missing() -> None:
    assert set(codes(rendered())) == {"ontbreekt"}  # the sample has no agenda


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ('<img src="https://x.example/p.gif" alt="" width="1">', "volgen"),
        ('<img src="data:image/gif;base64,x" alt="" width="1" height="1">', "pixel"),
        ('<img src="data:image/png;base64,x">', "alt"),
        (f'<a href="https://x.example/?u={TOKEN_PLACEHOLDER}">Nieuws</a>', "persoonlijk"),
        ('<a href="javascript:x()">Nieuws</a>', "link"),
        ('<a href="https://x.example"></a>', "linktekst"),
        ("<p>{{ naam }}</p>", "onaf"),
        ("<mj-foo>x</mj-foo>", "sjabloon"),
        ("<!--" + "x" * GMAIL_CLIP + "-->", "omvang"),
    ],
)
def test_what_blocks(extra: str, code: str) -> None:
    assert codes(with_html(extra))[code] is Level.BLOCKING


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(rendered(), subject=" "), "onderwerp"),
        (replace(rendered(), html="<html lang='nl'></html>"), "afmelden"),
        (replace(rendered(), text="Beste lezer"), "afmelden"),
        (replace(rendered(), html=rendered().html.replace(' lang="nl"', "")), "taal"),
    ],
)
def test_what_blocks_in_the_parts(changed: RenderedEdition, code: str) -> None:
    assert codes(changed)[code] is Level.BLOCKING


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (replace(rendered(), subject="x" * 61), "onderwerp"),
        (replace(rendered(), preheader=""), "voorvertoning"),
        (replace(rendered(), preheader="x" * 111), "voorvertoning"),
        (with_html('<a href="https://x.example">klik hier</a>'), "linktekst"),
        (with_html("<h1>Kop</h1><h3>Kop</h3>"), "koppen"),
    ],
)
def test_what_warns(changed: RenderedEdition, code: str) -> None:
    assert codes(changed)[code] is Level.WARNING


def test_dutch_is_judged_by_the_words_that_are_given_in_a_dutch_mail() -> None:
    words = DutchWords(knows=lambda word: word != "fuot")
    edition = replace(GOOD, introduction="woord " * 40 + "fuot")
    assert not {"lange-zin", "spelling"} & set(codes(rendered(), edition))
    found = {finding.code for finding in check_draft(edition, rendered(), words)}
    assert {"lange-zin", "spelling"} <= found
    english = replace(rendered(), html=rendered().html.replace('lang="nl"', 'lang="en"'))
    assert "spelling" not in {finding.code for finding in check_draft(edition, english, words)}


@pytest.mark.parametrize(
    ("consent", "level"),
    [
        ("", Level.BLOCKING),
        (None, Level.WARNING),
        ("Ruben Ander, per mail", Level.BLOCKING),
        ("Mila Voorbeeld, per mail 1-10-2024", None),
    ],
)
def test_who_is_quoted_agreed_to_it(consent: str | None, level: Level | None) -> None:
    """What our own people wrote blocks; what another site published warns."""
    said = "“Wij leren hier elke dag iets nieuws”, zegt Mila Voorbeeld."
    edition = make(item("a", title="De dag", text=said, quotes_consent=consent))
    assert codes(rendered(), edition).get("citaat") is level


def test_a_programme_may_be_quoted() -> None:
    said = "“Wij leren hier elke dag iets nieuws”, zegt Vakkanjers."
    edition = make(item("a", title="De dag", text=said, quotes_consent=""))
    entries = tuple(replace(one, programme_name="Vakkanjers") for one in edition.entries)
    assert "citaat" in codes(rendered(), edition)
    assert "citaat" not in codes(rendered(), replace(edition, entries=entries))
    words = DutchWords(knows=lambda word: True, programmes=frozenset({"Vakkanjers"}))
    found = check_draft(edition, rendered(), words)
    assert "citaat" not in {finding.code for finding in found}


def test_an_empty_edition_blocks() -> None:
    assert codes(rendered(), make())["leeg"] is Level.BLOCKING


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
