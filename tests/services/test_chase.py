"""Asking for news: who has nothing, once per edition and contact, and before the deadline."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.chase import Asking, ChaseList
from omroeper.domain.errors import InvalidValue
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Letter
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.source import Reading
from omroeper.domain.team import Person, Team
from omroeper.services.chase import chase_of, is_due, preview_chase, send_chase
from tests.domain.test_assembly import OCTOBER, event, item
from tests.domain.test_chase import MILA, YUSUF
from tests.samples import newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 10, 1, 9, tzinfo=ZONE)
DEADLINE = date(2024, 10, 4)


@dataclass
class Postbox:
    """Fulfils ports.Correspondent; refuses mail to whom it is told to."""

    refused: set[str] = field(default_factory=set)
    sent: list[tuple[str, Letter]] = field(default_factory=list)

    def write(self, person: Person, letter: Letter, at: datetime) -> bool:
        del at
        if person.id in self.refused:
            return False
        self.sent.append((person.id, letter))
        return True


def room() -> Newsroom:
    made = newsroom()
    theme = replace(made.calendar.themes[OCTOBER], deadline=DEADLINE)
    calendar = replace(made.calendar, themes={**made.calendar.themes, OCTOBER: theme})
    return replace(made, calendar=calendar, team=Team({"mila": MILA, "yusuf": YUSUF}))


def asked(store: DatabaseStore) -> ChaseList:
    return chase_of(room(), store, Issue(OCTOBER), ZONE)


def send(store: DatabaseStore, box: Postbox, now: datetime = NOW) -> dict[str, Asking | None]:
    done = send_chase(asked(store), room().newsletter, store, box, form_url="", now=now)
    return {one.person: one.outcome for one in done}


def test_who_gave_news_or_a_new_event_is_not_asked(store: DatabaseStore) -> None:
    fresh = replace(event("e", 20), programme="iol")
    old = replace(event("oud", 20), programme="agdb", published=datetime(2024, 8, 1, tzinfo=UTC))
    last_month = item("toen", "agdb", days_before=40)
    store.save_reading("bron", Reading((item("a", "sto"), fresh, old, last_month)), NOW)
    chase = asked(store)
    assert [c.person.id for c in chase.contacts] == ["yusuf"]
    assert [one.programme.id for one in chase.unreached] == ["agdb"]
    assert chase.deadline == DEADLINE


def test_each_contact_is_asked_once_an_edition(store: DatabaseStore) -> None:
    box = Postbox()
    assert {one.outcome for one in preview_chase(asked(store), store)} == {None}
    assert send(store, box) == {"mila": Asking.SENT, "yusuf": Asking.SENT}
    assert send(store, box) == {"mila": Asking.BEFORE, "yusuf": Asking.BEFORE}
    assert [person for person, _ in box.sent] == ["mila", "yusuf"]
    assert {one.outcome for one in preview_chase(asked(store), store)} == {Asking.BEFORE}


def test_a_mail_that_failed_is_tried_again(store: DatabaseStore) -> None:
    box = Postbox(refused={"mila"})
    assert send(store, box) == {"mila": Asking.FAILED, "yusuf": Asking.SENT}
    box.refused.clear()
    assert send(store, box) == {"mila": Asking.SENT, "yusuf": Asking.BEFORE}


def test_after_the_deadline_nobody_is_asked(store: DatabaseStore) -> None:
    box = Postbox()
    send(store, box, datetime(2024, 10, 4, 23, 30, tzinfo=ZONE))
    assert len(box.sent) == 2, "the last day is still in time"
    with pytest.raises(InvalidValue, match=r"2024-10: its deadline \(2024-10-04\) is over"):
        send(store, box, datetime(2024, 10, 5, 0, 30, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2024, 9, 26), False),
        (date(2024, 9, 27), True),
        (DEADLINE, True),
        (date(2024, 10, 5), False),
    ],
)
def test_asking_starts_some_working_days_before_the_deadline(today: date, due: bool) -> None:
    theme = room().calendar.themes[OCTOBER]
    assert is_due(theme, 5, today, lambda _: "") is due
    assert not is_due(replace(theme, deadline=None), 5, today, lambda _: "")
