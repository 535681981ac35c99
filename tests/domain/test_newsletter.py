"""A newsletter as data: whose an edition is, what it is about, and which sections it has."""

from dataclasses import replace

import pytest

from omroeper.domain.edition import Section
from omroeper.domain.newsletter import Newsroom, SectionHeading, newsletter_of
from tests.domain.test_assembly import event, item, keys, make, why
from tests.samples import figure_observation, newsroom

IDS = ("agdb", "agdb-international", "agdb-2024-10")
OBSERVED = {"vrouwen": figure_observation("vrouwen", "16.9")}


@pytest.mark.parametrize(
    ("edition", "newsletter"),
    [
        ("agdb-2024-10", "agdb"),
        ("agdb-2024-10-conferentie", "agdb"),
        ("agdb-international-2024-10", "agdb-international"),
        ("agdb-2024-10-2024-11", "agdb-2024-10"),
        ("agdb", None),
        ("agdb-oktober", None),
        ("agdb-international-", None),
        ("agdbx-2024-10", None),
        ("international-2024-10", None),
    ],
)
def test_an_edition_is_of_the_longest_id_before_its_month(
    edition: str, newsletter: str | None
) -> None:
    assert newsletter_of(edition, IDS) == newsletter
    assert newsletter_of(edition, reversed(IDS)) == newsletter


def with_sections(*sections: Section, **changes: object) -> Newsroom:
    room = newsroom()
    headings = tuple(SectionHeading(one, one.title) for one in sections)
    return replace(room, newsletter=replace(room.newsletter, sections=headings, **changes))  # type: ignore[arg-type]


def test_a_section_that_it_has_not_is_filled_with_nothing_and_missed_by_nobody() -> None:
    material = (item("a"), item("t", "sto", text="Over het actieplan."), item("c", "iol"))
    room = with_sections(Section.LEAD, Section.PROGRAMMES)
    edition = make(*material, events=(event("dag", 5),), observations=OBSERVED, room=room)
    assert {entry.section for entry in edition.entries} == {Section.LEAD, Section.PROGRAMMES}
    assert edition.figures == ()
    assert why(edition, "dag") == "Deze nieuwsbrief heeft geen onderdeel ‘Agenda’"
    assert edition.missing == ()

    alone = make(*material, room=with_sections(Section.LEAD))
    assert keys(alone, Section.LEAD) == ["t"]
    assert {one.item.key for one in alone.dropped} == {"a", "c"}
    assert why(alone, "a") == "Deze nieuwsbrief heeft geen onderdeel ‘Uit de programma’s’"


def test_its_sections_stand_in_its_own_order() -> None:
    room = with_sections(Section.AGENDA, Section.PROGRAMMES, Section.LEAD)
    edition = make(item("a"), item("b", "sto"), events=(event("dag", 5),), room=room)
    found = [entry.section for entry in edition.entries]
    assert found == [Section.AGENDA, Section.PROGRAMMES, Section.LEAD]


def test_it_takes_items_in_its_own_languages() -> None:
    english, dutch, german = (
        item("en", language="en"), item("nl", "sto"), item("de", "iol", language="de"),
    )  # fmt: skip
    room = with_sections(Section.LEAD, Section.PROGRAMMES, language="en", languages=("en", "nl"))
    edition = make(english, dutch, german, room=room)
    assert edition.language == "en"
    assert {entry.item.key for entry in edition.entries} == {"en", "nl"}
    assert why(edition, "de") == "Niet in een taal van deze nieuwsbrief (taal: de)"
    assert why(make(english, dutch), "en") == "Niet in het Nederlands (taal: en)"


def test_it_is_about_its_programmes_and_domains() -> None:
    room = newsroom()
    for named, covered in (
        ((), ["agdb", "fll", "iol", "sto", "jet-net"]),
        (("sto",), ["sto"]),
        (("groen-digitaal", "sto"), ["agdb", "sto"]),
    ):
        some = replace(room, newsletter=replace(room.newsletter, programmes=named))
        assert [programme.id for programme in some.covered] == covered
