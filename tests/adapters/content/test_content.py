"""A broken file names file, line, field and remedy; the shipped files read without error."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.figures import monitor_editions, read_figures
from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.sources import read_sources
from omroeper.adapters.content.templates import read_templates
from omroeper.adapters.content.updates import UpdatesReader
from omroeper.domain.errors import ContentError
from omroeper.domain.item import ItemKind, item_key
from omroeper.domain.month import Month
from omroeper.domain.source import Source, SourceKind, Validators

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 10, 15, tzinfo=UTC)
CALENDAR = "content/newsletters/agdb/calendar/2024.yaml"
UPDATES = Source("updates", "Updates", SourceKind.UPDATES, "updates", "agdb")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the desk's own content and config, to break."""
    for folder in ("content", "config"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def change(home: Path, name: str, old: str, new: str) -> None:
    file = home / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_calendar_has_the_ten_themes_of_2024() -> None:
    calendar = read_newsroom(ROOT, ZONE).calendar
    with (ROOT / "tests/data/themes_2024.csv").open(encoding="utf-8") as stream:
        wanted = {Month.parse(row["month"]): row["theme_nl"] for row in csv.DictReader(stream)}
    found = {month: theme.title for month, theme in calendar.themes.items() if month.year == 2024}
    assert found == wanted
    assert {month.number for month in calendar.months_off if month.year == 2024} == {7, 8}
    assert len([month for month in calendar.themes if month.year == 2027]) == 10


def test_the_shipped_programmes_are_those_of_2024() -> None:
    programmes = read_programmes(ROOT)
    with (ROOT / "tests/data/programmes_2024.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found = programmes.get(row["id"])
            assert found is not None, row["id"]
            assert found.domain == row["domain"]
            assert (found.parent or "") == row["parent"]
    jet_net = programmes.get("jet-net")
    assert jet_net is not None
    assert (jet_net.status, jet_net.successor) == ("ended", "techkwadraat")


def test_shipped_updates_and_templates_read_without_a_warning() -> None:
    reading = UpdatesReader(ROOT, ZONE, read_programmes(ROOT)).read(UPDATES, Validators(), NOW)
    assert reading.warnings == ()
    assert {item.kind for item in reading.items} == {ItemKind.UPDATE, ItemKind.EVENT}
    assert "newsletter/newsletter.mjml" in read_templates(ROOT / "templates", ROOT)


Breaking = Callable[[Path], object]
BROKEN: dict[str, tuple[Breaking, str, str, str]] = {
    "broken syntax": (
        lambda home: change(home, CALENDAR, "theme: De waarde", "theme: [De waarde"),
        rf"{CALENDAR}:\d+: this is not YAML",
        "",
        "indentation",
    ),
    "wrong month": (
        lambda home: change(home, CALENDAR, "month: 2024-10", "month: 2024-13"),
        rf"{CALENDAR}:\d+ \[themes\.7\.month\]",
        "is not a month",
        "YYYY-MM",
    ),
    "missing field": (
        lambda home: change(home, CALENDAR, "    theme: Leercultuur in techniek en ICT\n", ""),
        rf"{CALENDAR}:\d+ \[themes\.8\.theme\]",
        "this field is missing",
        "Add ‘theme",
    ),
    "unknown field": (
        lambda home: change(home, CALENDAR, "deadline: 2024-10-04", "dedline: 2024-10-04"),
        rf"{CALENDAR}:\d+ \[themes\.7\.dedline\]",
        "no such field",
        "Did you mean ‘deadline’",
    ),
    "bad date": (
        lambda home: change(home, CALENDAR, "2024-10-15 10:00", "vijftien oktober"),
        rf"{CALENDAR}:\d+ \[themes\.7\.send_at\]",
        "does not fit",
        "2024-10-15 10:00",
    ),
    "month twice": (
        lambda home: change(home, CALENDAR, "month: 2024-11", "month: 2024-10"),
        rf"{CALENDAR}:\d+ \[themes\.8\.month\]",
        "has a theme already",
        "Keep one",
    ),
    "field twice": (
        lambda home: change(home, CALENDAR, "deadline: 2024-10-04", "month: 2024-10"),
        rf"{CALENDAR}:\d+ \[themes\.7\.month\]",
        "given twice",
        "Keep one",
    ),
    "unknown figure": (
        lambda home: change(home, CALENDAR, "hbo_beta_intake_share", "hbo_beta"),
        rf"{CALENDAR}:\d+ \[themes\.9\.figures\.1\]",
        "no figure ‘hbo_beta’",
        "registry.yaml",
    ),
    "unknown parent": (
        lambda home: change(home, "content/programmes.yaml", "parent: katapult", "parent: kat"),
        r"content/programmes\.yaml:\d+ \[programmes\.\d+\.parent\]",
        "no programme ‘kat’",
        "in this file",
    ),
    "unknown domain": (
        lambda home: change(home, "content/programmes.yaml", "domain: funderend", "domain: basis"),
        r"content/programmes\.yaml:\d+ \[programmes\.0\.domain\]",
        "does not fit",
        "groen-digitaal",
    ),
    "unknown segment": (
        lambda home: change(
            home, "content/newsletters/agdb/newsletter.yaml", "segment: alle", "segment: allen"
        ),
        r"newsletter\.yaml:\d+ \[segment\]",
        "no segment ‘allen’",
        "segments.yaml",
    ),
    "not utf-8": (
        lambda home: (home / "config/segments.yaml").write_bytes(b"segments:\n  - {id: caf\xe9}\n"),
        r"config/segments\.yaml:2",
        "not UTF-8",
        "Save it as UTF-8",
    ),
    "missing file": (
        lambda home: (home / "content/programmes.yaml").unlink(),
        r"content/programmes\.yaml",
        "missing",
        "Put it back",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_names_file_line_field_and_remedy(home: Path, name: str) -> None:
    breaking, place, problem, remedy = BROKEN[name]
    breaking(home)
    with pytest.raises(ContentError, match=place) as caught:
        read_newsroom(home, ZONE)
    assert problem in caught.value.sentence
    assert remedy in caught.value.sentence


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: updates", "kind: rss", "feed"),
        ("programme: agdb", "programme: agbd", "no programme ‘agbd’"),
        ("kind: updates\n    address: updates", "kind: feed\n    address: updates", "https://"),
        ("kind: updates\n    address: updates", "kind: calendar\n    address: a.ics", "calendar"),
    ],
)
def test_a_broken_source_is_named(home: Path, old: str, new: str, told: str) -> None:
    change(home, "config/sources.yaml", old, new)
    with pytest.raises(ContentError, match=r"config/sources\.yaml:\d+ \[sources\.0\.") as caught:
        read_sources(home / "config/sources.yaml", home, read_programmes(home))
    assert told in caught.value.sentence


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: \"16.9\"", "value: 16.9", "between quotes"),
        ("unit: \"%\"", "unit: personen", "counts this figure in ‘%’"),
        ("figure: vacancies_ict_open", "figure: vacatures", "no such figure"),
        ("2024-10-01T09:00:00+02:00", "2024-10-01T09:00:00", "time zone"),
    ],
)  # fmt: skip
def test_a_broken_monitor_edition_is_named(home: Path, old: str, new: str, told: str) -> None:
    change(home, "config/figures/monitor-techniekpact-2024.yaml", old, new)
    edition, *_ = monitor_editions(home, read_figures(home))
    with pytest.raises(ContentError, match=r"monitor-techniekpact-2024\.yaml:\d+ \[") as caught:
        edition.observations()
    assert told in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("geen front matter", "no front matter"),
        ("---\ntitle: T\nprogramme: agdb\n---\nTekst\n", "[date]: this field is missing"),
        ("---\ntitle: T\nprogramme: x\ndate: 2024-10-01\n---\nTekst\n", "no programme ‘x’"),
        ("---\ntitle: T\nprogramme: agdb\ndate: 2024-10-01\n---\n", "no text"),
        ("---\ntitle: T\nprogramme: agdb\ndate: 2024-10-01\nkind: event\n---\nX\n", "needs a day"),
        (
            "---\ntitle: T\nprogramme: agdb\ndate: 2024-10-01\nlink: javascript:x\n---\nX\n",
            "web address",
        ),
    ],
)
def test_a_broken_update_is_a_warning_and_the_others_go_on(
    home: Path, text: str, told: str
) -> None:
    (home / "content/updates/2024-10-01-kapot.md").write_text(text, encoding="utf-8")
    reading = UpdatesReader(home, ZONE, read_programmes(home)).read(UPDATES, Validators(), NOW)
    (warning,) = reading.warnings
    assert "content/updates/2024-10-01-kapot.md:" in warning
    assert told in warning
    assert len(reading.items) > 20


