"""Whom to ask for news: who gave nothing, by the contact of the programme or of its whole."""

from dataclasses import replace

from omroeper.domain.chase import ChaseList, chase_list
from omroeper.domain.coverage import coverage_ledger
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.programme import Domain, Programme, Programmes
from omroeper.domain.team import Person, Team
from tests.domain.test_assembly import OCTOBER
from tests.samples import newsroom

MILA = Person("mila", "Mila", "mila@desk.example", contact_for=("sto", "iol"))
YUSUF = Person("yusuf", "Yusuf", "yusuf@desk.example", contact_for=("fll",))


def room(*more: Programme) -> Newsroom:
    made = newsroom(silent_after=2)
    programmes = {**made.programmes.by_id, **{one.id: one for one in more}}
    team = Team({"mila": MILA, "yusuf": YUSUF})
    return replace(made, programmes=Programmes(programmes), team=team)


def listed(heard: set[str], where: Newsroom | None = None) -> ChaseList:
    found = where or room()
    told = {Month(2024, 8): ("fll",), Month(2024, 9): ("fll",)}
    ledger = coverage_ledger(2024, told, found.programmes)
    return chase_list(found, Issue(OCTOBER), ledger, heard)


def test_each_contact_has_the_programmes_that_gave_nothing() -> None:
    chase = listed({"iol"})
    assert {c.person.id: [one.programme.id for one in c.asked] for c in chase.contacts} == {
        "mila": ["sto"], "yusuf": ["fll"]
    }  # fmt: skip


def test_a_programme_without_contact_is_for_the_editor() -> None:
    assert [one.programme.id for one in listed({"iol"}).unreached] == ["agdb"]


def test_long_silence_is_told_and_short_silence_is_not() -> None:
    reasons = {one.programme.id: one.reason for c in listed(set()).contacts for one in c.asked}
    assert reasons["sto"] == "nog geen bericht deze maand, en al 2 nieuwsbrieven niets"
    assert reasons["fll"] == "nog geen bericht deze maand"


def test_an_ended_programme_is_not_asked() -> None:
    chase = listed(set())
    asked = [one.programme.id for c in chase.contacts for one in c.asked]
    assert "jet-net" not in asked + [one.programme.id for one in chase.unreached]


def test_news_of_a_part_is_news_of_its_whole_and_a_part_has_the_contact_of_its_whole() -> None:
    part = Programme("deel", "Deel", Domain.FUNDEREND, parent="sto")
    of_part = listed({"deel", "iol", "fll", "agdb"}, room(part))
    assert (of_part.contacts, of_part.unreached) == ((), ())
    of_whole = listed({"sto", "iol", "fll", "agdb"}, room(part))
    (contact,) = of_whole.contacts
    assert (contact.person.id, [one.programme.id for one in contact.asked]) == ("mila", ["deel"])


def test_a_newsletter_asks_only_for_the_programmes_it_is_about() -> None:
    about = replace(room().newsletter, programmes=("iol",))
    chase = listed(set(), replace(room(), newsletter=about))
    assert [one.programme.id for c in chase.contacts for one in c.asked] == ["iol"]
    assert chase.unreached == ()
    assert chase.edition == "agdb-2024-10"
