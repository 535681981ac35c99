"""Stories on labelled items and as a table of pairs; who speaks, and what makes no difference."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.item import Item
from omroeper.domain.programme import Domain, Programme
from omroeper.domain.story import Choosing, Story, tell_stories
from tests.domain.test_assembly import event, item
from tests.labelled_stories import labelled_items, pairs_of, told_pairs

LABELLED = [found for found, _ in labelled_items().values()]
TEXT = "Scholen en bedrijven in Drenthe werken samen aan een plan voor techniek in de regio."


def members(story: Story) -> list[str]:
    return [story.speaker.key, *(other.key for other, _ in story.others)]


def test_on_labelled_items_what_is_joined_is_the_same_and_most_is_joined() -> None:
    """20 pairs tell the same among 57 items; two of each story's texts were written apart."""
    found = pairs_of([members(story) for story in tell_stories(LABELLED)])
    told = told_pairs()
    assert len(told) == 20
    assert found <= told, "precision 1.0"
    assert len(found & told) / len(told) >= 0.95, f"recall; missed {told - found}"


def one(**changes: object) -> Item:
    return replace(item("een", title="Plan voor Drenthe", text=TEXT), **changes)  # type: ignore[arg-type]


def other(**changes: object) -> Item:
    base = item("ander", "sto", title="Drenthe maakt plan", text="Heel andere woorden.", source="b")
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (one(), other(link="http://x.example/een/?utm_source=b"), "dezelfde pagina"),
        (one(), other(title="Plan voor Drenthe", text=""), "dezelfde kop"),
        (one(), other(text=TEXT), "bijna dezelfde tekst"),
        (one(), other(), ""),
        (one(), other(text=TEXT, published=one().published - timedelta(days=40)), ""),
        (one(title="A", text="Op 4 maart was er iets."), other(text="Op 5 maart was er iets."), ""),
        (one(text=TEXT), other(text=TEXT, source="bron"), ""),  # a series of one source
        (
            replace(event("e", 9), title="Landelijke dag Techniek"),
            replace(event("f", 9), title="Landelijke dag", source="b", link="https://b.example/f"),
            "dezelfde bijeenkomst",
        ),
        (
            replace(event("e", 9), title="Landelijke dag"),
            replace(event("f", 10), title="Landelijke dag", source="b"),
            "",
        ),
        (
            replace(event("e", 9), title="Werksessie", text=TEXT),  # twice that day
            replace(event("f", 9.1), title="Werksessie", text=TEXT),
            "",
        ),
        (one(), replace(event("f", 9), title="Plan voor Drenthe", text=TEXT, source="b"), ""),
    ],
)
def test_two_items_are_one_story_for_a_reason(first: Item, second: Item, why: str) -> None:
    stories = tell_stories([first, second])
    reasons = [reason for story in stories for _, reason in story.others]
    assert reasons == ([why] if why else [])


def test_a_link_that_stands_on_every_item_of_a_source_joins_nothing() -> None:
    front = "https://x.example/"
    same = [item(f"s{n}", title=f"Kop {n}", text=f"Tekst {n}", link=front) for n in range(3)]
    assert len(tell_stories([*same, other(link=front)])) == 4


def test_of_many_with_one_title_the_order_makes_no_difference() -> None:
    many = [other(key=f"k{n}", source=f"s{n}", link="", text="") for n in range(90)]
    assert tell_stories(many) == tell_stories([*many[45:], *many[:45]])


def test_two_occasions_are_never_joined_through_a_third() -> None:
    march = one(key="m", title="A", text=f"{TEXT} Het was op 4 maart.", source="m")
    april = one(key="a", title="B", text=f"{TEXT} Het was op 4 april.", source="a")
    vague = one(key="v", title="C", text=TEXT, source="v")
    joined = [{*members(story)} for story in tell_stories([march, april, vague])]
    assert len(joined) == 2
    assert not any({"m", "a"} <= keys for keys in joined)


def test_the_best_told_speaks() -> None:
    house = {"fll": Programme("fll", "FIRST LEGO League", Domain.FUNDEREND)}
    plain, long = one(key="p"), one(key="l", source="b", text=TEXT + " En nog veel meer hierover.")
    of_itself = one(key="z", source="c", text=TEXT + " Dat zegt FIRST LEGO League.")

    def speaks(*items: Item, **weights: int) -> tuple[str, str]:
        (story,) = tell_stories(items, Choosing(weights, house))
        return story.speaker.key, story.reason

    assert speaks(plain, long) == ("l", "het vertelt meer")
    assert speaks(plain, long, bron=2) == ("p", "zijn bron weegt zwaarder")
    assert speaks(plain, of_itself, long) == ("z", "het programma vertelt over zichzelf")
    assert speaks(replace(plain, lead_wish=True), of_itself)[0] == "p"


def test_what_was_told_before_is_known_again() -> None:
    (story,) = tell_stories([one()], told=[other(link="https://www.x.example/een")])
    assert story.earlier is not None
    assert story.earlier[1] == "dezelfde pagina"
    (fresh,) = tell_stories([one()], told=[other()])
    assert fresh.earlier is None


@given(st.randoms(use_true_random=False), st.integers(0, 57))
def test_every_item_is_in_one_story_whatever_the_order(random: Random, start: int) -> None:
    some = LABELLED[start:] or LABELLED
    shuffled = random.sample(some, len(some))
    stories = tell_stories(shuffled)
    assert sorted(key for story in stories for key in members(story)) == sorted(
        found.key for found in some
    )
    assert {frozenset(members(story)) for story in stories} == {
        frozenset(members(story)) for story in tell_stories(some)
    }
    assert {story.speaker.key for story in stories} == {s.speaker.key for s in tell_stories(some)}
