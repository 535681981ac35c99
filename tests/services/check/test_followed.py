"""Followed links in the editor's words: every trouble has its finding, with the item it stands in."""

import pytest

from omroeper.domain.edition import Section
from omroeper.domain.finding import Level
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.links import LinkBook
from omroeper.services.check import Circumstances, Seen
from omroeper.services.check.followed import addresses_of, judge_answers
from tests.domain.test_assembly import item, make
from tests.services.check.drafts import with_html

PAGE = "https://ptvt.nl/nieuws"
EDITION = make(item("a", title="De conferentie", link=PAGE), item("b"))
BOOK = LinkBook(EDITION.id, EDITION.newsletter, "https://nieuws.ptvt.nl")
AROUND = Circumstances("https://nieuws.ptvt.nl", BOOK)
TARGET = BOOK.target(PAGE, Section.LEAD.value)


def seen() -> Seen:
    counted = BOOK.outgoing(PAGE, Section.LEAD.value)
    other = '<a href="https://x.example/c">Voorbeeld</a> <a href="mailto:a@b.nl">Mail</a>'
    html = f'<a href="{counted}">Lees alles</a> {other}'
    return Seen(EDITION, with_html(html), AROUND)


def test_counted_links_are_followed_to_their_target_and_examples_are_not() -> None:
    assert addresses_of(seen()) == (TARGET,)


@pytest.mark.parametrize(
    ("trouble", "code", "level"),
    [
        (LinkTrouble.GONE, "link-dood", Level.BLOCKING),
        (LinkTrouble.NAMELESS, "link-dood", Level.BLOCKING),
        (LinkTrouble.PRIVATE, "link-intern", Level.BLOCKING),
        (LinkTrouble.LOGIN, "link-inlog", Level.BLOCKING),
        (LinkTrouble.CERTIFICATE, "link-certificaat", Level.BLOCKING),
        (LinkTrouble.UNSURE, "link-onzeker", Level.WARNING),
        (LinkTrouble.ELSEWHERE, "link-elders", Level.WARNING),
        (LinkTrouble.PASSWORD, "link-wachtwoord", Level.WARNING),
        (LinkTrouble.EMPTY, "link-leeg", Level.WARNING),
        (LinkTrouble.FRAGMENT, "link-fragment", Level.WARNING),
        (LinkTrouble.PLAIN_HTTP, "link-http", Level.WARNING),
        (LinkTrouble.UNREACHED, "links-niet-nagegaan", Level.WARNING),
    ],
)
def test_each_trouble_has_its_finding(trouble: LinkTrouble, code: str, level: Level) -> None:
    (one,) = judge_answers(seen(), {TARGET: LinkAnswer(((trouble, "zo"),))})
    assert (one.code, one.level) == (code, level)
    assert one.place == "De conferentie: link ‘Lees alles’"
    assert "{}" not in one.reason + one.remedy


def test_only_the_troubles_asked_for_are_told() -> None:
    answer = LinkAnswer(((LinkTrouble.UNSURE, "x"), (LinkTrouble.GONE, "404")))
    (one,) = judge_answers(seen(), {TARGET: answer}, (LinkTrouble.GONE,))
    assert one.reason == "De pagina bestaat niet meer (404)."
