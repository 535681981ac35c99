"""Evergreen texts: offered with a reason, never put in by themselves, and not too often."""

from dataclasses import replace
from datetime import date

from omroeper.domain.edition import Edition, Edits, Section
from omroeper.domain.evergreen import EVERGREEN, Background, Evergreen, offers
from omroeper.domain.issue import Issue
from omroeper.domain.newsletter import STANDARD_SECTIONS
from omroeper.domain.theme_matching import ThemeMatcher
from tests.domain.test_assembly import OCTOBER, SENT, item, keys, make
from tests.samples import newsroom

BACKGROUND = Background({"sto": 5, "iol": 1}, {}, silent_after=4, rest=2)
TALK = Evergreen("gesprek", "Praten over techniek", "Over het actieplan.", "iol")
VMBO = Evergreen("vmbo", "Techniek op het vmbo", "Over het vmbo.", "sto", terms=("vmbo",))
OTHER = Evergreen("robots", "Robots in de klas", "Over robots.", "fll")
ALL = (OTHER, VMBO, TALK)


def offered(
    *texts: Evergreen, background: Background = BACKGROUND, edits: Edits | None = None
) -> dict[str, str]:
    room = newsroom()
    theme = room.calendar.theme_of(Issue(OCTOBER))
    found = offers(
        texts or ALL,
        room.programmes,
        ThemeMatcher(theme.terms if theme else (), str),
        background,
        edits or Edits(),
        SENT,
    )
    return {offer.item.title: offer.reason for offer in found}


def chosen(*updates: str, edits: Edits) -> Edition:
    room = replace(newsroom(), evergreens=ALL)
    return make(*(item(key, lead_wish=key == "wens") for key in updates), edits=edits, room=room)


def test_the_theme_comes_first_then_who_was_silent() -> None:
    assert offered() == {
        "Praten over techniek": "Past bij het thema: ‘actieplan’; nog nooit geplaatst",
        "Techniek op het vmbo": (
            "Sterk Techniekonderwijs stond al 5 nieuwsbrieven niet in de nieuwsbrief; "
            "nog nooit geplaatst"
        ),
        "Robots in de klas": "Nog nooit geplaatst",
    }
    assert list(offered()) == ["Praten over techniek", "Techniek op het vmbo", "Robots in de klas"]


def test_no_more_than_three_are_offered() -> None:
    more = tuple(replace(OTHER, id=f"r{n}", title=f"Robots {n}") for n in range(5))
    assert len(offered(*more)) == 3


def test_what_was_told_rests_for_so_many_newsletters() -> None:
    for ago, wanted in ((1, False), (2, False), (3, True)):
        background = replace(BACKGROUND, told_ago={TALK.key: ago})
        assert (TALK.title in offered(background=background)) is wanted, ago
    assert offered(TALK, background=background)[TALK.title].endswith(
        "3 nieuwsbrieven geleden geplaatst"
    )


def test_out_of_season_expired_ended_dropped_and_chosen_texts_are_not_offered() -> None:
    assert not offered(replace(TALK, months=(1, 2)))
    assert offered(replace(TALK, months=(10,)))
    assert not offered(replace(TALK, valid_until=date(2024, 10, 14)))
    assert offered(replace(TALK, valid_until=date(2024, 10, 15)))
    assert not offered(replace(TALK, programme="jet-net"))
    assert not offered(TALK, edits=Edits(drop=(TALK.key,)))
    assert not offered(TALK, edits=Edits(evergreens=(TALK.key,)))


def test_nothing_is_put_in_by_itself() -> None:
    assert keys(chosen("a", edits=Edits()), Section.PROGRAMMES) == []


def test_a_chosen_text_stands_after_the_news_and_says_why() -> None:
    edits = Edits(evergreens=(OTHER.key, TALK.key))
    edition = chosen("wens", "a", edits=edits)
    assert keys(edition, Section.LEAD) == ["wens"]
    assert keys(edition, Section.PROGRAMMES) == ["a", OTHER.key]
    (on_theme,) = edition.section(Section.THEME)
    assert on_theme.item.key == TALK.key
    assert on_theme.item.source == EVERGREEN
    assert on_theme.reason == (
        "Evergreen, gekozen door de redactie; past bij het thema: ‘actieplan’"
    )


def test_the_editor_orders_and_takes_out_a_chosen_text() -> None:
    first = Edits(evergreens=(OTHER.key,))
    assert keys(chosen("wens", "a", edits=replace(first, order=(OTHER.key,))), Section.PROGRAMMES) == [
        OTHER.key, "a"
    ]  # fmt: skip
    again = first.then(Edits(drop=(OTHER.key,)))
    assert keys(chosen("wens", "a", edits=again), Section.PROGRAMMES) == ["a"]


def test_without_any_news_the_first_one_opens() -> None:
    edition = chosen(edits=Edits(evergreens=(OTHER.key, VMBO.key)))
    assert keys(edition, Section.LEAD) == [OTHER.key]
    assert keys(edition, Section.PROGRAMMES) == [VMBO.key]
    assert edition.subject == OTHER.title


def test_later_choices_add_up() -> None:
    both = Edits(evergreens=("a",)).then(Edits(evergreens=("b", "a")))
    assert both.evergreens == ("a", "b")


def test_a_newsletter_without_a_theme_section_tells_it_with_the_programmes() -> None:
    room = replace(newsroom(), evergreens=ALL)
    sections = tuple(one for one in STANDARD_SECTIONS if one.section is not Section.THEME)
    own = replace(room.newsletter, sections=tuple(reversed(sections)))
    edits = Edits(evergreens=(TALK.key,))
    updates = (item("wens", lead_wish=True), item("a"))
    edition = make(*updates, edits=edits, room=replace(room, newsletter=own))
    assert [entry.item.key for entry in edition.entries] == ["a", TALK.key, "wens"]
