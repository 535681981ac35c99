"""What goes wrong around a command is one clear line and an exit code, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import ROOT, good, run


def one_line(done: subprocess.CompletedProcess[str], code: int = 2) -> str:
    """The one line on standard error."""
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("omroeper: ")
    return line


@pytest.mark.parametrize("out", ["bestand", "bestand/map", "vol"])
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, out: str) -> None:
    (tmp_path / "bestand").write_text("x")
    (tmp_path / "vol/newsletter.html").mkdir(parents=True)
    line = one_line(run(tmp_path, "edition", "build", "2024-10", "--out", out))
    assert "--out" in line
    assert "Name a folder" in line


def test_what_of_ours_could_not_be_read_is_told_with_the_build(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    text = (ROOT / "config/sources.yaml").read_text(encoding="utf-8")
    sources.write_text(text.replace("address: updates", "address: weg"), encoding="utf-8")
    told = good(
        tmp_path, "edition", "build", "2024-10", "--out", "o", OMROEPER_SOURCES_FILE=str(sources)
    )
    assert "not read: updates: the folder content/weg is not there" in told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:geheim@h:abc/x", "not a database address"),
        ("postgresql://127.0.0.1:1/x", "cannot be opened"),
        ("sqlite://", "names no file"),
        ("sqlite://var/omroeper.db", "three or four slashes"),
        ("sqlite:////dev/null/x/y.db", "its folder cannot be made"),
        ("sqlite+aiosqlite:////dev/null", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_used_is_named(tmp_path: Path, url: str, told: str) -> None:
    line = one_line(run(tmp_path, "campaign", "status", OMROEPER_DATABASE_URL=url))
    assert line.startswith("omroeper: OMROEPER_DATABASE_URL: ")
    assert told in line
    assert "geheim" not in line


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var/omroeper.db").write_bytes(b"geen database" * 200)
    assert "cannot be opened" in one_line(run(tmp_path, "figures"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_an_output_that_fails_is_one_line_and_code_1(tmp_path: Path) -> None:
    shell = 'exec "$0" -m omroeper doctor >/dev/full'
    environment = {**os.environ, "OMROEPER_HOME": str(ROOT), "OMROEPER_VAR": str(tmp_path)}
    done = subprocess.run(
        ["/bin/sh", "-c", shell, sys.executable],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No space left" in one_line(done, code=1)


def test_json_is_utf8_whatever_the_terminal_says(tmp_path: Path) -> None:
    told = good(
        tmp_path, "edition", "build", "2024-07", "--out", "één", "--json", PYTHONIOENCODING="ascii"
    )
    assert json.loads(told)["folder"] == "één"
