"""The preview page: the real mail in every view, every reason in the mail's order, what changed."""

import html
import re
from dataclasses import replace

import html5lib

from omroeper.domain.audience import Segment
from omroeper.domain.draft_change import Change, DraftChanges, Fate, Piece
from omroeper.domain.edition import Draft, Edition, Section
from omroeper.domain.programme import Domain
from omroeper.domain.variant import Variant
from omroeper.rendering.mail_views import in_colours, with_links_outside, without_styles
from omroeper.rendering.preview import reasons_of, render_preview
from omroeper.services.check import check_draft
from tests import samples
from tests.rendering.test_newsletter import BRAND, EDITION, EVIL, LEDGER, SHOWN, TEMPLATES, ZONE
from tests.samples import newsroom


def page_of(
    draft: Draft, changes: DraftChanges | None = None, counts: dict[str, int] | None = None
) -> str:
    return render_preview(
        draft,
        check_draft(EDITION, SHOWN),
        LEDGER,
        changes=changes or DraftChanges(),
        templates=TEMPLATES,
        brand=BRAND,
        newsletter=newsroom().newsletter,
        zone=ZONE,
        counts=counts,
    )


DRAFT = replace(samples.draft(), edition=EDITION, rendered=SHOWN)
PAGE = page_of(DRAFT)
FRAMES = re.findall(r'<iframe [^>]*name="mail-([^"]*)"[^>]*srcdoc="([^"]*)"', PAGE)


def test_reasons_figures_and_coverage_are_told() -> None:
    assert '<td class="h2">2</td>' in PAGE
    assert PAGE.count('<td class="h1">1</td>') == len(LEDGER.rows) - 1
    assert "De redactie wil met dit bericht openen" in PAGE
    assert "regel 84" in PAGE


def test_the_real_mail_stands_in_frames_without_script() -> None:
    assert "<script" not in PAGE
    assert PAGE.count("<iframe") == PAGE.count('sandbox="allow-popups ') == len(FRAMES)
    shown = {name: html.unescape(text) for name, text in FRAMES}
    assert set(shown) == {
        "groep-0-licht",
        "groep-0-donker",
        "groep-0-zonder-stijl",
    }  # it has no images
    assert "allow-scripts" not in PAGE
    real = without_styles(in_colours(SHOWN.html, "light"))
    assert re.sub(r' id="bericht-\d+"', "", shown["groep-0-zonder-stijl"]) == with_links_outside(
        real
    )


def test_the_page_is_well_formed() -> None:
    parser = html5lib.HTMLParser()
    parser.parse(PAGE)
    assert parser.errors == []


def test_every_view_can_be_chosen_and_shows_one_frame() -> None:
    for view in ("licht", "donker", "zonder-beeld", "zonder-stijl", "tekst"):
        assert f'id="weergave-{view}"' in PAGE
        rules = [line for line in PAGE.splitlines() if f"#weergave-{view}:checked" in line]
        frames = set(re.findall(r"\.frame-groep-0-([a-z-]+)", " ".join(rules)))
        expected = {"zonder-beeld": "licht"}.get(view, view)
        assert frames == {expected}
        assert f'<figure class="frame-groep-0-{expected}"' in PAGE


def test_a_mail_with_images_gets_a_frame_without_them() -> None:
    pictured = SHOWN.html.replace("</body>", '<img src="data:," alt="Twee leerlingen"></body>')
    page = page_of(replace(DRAFT, rendered=replace(SHOWN, html=pictured)))
    assert 'name="mail-groep-0-zonder-beeld"' in page


def test_reasons_stand_in_the_order_of_the_mail_and_lead_to_their_place() -> None:
    reasons = reasons_of(EDITION)
    assert reasons[0].part == "Uitgelicht"
    shown = html.unescape(dict(FRAMES)["groep-0-donker"])
    places = [shown.index(f' id="{one.anchor}"') for one in reasons]
    assert places == sorted(places)
    for one, place in zip(reasons, places, strict=True):
        assert html.escape(one.title, quote=False)[:20] in shown[place : place + 400]
        assert f'href="about:srcdoc#{one.anchor}" target="mail-groep-0-donker"' in PAGE


def test_programmes_are_told_by_domain_as_in_the_mail() -> None:
    found = EDITION.section(Section.PROGRAMMES)
    first, *_, last = Domain
    turned: Edition = replace(
        EDITION, entries=(replace(found[0], domain=last), replace(found[1], domain=first))
    )
    titles = [one.title for one in reasons_of(turned) if one.part == "Uit de programma’s"]
    assert titles == [found[1].item.title, found[0].item.title]


def test_each_group_of_readers_has_its_mail_its_text_and_its_number() -> None:
    schools = Segment("onderwijs", "Onderwijs & co", ("onderwijs",))
    html = SHOWN.html.replace("Beste lezer,", "Beste school,")
    variant = Variant(schools, html, "Beste school,\n")
    draft = replace(DRAFT, rendered=replace(SHOWN, variants=(variant,)))
    page = page_of(draft, counts={"onderwijs": 12, "": 30})
    assert "voor: Overige lezers (30), Onderwijs &amp; co (12)" in page
    frames = dict(re.findall(r'<iframe [^>]*name="mail-([^"]*)"[^>]*srcdoc="([^"]*)"', page))
    assert "Beste school," in frames["groep-1-donker"]
    assert "Beste school," not in frames["groep-0-donker"]
    assert '<pre tabindex="0">Beste school,' in page
    assert ":has(#lezers-groep-1:checked):has(#weergave-donker:checked)" in page
    assert 'target="mail-groep-1-licht"' in page
    assert "voor: Alle lezers (42)" in page_of(DRAFT, counts={"": 42})
    assert "Overige lezers" not in PAGE


def test_the_first_draft_says_so_and_the_same_again_too() -> None:
    assert "Dit is het eerste concept" in PAGE
    assert "gelijk aan concept 4" in page_of(DRAFT, DraftChanges(4))


def test_changes_are_shown_for_eye_and_ear_and_escaped() -> None:
    pieces = (Piece(Fate.SAME, "Dag"), Piece(Fate.GONE, EVIL), Piece(Fate.NEW, "lezer"))
    page = page_of(DRAFT, DraftChanges(1, (Change("Inleiding", "Gewijzigd", pieces),)))
    assert "Wat anders is dan in concept 1" in page
    assert '<del><span class="said">[weg: </span>&lt;script&gt;' in page
    assert '<ins><span class="said">[erbij: </span>lezer<span class="said">]</span></ins>' in page
