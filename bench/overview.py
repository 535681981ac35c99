"""`make bench`: how soon the team's overview, the operator's metrics and a page of the API are there.

Over a million copies of thirteen campaigns, one of them being sent, some hundred thousand readings of
metrics, and five thousand posts; on SQLite, or on the PostgreSQL that --database names (empty, ours). Told
are the first time and the quickest of three others.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from newsroom import ROOT

from omroeper.adapters.database import tables
from omroeper.domain.delivery import CampaignState, DeliveryState
from omroeper.domain.month import Month
from omroeper.domain.post import Post, PostState
from omroeper.rendering.overview import overview_values
from omroeper.rendering.templates import environment_for, fill
from omroeper.services.aggregates import BEGINNING, Wanted, readings_after
from omroeper.settings import load_settings
from omroeper.web.sessions import Visitor
from omroeper.wiring import Desk, open_desk

CAMPAIGNS = 13
Rows = Iterator[dict[str, Any]]


def campaigns_of(now: datetime) -> list[dict[str, Any]]:
    """One campaign a month; the last is being sent."""
    rows = []
    for back in range(CAMPAIGNS):
        edition = f"agdb-{Month.of(now.date()).plus(-back)}"
        at = now - timedelta(days=30 * back, hours=2)
        state = CampaignState.FINISHED if back else CampaignState.SENDING
        rows.append({"id": f"{edition}-v1", "edition": edition, "version": 1, "fingerprint": "f",
                     "segment": "alle", "size": 0, "send_at": at, "state": state.value,
                     "frozen_at": at})  # fmt: skip
    return rows


def copies(campaigns: list[dict[str, Any]], count: int, now: datetime) -> Rows:
    for number in range(count):
        campaign = campaigns[number % len(campaigns)]
        state = DeliveryState.ACCEPTED
        if campaign is campaigns[0] and number % 2:
            state = DeliveryState.PENDING
        elif number % 50_000 == 0:
            state = DeliveryState.UNCERTAIN
        yield {"campaign": campaign["id"], "subscriber": f"key{number:07}", "token": f"{number:032}",
               "message_id": f"<{number}@x>", "state": state.value, "attempts": 1, "reply": "250",
               "changed_at": now - timedelta(seconds=number % 600)}  # fmt: skip


def readings(campaigns: list[dict[str, Any]], count: int, now: datetime) -> Rows:
    for number in range(count):
        edition = campaigns[number % len(campaigns)]["edition"]
        of_list = number % 10 == 0
        day = (now - timedelta(days=number // 300 % 400)).date().isoformat()
        yield {"source": "list" if of_list else "links",
               "subject": "list" if of_list else edition,
               "metric": "size" if of_list else f"clicks link:{number // 13 % 120}",
               "period": day if of_list or number % 3 else "total",
               "value": str(number % 5000), "note": "",
               "retrieved": now - timedelta(seconds=number)}  # fmt: skip


def fill_desk(desk: Desk, copied: int, read: int) -> None:
    now = datetime.now(UTC)
    rows = campaigns_of(now)
    editions = [{"id": one["edition"], "newsletter": "agdb", "month": one["edition"][5:],
                 "state": "sent"} for one in rows]  # fmt: skip
    with desk.store._writing() as connection:
        connection.execute(tables.editions.insert(), editions)
        connection.execute(tables.campaigns.insert(), rows)
        for table, found in (
            (tables.deliveries, copies(rows, copied, now)),
            (tables.metric_snapshots, readings(rows, read, now)),
        ):
            while part := list(islice(found, 20_000)):
                connection.execute(table.insert(), part)
    others = [*PostState]
    desk.store.save_posts(
        [
            Post(
                f"p{n}",
                "e",
                "agdb",
                f"Bericht {n}",
                "",
                "",
                now,
                state=PostState.PUBLISHED if n % 100 else others[n // 100 % len(others)],
            )
            for n in range(5000)
        ]
    )
    with desk.store._engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))


def timed(name: str, step: Callable[[], object]) -> None:
    walls, works = [], []
    for _ in range(4):
        begun, worked = time.perf_counter(), time.process_time()
        step()
        walls.append(1000 * (time.perf_counter() - begun))
        works.append(1000 * (time.process_time() - worked))
    print(f"{name:40}{walls[0]:>9.0f}{min(walls[1:]):>9.0f}{min(works[1:]):>9.0f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--copies", type=int, default=1_000_000)
    arguments.add_argument("--readings", type=int, default=200_000)
    arguments.add_argument("--database", default="")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            {
                "OMROEPER_HOME": str(ROOT),
                "OMROEPER_VAR": folder,
                "OMROEPER_ENV_FILE": "/dev/null",
                "OMROEPER_PREFECT_PORT": "1",
                "OMROEPER_DATABASE_URL": given.database or f"sqlite:///{Path(folder) / 'bench.db'}",
            }
        )
        with open_desk(settings) as desk:
            fill_desk(desk, given.copies, given.readings)
            environment = environment_for(desk.style_of("").templates)

            def page() -> None:
                values = overview_values(desk.overview(), settings.timezone)
                room = {"brand": desk.brand, "newsletter": desk.newsroom.newsletter}
                visitor = {"visitor": Visitor("Sanne"), "form_token": ""}
                fill(environment, "desk/overview.html", **values, **room, **visitor)

            print(f"{'milliseconds':40}{'first':>9}{'then':>9}{'of CPU':>9}")
            timed("the team's overview, as a page", page)
            timed("the operator's metrics", desk.operator_reading)
            found = lambda: list(  # noqa: E731
                islice(readings_after(desk.store, Wanted(), BEGINNING, 5), 200)
            )
            timed("200 readings of the API", found)


if __name__ == "__main__":
    main()
