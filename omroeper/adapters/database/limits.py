"""The limits of a pace as they stand in the database, and what is taken from them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from omroeper.adapters.database.pace_tables import sending_days, sending_lanes
from omroeper.domain.pace import Pace, Used


def used_of(connection: sa.Connection, pace: Pace, *, lock: bool = False) -> Used:
    """What was taken so far. With `lock` nobody else takes until the transaction ends.

    Rows are locked in the order of their names, so that two senders never wait for each other.
    """
    names = sorted(lane.id for lane in pace.lanes)
    query = sa.select(sending_lanes).where(sending_lanes.c.lane.in_(names))
    if lock:
        _lock_together(connection, names, pace)
        query = query.order_by(sending_lanes.c.lane).with_for_update()
    free_at = {row.lane: row.free_at for row in connection.execute(query)} if names else {}
    return Used(free_at, *_days(connection, pace))


def take(connection: sa.Connection, pace: Pace, addresses: Sequence[str], at: datetime) -> None:
    """Write down that messages to these addresses are on their way."""
    if not pace.lanes and pace.warm_up is None:
        return
    taken = Counter(lane.id for one in addresses if (lane := pace.lane_of(one)))
    taken.update({lane.id: len(addresses) for lane in pace.lanes if not lane.domains})
    used = used_of(connection, pace)
    rows = [
        {"lane": lane, "free_at": moment} for lane, moment in pace.after(used, at, taken).items()
    ]
    insert = _insert(connection, sending_lanes)
    if rows:
        update = insert.on_conflict_do_update(
            index_elements=["lane"], set_={"free_at": insert.excluded.free_at}
        )
        connection.execute(update, rows)
    _count_today(connection, pace, len(addresses))


def give_back(connection: sa.Connection, sender_day: Pace, count: int) -> None:
    """What was not handed over after all counts for no day."""
    _count_today(connection, sender_day, -count)


def within(
    pace: Pace, used: Used, at: datetime, candidates: Sequence[tuple[int, str]]
) -> list[int]:
    """Of these deliveries with their addresses, in order, those that the groups have room for."""
    if not pace.groups:
        return [delivery for delivery, _ in candidates]
    left = {lane.id: lane.room(used.free_at.get(lane.id), at) for lane in pace.groups}
    allowed = []
    for delivery, address in candidates:
        lane = pace.lane_of(address)
        if lane is not None:
            if not left[lane.id]:
                continue
            left[lane.id] -= 1
        allowed.append(delivery)
    return allowed


def _lock_together(connection: sa.Connection, names: Sequence[str], pace: Pace) -> None:
    """PostgreSQL's rows must be there to be locked, and a first taker has none; so a lock by name.

    SQLite's writers take turns anyway.
    """
    if connection.dialect.name == "postgresql":
        for name in (*names, *((f"day:{pace.warm_up.sender}",) if pace.warm_up else ())):
            key = sa.func.hashtextextended(name, 0)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _days(connection: sa.Connection, pace: Pace) -> tuple[int, int]:
    """On how many days before today something was sent, and how much today."""
    plan = pace.warm_up
    if plan is None:
        return 0, 0
    mine = sa.and_(sending_days.c.sender == plan.sender, sending_days.c.taken > 0)
    before = sa.select(sa.func.count()).where(mine, sending_days.c.day < plan.today)
    today = sa.select(sending_days.c.taken).where(mine, sending_days.c.day == plan.today)
    return connection.scalar(before) or 0, connection.scalar(today) or 0


def _count_today(connection: sa.Connection, pace: Pace, count: int) -> None:
    plan = pace.warm_up
    if plan is None or not count:
        return
    insert = _insert(connection, sending_days).values(
        sender=plan.sender, day=plan.today, taken=max(0, count)
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["sender", "day"], set_={"taken": sending_days.c.taken + count}
        )
    )


def _insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
