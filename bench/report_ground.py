"""Three years of a newsletter for the bench of reports: what is sent, followed and measured, by known totals.

Each click is drawn (link by Zipf, hour by how interest fades and by the hour of the day), then counted per
link and hour as the pages do. Every night of sixty has its readings, so that reports find what a desk has.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import sqlalchemy as sa
from newsroom import Writer

from omroeper.adapters.database.freezing import insert_deliveries, opaque_tokens
from omroeper.adapters.database.reader_tables import subscriptions
from omroeper.adapters.database.tables import (
    campaigns,
    clicks,
    links,
    metric_snapshots,
    subscribers,
)
from omroeper.domain.delivery import CampaignState
from omroeper.domain.edition import Draft, Edition, EditionState, Entry, RenderedEdition, Section
from omroeper.domain.growth import CONFIRMED, LEFT, SIZE, SUPPRESSED
from omroeper.domain.month import Month
from omroeper.rendering.newsletter import links_of
from omroeper.services.measure_links import owners_of
from omroeper.wiring import Desk

FIRST = Month(2022, 1)
NIGHTS = 60
"""How long a campaign is measured."""
TOPICS = ("onderwijs", "bedrijven", "overheid", "partners")
SECTIONS = (
    *[Section.LEAD],
    *[Section.THEME] * 6,
    *[Section.PROGRAMMES] * 25,
    *[Section.AGENDA] * 8,
)
_DAY_AND_NIGHT = [1] * 6 + [4, 10, 16, 20, 20, 18, 14, 18, 18, 16, 12, 8, 6, 6, 6, 5, 3, 2]
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    editions: int = 36
    links: int = 40
    events: int = 10_000_000
    deliveries: int = 1_000_000


@dataclass(slots=True)
class Ground:
    """Fills a desk's database; the same size gives the same."""

    desk: Desk
    size: Size
    chance: random.Random

    def fill(self) -> str:
        """Everything; gives the id of the newest edition."""
        readers = self.size.deliveries // self.size.editions
        self._readers(readers)
        newest = ""
        for number in range(self.size.editions):
            newest = self._edition(number, readers)
        self._list(readers)
        with self.desk.store._writing() as connection:
            connection.exec_driver_sql("ANALYZE")  # as a database that lives does by itself
        return newest

    def _readers(self, count: int) -> None:
        people: Rows = [
            {
                "key": f"key{number:09d}",
                "address": f"r{number}@school{number % 900}.example",
                "address_folded": f"r{number}@school{number % 900}.example",
                "name": "",
                "status": "confirmed",
                "topics": self.chance.sample(TOPICS, self.chance.randint(0, 2)),
                "programmes": [],
                "consent_source": "bench",
            }
            for number in range(count)
        ]
        theirs: Rows = [
            {
                "subscriber": one["key"],
                "newsletter": "agdb",
                "frequency": "every",
                "since": _send_at(FIRST),
            }
            for one in people
        ]
        self._insert(subscribers, people)
        self._insert(subscriptions, theirs)

    def _edition(self, number: int, readers: int) -> str:
        month = FIRST.plus(number)
        edition, store = self._made(month), self.desk.store
        draft = Draft(edition, _PAGE, self.desk.newsroom.audience_definition, f"{number:064x}")
        store.save_draft(draft, (), made_by=f"bench:{number}", at=edition.send_at)
        for state in (
            EditionState.IN_REVIEW,
            EditionState.APPROVED,
            EditionState.SENDING,
            EditionState.SENT,
        ):
            store.move(edition.id, state)
        campaign = f"{edition.id}-1"
        self._insert(campaigns, [_campaign(campaign, edition, readers)])
        with store._writing() as connection:
            insert_deliveries(connection, self._copies(campaign, edition.send_at, readers))
        self._follow(edition, campaign, readers)
        return edition.id

    def _made(self, month: Month) -> Edition:
        room = self.desk.newsroom
        named = [(one.id, one.name) for one in room.programmes]
        items = list(Writer(named, random.Random(str(month))).items(self.size.links))
        entries = []
        for number, item in enumerate(items):
            programme = room.programmes.by_id[item.programme]
            section = SECTIONS[number % len(SECTIONS)]
            entries.append(Entry(item, section, programme.name, programme.domain, "bench"))
        return Edition(
            id=f"agdb-{month}",
            newsletter="agdb",
            month=month,
            version=1,
            theme_title=f"Thema van {month}",
            theme_description="",
            subject=f"Nieuws van {month}",
            preheader="",
            introduction="",
            send_at=_send_at(month),
            entries=tuple(entries),
        )

    def _copies(self, campaign: str, at: datetime, readers: int) -> Iterator[dict[str, object]]:
        """One in a hundred is refused, one in two hundred left out; a reply is each its own."""
        tokens = opaque_tokens()
        for number in range(readers):
            drawn = self.chance.random()
            state, reply = "accepted", f"250 2.0.0 Ok: queued as {number:X}"
            if drawn < 0.01:
                state, reply = "refused", "550 5.1.1 no such user"
            elif drawn < 0.015:
                state, reply = "skipped", "unsubscribed"
            yield {
                "campaign": campaign,
                "subscriber": f"key{number:09d}",
                "token": next(tokens),
                "message_id": f"<{campaign}.{next(tokens)}@bench.example>",
                "state": state,
                "reply": reply,
                "changed_at": at,
            }

    def _follow(self, edition: Edition, campaign: str, readers: int) -> None:
        book = self.desk.links(edition.id)
        ids = list(links_of(edition, book))
        self.desk.store.register_links(edition.id, links_of(edition, book))
        weights = list(accumulate(1 / place for place in range(1, len(ids) + 1)))
        events = self.size.events // self.size.editions
        shares = Counter(self.chance.choices(ids, cum_weights=weights, k=events))
        hours = list(accumulate(_interest(edition.send_at)))
        rows: Rows = []
        nights: dict[str, list[int]] = {}
        for link, count in shares.items():
            drawn = Counter(self.chance.choices(range(len(hours)), cum_weights=hours, k=count))
            rows += [
                {
                    "link": link,
                    "hour": edition.send_at + timedelta(hours=hour),
                    "count": followed,
                }
                for hour, followed in drawn.items()
            ]
            nights[link] = _by_night(drawn)
        self._insert(clicks, rows)
        self._readings(edition, campaign, nights, readers)

    def _readings(
        self, edition: Edition, campaign: str, nights: dict[str, list[int]], readers: int
    ) -> None:
        """What measuring wrote each night that something had changed."""
        owners = owners_of(edition, self.desk.links(edition.id))
        rows: Rows = []
        before: dict[tuple[str, str], int] = {}
        for night in range(NIGHTS):
            at = edition.send_at + timedelta(days=night + 1)
            counts = Counter({f"clicks link:{link}": by[night] for link, by in nights.items()})
            for link, by in nights.items():
                counts["clicks"] += by[night]
                for name in owners[link].names:
                    counts[name] += by[night]
            known = {(edition.id, name): value for name, value in counts.items()}
            left = readers * (night + 1) // (300 * NIGHTS)
            known |= {
                (campaign, "accepted"): readers * 98 // 100,
                (campaign, "bounced"): readers // 90,
            }
            known |= {(campaign, "unsubscribed"): left, (campaign, "complaints"): 0}
            for key, value in known.items():
                if before.get(key) != value:
                    source = "links" if key[0] == edition.id else "ledger"
                    rows.append(_reading(source, *key, "total", value, at))
            before |= known
            day = at.date().isoformat()
            for place in ("lead", "theme", "programmes", "agenda"):
                told = f"web:source=agdb&medium=email&campaign={edition.id}&content={place}"
                for metric in ("visits", "engaged", "visitors"):
                    rows.append(_reading("ga4", told, metric, day, 900 // (night + 1), at))
        self._insert(metric_snapshots, rows)

    def _list(self, readers: int) -> None:
        rows: Rows = []
        for number in range(30 * self.size.editions):
            at = _send_at(FIRST) + timedelta(days=number)
            day = at.date().isoformat()
            for metric, value in ((CONFIRMED, 12), (LEFT, 7), (SUPPRESSED, 2)):
                rows.append(_reading("list", "list", metric, day, value, at))
            for subject in ("newsletter:agdb", *(f"segment:{topic}" for topic in TOPICS)):
                rows.append(_reading("list", subject, SIZE, day, readers - 3 * number, at))
        self._insert(metric_snapshots, rows)

    def _insert(self, table: sa.Table, rows: Rows) -> None:
        with self.desk.store._writing() as connection:
            for start in range(0, len(rows), 5000):
                connection.execute(table.insert(), rows[start : start + 5000])


_PAGE = RenderedEdition("Nieuws", "", "<html></html>", "Nieuws", "<mjml></mjml>", "<html></html>")


def _send_at(month: Month) -> datetime:
    return datetime(month.year, month.number, 15, 9, tzinfo=UTC)


def _interest(sent: datetime) -> Iterator[float]:
    """How much of the interest falls in each hour after sending."""
    for hour in range(NIGHTS * 24):
        yield _DAY_AND_NIGHT[(sent.hour + hour) % 24] / (1 + hour / 12) ** 1.3


def _by_night(drawn: Counter[int]) -> list[int]:
    """The total at the end of each day."""
    days = Counter[int]()
    for hour, count in drawn.items():
        days[hour // 24] += count
    return list(accumulate(days[day] for day in range(NIGHTS)))


def _campaign(campaign: str, edition: Edition, readers: int) -> dict[str, object]:
    return {
        "id": campaign,
        "edition": edition.id,
        "version": 1,
        "fingerprint": "",
        "segment": "alle",
        "size": readers,
        "send_at": edition.send_at,
        "state": CampaignState.FINISHED.value,
        "frozen_at": edition.send_at,
    }


def _reading(
    source: str, subject: str, metric: str, period: str, value: int, at: datetime
) -> dict[str, object]:
    return {
        "source": source,
        "subject": subject,
        "metric": metric,
        "period": period,
        "value": str(value),
        "note": "",
        "retrieved": at,
    }


def rows_in(desk: Desk) -> dict[str, int]:
    """How many rows the tables hold, and the clicks that they count."""
    with desk.store._reading() as connection:

        def count(table: sa.Table) -> int:
            return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0

        events = connection.scalar(sa.select(sa.func.sum(clicks.c.count))) or 0
        return {
            "click events": int(events),
            "rows of clicks": count(clicks),
            "links": count(links),
            "readings": count(metric_snapshots),
        }
