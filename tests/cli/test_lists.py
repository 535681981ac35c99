"""`omroeper subscribers` and `omroeper person` as operators use them; no output names anybody unasked."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.cli.test_commands import good, run, settings_for

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"
ADDRESS = "zoe@school.example"


def mailchimp_zip(folder: Path) -> str:
    """Its three files as it gives them."""
    target = folder / "audience_export.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in LISTS.glob("*_audience_export_*.csv"):
            archive.write(file, file.name)
    return str(target)


def test_mailchimps_zip_is_tried_imported_and_given_back(tmp_path: Path) -> None:
    source, report = mailchimp_zip(tmp_path), tmp_path / "geweigerd.csv"
    tried = good(tmp_path, "subscribers", "import", source, "--dry-run", "--report", str(report))
    assert "read as: Mailchimp" in tried
    assert "would import: 2 new, 0 known, 2 refused" in tried
    assert "2 left or bounced there" in tried
    assert "@" not in tried
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig"), delimiter=";"))
    assert [(row["file"][:10], row["line"]) for row in rows] == [
        ("subscribed", "4"),
        ("subscribed", "5"),
    ]
    assert json.loads(good(tmp_path, "subscribers", "list", "--json"))["statuses"] == {}

    done = json.loads(good(tmp_path, "subscribers", "import", source, "--json"))
    assert (done["added"], done["left"], done["formats"]) == (2, 2, ["Mailchimp"])
    counts = json.loads(good(tmp_path, "subscribers", "list", "--json"))
    assert counts["newsletters"] == {"agdb": 2}
    assert counts["suppressed"] == {"hard_bounce": 1, "unsubscribed": 1}

    target = tmp_path / "lijst.xlsx"
    good(tmp_path, "subscribers", "export", "--format", "xlsx", "--out", str(target))
    assert "imported: 0 new, 2 known, 0 refused" in good(
        tmp_path, "subscribers", "import", str(target)
    )
    assert ADDRESS in good(tmp_path, "subscribers", "export")
    segments = {
        row["segment"]["id"]: row
        for row in json.loads(good(tmp_path, "subscribers", "segments", "--json"))
    }
    assert segments["onderwijs"]["readers"] == {"agdb": 1}
    assert "Onderwijs" in good(tmp_path, "subscribers", "segments")


def test_a_person_is_shown_kept_away_and_erased(tmp_path: Path) -> None:
    good(tmp_path, "subscribers", "import", mailchimp_zip(tmp_path))
    data = json.loads(good(tmp_path, "person", "export", ADDRESS))
    key = data["subscriber"]["key"]
    shown = good(tmp_path, "subscribers", "show", key)
    assert "consent_source: import: Mailchimp" in shown
    assert "newsletter=agdb" in shown
    assert "zoe" not in shown.lower()
    good(tmp_path, "subscribers", "suppress", "kees@bedrijf.example", "--by", "Sanne")
    counts = json.loads(good(tmp_path, "subscribers", "list", "--json"))
    assert counts["suppressed"]["operator"] == 1
    assert counts["newsletters"] == {"agdb": 1}

    erased = subprocess.run(
        [sys.executable, "-m", "omroeper", "person", "erase", "-", "--by", "Sanne"],
        input=f"{ADDRESS}\n",
        env={**os.environ, **settings_for(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"subscriber {key}" in erased.stdout
    assert run(tmp_path, "subscribers", "show", key).returncode == 2
    again = good(tmp_path, "subscribers", "import", mailchimp_zip(tmp_path))
    assert "2 left out because they must not be mailed" in again
    assert "person erased" in good(tmp_path, "audit")
    assert "zoe" not in good(tmp_path, "audit")


def test_what_cannot_be_done_is_one_clear_line(tmp_path: Path) -> None:
    for words, told in (
        (("subscribers", "import", str(LISTS / "README.md")), "no column with addresses"),
        (("subscribers", "import", str(LISTS / "listmonk.csv"), "--consent", "beurs"), "--by"),
        (
            ("subscribers", "import", str(LISTS / "listmonk.csv"), "--newsletter", "x"),
            "no such newsletter",
        ),
        (("subscribers", "show", "niemand"), "no subscriber has this key"),
        (("subscribers", "suppress", "geen adres", "--by", "S"), "not an e-mail address"),
        (("subscribers", "export", "--out", "/weg/lijst.csv"), "cannot be written"),
        (("person", "export", "niemand@x.example"), "nothing is held"),
    ):
        done = run(tmp_path, *words)
        assert done.returncode == 2, words
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
