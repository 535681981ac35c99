"""Access: what WCAG 2.1 AA asks of the mail and of the archive page, found where it fails."""

from dataclasses import replace

import pytest

from omroeper.domain.edition import RenderedEdition
from omroeper.domain.finding import Level
from tests.domain.test_assembly import item, make
from tests.samples import rendered
from tests.services.check.drafts import codes, findings, with_archive, with_html

DATA = "<caption>Cijfers</caption><tr><th scope='col'>Jaar</th></tr><tr><td>2024</td></tr>"


@pytest.mark.parametrize(
    ("extra", "code", "level"),
    [
        ('<img src="cid:a">', "alt", Level.BLOCKING),
        ('<img src="cid:a" alt="IMG_2041.jpg">', "alt-tekst", Level.WARNING),
        ('<img src="cid:a" alt="Foto van de zaal">', "alt-tekst", Level.WARNING),
        (f'<img src="cid:a" alt="{"woord " * 30}">', "alt-tekst", Level.WARNING),
        ("<h3>Kop</h3>", "koppen", Level.WARNING),
        ("<h1>Kop</h1>", "kop-een", Level.WARNING),
        ("<h2> </h2>", "kop-leeg", Level.WARNING),
        ("<table><tr><td>x</td></tr></table>", "tabel-rol", Level.WARNING),
        ("<table><tr><th>x</th></tr></table>", "tabel-koppen", Level.WARNING),
        (f"<table role='presentation'>{DATA}</table>", "tabel-koppen", Level.WARNING),
        ('<p style="color:#999999">grijs</p>', "contrast", Level.BLOCKING),
        ('<p style="font-size:11px">klein</p>', "klein", Level.WARNING),
        ('<p>Lees <a href="https://x.example" style="color:#222222;text-decoration:none">het '
         "nieuws</a> van oktober</p>", "linkkleur", Level.WARNING),
    ],
)  # fmt: skip
def test_trouble_is_found_in_mail_and_archive(extra: str, code: str, level: Level) -> None:
    for page, shown in (("Mail", with_html(extra)), ("Archiefpagina", with_archive(extra))):
        found = [f for f in findings(shown) if f.code == code]
        assert {one.level for one in found} == {level}
        assert all(one.place.startswith(page) for one in found)


@pytest.mark.parametrize(
    "extra",
    [
        '<img src="cid:a" alt="" width="100">',
        '<img src="cid:a" alt="Drie leerlingen solderen een printplaat" width="100">',
        "<h2>Kop</h2><h3>Kop</h3><h2>Kop</h2>",
        f"<table>{DATA}</table>",
        '<table role="presentation"><tr><td>x</td></tr></table>',
        '<p style="font-size:24px;color:#949494">groot</p>',
        '<p style="display:none;color:#ffffff">verborgen</p>',
        '<p>Lees <a href="https://x.example" style="color:#222222">het nieuws</a> van oktober</p>',
    ],
)
def test_what_is_well_made_passes(extra: str) -> None:
    for shown in (with_html(extra), with_archive(extra)):
        assert not set(codes(shown)) - {"ontbreekt", "voorbeeldadres-proef"}


DARK = "@media (prefers-color-scheme: dark) {{ {} }}"


def test_contrast_is_that_of_the_reader_s_colours() -> None:
    css = DARK.format("body { background: #111111 !important; }")
    one = findings(with_html("", head=f"<style>{css}</style>"))[0]
    assert (one.code, one.level) == ("contrast", Level.BLOCKING)
    assert one.place.startswith("Mail, donkere weergave")
    css = DARK.format("body { background: #111111 } p, h1 { color: #eeeeee } a { color: #7fe0c9 }")
    assert "contrast" not in codes(with_html("", head=f"<style>{css}</style>"))


def bare(page: str, old: str, new: str = "") -> RenderedEdition:
    shown = rendered()
    changed = getattr(shown, page).replace(old, new)
    assert changed != getattr(shown, page)
    return replace(shown, **{page: changed})


@pytest.mark.parametrize(
    ("old", "new", "code", "level"),
    [
        (' lang="nl"', "", "taal", Level.BLOCKING),
        ("<title>De conferentie</title>", "", "titel", Level.WARNING),
        ("<title>", '<meta name="viewport" content="user-scalable=no"><title>', "zoom",
         Level.WARNING),
        ("<title>", '<meta name="viewport" content="width=device-width, maximum-scale=1.0"><title>',
         "zoom", Level.WARNING),
        ("<h1>Nieuws</h1>", "", "kop-een", Level.WARNING),
    ],
)  # fmt: skip
def test_the_document_says_what_it_is(old: str, new: str, code: str, level: Level) -> None:
    for page in ("html", "archive_html"):
        assert codes(bare(page, old, new))[code] is level


def test_the_content_is_marked() -> None:
    assert codes(bare("html", ' role="article"'))["gebied"] is Level.WARNING
    assert codes(bare("archive_html", "<main>"))["gebied"] is Level.WARNING


def test_both_parts_tell_in_the_same_order() -> None:
    edition = make(item("a", title="Eerste bericht"), item("b", title="Tweede bericht"))
    shown = with_html("<p>Eerste bericht</p><p>Tweede bericht</p>")
    same = replace(shown, text=f"Eerste bericht\nTweede bericht\n{shown.text}")
    assert "volgorde" not in codes(same, edition)
    other = replace(shown, text=f"Tweede bericht\nEerste bericht\n{shown.text}")
    assert codes(other, edition)["volgorde"] is Level.WARNING
