"""A language is data: its dates, its words in mail and archive, and what was kept before it was."""

import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.phrases import read_phrases
from omroeper.domain.edition import Edition, RenderedEdition, Section
from omroeper.domain.inspection import inspect_html
from omroeper.domain.links import LinkBook
from omroeper.domain.newsletter import SectionHeading
from omroeper.rendering.inputs import (
    RenderInputs,
    changed_inputs,
    inputs_from,
    inputs_text,
    render_from,
)
from omroeper.rendering.newsletter import NewsletterRenderer
from omroeper.services.check import check_draft
from tests.domain.test_assembly import event, item, make
from tests.rendering.test_newsletter import BRAND, EDITION, OBSERVED, ROOT, TEMPLATES
from tests.samples import DUTCH, newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
ENGLISH = read_phrases(ROOT, "en")
LETTER = replace(newsroom().newsletter, name="Tech Letter", language="en", languages=("en",))
EVERYTHING = make(
    item("wens", "agdb", lead_wish=True), item("a", "sto"), item("t", "iol", text="Het actieplan."),
    events=(replace(event("dag", 30), place="Lyon"),), observations=OBSERVED,
)  # fmt: skip


def english(edition: Edition = EVERYTHING, *sections: Section) -> RenderedEdition:
    letter = LETTER
    if sections:
        headings = tuple(SectionHeading(one, f"Heading {one}") for one in sections)
        letter = replace(LETTER, sections=headings)
    edition = replace(edition, language="en", credits=("A source",))
    renderer = NewsletterRenderer(TEMPLATES, BRAND, ZONE, ENGLISH)
    return renderer.render(edition, letter, LinkBook("a", "b"), "https://desk.example")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-11-19T10:00", None, "Tuesday 19 November 2024, 10:00"),
        ("2024-11-19T00:00", "2024-11-20T00:00", "19 and 20 November 2024"),
        ("2024-11-19T00:00", "2024-11-21T00:00", "19 to 21 November 2024"),
        ("2024-11-29T00:00", "2024-12-02T00:00", "29 November to 2 December 2024"),
        ("2024-12-30T00:00", "2025-01-02T00:00", "30 December 2024 to 2 January 2025"),
        (
            "2024-11-19T09:30",
            "2024-11-20T17:00",
            "Tuesday 19 November 2024, 09:30 until Wednesday 20 November 2024",
        ),
    ],
)
def test_english_dates(first: str, last: str | None, told: str) -> None:
    starts, ends = (
        datetime.fromisoformat(one).replace(tzinfo=ZONE) if one else None for one in (first, last)
    )
    assert starts is not None
    assert ENGLISH.dates.span(starts, ends, ZONE) == told
    assert ENGLISH.dates.month(date(2024, 10, 1)) == "October 2024"
    assert ENGLISH.dates.month_short(date(2024, 9, 1)) in ("Sep", "Sept")


def test_no_word_around_the_content_is_left_in_another_language() -> None:
    shown = english()
    for part in (shown.html, shown.text, shown.archive_html):
        for name, word in DUTCH.words.items():
            fixed = word.partition("{")[0].strip()
            if len(fixed) > 8 and fixed not in ENGLISH.words[name]:
                assert fixed not in part, name
    for name in ("read_lead", "read_on_web", "mail_editors", "see_charts"):
        assert ENGLISH.words[name] in shown.html
    for told in ("Newsletter October 2024", "14 November 2024", "With thanks to: A source."):
        assert told in shown.html
    assert "Vocational and higher education" not in shown.html
    assert "Primary and secondary education" in shown.html


def test_its_language_stands_in_mail_and_archive_and_is_checked() -> None:
    shown = english()
    assert inspect_html(shown.html).language == "en"
    assert inspect_html(shown.archive_html).language == "en"
    codes = {one.code for one in check_draft(replace(EVERYTHING, language="en"), shown)}
    assert "taal" not in codes
    assert "taal" in {one.code for one in check_draft(EVERYTHING, shown)}


@pytest.mark.parametrize(
    "order",
    [
        (Section.LEAD, Section.PROGRAMMES, Section.AGENDA),
        (Section.AGENDA, Section.FIGURES, Section.THEME, Section.LEAD),
    ],
)
def test_its_sections_stand_in_its_order_under_its_titles(order: tuple[Section, ...]) -> None:
    shown = english(EVERYTHING, *order)
    for part in (shown.html, shown.text.casefold(), shown.archive_html):
        places = [part.find(f"heading {one}") + part.find(f"Heading {one}") for one in order]
        assert places == sorted(places)
        assert -2 not in places
        for other in set(Section) - set(order):
            assert f"heading {other}" not in part.casefold()


def test_what_was_kept_before_newsletters_had_a_language_still_renders() -> None:
    old = {
        "newsletter/newsletter.mjml": '<mjml lang="nl"><mj-body><mj-section><mj-column><mj-text>'
        "{{ month }} {{ section_titles.THEME }} {{ programme_groups[0][0] }} {{ agenda[0].when }}"
        "</mj-text></mj-column></mj-section></mj-body></mjml>",
        "newsletter/newsletter.txt": "{{ section_titles.PROGRAMMES }}",
        "web/edition.html": "{{ lead.title }}",
    }
    now = RenderInputs(
        old, BRAND, newsroom().newsletter, "https://desk.example", "", "Europe/Amsterdam", {}, DUTCH
    )
    kept = json.loads(inputs_text(now))
    del kept["phrases"]
    for field in ("language", "languages", "programmes", "sections", "sender_name", "hashtags"):
        del kept["newsletter"][field]
    for field in ("called_off", "moved"):
        del kept["newsletter"]["texts"][field]
    then = inputs_from(json.dumps(kept))
    shown = render_from(then, EDITION)
    assert "oktober 2024 Thema van de maand Groene en digitale banen" in shown.html
    assert "donderdag 14 november 2024, 09.00 uur" in shown.html
    assert shown.text == "Uit de programma’s\n"
    assert changed_inputs(then, now) == ("templates/phrases/nl.yaml",)
