"""Mistakes any file can hold, and those of one field: file, line, field and remedy, each time."""

from pathlib import Path

import pytest

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.figures import monitor_editions
from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.sources import read_sources
from omroeper.adapters.content.updates import UpdatesReader
from omroeper.domain.errors import ContentError
from omroeper.domain.source import Validators
from tests.adapters.content.test_content import CALENDAR, NOW, ROOT, UPDATES, ZONE, change
from tests.adapters.content.test_content import home as home  # the fixture

REGISTRY = "config/figures/registry.yaml"
MONITOR = "config/figures/monitor-techniekpact-2024.yaml"
NEWSLETTER = "content/newsletters/agdb/newsletter.yaml"
BRAND = "templates/brand/brand.yaml"
SOURCES = "config/sources.yaml"
FILES = (
    "content/programmes.yaml",
    NEWSLETTER,
    CALENDAR,
    REGISTRY,
    MONITOR,
    SOURCES,
    "config/segments.yaml",
    BRAND,
)


def read_all(home: Path) -> None:
    """Read every file of the desk."""
    room = read_newsroom(home, ZONE)
    read_sources(home / SOURCES, home, room.programmes)
    for edition in monitor_editions(home, room.figures):
        edition.observations()
    read_brand(home)


@pytest.fixture(autouse=True)
def _with_brand(home: Path) -> None:
    (home / "templates/brand").mkdir(parents=True)
    (home / BRAND).write_bytes((ROOT / BRAND).read_bytes())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "this field is missing"),
        (b"- a\n- b\n", "there should be fields here"),
        (b"a:\n\tb: 1\n", "not YAML"),
        (b'a: "\0"\n', "#x0000"),
        (b"&a [*a]\n", "not YAML"),
        (b"[" * 3000, "not YAML"),
        (b"a: caf\xe9\n", "not UTF-8"),
    ],
)
def test_no_file_is_too_broken_to_be_named(
    home: Path, name: str, content: bytes, told: str
) -> None:
    (home / name).write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read_all(home)
    assert (caught.value.file, caught.value.line is not None) == (name, True)
    assert told in caught.value.sentence
    assert "\n" not in caught.value.sentence
    assert caught.value.remedy


@pytest.mark.parametrize("name", FILES)
def test_a_folder_instead_of_a_file_is_named(home: Path, name: str) -> None:
    (home / name).unlink()
    (home / name).mkdir()
    with pytest.raises(ContentError, match="cannot be read"):
        read_all(home)


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "told"),
    [
        (CALENDAR, "deadline: 2024-10-04", "deadline: 2024-10-44", "deadline", "2024-10-15"),
        (
            CALENDAR,
            "terms: [",
            "notes: {scholen: Dag}\n    terms: [",
            "notes.scholen",
            "no segment",
        ),
        (CALENDAR, "terms: [", "notes: {alle: Dag}\n    terms: [", "notes.alle", "is everyone"),
        (CALENDAR, "terms: [", 'terms: ["", ', "terms.0", "write something"),
        (CALENDAR, "month: 2024-07", "month: 2024-10", "months_off.0.month", "has a theme"),
        (NEWSLETTER, "max_theme: 3", "max_theme: -3", "max_theme", "greater than"),
        (NEWSLETTER, "agenda_days: 75", "agenda_days: 99999999999", "agenda_days", "less than"),
        (NEWSLETTER, "id: agdb", "id: a/../b", "id", "pattern"),
        (NEWSLETTER, "name: Nieuws", 'name: "A\\r\\nBcc: x" #', "name", "line end"),
        (NEWSLETTER, "website: https://", "website: ", "website", "web address"),
        (REGISTRY, "er {value}", "er {waarde}", "sentence", "only {value}"),
        (REGISTRY, "er {value}", "er {value", "sentence", "stands alone"),
        (REGISTRY, "er {value}", "er {value.__class__}", "sentence", "only {value}"),
        (MONITOR, '"79500"', '"75900"', "value", "its parts sum to 101000, not to 104600"),
        (MONITOR, '"104600"', '"1e999999"', "value", "digits"),
        (MONITOR, '"104600"', '"104,6"', "value", "valid decimal"),
        (MONITOR, "https://ptvt.nl", "javascript:x", "source_url", "web address"),
        (SOURCES, "address: updates", "address: ../..", "address", "under content/"),
        (SOURCES, "kind: updates", "kind: feed", "address", "not the address of a feed"),
        (SOURCES, "kind: updates", "kind: calendar", "address", "not the address of a calendar"),
        (SOURCES, "kind: updates", "kind: sheet", "address", ".csv or .xlsx file under content/"),
        (SOURCES, "kind: updates", "kind: form", "kind", "always there"),
        (SOURCES, "weight: 2", "select: {item: li, title: a}", "select", "has no selectors"),
        (SOURCES, "weight: 2", "select: {item: li}", "select.title", "missing"),
        (BRAND, '"#17302b"', "rood", "light.ink", "pattern"),
        (BRAND, '  funderend: "#b3400f"\n', "", "domains.funderend", "missing"),
        (BRAND, "wordmark:", "wortmark:", "wortmark", "no such field"),
    ],
)
def test_a_mistake_in_a_field_is_named(
    home: Path, name: str, old: str, new: str, field: str, told: str
) -> None:
    change(home, name, old, new)
    with pytest.raises(ContentError) as caught:
        read_all(home)
    assert caught.value.file == name
    assert caught.value.field.endswith(field)
    assert told in caught.value.sentence


def test_a_newsletter_without_calendar_is_named(home: Path) -> None:
    for file in (home / CALENDAR).parent.glob("*.yaml"):
        file.rename(file.with_suffix(".yml"))
    with pytest.raises(ContentError, match="there is no calendar"):
        read_all(home)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('title: ""', "[title]"),
        ('title: "a\\r\\nBcc: x"', "[title]"),
        ('title: "a\\ud800b"', "[title]"),
        (f"title: {'x' * 300}", "[title]"),
        ("date: 0001-01-01", "[date]: the year 1"),
        ("date: 2024-02-30", "[date]"),
        ("starts: 2024-11-01 25:00", "[starts]"),
        ("starts: 2024-11-02\nends: 2024-11-01", "[ends]: it ends before it starts"),
        ('link: "https://[x"', "web address"),
        ('link: "https://x.example:abc"', "web address"),
    ],
)
def test_a_mistake_in_an_update_is_a_warning(home: Path, lines: str, told: str) -> None:
    fields = {"title": "title: T", "date": "date: 2024-10-01"}
    kept = [text for name, text in fields.items() if not lines.startswith(name)]
    text = "\n".join(["---", *kept, lines, "programme: agdb", "---", "Tekst", ""])
    (home / "content/updates/2024-10-01-kapot.md").write_text(text, encoding="utf-8")
    reading = UpdatesReader(home, ZONE, read_programmes(home)).read(UPDATES, Validators(), NOW)
    (warning,) = reading.warnings
    assert "2024-10-01-kapot.md:" in warning
    assert told in warning
