"""The click counter: leads on to registered targets only, and counts links, never people."""

import sqlite3
from collections import Counter as CounterOf
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.clicks import ClickRules, Counted, Follow, LeftOut, judge
from omroeper.web.app import create_app
from omroeper.web.clicks import ClickCounter, Target
from omroeper.web.pages import pages_of
from omroeper.wiring import Desk
from tests.samples import FixedClock

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"}
LINKS = {f"{number:012x}": f"https://x.example/{number}?utm_source=agdb" for number in range(6)}
FIRST = "000000000000"
HOUR = datetime(2024, 10, 10, 9, tzinfo=UTC)


class Counter:
    """The pages over a desk's store, with the counter at hand."""

    def __init__(self, desk: Desk, client: TestClient) -> None:
        self.store = desk.store
        self.client = client
        app: Any = client.app
        self.counter: ClickCounter = app.state.clicks

    def follow(self, link: str = FIRST, method: str = "GET", **headers: str) -> int:
        given = {**BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = self.client.request(method, f"/k/{link}", headers=given)
        return int(answer.status_code)

    def counted(self) -> tuple[int, dict[str, int]]:
        """Readers' clicks in all, and what was left out by which rule."""
        self.counter.settle()
        return sum(self.store.clicks("e").values()), self.store.left_out("e")


@pytest.fixture
def clicks(desk: Desk) -> Counter:
    """Its own thread does not run: the test says when counts are written."""
    desk.store.register_links("e", LINKS)
    app = create_app(pages_of(desk))
    return Counter(desk, TestClient(app, follow_redirects=False))


def test_a_follow_leads_on_and_is_counted_in_its_hour(clicks: Counter) -> None:
    answer = clicks.client.get(f"/k/{FIRST}", headers=BROWSER)
    assert answer.status_code == 302
    assert answer.headers["location"] == LINKS[FIRST]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    clicks.follow()
    assert clicks.counted() == (2, {})
    assert clicks.store.clicks_by_hour("e") == {HOUR: 2}


@pytest.mark.parametrize(
    ("method", "headers", "rule"),
    [
        ("HEAD", {}, LeftOut.HEAD),
        ("GET", {"user_agent": "curl/8.5.0"}, LeftOut.AGENT),
        ("GET", {"user_agent": ""}, LeftOut.NO_AGENT),
        ("GET", {"sec_purpose": "prefetch;prerender"}, LeftOut.PREFETCH),
        ("GET", {"x_moz": "prefetch"}, LeftOut.PREFETCH),
    ],
)
def test_scanners_and_prefetchers_are_led_on_and_left_out(
    clicks: Counter, method: str, headers: dict[str, str], rule: str
) -> None:
    assert clicks.follow(method=method, **headers) == 302
    assert clicks.counted() == (0, {rule: 1})


def test_who_follows_every_link_at_once_is_left_out(clicks: Counter) -> None:
    for link in LINKS:
        clicks.follow(link)
    assert clicks.counted() == (0, {LeftOut.EVERY_LINK: 6})


def test_nothing_of_who_followed_is_stored(clicks: Counter) -> None:
    clicks.follow()
    clicks.follow(user_agent="Barracuda Sentinel", method="GET")
    clicks.counter.settle()
    inspector = sa.inspect(clicks.store._engine)
    names = {c["name"] for t in ("clicks", "clicks_left_out") for c in inspector.get_columns(t)}
    assert names == {"link", "hour", "rule", "count"}


def test_a_ripe_click_is_forgotten_by_its_place_within_seconds(clicks: Counter) -> None:
    clicks.follow()
    clicks.counter.settle()
    clicks.counter.write(1e18)
    assert clicks.counter._held == []
    assert clicks.counter._judged == []


@pytest.mark.parametrize(
    "path",
    [
        "/k/https://evil.example",
        "/k/000000000099",
        "/k/?u=https://evil.example",
        "/k//evil.example",
        f"/k/{FIRST}/../x",
        "/k/" + "0" * 5000,
        "/k/%00",
        "/k/%0d%0aLocation:%20https:%2f%2fevil.example",
    ],
)
def test_the_counter_is_no_open_redirect(clicks: Counter, path: str) -> None:
    answer = clicks.client.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "Deze link kennen we niet" in answer.text or "Deze pagina is er niet" in answer.text


def test_an_unknown_link_is_told_in_plain_dutch(clicks: Counter) -> None:
    answer = clicks.client.get("/k/000000000099", headers=BROWSER)
    assert answer.status_code == 404
    assert "<h1>Deze link kennen we niet</h1>" in answer.text
    assert "<title>Niet gevonden" in answer.text


def test_what_is_no_web_address_is_never_led_to(clicks: Counter) -> None:
    clicks.store.register_links("e", {"0000000000ff": "javascript:alert(1)"})
    assert clicks.follow("0000000000ff") == 404


def test_a_target_cannot_break_out_of_its_header(clicks: Counter) -> None:
    clicks.store.register_links("e", {"0000000000fe": "https://x.example/\u0451?a=\u20ac#%41"})
    answer = clicks.client.get("/k/0000000000fe", headers=BROWSER)
    assert answer.headers["location"] == "https://x.example/%D1%91?a=%E2%82%AC#%41"


def test_other_methods_are_refused(clicks: Counter) -> None:
    assert clicks.client.post(f"/k/{FIRST}", headers=BROWSER).status_code == 405


def test_clicks_wait_for_a_database_that_is_away(
    clicks: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_store: DatabaseStore, _: Mapping[Counted, int]) -> None:
        raise sa.exc.OperationalError("", {}, sqlite3.OperationalError("locked"))

    clicks.follow()
    with monkeypatch.context() as patched:
        patched.setattr(DatabaseStore, "add_clicks", away)
        with pytest.raises(sa.exc.OperationalError):
            clicks.counter.settle()
    assert clicks.counted() == (1, {})


def test_the_last_clicks_are_tried_again(clicks: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    add = DatabaseStore.add_clicks

    def away_once(store: DatabaseStore, counts: Mapping[Counted, int]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise sa.exc.OperationalError("", {}, sqlite3.OperationalError("locked"))
        add(store, counts)

    clicks.follow()
    monkeypatch.setattr(DatabaseStore, "add_clicks", away_once)
    monkeypatch.setattr("omroeper.web.clicks.LAST_PAUSES", (0.0, 0.0))
    clicks.counter.stop()
    assert clicks.counted() == (1, {})


def test_what_is_no_links_id_is_not_even_looked_up(
    clicks: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseStore, "registered_link", lambda *_: pytest.fail("looked up"))
    for link in ("A" * 12, "0" * 13, "\x00", "' OR 1=1"):
        assert clicks.counter.look_up(link) is None


def test_an_unknown_link_is_looked_up_once(
    clicks: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(DatabaseStore, "registered_link", lambda _, link: asked.append(link))
    for _ in range(3):
        assert clicks.follow("0000000000ee") == 404
    assert asked == ["0000000000ee"]


def test_a_burst_is_left_out_while_the_mail_is_delivered(desk: Desk) -> None:
    fresh: list[frozenset[str]] = []

    class Store:
        def __getattr__(self, name: str) -> object:
            return getattr(desk.store, name)

        def delivered_since(self, moment: datetime) -> frozenset[str]:
            assert moment == datetime(2024, 10, 10, 7, tzinfo=UTC)
            fresh.append(frozenset({"e"}))
            return fresh[-1]

    desk.store.register_links("e", LINKS)
    rules = ClickRules(burst=6, after_delivery_hours=2)
    counter = ClickCounter(Store(), FixedClock(HOUR), rules)  # type: ignore[arg-type]
    target = counter.look_up(FIRST)
    assert target is not None
    scope = {"method": "GET", "headers": [(b"user-agent", b"Firefox")], "client": ("192.0.2.9", 1)}
    for _ in range(6):
        counter.count(FIRST, target, scope)
    counter.settle()
    assert desk.store.left_out("e") == {LeftOut.BURST: 6}


def test_the_end_of_serving_writes_what_is_held(desk: Desk) -> None:
    desk.store.register_links("e", LINKS)
    with TestClient(create_app(pages_of(desk)), follow_redirects=False) as client:
        client.get(f"/k/{FIRST}", headers=BROWSER)
    assert desk.store.clicks("e")[FIRST] == 1


class Memory:
    """A store of clicks that only adds up."""

    def __init__(self) -> None:
        self.counts: CounterOf[Counted] = CounterOf()

    def add_clicks(self, counts: Mapping[Counted, int]) -> None:
        self.counts.update(counts)

    def delivered_since(self, _: datetime) -> frozenset[str]:
        return frozenset({"e"})


class Time:
    """Seconds that go on when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


_FOLLOWS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 2), st.integers(0, 5), st.booleans()), max_size=60
)


@settings(deadline=None)
@given(_FOLLOWS)
def test_when_counts_are_written_changes_no_count(
    given_follows: list[tuple[int, int, int, bool]],
) -> None:
    """Tenths of a second between follows, their place and link, and whether is written after each."""
    store, time = Memory(), Time()
    rules = ClickRules(seconds=1.5, links_at_once=4, burst=5)
    counter = ClickCounter(store, FixedClock(HOUR), rules)  # type: ignore[arg-type]
    follows = []
    with patch("omroeper.web.clicks.time", time):
        counter._refresh()
        for tenths, place, link, writes in given_follows:
            time.seconds += tenths / 10
            target = Target(b"https://x.example", "e")
            scope = {"method": "GET", "client": (f"10.0.{place}.1", 1)}
            counter.count(f"{link}", target, {**scope, "headers": [(b"user-agent", b"Firefox")]})
            follows.append(Follow(time.seconds, place, f"{link}", "e", HOUR))
            if writes:
                counter.write(time.seconds + 0.001 - rules.seconds)
        counter.settle()
    assert store.counts == judge(follows, None, rules, links={}, fresh={"e"})
    assert sum(store.counts.values()) == len(follows)
