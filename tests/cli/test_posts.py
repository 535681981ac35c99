"""The commands about LinkedIn posts, as a person or a program runs them."""

import json
from pathlib import Path

from tests.cli.test_commands import good, run


def test_the_calendar_of_linkedin_is_for_people_and_for_programs(tmp_path: Path) -> None:
    told = good(tmp_path, "calendar", "--linkedin")
    assert told.startswith("programma")
    assert "er staat niets gepland" in told
    found = json.loads(good(tmp_path, "calendar", "--linkedin", "--year", "2024", "--json"))
    assert set(found) == {"weeks", "programmes", "collisions", "four_weeks", "year"}
    assert len(found["weeks"]) == 53
    assert found["weeks"][0]["monday"] == "2024-01-01"


def test_posts_are_read_once_and_looked_at_by_id(tmp_path: Path) -> None:
    first = good(tmp_path, "posts", "read")
    assert "(content/linkedin/2024-10-17-digitale-werkplaatsen.md): het moment is voorbij" in first
    assert good(tmp_path, "posts", "read") == "0 changed, 0 not read\n"
    page = tmp_path / "post.html"
    good(tmp_path, "posts", "preview", "2024-10-17-digitale-werkplaatsen", "--out", str(page))
    assert "Meer dan 12.500 ondernemers" in page.read_text(encoding="utf-8")


def test_what_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    good(tmp_path, "posts", "read")
    wrong = (
        (("posts", "preview", "weg", "--out", "x.html"), "weg: there is no such post"),
        (("posts", "statistics", "weg.xlsx"), "weg.xlsx: it cannot be read"),
        (("posts", "placed", "2024-10-17-digitale-werkplaatsen", "https://lnkd.in/x", "--by", "Jo"),
         "geen adres van een LinkedIn-bericht"),
    )  # fmt: skip
    for arguments, told in wrong:
        done = run(tmp_path, *arguments)
        assert done.returncode == 2
        assert told in done.stderr
        assert "Traceback" not in done.stderr
