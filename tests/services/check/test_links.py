"""Links, their parameters and their texts; nothing personal, and nothing that tells who opens."""

from dataclasses import replace

import pytest

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import OtherTelling, RenderedEdition, Section
from omroeper.domain.finding import Level
from omroeper.domain.links import LinkBook, is_example_address
from omroeper.services.check import Circumstances
from tests.samples import rendered
from tests.services.check.drafts import GOOD, codes, findings, with_archive, with_html

BOOK = LinkBook(GOOD.id, GOOD.newsletter)
AROUND = Circumstances("https://desk.example", BOOK)
LEAD = BOOK.outgoing("https://x.example/a", Section.LEAD.value)


def linked(*urls: str, in_text: bool = True) -> RenderedEdition:
    """The sample's mail with these links in its html, and in its text."""
    html = "".join(f'<a href="{url}">Nieuws {n}</a> ' for n, url in enumerate(urls))
    shown = with_html(html.replace("&", "&amp;"))
    return replace(shown, text=shown.text + "\n".join(urls if in_text else ()) + "\n")


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ('<img src="https://x.example/p.gif" alt="">', "volgen"),
        ('<img srcset="https://x.example/p.gif 2x" alt="">', "volgen"),
        ('<table role="presentation" background="https://x.example/p.gif"></table>', "volgen"),
        ("<p style=\"background:url('https://x.example/p.gif')\">x</p>", "volgen"),
        ("<style>p { background: url(//x.example/p.gif) }</style>", "volgen"),
        ("<style>@import 'https://x.example/a.css';</style>", "volgen"),
        ("<style>@font-face { src: url(https://x.example/a.woff2) }</style>", "volgen"),
        ('<link rel="stylesheet" href="https://x.example/a.css">', "volgen"),
        ('<video poster="https://x.example/p.jpg"></video>', "volgen"),
        ('<!--[if mso]><v:fill src="https://x.example/p.gif" /><![endif]-->', "volgen"),
        ('<img src="data:image/gif;base64,x" alt="" width="1" height="1">', "pixel"),
        ('<img src="cid:a" alt="" style="display: none">', "pixel"),
        ('<img src="cid:a" alt="" style="width:1px;height:1px">', "pixel"),
        (f'<a href="https://x.example/?u={TOKEN_PLACEHOLDER}">Nieuws</a>', "persoonlijk"),
        ('<a href="https://x.example/?e=jan%40school.nl">Nieuws</a>', "persoonlijk"),
        ('<a href="https://x.example/?mc_eid=4f2">Nieuws</a>', "persoonlijk"),
        ('<a href="https://jan:geheim@x.example/">Nieuws</a>', "persoonlijk"),
        ('<a href="javascript:x()">Nieuws</a>', "link"),
        ('<a href="https://x.example"></a>', "linktekst-leeg"),
        ('<a href="https://x.example"><img src="cid:a" alt=""></a>', "linktekst-leeg"),
    ],
)
def test_what_blocks(extra: str, code: str) -> None:
    assert codes(with_html(extra))[code] is Level.BLOCKING


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ('<a href="https://x.example">klik hier</a>', "linktekst"),
        ('<a href="https://x.example">Lees verder »</a>', "linktekst"),
        ('<a href="https://x.example">https://x.example/nieuws</a>', "linktekst-adres"),
        ('<a href="https://x.example/a">Nieuws</a><a href="https://x.example/b">Nieuws</a>',
         "linktekst-dubbel"),
        ('<a href="https://x.example/?fbclid=4f2">Nieuws</a>', "persoonlijk-mogelijk"),
        ('<a href="https://x.example/a;jsessionid=4f2">Nieuws</a>', "persoonlijk-mogelijk"),
        ('<a href="https://x.example/jan@school.nl">Nieuws</a>', "persoonlijk-mogelijk"),
    ],
)  # fmt: skip
def test_what_warns(extra: str, code: str) -> None:
    assert codes(with_html(extra))[code] is Level.WARNING


@pytest.mark.parametrize(
    "extra",
    [
        '<a href="https://x.example/a"><img src="cid:a" alt="Het nieuws van oktober" width="100"></a>',
        '<a href="https://x.example/a">Nieuws</a><a href="https://x.example/a?utm_medium=x">Nieuws</a>',
        '<a href="https://x.example/?id=12&amp;pagina=2">Nieuws</a>',
        '<p style="background:url(data:image/gif;base64,x)">x</p>',
        '<a href="mailto:redactie@omroeper.example">Mail de redactie</a>',
    ],
)
def test_what_is_well_made_passes(extra: str) -> None:
    assert not set(codes(with_html(extra))) - {"ontbreekt", "voorbeeldadres-proef"}


def test_the_name_of_another_that_tells_a_story_may_lead_to_each_of_its_pages() -> None:
    pages = [f'<a href="https://x.example/{page}">Sterk Techniekonderwijs</a>' for page in "ab"]
    shown = with_html("".join(pages))
    assert "linktekst-dubbel" in codes(shown)
    other = OtherTelling(GOOD.entries[1].item, "Sterk Techniekonderwijs", "dezelfde kop")
    entries = (replace(GOOD.entries[0], others=(other,)), *GOOD.entries[1:])
    assert "linktekst-dubbel" not in codes(shown, replace(GOOD, entries=entries))


