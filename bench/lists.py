"""`make bench`: how soon a whole list is in, is recognised as known, is out again, and is counted.

The list is one of Mailchimp's, with names, tags, consent and a few people who left, on SQLite. Each
step is done once, since a list comes in once; what is told is rows a second on the clock.
"""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom import ROOT

from omroeper.settings import load_settings
from omroeper.wiring import Desk, open_desk

HEADS = (
    "Email Address", "First Name", "Last Name", "MEMBER_RATING", "OPTIN_TIME", "OPTIN_IP",
    "CONFIRM_TIME", "CONFIRM_IP", "LAST_CHANGED", "LEID", "EUID", "NOTES", "TAGS",
)  # fmt: skip
TAGS = ("onderwijs", "bedrijven", "overheid", "partners", "pers", "Beurs 2019")
DOMAINS = 2000


def write_list(file: Path, rows: int, chance: random.Random) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        for number in range(rows):
            moment = f"2023-0{chance.randint(1, 9)}-1{chance.randint(0, 9)} 09:35:12"
            tags = ",".join(f'"{tag}"' for tag in chance.sample(TAGS, chance.randint(0, 3)))
            address = f"reader.{number}@school{chance.randrange(DOMAINS)}.example"
            writer.writerow(
                (address, "Zoë", f"de Vries {number}", 2, moment, "192.0.2.1", moment, "192.0.2.1",
                 moment, number, f"{number:x}", "", tags)
            )  # fmt: skip


def timed(name: str, rows: int, step: Callable[[], object]) -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    step()
    wall, spent = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{name:44}{wall:>9.2f}{spent:>9.2f}{rows / wall:>12,.0f}")


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    settings = load_settings(
        {
            "OMROEPER_HOME": str(ROOT),
            "OMROEPER_VAR": str(folder),
            "OMROEPER_ENV_FILE": "/dev/null",
            "OMROEPER_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        }
    )
    with open_desk(settings) as desk:
        yield desk


def require(desk: Desk, rows: int) -> None:
    """Fail when not every row became a reader: then the seconds tell nothing."""
    readers = desk.store.list_counts().newsletters
    if readers != {"agdb": rows}:
        raise SystemExit(f"{rows} rows, but the list holds {readers}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    print(f"\n{rows} rows of a list\n{'':44}{'seconds':>9}{'CPU':>9}{'rows/s':>12}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, sheet = folder / "lijst.csv", folder / "lijst.xlsx"
        write_list(source, rows, random.Random(4))
        with desk_in(folder) as desk:
            timed("dry run", rows, lambda: desk.import_subscribers(source, dry_run=True))
            timed("import", rows, lambda: desk.import_subscribers(source, dry_run=False))
            timed("the same again", rows, lambda: desk.import_subscribers(source, dry_run=False))
            timed("export as CSV", rows, lambda: desk.export_subscribers("csv"))
            timed(
                "export as Excel", rows, lambda: sheet.write_bytes(desk.export_subscribers("xlsx"))
            )
            timed(
                "import that Excel file",
                rows,
                lambda: desk.import_subscribers(sheet, dry_run=False),
            )
            require(desk, rows)
            timed("sizes of all segments", rows, desk.segment_sizes)


if __name__ == "__main__":
    main()
