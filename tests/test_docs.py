"""The reference is what the code says now, and the site builds without a loose end."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs/reference"


@pytest.fixture(scope="module")
def maker() -> dict[str, Any]:
    return runpy.run_path(str(REFERENCE / "make.py"))


def test_the_reference_is_as_the_code_is(maker: dict[str, Any]) -> None:
    for name, text in maker["pages"]().items():
        kept = (REFERENCE / name).read_text(encoding="utf-8")
        assert kept == text, f"docs/reference/{name} is older than the code: run `make docs`"


def test_what_has_no_description_is_named(maker: dict[str, Any]) -> None:
    with pytest.raises(maker["Undocumented"], match="the table clicks has no description"):
        maker["_told"]("  ", "the table clicks")


def test_every_command_of_the_readme_exists_and_every_group_is_told(maker: dict[str, Any]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [
        line.removeprefix("## omroeper ")
        for line in (REFERENCE / "commands.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    untold = [name for name in commands if f"`omroeper {name}" not in readme]
    assert not untold, f"README.md tells nothing of {untold}"


def test_the_site_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "town crier" in page
    for loaded in ('<script src="http', '<link rel="stylesheet" href="http', "fonts.googleapis"):
        assert loaded not in page
