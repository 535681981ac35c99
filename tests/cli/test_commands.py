"""The command line as people and programs use it, from a folder of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from omroeper.cli.app import app
from omroeper.domain.edition import Edits
from omroeper.settings import load_settings
from omroeper.wiring import open_desk

ROOT = Path(__file__).resolve().parents[2]


def run(tmp_path: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `omroeper …` with its data in tmp_path."""
    environment = {**os.environ, **settings_for(tmp_path), **settings}
    return subprocess.run(
        [sys.executable, "-m", "omroeper", *arguments],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def settings_for(tmp_path: Path) -> dict[str, str]:
    return {
        "OMROEPER_HOME": str(ROOT),
        "OMROEPER_ENV_FILE": os.devnull,
        "OMROEPER_VAR": str(tmp_path / "var"),
    }


def good(tmp_path: Path, *arguments: str, **settings: str) -> str:
    done = run(tmp_path, *arguments, **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout


FILES = ("newsletter.html", "newsletter.txt", "newsletter.mjml", "subject.txt", "edition.json")


def test_an_edition_builds_to_the_same_bytes_on_two_fresh_desks(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        good(folder, "edition", "build", "2024-10", "--out", "out")
        good(folder, "edition", "build", "2024-10", "--out", "again")
    for file in (*FILES, "archive.html", "preview.html"):
        contents = {
            (tmp_path / name / out / file).read_bytes()
            for name in ("one", "two")
            for out in ("out", "again")
        }
        assert len(contents) == 1, file


def test_another_newsletter_is_built_and_counted_by_its_name(tmp_path: Path) -> None:
    named = ("--newsletter", "internationaal")
    good(tmp_path, "edition", "build", "2024-10", "--out", "out", *named)
    record = json.loads((tmp_path / "out/edition.json").read_text(encoding="utf-8"))
    assert (record["id"], record["audience"]) == ("internationaal-2024-10", "internationaal/alle:*")
    assert {one["section"] for one in record["chosen"]} == {"lead", "programmes"}
    assert not any("blocking" in finding["level"] for finding in record["findings"])
    rows = json.loads(good(tmp_path, "coverage", "--year", "2024", "--json", *named))["rows"]
    assert {row["programme"]["domain"] for row in rows} == {"internationaal", "skills-leercultuur"}
    missing = run(tmp_path, "edition", "rebuild", "2024-10", *named)
    assert "internationaal-2024-10: there is no draft of it" in missing.stderr
    by_setting = good(
        tmp_path, "edition", "build", "2024-10", "--out", "o2", OMROEPER_NEWSLETTER="internationaal"
    )
    assert by_setting.startswith("2024-10: wrote")
    assert (tmp_path / "o2/newsletter.html").read_bytes() == (
        tmp_path / "out/newsletter.html"
    ).read_bytes()
    unknown = run(tmp_path, "coverage", "--year", "2024", "--newsletter", "nergens")
    assert unknown.returncode == 2
    assert unknown.stderr.strip() == (
        "omroeper: nergens: there is no such newsletter. "
        "Those of content/newsletters/ are: agdb, internationaal."
    )


def test_edition_json_accounts_for_items_figures_and_findings(tmp_path: Path) -> None:
    good(tmp_path, "edition", "build", "2024-10", "--out", "out")
    record = json.loads((tmp_path / "out/edition.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[0-9a-f]{64}", record["fingerprint"])
    assert record["theme"] == "Thematiek AGDB-Conferentie"
    assert all(item["reason"] for item in record["chosen"] + record["dropped"])
    assert {item["section"] for item in record["chosen"]} == {
        "lead",
        "theme",
        "programmes",
        "agenda",
    }
    for figure in record["figures"]:
        seen = figure["observation"]
        for field in ("edition", "source", "period", "retrieved", "snapshot", "locator", "status"):
            assert seen[field], field
    subject = (tmp_path / "out/subject.txt").read_text(encoding="utf-8").strip()
    assert subject == record["subject"]


@pytest.mark.parametrize(
    "month", [f"2024-{number:02d}" for number in (1, 2, 3, 4, 5, 6, 9, 11, 12)]
)
def test_every_themed_month_builds(tmp_path: Path, month: str) -> None:
    told = good(tmp_path, "edition", "build", month, "--out", "out")
    assert f"{month}: wrote" in told


@pytest.mark.parametrize(
    ("month", "told"), [("2024-07", "Zomerstop"), ("2031-03", "geen thema voor 2031-03")]
)
def test_a_month_without_theme_is_a_draft_that_says_so(
    tmp_path: Path, month: str, told: str
) -> None:
    assert told in good(tmp_path, "edition", "build", month, "--out", "out")


@pytest.mark.parametrize("month", ["2024-13", "oktober"])
def test_a_wrong_month_is_one_clear_line(tmp_path: Path, month: str) -> None:
    done = run(tmp_path, "edition", "build", month, "--out", "out")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        f"omroeper: month: '{month}' is not a month. Write year and month as YYYY-MM, for example 2024-10."
    ]
    assert not (tmp_path / "out").exists()


def test_gather_twice_changes_nothing(tmp_path: Path) -> None:
    first = json.loads(good(tmp_path, "gather", "--json"))
    second = json.loads(good(tmp_path, "gather", "--json"))
    assert first["outcomes"][0]["changes"]["new"] > 20
    assert second["outcomes"][0]["changes"]["new"] == 0
    assert {one["new"] for one in second["figures"]["outcomes"]} == {0}
    assert "unchanged" in good(tmp_path, "gather")


def test_subscribers_are_imported_and_campaigns_listed(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(
        "email,toestemming\nanna@school.example,2024-01-02\ngeen adres,\n", encoding="utf-8"
    )
    assert "would import: 1 new" in good(tmp_path, "subscribers", "import", str(file), "--dry-run")
    result = json.loads(good(tmp_path, "subscribers", "import", str(file), "--json"))
    assert (result["added"], len(result["refused"])) == (1, 1)
    assert "1 known" in good(tmp_path, "subscribers", "import", str(file))
    missing = run(tmp_path, "subscribers", "import", "weg.csv")
    assert missing.returncode == 2
    assert "weg.csv" in missing.stderr
    assert json.loads(good(tmp_path, "campaign", "status", "--json")) == []
    assert "No campaign yet" in good(tmp_path, "campaign", "status")
    assert run(tmp_path, "campaign", "status", "bestaat-niet").returncode == 2


def test_nothing_to_rebuild_and_nothing_done_are_said(tmp_path: Path) -> None:
    missing = run(tmp_path, "edition", "rebuild", "2024-10")
    assert missing.returncode == 2
    assert "agdb-2024-10: there is no draft of it" in missing.stderr
    assert good(tmp_path, "audit") == "Nothing was done yet.\n"
    assert json.loads(good(tmp_path, "audit", "agdb-2024-10", "--json")) == []


def test_a_proof_needs_a_draft_and_somebody_of_the_team(tmp_path: Path) -> None:
    without = run(tmp_path, "edition", "test-send", "2024-10", "--to", "sanne")
    assert without.returncode == 2
    assert "agdb-2024-10: there is no draft of it" in without.stderr
    with open_desk(load_settings(settings_for(tmp_path))) as desk:
        desk.draft_edition("2024-10", Edits(), made_by="test:1", may_replace=lambda _: True)
    unknown = run(tmp_path, "edition", "test-send", "2024-10", "--to", "piet")
    assert unknown.returncode == 2
    assert "‘piet’: is not in the team. Name one of sanne, ruben" in unknown.stderr
    told = good(tmp_path, "edition", "test-send", "2024-10", "--to", "sanne", "--by", "Mila")
    assert "NOT mailed" in told
    assert "Sanne Voorbeeld: accepted" in told
    arguments = ("edition", "test-send", "2024-10", "--address", "gast@school.example", "--json")
    (sent,) = json.loads(good(tmp_path, *arguments))["sent"]
    assert sent["name"] == "een los adres"
    assert len(list((tmp_path / "var/outbox/proef").glob("*.eml"))) == 2
    log = json.loads(good(tmp_path, "audit", "agdb-2024-10", "--json"))
    assert [(one["who"], one["what"]) for one in log[1:]] == [
        ("Mila", "test sent"),
        ("omroeper", "test sent"),
    ]
    assert "@" not in json.dumps(log)


def test_coverage_lists_the_programmes_of_a_year(tmp_path: Path) -> None:
    told = good(tmp_path, "coverage", "--year", "2024")
    assert told.startswith("No newsletter of 2024 was approved or sent yet.")
    assert re.search(r"^Techkwadraat +nooit +0 +0% +\d", told, re.MULTILINE)
    rows = json.loads(good(tmp_path, "coverage", "--year", "2024", "--json"))["rows"]
    assert abs(sum(row["expected"] for row in rows) - 1) < 1e-9


def test_doctor_says_what_is_and_what_is_not(tmp_path: Path) -> None:
    checks = {one["name"]: one for one in json.loads(good(tmp_path, "doctor", "--json"))}
    assert checks["database"]["status"] == checks["language"]["status"] == "ok"
    assert "OMROEPER_SMTP_HOST" in checks["mail"]["message"]
    for newsletter in ("agdb", "internationaal"):
        assert checks[f"newsletter {newsletter}"]["status"] == "ok"
    assert "OMROEPER_CHECK_LINKS" in checks["gate"]["message"]
    assert "SpamAssassin" in checks["gate"]["message"] or "spam score" in checks["gate"]["message"]
    broken = run(tmp_path, "doctor", OMROEPER_DATABASE_URL="mysql://x")
    assert broken.returncode == 1
    assert "wrong  database" in broken.stdout
    assert "wrong  settings" in run(tmp_path, "doctor", OMROEPER_WEB_PORT="acht").stdout


def test_a_broken_content_file_is_one_clear_line(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text("sources:\n  - id: x\n    kind: feed\n", encoding="utf-8")
    done = run(tmp_path, "gather", OMROEPER_SOURCES_FILE=str(sources))
    assert done.returncode == 2
    assert re.search(r"sources\.yaml:2 \[sources\.0\.\w+\]: this field is missing", done.stderr)


def test_help_loads_neither_prefect_nor_what_is_heavy() -> None:
    code = (
        "import sys, omroeper.cli.app\n"
        "heavy = {'prefect', 'sqlalchemy', 'matplotlib', 'feedparser', 'pydantic', 'mjml', 'httpx'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


def commands() -> list[str]:
    """Every command of the program, as one types it."""
    group = typer.main.get_command(app)
    found = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"omroeper {name} {sub}" for sub in inner] if inner else [f"omroeper {name}"]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
