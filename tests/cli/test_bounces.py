"""`omroeper bounces`, the doctor's line for the mailbox, and what `campaign status` tells."""

import json
import mailbox
from pathlib import Path

from tests.cli.test_commands import run
from tests.labelled_bounces import DATA

OWN = DATA / "own"


def test_classify_prints_one_line_a_mail(tmp_path: Path) -> None:
    done = run(tmp_path, "bounces", "classify", str(OWN), "--json")
    assert done.returncode == 0, done.stderr
    rows = {Path(row["file"]).stem: row for row in map(json.loads, done.stdout.splitlines())}
    assert set(rows) == {file.stem for file in OWN.iterdir()}
    dead = rows["gmail-not-found"]
    assert (dead["verdict"], dead["recipient"]) == ("hard", "annadevries1980@gmail.example")
    assert (dead["status"], dead["code"], dead["reason"]) == ("5.1.1", 550, "no such mailbox")
    assert rows["postfix-delayed"]["verdict"] == "soft"
    assert rows["postfix-delayed"]["final"] is False
    assert rows["yahoo-redacted"]["verdict"] == "complaint"


def test_classify_prints_a_table_for_people(tmp_path: Path) -> None:
    done = run(tmp_path, "bounces", "classify", str(OWN / "dutch-full.eml"))
    header, line = done.stdout.splitlines()
    assert header.split() == ["file", "verdict", "recipient", "status", "reason"]
    assert line.split()[1:3] == ["soft", "j.jansen@provider.example"]
    assert line.endswith("mailbox full")


def test_bad_input_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for place in ("weg.eml", "leeg"):
        done = run(tmp_path, "bounces", "classify", place)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"omroeper: {place}: ")
    done = run(tmp_path, "bounces", "read")
    assert done.returncode == 2
    assert "OMROEPER_BOUNCES_URL" in done.stderr
    done = run(tmp_path, "bounces", "read", OMROEPER_BOUNCES_URL="maildir:weg")
    assert done.returncode == 2
    assert "opening failed" in done.stderr


def test_read_tells_what_it_did_and_doctor_opens_the_mailbox(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "retour")
    box.add((OWN / "away-kpn-like.eml").read_bytes())
    url = f"maildir:{tmp_path / 'retour'}"
    done = run(tmp_path, "bounces", "read", "--json", OMROEPER_BOUNCES_URL=url)
    told = json.loads(done.stdout)
    assert (told["mails"], told["auto_replies"], told["left"]) == (1, 1, 0)
    assert len(box) == 0
    seen = run(tmp_path, "doctor", OMROEPER_BOUNCES_URL=url, OMROEPER_BOUNCE_ADDRESS="b@x.nl")
    assert f"ok     bounces: read from {url}" in seen.stdout
    seen = run(tmp_path, "doctor", OMROEPER_BOUNCES_URL=f"{url}-weg")
    assert "wrong  bounces: mailbox maildir:" in seen.stdout
    assert "note   bounces: no mailbox" in run(tmp_path, "doctor").stdout
