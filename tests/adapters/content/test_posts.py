"""Posts as files: every field read, every mistake told with file, line, field and remedy."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.media import MediaFolder
from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.content.posts import PostFiles
from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.errors import InvalidValue
from omroeper.domain.planning import day_off
from omroeper.domain.post import Medium, Mention, PostKind, PostState
from omroeper.domain.post_check import PostSurroundings, check_post
from omroeper.domain.post_reading import PostReading

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Europe/Amsterdam")
ROOM = read_newsroom(ROOT, ZONE, "agdb")
PNG = b"\x89PNG bytes"
WHOLE = """---
programme: Sterk Techniekonderwijs
planned: 2024-10-09 10:00
author: mila
owner: sanne
language: nl
type: image
link: https://ptvt.nl/sto?x=1
utm: agdb-2024-10
media:
  - {file: dag.png, alt: "Twee leerlingen meten.", rights: "Foto: Mila"}
mentions:
  - {name: Katapult, urn: "urn:li:organization:7"}
hashtags: ["#STO", Vmbo]
first_comment: "Meer weten?"
page: iol
edition: agdb-2024-10
corrects: eerder-bericht
---
Met dank aan @Katapult.

Een regel,
en nog een regel.
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "content/linkedin").mkdir(parents=True)
    (tmp_path / "content/linkedin/dag.png").write_bytes(PNG)
    return tmp_path


def read(home: Path, text: str = WHOLE, name: str = "2024-10-09-dag.md") -> PostReading:
    (home / "content/linkedin" / name).write_text(text, encoding="utf-8")
    return PostFiles(home, ZONE, ROOM.programmes, ROOM.team).read()


def test_every_field_of_a_file_is_read(home: Path) -> None:
    reading = read(home)
    (post,) = reading.posts
    assert reading.whole
    assert (post.id, post.programme, post.kind) == ("2024-10-09-dag", "sto", PostKind.IMAGE)
    assert post.planned.astimezone(UTC) == datetime(2024, 10, 9, 8, tzinfo=UTC)
    assert (post.author, post.owner) == ("Mila Voorbeeld", "Sanne Voorbeeld")
    digest = hashlib.sha256(PNG).hexdigest()
    assert post.media == (Medium("dag.png", digest, "Twee leerlingen meten.", "Foto: Mila"),)
    assert post.mentions == (Mention("Katapult", "urn:li:organization:7"),)
    assert post.hashtags == ("STO", "Vmbo")
    assert post.first_comment == "Meer weten?"
    assert (post.page, post.edition, post.corrects) == ("iol", "agdb-2024-10", "eerder-bericht")
    assert post.text == "Met dank aan @Katapult.\n\nEen regel,\nen nog een regel."
    assert post.link == (
        "https://ptvt.nl/sto?x=1&utm_source=linkedin&utm_medium=social"
        "&utm_campaign=agdb-2024-10&utm_content=2024-10-09-dag"
    )
    assert post.state is PostState.IN_REVIEW


def test_another_text_or_another_picture_is_another_origin(home: Path) -> None:
    first = read(home).posts[0]
    assert read(home).posts[0] == first
    changed = read(home, WHOLE.replace("Een regel", "Een zin")).posts[0]
    (home / "content/linkedin/dag.png").write_bytes(PNG + b"!")
    pictured = read(home, WHOLE.replace("Een regel", "Een zin")).posts[0]
    assert len({first.origin, changed.origin, pictured.origin}) == 3
    assert pictured.fingerprint != changed.fingerprint


def test_a_draft_of_the_writer_waits_for_nobody(home: Path) -> None:
    (post,) = read(home, WHOLE.replace("language: nl", "draft: true")).posts
    assert post.state is PostState.DRAFT


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("programme: Sterk Techniekonderwijs", "programme: stoo",
         ":2 [programme]: there is no programme ‘stoo’"),
        ("2024-10-09 10:00", "2024-03-31 02:30", ":3 [planned]: 2024-03-31 02:30 does not exist"),
        ("owner: sanne", "owner: piet", ":5 [owner]: ‘piet’ is not of the team"),
        ("type: image", "type: document", "and what the post holds makes it image"),
        ("https://ptvt.nl/sto?x=1", "ptvt.nl", ":8 [link]"),
        ("file: dag.png", "file: weg.png", "[media.0.file]: it cannot be read"),
        ("file: dag.png", "file: ../../x.png", "[media.0.file]: it lies outside the folder"),
        ("file: dag.png", "file: dag.txt", "LinkedIn does not take this kind"),
        (', rights: "Foto: Mila"', "", "[media.0.rights]: this field is missing"),
        ("urn:li:organization:7", "urn:li:person:7", "[mentions.0.urn]"),
        ("hashtags:", "hastags:", "Did you mean ‘hashtags’?"),
    ],
)  # fmt: skip
def test_a_mistake_names_place_and_remedy_and_the_other_files_are_read(
    home: Path, old: str, new: str, told: str
) -> None:
    assert old in WHOLE
    read(home, WHOLE.replace("type: image\n", ""), "goed.md")
    reading = read(home, WHOLE.replace(old, new))
    assert [post.id for post in reading.posts] == ["goed"]
    assert not reading.whole
    (warning,) = reading.warnings
    assert warning.startswith("content/linkedin/2024-10-09-dag.md")
    assert told in warning


def test_a_link_that_is_shown_as_a_card_needs_a_title(home: Path) -> None:
    bare = (
        WHOLE.replace("type: image\n", "")
        .replace('  - {file: dag.png, alt: "Twee leerlingen meten.", rights: "Foto: Mila"}\n', "")
        .replace("media:\n", "")
    )
    assert "Add ‘link_title: …’" in read(home, bare).warnings[0]


def test_a_name_that_is_no_id_is_told(home: Path) -> None:
    assert "small letters" in read(home, WHOLE, "Mijn bericht.md").warnings[0]


def test_a_folder_that_is_gone_is_not_a_folder_without_posts(tmp_path: Path) -> None:
    assert not PostFiles(tmp_path, ZONE, ROOM.programmes, ROOM.team).read().whole


def test_a_picture_that_was_replaced_is_not_given_out(home: Path) -> None:
    folder = MediaFolder(home / "content/linkedin")
    medium = Medium("dag.png", folder.hash_of("dag.png"))
    assert folder.content_of(medium) == PNG
    (home / "content/linkedin/dag.png").write_bytes(b"other")
    with pytest.raises(InvalidValue, match="another file"):
        folder.content_of(medium)


def test_the_examples_of_october_fit_all_rules() -> None:
    reading = PostFiles(ROOT, ZONE, ROOM.programmes, ROOM.team).read()
    assert reading.warnings == ()
    assert len(reading.posts) >= 4
    assert any(post.media for post in reading.posts)
    around = PostSurroundings(
        zone=ZONE, others=reading.posts, day_off=lambda day: day_off(day, dutch_holiday)
    )
    assert [one for post in reading.posts for one in check_post(post, around)] == []


def test_the_readme_names_every_field(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content/linkedin", tmp_path / "content/linkedin")
    told = (tmp_path / "content/linkedin/README.md").read_text(encoding="utf-8")
    from omroeper.adapters.content.posts import _Post

    assert [name for name in _Post.model_fields if f"{name}:" not in told] == []
