"""The parts of a score, each within its bounds, and what the editor reads of them."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.coverage import Told
from omroeper.domain.month import Month
from omroeper.domain.preference import Choice, ChoiceKind
from omroeper.domain.ranking import Ranker
from omroeper.domain.score import Score
from omroeper.domain.story import Story
from omroeper.domain.theme_matching import ThemeMatcher
from tests.domain.test_assembly import OCTOBER, SENT, item
from tests.samples import newsroom

BOUNDS = {
    "theme": (0, 6),
    "freshness": (0, 2),
    "balance": (-2, 2),
    "source": (-0.5, 1),
    "story": (0, 1.5),
    "editors": (-1.5, 1.5),
}
TERMS = ("conferentie", "vmbo", "skills", "agdb", "llo")
STEM = dutch_stemmer()


def ranker(
    *terms: str,
    told: Told | None = None,
    weights: dict[str, int] | None = None,
    choices: tuple[Choice, ...] = (),
) -> Ranker:
    return Ranker(
        OCTOBER,
        SENT - timedelta(days=28),
        SENT,
        ThemeMatcher(terms, STEM),
        newsroom().programmes,
        silent_after=4,
        told=told or {},
        weights=weights or {},
        choices=choices,
    )


def score(name: str = "a", programme: str = "fll", **changes: object) -> Score:
    return ranker("conferentie").score(Story(item(name, programme, **changes)))  # type: ignore[arg-type]


def told(*months: tuple[str, ...]) -> Told:
    """Programmes of the newsletters before October, the last one last."""
    return {OCTOBER.plus(place - len(months)): ids for place, ids in enumerate(months)}


def test_the_theme_counts_terms_and_twice_in_the_title() -> None:
    assert score(text="Over de conferentie.").theme == 1
    assert score(title="De conferentie").theme == 2
    assert score(text="Over de persconferentie").fits  # a long term keeps its meaning
    hall = ranker("ruimte").score(Story(item("a", title="Een kleedruimte", text="")))
    assert (hall.theme, hall.fits) == (0.5, False)


def test_freshness_runs_from_the_start_of_the_window_to_its_end() -> None:
    assert [score(days_before=days).freshness for days in (0, 14, 28, 90)] == [2, 1, 0, 0]


def test_balance_helps_the_silent_and_holds_back_what_was_told_much() -> None:
    silent = ranker(told=told(("sto",), ("agdb",), ("agdb",)))
    assert silent.score(Story(item("a", "sto"))).balance == 1
    assert silent.score(Story(item("a", "iol"))).balance == 1.5
    assert silent.score(Story(item("a", "jet-net"))).balance == 0  # ended: no news is expected
    full = ranker(told=told(("agdb",) * 4, ("agdb", "sto", "fll", "iol")))
    assert full.score(Story(item("a", "agdb"))).balance < 0
    assert full.score(Story(item("a", "sto"))).balance == 0
    assert ranker().score(Story(item("a"))).balance == 0  # the first newsletter of all


def test_source_and_size_of_the_story() -> None:
    weighed = ranker(weights={"bron": 2, "licht": 0, "zwaar": 9})
    assert weighed.score(Story(item("a"))).source == 0.5
    assert weighed.score(Story(item("a", source="licht"))).source == -0.5
    assert weighed.score(Story(item("a", source="zwaar"))).source == 1
    others = tuple((item(f"o{n}", source=f"s{n % 2}"), "zelfde") for n in range(4))
    told_by_three = weighed.score(Story(item("a"), others))
    assert told_by_three.story == 1
    assert "3 bronnen vertellen het" in told_by_three.notes


def test_what_editors_chose_is_told() -> None:
    choice = Choice(Month(2024, 9), ChoiceKind.FIRST, "x", "X", "bron", "sto")
    found = ranker(choices=(choice,)).score(Story(item("a")))
    assert found.editors == 0.25
    assert found.notes == ("de redactie koos de laatste maanden vaker voor deze bron",)


def test_the_editor_reads_terms_words_and_points() -> None:
    found = ranker("leercultuur", "llo").score(
        Story(item("a", title="LLO", text="Een leer- en ontwikkelcultuur.", days_before=14))
    )
    assert found.told_terms == "‘leercultuur’ (in ‘leer- en ontwikkelcultuur’), ‘llo’"
    assert found.told == "Score 4: thema 3, nieuw 1"
    assert replace(found, freshness=0.5, balance=-1.0).told == (
        "Score 2,5: thema 3, nieuw 0,5, balans −1"
    )
    assert Score().told == "Score 0"


@given(
    words=st.lists(st.sampled_from(TERMS)),
    days=st.floats(-50, 80),
    weight=st.integers(-5, 100),
    programme=st.sampled_from(["fll", "sto", "jet-net"]),
    before=st.lists(st.lists(st.sampled_from(["fll", "sto", "agdb"]), max_size=9), max_size=9),
    kinds=st.lists(st.sampled_from(ChoiceKind), max_size=30),
)
def test_every_part_stays_within_its_bounds(
    words: list[str],
    days: float,
    weight: int,
    programme: str,
    before: list[list[str]],
    kinds: list[ChoiceKind],
) -> None:
    choices = tuple(Choice(OCTOBER.plus(-1), kind, "x", "X", "bron", "fll") for kind in kinds)
    found = ranker(
        *TERMS,
        told=told(*map(tuple, before)),
        weights={"bron": weight},
        choices=choices,
    ).score(Story(item("a", programme, title=" ".join(words), days_before=days)))
    for part in fields(found):
        if part.name in BOUNDS:
            least, most = BOUNDS[part.name]
            assert least <= getattr(found, part.name) <= most


@pytest.mark.parametrize("part", BOUNDS)
def test_each_part_counts_in_the_total(part: str) -> None:
    assert Score(**{part: 0.5}).total == 0.5  # type: ignore[arg-type]