def test_the_archive_page_is_looked_at_too() -> None:
    assert codes(with_archive('<a href="https://x.example">hier</a>'))["linktekst"]
    personal = '<a href="https://x.example/?mc_eid=1">Nieuws</a>'
    assert codes(with_archive(personal))["persoonlijk"] is Level.BLOCKING


@pytest.mark.parametrize(
    "changed",
    [
        replace(rendered(), html="<html lang='nl'></html>"),
        replace(rendered(), text="Beste lezer"),
    ],
)
def test_a_mail_without_a_way_out_blocks(changed: RenderedEdition) -> None:
    assert codes(changed)["afmelden"] is Level.BLOCKING


def test_links_with_the_same_parameters_pass_in_both_parts() -> None:
    other = BOOK.outgoing("https://x.example/b?id=1", Section.THEME.value)
    assert set(codes(linked(LEAD, other), around=AROUND)) == {"ontbreekt", "voorbeeldadres-proef"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://x.example/c", "utm"),
        ("https://x.example/c?utm_source=agdb&utm_medium=email&utm_campaign=oud", "utm"),
        (LEAD + "&utm_campaign=agdb-2024-10", "utm-dubbel"),
        (LEAD + "&x=jan@school.nl", "persoonlijk"),
    ],
)
def test_one_link_with_other_parameters_is_found(url: str, code: str) -> None:
    shown = linked(LEAD, LEAD + "&x=1", url)
    (one,) = [f for f in findings(shown, around=AROUND) if f.code == code]
    assert one.place == "Link ‘Nieuws 2’"


def test_a_link_that_the_text_part_lacks_is_found() -> None:
    shown = linked(LEAD, in_text=False)
    assert codes(shown, around=AROUND)["link-verschilt"] is Level.WARNING


def test_counted_links_are_judged_by_where_they_lead() -> None:
    counted = replace(BOOK, counter_url="https://desk.example")
    around = Circumstances("https://desk.example", counted)
    lead = GOOD.section(Section.LEAD)[0].item
    good = counted.outgoing(lead.link, Section.LEAD.value)
    assert set(codes(linked(good), around=around)) == {"ontbreekt", "voorbeeldadres-proef"}
    unknown = "https://desk.example/k/000000000000"
    assert codes(linked(unknown), around=around)["link-onbekend"] is Level.BLOCKING
    marked = replace(lead, link="https://x.example/a?mc_eid=1")
    edition = replace(GOOD, entries=(replace(GOOD.entries[0], item=marked),))
    shown = linked(counted.outgoing(marked.link, Section.LEAD.value))
    (one,) = [f for f in findings(shown, edition, around) if f.code == "persoonlijk"]
    assert one.place == f"{lead.title}: link ‘Nieuws 0’"


def test_an_example_address_blocks_where_readers_can_reach_the_desk() -> None:
    public = Circumstances("https://nieuws.ptvt.nl", BOOK)
    (one,) = [f for f in findings(linked(LEAD), around=public) if f.code == "voorbeeldadres"]
    assert one.level is Level.BLOCKING
    trial = codes(linked(LEAD), around=AROUND)
    assert trial["voorbeeldadres-proef"] is Level.WARNING
    assert "voorbeeldadres" not in trial


@pytest.mark.parametrize(
    ("url", "example"),
    [
        ("https://x.example/a", True), ("https://www.example.com", True), ("http://a.test", True),
        ("http://localhost:8190", True), ("http://127.0.0.1:8190", True), ("http://[::1]/", True),
        ("https://ptvt.nl", False), ("https://example.ptvt.nl", False),
        ("https://voorbeeld.nl/example", False),
    ],
)  # fmt: skip
def test_which_addresses_are_examples(url: str, example: bool) -> None:
    assert is_example_address(url) is example


PIXEL = '<img src="https://desk.example/p.gif" alt="" width="1" height="1">'


def test_a_counting_picture_blocks_without_a_consent_of_its_own() -> None:
    found = codes(with_html(PIXEL), around=AROUND)
    assert found["volgen"] is found["pixel"] is Level.BLOCKING
    assert "openen" not in found


def test_with_such_a_consent_the_desks_own_warns_and_others_still_block() -> None:
    around = replace(AROUND, opens_consent="openen-1")
    found = codes(with_html(PIXEL), around=around)
    assert found["openen"] is Level.WARNING
    assert not {"volgen", "pixel"} & set(found)
    (told,) = [one for one in findings(with_html(PIXEL), around=around) if one.code == "openen"]
    assert "openen-1" in told.reason
    for other in ("https://elders.example/p.gif", "https://desk.example.elders.example/p.gif"):
        html = with_html(PIXEL.replace("https://desk.example/p.gif", other))
        assert codes(html, around=around)["volgen"] is Level.BLOCKING
