"""`omroeper demo`: the whole month with live server, worker and pages, twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from omroeper.demo.month import fresh_folder
from omroeper.domain.errors import OmroeperError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A desk that borrows everything but var, so that a demo of the developer's is left alone."""
    for folder in ("content", "config", "templates", "flows", "deployments"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    return tmp_path


def demo(home: Path) -> str:
    """Run the demo as `make demo` does, with settings around that it must not heed."""
    trap = {"OMROEPER_SMTP_HOST": "192.0.2.1", "OMROEPER_DATABASE_URL": "postgresql://192.0.2.1/x"}
    done = subprocess.run(
        [sys.executable, "-m", "omroeper", "demo"],
        cwd=home,
        env={**os.environ, **trap},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(600)
def test_the_demo_ends_by_itself_and_a_second_run_works_as_well(home: Path) -> None:
    first = demo(home)
    assert "115 accepted + 1 refused + 0 uncertain + 0 skipped = 116" in first
    assert "nieuwsbrief: published as urn:li:share:" in first
    assert "the form comes back" in first
    assert "rif-nieuws: it answers 404" in first
    for name in (
        "newsletter/newsletter.html",
        "newsletter/archive.html",
        "reports/agdb-2024-10.html",
    ):
        assert (home / "var/demo" / name).stat().st_size > 5000
    mails = list((home / "var/demo/mail").glob("*.eml"))
    assert len(mails) == 115
    _leaves_no_secret(home / "var/demo", "demo-token")

    second = demo(home)
    assert [line for line in second.splitlines() if "accepted +" in line] == [
        line for line in first.splitlines() if "accepted +" in line
    ]
    assert (home / "var/demo.previous/mail").is_dir()


def _leaves_no_secret(var: Path, token: str) -> None:
    """No token in any log, and no reader's address in the desk's own logs."""
    for log in (var / "logs").glob("*.log"):
        text = log.read_text(encoding="utf-8", errors="replace")
        assert token not in text, log
        assert ".example" not in text.replace("omroeper.example", "").replace(
            "programmas.example", ""
        ), log


def test_the_demo_removes_only_what_a_demo_made(tmp_path: Path) -> None:
    mine = tmp_path / "demo"
    mine.mkdir()
    (mine / "dierbaar.txt").write_text("x")
    with pytest.raises(OmroeperError, match="no demo made it"):
        fresh_folder(mine)
    assert (mine / "dierbaar.txt").exists()