def test_a_programme_is_known_by_id_and_name_also_when_it_ended(home: Path) -> None:
    programmes = read_programmes(ROOT)
    for named, heir in (("Techniekpact", "agdb"), ("mkb-route", "werkend-leren-hbo"),
                        ("jet-net", "techkwadraat"), ("JET-NET", "techkwadraat")):  # fmt: skip
        found = programmes.named(named)
        assert found is not None, named
        assert (found.status, found.successor) == ("ended", heir)
    assert programmes.named("Onbekend") is None
    file = "content/updates/2024-10-02-coves-2024.md"
    change(home, file, "programme: cove-community", "programme: Jet-Net")
    items = UpdatesReader(home, ZONE, programmes).read(UPDATES, Validators(), NOW).items
    assert "jet-net" in {item.programme for item in items}
    change(home, "config/sources.yaml", "programme: agdb", "programme: Techniekpact")
    sources = read_sources(home / "config/sources.yaml", home, programmes)
    assert sources[0].programme == "techniekpact"


def test_consent_for_quotes_is_read_and_its_absence_too(home: Path) -> None:
    head = "---\ntitle: T\nprogramme: agdb\ndate: 2024-10-01\n"
    folder = home / "content/updates"
    noted = "quotes_consent: Mila Voorbeeld, per mail 1-10-2024\n"
    (folder / "2024-10-01-met.md").write_text(f"{head}{noted}---\nX\n", encoding="utf-8")
    (folder / "2024-10-01-zonder.md").write_text(f"{head}---\nX\n", encoding="utf-8")
    items = UpdatesReader(home, ZONE, read_programmes(home)).read(UPDATES, Validators(), NOW).items
    read = {item.key: item.quotes_consent for item in items}
    assert read[item_key(UPDATES.id, "2024-10-01-met")] == "Mila Voorbeeld, per mail 1-10-2024"
    assert read[item_key(UPDATES.id, "2024-10-01-zonder")] == ""
