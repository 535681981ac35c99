"""`omroeper calendar`: the year for people and programs, the file, and the chase list."""

import json
import shutil
from pathlib import Path

from icalendar import Calendar

from tests.cli.test_commands import ROOT, good, run


def test_the_year_is_a_table_with_what_to_know(tmp_path: Path) -> None:
    told = good(tmp_path, "calendar", "--year", "2024")
    assert "2024-07  geen nieuwsbrief (Zomerstop)" in told
    october = next(line for line in told.splitlines() if line.startswith("2024-10"))
    for part in ("vr 04-10-2024", "di 15-10-2024 10:00", "vervangt: Ruben Voorbeeld"):
        assert part in october
    assert "tussen inleveren en verzenden is het Bevrijdingsdag" in told
    assert "/kalender/agdb/" in told


def test_the_year_as_json(tmp_path: Path) -> None:
    rows = json.loads(good(tmp_path, "calendar", "--year", "2024", "--json"))
    assert len(rows) == 12
    october = next(row for row in rows if row["issue"]["month"]["number"] == 10)
    assert october["theme"]["send_at"] == "2024-10-15T10:00:00+02:00"
    assert october["deputies"] == ["Ruben Voorbeeld"]


def test_the_file_is_written_and_shown(tmp_path: Path) -> None:
    assert "wrote kalender.ics" in good(
        tmp_path, "calendar", "--year", "2024", "--ics", "kalender.ics"
    )
    written = (tmp_path / "kalender.ics").read_bytes()
    assert len(Calendar.from_ical(written).events) == 30
    assert good(tmp_path, "calendar", "--year", "2024", "--ics", "-").startswith("BEGIN:VCALENDAR")
    refused = run(tmp_path, "calendar", "--ics", "nergens/kalender.ics")
    assert refused.returncode == 2
    assert "--ics nergens/kalender.ics: it cannot be written to" in refused.stderr


def test_an_unknown_newsletter_is_one_clear_line(tmp_path: Path) -> None:
    done = run(tmp_path, "calendar", "--newsletter", "ander")
    assert done.returncode == 2
    assert "ander: there is no such newsletter" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def home_with_a_special_edition(tmp_path: Path) -> str:
    home = tmp_path / "home"
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, home / folder)
    file = home / "content/newsletters/agdb/calendar/2099.yaml"
    file.write_text(
        "themes:\n  - {month: 2099-03, theme: Thema, terms: [vmbo], introduction: Inleiding.}\n"
        "special_editions:\n  - {month: 2099-03, slug: extra, theme: Iets extra’s, terms: [vmbo],\n"
        "     introduction: Extra., send_at: 2099-03-03 10:00, guest_editor: mila}\n",
        encoding="utf-8",
    )
    return str(home)


def test_a_special_edition_is_named_everywhere(tmp_path: Path) -> None:
    home = home_with_a_special_edition(tmp_path)
    told = good(tmp_path, "calendar", "--year", "2099", OMROEPER_HOME=home)
    assert "2099-03-extra  Iets extra’s" in told
    assert "gast: Mila Voorbeeld" in told
    built = good(tmp_path, "edition", "build", "2099-03-extra", "--out", "out", OMROEPER_HOME=home)
    assert "2099-03-extra: wrote" in built
    record = json.loads((tmp_path / "out/edition.json").read_text(encoding="utf-8"))
    assert (record["id"], record["theme"]) == ("agdb-2099-03-extra", "Iets extra’s")
    text = (tmp_path / "out/newsletter.txt").read_text(encoding="utf-8")
    assert "Gastredacteur: Mila Voorbeeld" in text
    listed = json.loads(
        good(tmp_path, "calendar", "chase", "2099-03-extra", "--json", OMROEPER_HOME=home)
    )
    assert {one["person"] for one in listed["contacts"]} == {"sanne", "mila", "yusuf"}
    missing = run(tmp_path, "edition", "rebuild", "2099-03-extra", OMROEPER_HOME=home)
    assert "agdb-2099-03-extra: there is no draft of it" in missing.stderr


def test_contacts_are_asked_once(tmp_path: Path) -> None:
    home = home_with_a_special_edition(tmp_path)
    shown = good(tmp_path, "calendar", "chase", "2099-03", OMROEPER_HOME=home)
    assert "Mila Voorbeeld: would be asked (--send asks): Techkwadraat" in shown
    assert "no contact in content/team.yaml: Werkend leren in het hbo" in shown
    outbox = tmp_path / "var/outbox"
    assert not outbox.exists()
    sent = good(tmp_path, "calendar", "chase", "2099-03", "--send", OMROEPER_HOME=home)
    assert "Mila Voorbeeld: sent: " in sent
    assert len(list(outbox.glob("*.eml"))) == 3
    again = good(tmp_path, "calendar", "chase", "2099-03", "--send", OMROEPER_HOME=home)
    assert "Mila Voorbeeld: asked before: " in again
    assert len(list(outbox.glob("*.eml"))) == 3
    late = run(tmp_path, "calendar", "chase", "2024-10", "--send")
    assert late.returncode == 2
    assert "its deadline (2024-10-04) is over" in late.stderr


def test_who_handed_something_in_a_moment_ago_is_not_asked(tmp_path: Path) -> None:
    home = home_with_a_special_edition(tmp_path)
    update = Path(home) / "content/updates/2099-02-20-nieuws.md"
    update.write_text(
        "---\ntitle: Nieuws\nprogramme: sto\ndate: 2099-02-20\n---\nEr is nieuws.\n",
        encoding="utf-8",
    )
    shown = good(tmp_path, "calendar", "chase", "2099-03", OMROEPER_HOME=home)
    assert "Techkwadraat" in shown
    assert "Sterk Techniekonderwijs" not in shown
