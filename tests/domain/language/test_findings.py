"""What the editor is told: one finding a kind and place, with the word, the reason and the remedy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding
from omroeper.domain.language.findings import MOST_NAMED, MOST_TRIES, language_findings
from omroeper.domain.language.hard_words import HardWord, index_forms
from omroeper.domain.language.words import Abbreviations, DutchWords
from tests.domain.test_assembly import item, make
from tests.samples import rendered

VOCABULARY = frozenset(
    "aan afmelden beste bericht bij conferentie dag de dit doen doet een en er gaan groeit het hoi "
    "implementeren in is kort korte lezer mail mee met naar nieuws nu ook onze opleverde roadmap "
    "school scholen sterk techniekonderwijs tekst van voor wat wij woord".split()
)
WORDS = DutchWords(
    knows=lambda word: word.lower() in VOCABULARY,
    names=frozenset({"Implementeren BV", "Katapult"}),
    hard=index_forms(
        {
            HardWord("implementeren", "invoeren"): ("implementeren",),
            HardWord("roadmap", "plan", english=True): ("roadmap",),
        }
    ),
    abbreviations=Abbreviations(frozenset({"mbo"}), {"OCW": "Onderwijs, Cultuur en Wetenschap"}),
)


def told(edition: Edition, shown: RenderedEdition | None = None) -> list[Finding]:
    return list(language_findings(edition, shown or rendered(), WORDS))


def one(text: str) -> list[Finding]:
    edition = make(item("a", title="Nieuws", text=text))
    return told(replace(edition, introduction="Dag lezer.", theme_title="", subject="Nieuws"))


def test_a_good_text_has_no_findings() -> None:
    assert one("De school doet mee. Wij ook.") == []


def test_all_misspelt_words_of_a_place_are_one_finding_with_what_they_may_be() -> None:
    (found,) = one("De schol en de Katpult en de nieuwwws doen mee, schol.")
    assert (found.code, found.place) == ("spelling", "Nieuws")
    assert found.reason == (
        "Niet in het woordenboek: ‘schol’ (bedoelt u ‘school’?); "
        "‘Katpult’ (bedoelt u ‘Katapult’?); ‘nieuwwws’."
    )
    assert "config/language/own-words.txt" in found.remedy


def test_a_text_full_of_mistakes_names_the_first() -> None:
    text = " en ".join(f"qq{letter}" for letter in "abcdefghijk")
    (found,) = one(text)
    assert found.reason.count("‘qq") == MOST_NAMED
    assert found.reason.endswith("en nog 3.")


def test_what_the_template_says_is_judged_once_and_apart() -> None:
    edition = replace(make(item("a", title="De dag", text="Een qqdag.")), introduction="Hoi.")
    shown = rendered()
    html = shown.html.replace(
        "Beste lezer", "Beste lqqezer, een qqdag<!-- qqx --><style>qqy</style>"
    )
    places = [(f.place, f.reason) for f in told(edition, replace(shown, html=html))]
    assert [place for place, _ in places] == ["De dag", "Vaste teksten"]
    assert "lqqezer" in places[1][1]
    assert "qqdag" not in places[1][1]


def test_long_sentences_are_one_finding_a_place() -> None:
    long = "Woord " + "woord " * 26
    (found,) = one(f"{long}. Kort. {long}.")
    assert found.code == "lange-zin"
    assert found.reason.count("27 woorden: ‘Woord woord") == 2


def test_many_fairly_long_sentences_are_told_by_their_average() -> None:
    (found,) = one(("Woord " + "woord " * 20 + ". ") * 3)
    assert (found.code, "gemiddeld 21 woorden" in found.reason) == ("lange-zinnen", True)
    assert one(("Woord " + "woord " * 16 + ". ") * 3) == []


def test_a_hard_word_is_shown_where_it_stands_with_a_plain_one() -> None:
    (found,) = one(
        "Scholen gaan dit nu implementeren met Implementeren BV en een roadmap. Onze Roadmap is er."
    )
    assert found.reason == (
        "Niet iedereen kent deze woorden: ‘implementeren’ in ‘dit nu implementeren met …’ "
        "(liever: invoeren); ‘roadmap’ in ‘en een roadmap’ (Engels, liever: plan)."
    )


def test_an_abbreviation_is_told_where_it_comes_first() -> None:
    edition = make(
        item("a", title="Van OCW", text="Wij gaan naar OCW.", lead_wish=True),
        item("b", title="Ook OCW", text="En STO (Sterk Techniekonderwijs). STO is er."),
    )
    found = told(replace(edition, introduction="Voor het mbo.", theme_title=""))
    assert [(f.code, f.place) for f in found] == [("afkorting", "Van OCW")]
    assert "‘Onderwijs, Cultuur en Wetenschap (OCW)’" in found[0].remedy


def test_a_title_may_be_explained_in_its_text_and_the_subject_in_the_mail() -> None:
    edition = make(item("a", title="Van STO", text="Sterk Techniekonderwijs (STO) groeit."))
    assert told(replace(edition, introduction="Dag.", theme_title="", subject="STO groeit")) == []
    (found,) = told(replace(edition, introduction="Dag.", theme_title="", subject="Bij ABC"))
    assert (found.place, "‘ABC’" in found.reason) == ("Onderwerp", True)


@pytest.mark.parametrize(("language", "count"), [("nl", 1), ("", 1), ("nl-be", 1), ("en", 0)])
def test_what_is_in_another_language_is_not_judged(language: str, count: int) -> None:
    edition = make(item("a", title="Nieuws", text="Een qqdag."))
    entries = tuple(replace(e, item=replace(e.item, language=language)) for e in edition.entries)
    edition = replace(edition, entries=entries, introduction="Dag.", theme_title="")
    shown = rendered()
    shown = replace(shown, html=shown.html.replace("Beste lezer", "Een qqdag"))
    assert len(told(edition, shown)) == count


def test_a_title_that_is_the_subject_is_told_once() -> None:
    edition = make(item("a", title="De schol", text="Een dag."), item("b", title="Het nieuwws"))
    edition = replace(edition, introduction="Dag.", theme_title="", subject="De schol")
    found = told(replace(edition, preheader="Het nieuwws · Een woorrd"))
    assert sorted(one.place for one in found) == ["De schol", "Het nieuwws", "Voorvertoning"]


def test_the_search_for_what_was_meant_comes_to_an_end() -> None:
    tried = []

    def knows(word: str) -> bool:
        tried.append(word)
        return word.lower() in VOCABULARY

    edition = make(
        *(
            item(p, p, title=f"Dag {p}", text=". ".join(f"De {p}onbekend{n}" for n in "lmnprst"))
            for p in ("fll", "sto", "iol")
        )
    )
    list(language_findings(edition, rendered(), replace(WORDS, knows=knows)))
    assert MOST_TRIES < len(tried) < MOST_TRIES + 2000


@given(st.text(alphabet="aA bB.,;’‘“”'-\u00ad/@!?…\n1", max_size=80))
def test_whatever_is_written_is_judged(text: str) -> None:
    for finding in one(text):
        assert finding.place
        assert finding.remedy


def test_passives_that_pile_up_are_told_and_a_few_are_not() -> None:
    done = ("De dag wordt geopend.", "Er wordt gewerkt.", "Daar wordt gesproken.")
    active = ("De school doet mee.",) * 6
    (found,) = (told for told in one(" ".join((*done, *active))) if told.code == "lijdende-vorm")
    assert found.reason.startswith("In 3 van de 9 zinnen staat niet wie het doet")
    assert "‘De dag wordt geopend.’" in found.reason
    for few in ((*done[:2],), (*done, *active, *active[:1])):
        assert "lijdende-vorm" not in {told.code for told in one(" ".join(few))}
