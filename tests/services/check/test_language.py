"""Plain Dutch where there are words to judge it by; consent of who is quoted, always."""

from dataclasses import replace

import pytest

from omroeper.domain.finding import Level
from omroeper.domain.language.words import DutchWords
from omroeper.services.check import Circumstances
from tests.domain.test_assembly import item, make
from tests.samples import rendered
from tests.services.check.drafts import GOOD, codes


def test_dutch_is_judged_by_the_words_that_are_given_in_a_dutch_mail() -> None:
    around = Circumstances(words=DutchWords(knows=lambda word: word != "fuot"))
    edition = replace(GOOD, introduction="woord " * 40 + "fuot")
    assert not {"lange-zin", "spelling"} & set(codes(rendered(), edition))
    assert {"lange-zin", "spelling"} <= set(codes(rendered(), edition, around))
    english = replace(rendered(), html=rendered().html.replace('lang="nl"', 'lang="en"'))
    assert "spelling" not in codes(english, edition, around)


@pytest.mark.parametrize(
    ("consent", "found"),
    [
        ("", {"citaat": Level.BLOCKING}),
        (None, {"citaat-elders": Level.WARNING}),
        ("Ruben Ander, per mail", {"citaat": Level.BLOCKING}),
        ("Mila Voorbeeld, per mail 1-10-2024", {}),
    ],
)
def test_who_is_quoted_agreed_to_it(consent: str | None, found: dict[str, Level]) -> None:
    """What our own people wrote blocks; what another site published warns."""
    said = "“Wij leren hier elke dag iets nieuws”, zegt Mila Voorbeeld."
    edition = make(item("a", title="De dag", text=said, quotes_consent=consent))
    told = codes(rendered(), edition)
    assert {code: told[code] for code in told if code.startswith("citaat")} == found


def test_a_programme_may_be_quoted() -> None:
    said = "“Wij leren hier elke dag iets nieuws”, zegt Vakkanjers."
    edition = make(item("a", title="De dag", text=said, quotes_consent=""))
    entries = tuple(replace(one, programme_name="Vakkanjers") for one in edition.entries)
    assert "citaat" in codes(rendered(), edition)
    assert "citaat" not in codes(rendered(), replace(edition, entries=entries))
    words = DutchWords(knows=lambda word: True, programmes=frozenset({"Vakkanjers"}))
    assert "citaat" not in codes(rendered(), edition, Circumstances(words=words))
