"""A post as LinkedIn shows it: fold, pictures, card, first comment, mentions; for every reader."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.templates import read_templates
from omroeper.domain.post import Medium, Mention, Post, PostState
from omroeper.domain.post_check import check_post
from omroeper.rendering.placing import placing_files, placing_letter, text_to_paste
from omroeper.rendering.post_preview import PostSeen, folds_of, render_post
from tests.fixtures_browser import Judge
from tests.samples import WHEN, newsroom

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
DATA = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
PICTURE = Medium("dag.png", "ab", "Twee <leerlingen> meten.", "Foto: Mila")
POST = Post(
    "p1", "", "sto", "Dank aan @Katapult.\n\nTweede alinea.\n\nDerde <alinea> & meer.",
    "https://ptvt.nl/a?utm_source=linkedin&utm_medium=social&utm_campaign=x", "De kop", WHEN,
    hashtags=("STO",), state=PostState.IN_REVIEW, mentions=(Mention("Katapult", "urn:li:organization:7"),),
    first_comment="Meer weten?", author="Mila Voorbeeld", origin="content/linkedin/p1.md#12",
)  # fmt: skip
KINDS = {
    "article": replace(POST, thumbnail=PICTURE),
    "image": replace(POST, media=(PICTURE,)),
    "images": replace(POST, media=(PICTURE,) * 6),
    "document": replace(POST, media=(Medium("gids.pdf", "ab", title="Handreiking"),)),
    "text": replace(POST, link="", link_title=""),
    "reshare": replace(POST, reshares="p0"),
}


def shown(post: Post, *, placing: bool = False, parent: Post | None = None) -> str:
    seen = PostSeen(
        post, check_post(post), {"dag.png": DATA}, "Sterk Techniekonderwijs", parent, placing
    )
    return render_post(
        seen,
        templates=read_templates(ROOT / "templates", ROOT),
        brand=read_brand(ROOT, ROOT / "nowhere.yaml"),
        newsletter=newsroom().newsletter,
        zone=ZONE,
    )


def test_the_fold_is_told_apart_on_phone_and_desktop() -> None:
    long = replace(POST, text="woord " * 30)
    phone, desktop = (len("".join(piece.text for piece in one.seen)) for one in folds_of(long))
    assert phone <= 140 < desktop <= 210
    page = shown(POST)
    assert page.count("<summary>… meer</summary>") == 2
    assert "Derde &lt;alinea&gt; &amp; meer." in page


def test_mentions_hashtags_and_the_first_comment_are_as_linkedin_has_them() -> None:
    page = shown(POST)
    assert 'href="https://www.linkedin.com/company/7/"' in page
    assert ">Katapult</a>" in page
    assert '<span class="as-link">#STO</span>' in page
    assert "Meer weten?" in page
    assert "@Katapult" not in page.partition("<main")[2].partition("Zo ziet")[2]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("article", ("De kop", "ptvt.nl", DATA, 'alt="Twee &lt;leerlingen&gt; meten."')),
        ("image", (DATA, "Rechten: Foto: Mila", "https://ptvt.nl/a?utm_source")),
        ("images", ("+2", DATA)),
        ("document", ("Handreiking", "PDF: lezers bladeren erdoor")),
        ("text", ("alleen tekst",)),
        ("reshare", ("Het bericht p0 is hier niet bekend",)),
    ],
)
def test_what_hangs_below_the_text_is_shown(kind: str, told: tuple[str, ...]) -> None:
    post = KINDS[kind]
    assert post.kind == kind
    page = shown(post)
    assert [one for one in told if one not in page] == []


def test_a_reshare_shows_the_post_that_it_shares() -> None:
    parent = replace(POST, id="p0", text="Het eerste bericht.")
    assert "Het eerste bericht." in shown(KINDS["reshare"], parent=parent)


def test_a_picture_that_cannot_be_shown_is_named() -> None:
    other = replace(POST, media=(replace(PICTURE, file="weg.png"),))
    assert "weg.png: dit beeld kan hier niet worden getoond" in shown(other)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("placing", [False, True])
def test_every_preview_is_accessible(kind: str, placing: bool, judged: Judge) -> None:
    page = shown(KINDS[kind], placing=placing, parent=replace(POST, id="p0"))
    complaints = {
        (narrow, dark): found
        for narrow, dark in ((True, True), (False, False))
        if (found := judged(page, narrow=narrow, dark=dark))
    }
    assert complaints == {}


def test_what_is_ready_to_copy_is_whole() -> None:
    assert text_to_paste(POST).endswith(f"#STO\n\n{POST.link}")
    assert placing_files(KINDS["image"]) == {
        "bericht.txt": text_to_paste(KINDS["image"]) + "\n",
        "eerste-reactie.txt": "Meer weten?\n",
        "alt-teksten.txt": "dag.png: Twee <leerlingen> meten.\n",
    }
    page = shown(KINDS["image"], placing=True)
    assert f'<a href="{DATA}" download="dag.png">' in page
    assert "Bevindingen" not in page


def test_the_mail_says_step_by_step_what_to_do() -> None:
    letter = placing_letter(
        KINDS["image"], {"bericht.txt": b"x"}, name="Sanne", page_url="https://desk.example/b",
        form_url="https://prefect.example/r", parent_url="", zone=ZONE,
    )  # fmt: skip
    steps = [line for line in letter.text.splitlines() if line[:1].isdigit()]
    assert [step.partition(". ")[0] for step in steps] == ["1", "2", "3", "4", "5", "6"]
    assert "https://desk.example/b" in steps[0]
    assert "@Katapult" in steps[3]
    assert steps[-1].endswith("https://prefect.example/r")
    assert [one.name for one in letter.attachments] == ["bericht.txt"]
