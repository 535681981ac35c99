"""`omroeper subscribers` and `omroeper person` as operators use them; no output names anybody unasked."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from omroeper.cli.app import app
from omroeper.domain.errors import OmroeperError
from tests.cli.test_commands import settings_for

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"
LISTMONK = str(LISTS / "listmonk.csv")
ADDRESS = "zoe@school.example"


def called(tmp_path: Path, *words: str, said: str = "") -> str:
    """What a command prints; in this process, since each test calls many."""
    done = CliRunner().invoke(app, words, input=said, env=settings_for(tmp_path))
    assert done.exit_code == 0, done.exception
    return done.stdout


def mailchimp_zip(folder: Path) -> str:
    """Its three files as it gives them."""
    target = folder / "audience_export.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in LISTS.glob("*_audience_export_*.csv"):
            archive.write(file, file.name)
    return str(target)


def test_mailchimps_zip_is_tried_imported_and_given_back(tmp_path: Path) -> None:
    source, report = mailchimp_zip(tmp_path), tmp_path / "geweigerd.csv"
    tried = called(tmp_path, "subscribers", "import", source, "--dry-run", "--report", str(report))
    assert "read as: Mailchimp" in tried
    assert "would import: 2 new, 0 known, 2 refused" in tried
    assert "2 who left or bounced" in tried
    assert "@" not in tried
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig"), delimiter=";"))
    assert [(row["file"][:10], row["line"]) for row in rows] == [
        ("subscribed", "4"),
        ("subscribed", "5"),
    ]
    assert json.loads(called(tmp_path, "subscribers", "list", "--json"))["statuses"] == {}

    done = json.loads(called(tmp_path, "subscribers", "import", source, "--json"))
    assert (done["added"], done["left"], done["formats"]) == (2, 2, ["Mailchimp"])
    counts = json.loads(called(tmp_path, "subscribers", "list", "--json"))
    assert counts["newsletters"] == {"agdb": 2}
    assert counts["suppressed"] == {"hard_bounce": 1, "unsubscribed": 1}

    target = tmp_path / "lijst.xlsx"
    called(tmp_path, "subscribers", "export", "--format", "xlsx", "--out", str(target))
    assert "imported: 0 new, 2 known, 0 refused" in called(
        tmp_path, "subscribers", "import", str(target)
    )
    assert ADDRESS in called(tmp_path, "subscribers", "export")
    assert "list exported" in called(tmp_path, "audit")
    segments = {
        row["segment"]["id"]: row
        for row in json.loads(called(tmp_path, "subscribers", "segments", "--json"))
    }
    assert segments["onderwijs"]["readers"] == {"agdb": 1}
    assert "Onderwijs" in called(tmp_path, "subscribers", "segments")


def test_a_person_is_shown_kept_away_and_erased(tmp_path: Path) -> None:
    called(tmp_path, "subscribers", "import", mailchimp_zip(tmp_path))
    data = json.loads(called(tmp_path, "person", "export", ADDRESS))
    key = data["subscriber"]["key"]
    shown = called(tmp_path, "subscribers", "show", key)
    assert "consent_source: import: Mailchimp" in shown
    assert "newsletter=agdb" in shown
    assert "zoe" not in shown.lower()
    called(tmp_path, "subscribers", "suppress", "kees@bedrijf.example", "--by", "Sanne")
    counts = json.loads(called(tmp_path, "subscribers", "list", "--json"))
    assert counts["suppressed"]["operator"] == 1
    assert counts["newsletters"] == {"agdb": 1}

    erased = called(tmp_path, "person", "erase", "-", "--by", "Sanne", said=f"{ADDRESS}\n")
    assert f"subscriber {key}" in erased
    again = called(tmp_path, "subscribers", "import", mailchimp_zip(tmp_path))
    assert "2 left out because they must not be mailed" in again
    assert "person erased" in called(tmp_path, "audit")
    assert "zoe" not in called(tmp_path, "audit")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("subscribers", "import", str(LISTS / "README.md")), "no column with addresses"),
        (("subscribers", "import", LISTMONK, "--consent", "beurs"), "--by"),
        (("subscribers", "import", LISTMONK, "--newsletter", "x"), "no such newsletter"),
        (("subscribers", "show", "niemand"), "no subscriber has this key"),
        (("subscribers", "suppress", "geen adres", "--by", "S"), "not an e-mail address"),
        (("subscribers", "export", "--out", "/weg/lijst.csv"), "cannot be written"),
        (("person", "export", "niemand@x.example"), "nothing is held"),
    ],
)
def test_what_cannot_be_done_says_what_is_wrong(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = CliRunner().invoke(app, words, env=settings_for(tmp_path))
    assert isinstance(done.exception, OmroeperError)
    assert told in done.exception.sentence
