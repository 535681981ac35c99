"""The folder of lists: what waits in it, where it goes, and how long that is kept."""

from datetime import timedelta
from pathlib import Path

from omroeper.adapters.list_inbox import ListInbox
from tests.samples import WHEN


def test_only_lists_wait_and_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    inbox = ListInbox(tmp_path / "abonnees")
    assert inbox.waiting() == ()
    assert inbox.folder.stat().st_mode & 0o077 == 0
    for name in ("b.csv", "A.XLSX", "c.zip", ".d.csv", "~$e.xlsx", "lees mij.txt"):
        (inbox.folder / name).write_text("x", encoding="utf-8")
    (inbox.folder / "map.csv").mkdir()
    assert inbox.waiting() == ("A.XLSX", "b.csv", "c.zip")


def test_what_is_in_is_put_away_with_its_reasons_and_forgotten_after_its_time(
    tmp_path: Path,
) -> None:
    inbox = ListInbox(tmp_path)
    (tmp_path / "b.csv").write_text("email\n", encoding="utf-8")
    inbox.left("b.csv", ["eerst niet te gebruiken"])
    moved = inbox.done("b.csv", ["regel 2: dit is geen e-mailadres"], WHEN)
    assert moved.name == f"{WHEN:%Y%m%d-%H%M%S}-b.csv"
    reasons = moved.with_name(f"{moved.name}.redenen.txt")
    assert reasons.read_text(encoding="utf-8") == "regel 2: dit is geen e-mailadres\n"
    assert [file.name for file in tmp_path.iterdir()] == ["done"]
    assert inbox.forget(WHEN) == 0
    assert inbox.forget(WHEN + timedelta(seconds=1)) == 1
    assert list(moved.parent.iterdir()) == []
