"""The mail and its archive page: whole, escaped, accessible, the same each time, and followed by no one."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.templates import read_templates
from omroeper.domain.coverage import coverage_ledger, programmes_told
from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.errors import RenderingError
from omroeper.domain.finding import blocking
from omroeper.domain.inspection import inspect_html
from omroeper.domain.item import ItemKind
from omroeper.domain.links import LinkBook
from omroeper.rendering.brand import Brand, contrast
from omroeper.rendering.mjml_check import check_html, validate_mjml
from omroeper.rendering.newsletter import NewsletterRenderer, links_of
from omroeper.services.check import check_draft
from tests.domain.test_assembly import OCTOBER, SENT, event, item, make
from tests.samples import DUTCH, figure_observation, newsroom

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
TEMPLATES = read_templates(ROOT / "templates", ROOT)
BRAND = read_brand(ROOT)
EVIL = "<script>alert('x')</script> & “meer”"
OBSERVED = {
    "vrouwen": figure_observation("vrouwen", "16.9"),
    "vrouwen_2013": figure_observation("vrouwen_2013", "12.6"),
}
EDITION = make(
    item("wens", lead_wish=True, title="De conferentie is geweest"),
    item("a", "sto", title=EVIL, text=f"{EVIL}\n\nTweede alinea."),
    item("b", "agdb", link=""),
    item("t", "iol", text="Over het actieplan."),
    events=(event("dag", 30),),
    observations=OBSERVED,
)
LEDGER = coverage_ledger(2024, {OCTOBER: programmes_told(EDITION)}, newsroom().programmes)


def render(edition: Edition = EDITION, counter: str = "https://desk.example") -> RenderedEdition:
    renderer = NewsletterRenderer(TEMPLATES, BRAND, ZONE, DUTCH)
    book = LinkBook(edition.id, edition.newsletter, counter)
    return renderer.render(edition, newsroom().newsletter, book, "https://desk.example")


SHOWN = render()


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert render() == SHOWN


def test_foreign_text_is_shown_literally() -> None:
    for page in (SHOWN.html, SHOWN.archive_html):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert EVIL in SHOWN.text


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert inspect_html(SHOWN.html).remote == []
    assert "@import" not in SHOWN.html
    assert "url(" not in SHOWN.html


def test_only_the_unsubscribe_link_is_personal() -> None:
    personal = [
        link.href for link in inspect_html(SHOWN.html).links if TOKEN_PLACEHOLDER in link.href
    ]
    assert personal == [f"https://desk.example/afmelden/{TOKEN_PLACEHOLDER}"]
    assert SHOWN.text.count(TOKEN_PLACEHOLDER) == 1
    assert TOKEN_PLACEHOLDER not in SHOWN.archive_html


def test_the_credit_lines_of_what_is_used_stand_in_mail_and_archive() -> None:
    edition = replace(EDITION, credits=("Bron A (CC BY 4.0)", "Bron B"))
    shown = render(edition)
    for part in (shown.html, shown.text, shown.archive_html):
        assert "Met dank aan: Bron A (CC BY 4.0); Bron B." in part
    assert "Met dank aan" not in SHOWN.html + SHOWN.text + SHOWN.archive_html


def test_other_programmes_that_tell_it_are_linked_once() -> None:
    link = "https://x.example/nieuws"
    same: dict[str, Any] = {
        "title": "De conferentie",
        "text": "Op 2 oktober was de conferentie in Noordwijk.",
    }
    speaks = item("s", "agdb", **{**same, "text": same["text"] + " Er kwamen 300 mensen."})
    own = replace(speaks, key="o", source="eigen", link=link, text=same["text"])
    sto = item("t", "sto", source="sto", link=f"{link}/sto", **same)
    again = replace(sto, key="u", source="vmbo", link=f"{link}/vmbo")
    edition = make(speaks, own, sto, again)
    shown = render(edition, counter="")
    assert len(edition.entries) == 1
    for part in (shown.html, shown.archive_html):
        assert part.count("Ook hierover: ") == 1
        assert part.count(">Sterk Techniekonderwijs</a>") == 1
    assert "Ook hierover: Sterk Techniekonderwijs\n" in shown.text
    registered = links_of(edition, LinkBook(edition.id, edition.newsletter))
    assert any(target.startswith(f"{link}/sto?") for target in registered.values())


def test_counted_links_are_registered_and_the_archive_has_the_real_ones() -> None:
    book = LinkBook(EDITION.id, EDITION.newsletter, "https://desk.example")
    registered = links_of(EDITION, book)
    used = set(re.findall(r"https://desk\.example/k/([0-9a-f]{12})", SHOWN.html))
    assert used
    assert used == set(registered)
    assert all("utm_campaign=agdb-2024-10" in target for target in registered.values())
    assert "/k/" not in SHOWN.archive_html
    assert "https://x.example/wens" in SHOWN.archive_html


def test_without_a_counter_the_links_are_the_targets() -> None:
    assert "https://x.example/wens?utm_source=agdb" in render(counter="").html.replace("&amp;", "&")


def test_the_mail_says_its_language_and_its_headings_are_in_order() -> None:
    facts = inspect_html(SHOWN.html)
    assert facts.language == "nl"
    assert facts.headings[0] == 1
    assert facts.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(facts.headings, facts.headings[1:], strict=False))
    layout = re.findall(r"<table\b[^>]*>", SHOWN.html)
    assert all('role="presentation"' in table for table in layout)


def test_the_gate_finds_nothing_that_blocks() -> None:
    assert blocking(check_draft(EDITION, SHOWN)) == ()


@pytest.mark.parametrize("page", [SHOWN.html, SHOWN.archive_html])
def test_the_html_is_well_formed(page: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    serious = {"expected-closing-tag-but-got-eof", "unexpected-end-tag", "duplicate-attribute"}
    assert not serious & {error[1] for error in parser.errors}


def test_the_text_part_tells_everything_within_its_width() -> None:
    for told in ("De conferentie is geweest", "16,9%", "4,3 procentpunt", "Bron: Monitor 2024",
                 "Bericht dag", "AGENDA", "Groene en digitale banen"):  # fmt: skip
        assert told in " ".join(SHOWN.text.split()), told
    long = [line for line in SHOWN.text.splitlines() if len(line) > 72 and "http" not in line]
    assert long == []


def test_an_empty_agenda_says_so() -> None:
    empty = make(item("a"))
    assert "Geen agenda." in render(empty).html
    assert "Geen agenda." in render(empty).text


def test_an_item_without_link_has_none() -> None:
    titles = {link.text.strip() for link in inspect_html(SHOWN.html).links}
    assert "Bericht b" not in titles
    assert "Bericht b" in SHOWN.html


def test_an_event_of_several_days_says_until_when() -> None:
    long = item(
        "dag", kind=ItemKind.EVENT, starts=SENT + timedelta(days=30), ends=SENT + timedelta(days=31)
    )
    assert "tot en met" in render(make(item("a"), events=(long,))).text


def test_every_text_stands_out_from_its_ground() -> None:
    assert list(BRAND.too_faint()) == []
    grey = replace(BRAND, dark=replace(BRAND.dark, link=BRAND.dark.paper), chart="#f0f0f0")
    assert list(grey.too_faint()) == [
        ("chart", "light.paper"),
        ("dark.link", "dark.paper"),
        ("dark.link", "dark.tint"),
    ]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("mjml", "told"),
    [
        ("<mjml><mj-body><mj-foo></mj-foo></mj-body></mjml>", "<mj-foo>"),
        ("<mjml><mj-head></mj-head></mjml>", "no mj-body"),
        ("<mjml><mj-body><mj-text>x</mj-text></mj-body></mjml>", "may not stand in <mj-body>"),
        ('<mjml><mj-body><mj-section colour="red"></mj-section></mj-body></mjml>', "'colour'"),
        ("<mjml><mj-body>", "not well-formed"),
    ],
)
def test_what_mjml_would_drop_silently_is_named(mjml: str, told: str) -> None:
    with pytest.raises(RenderingError, match="templates/newsletter") as caught:
        validate_mjml(mjml)
    assert told in caught.value.sentence


@pytest.mark.parametrize("html", ["<p><mj-foo>x</mj-foo></p>", '<img src="data:,x">'])
def test_the_compiled_html_is_checked_too(html: str) -> None:
    with pytest.raises(RenderingError):
        check_html(html)


def test_an_unknown_name_in_a_template_names_the_template() -> None:
    broken = {**TEMPLATES, "newsletter/newsletter.txt": "{{ bestaat_niet }}"}
    renderer = NewsletterRenderer(broken, BRAND, ZONE, DUTCH)
    with pytest.raises(RenderingError, match=r"templates/newsletter/newsletter\.txt"):
        renderer.render(EDITION, newsroom().newsletter, LinkBook("a", "b"), "https://desk.example")


def test_brand_is_one_place() -> None:
    assert isinstance(BRAND, Brand)
    colours = re.compile(r"#[0-9a-fA-F]{6}")
    for name in ("newsletter/newsletter.mjml", "web/edition.html", "web/leave.html"):
        assert not colours.search(TEMPLATES[name]), f"{name} has a colour of its own"


def test_a_special_edition_says_that_it_is_one() -> None:
    special = render(replace(EDITION, slug="conferentie"))
    for part, usual in ((special.html, SHOWN.html), (special.archive_html, SHOWN.archive_html)):
        assert "Extra nieuwsbrief oktober 2024" in part
        assert "Extra nieuwsbrief" not in usual


def test_the_guest_editor_signs_in_mail_text_and_archive() -> None:
    shown = render(replace(EDITION, guest_editor="Mila Voorbeeld"))
    for part in (shown.html, shown.text, shown.archive_html):
        assert part.count("Gastredacteur: Mila Voorbeeld") == 1
    assert "Gastredacteur" not in SHOWN.html + SHOWN.text + SHOWN.archive_html
