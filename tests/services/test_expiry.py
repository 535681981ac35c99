"""The operator hears of what ends 30, 14 and 3 days ahead, once each, and again when it was not told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.expiry import Expiring
from omroeper.domain.letter import Letter
from omroeper.services.expiry import warn_of_expiry

AMSTERDAM, ENDS = ZoneInfo("Europe/Amsterdam"), date(2027, 1, 31)
LOGIN = Expiring("linkedin login", "De toegang tot LinkedIn", ENDS, "Log opnieuw in.")


class Heard:
    """Fulfils ports.Notifier."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.through = True

    def notify(self, notice: Letter, at: datetime) -> bool:
        del at
        self.letters.append(notice)
        return self.through


def days(store: DatabaseStore, heard: Heard, since: int, until: int) -> None:
    for left in range(since, until, -1):
        for hour in (9, 10):
            day = ENDS - timedelta(days=left)
            at = datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)
            warn_of_expiry([LOGIN], store, heard, at, AMSTERDAM)


def test_each_warning_comes_once(each_store: DatabaseStore) -> None:
    heard = Heard()
    days(each_store, heard, 40, -3)
    assert [one.subject for one in heard.letters] == [
        "Omroeper: De toegang tot LinkedIn verloopt over 30 dagen",
        "Omroeper: De toegang tot LinkedIn verloopt over 14 dagen",
        "Omroeper: De toegang tot LinkedIn verloopt over 3 dagen",
        "Omroeper: De toegang tot LinkedIn is verlopen",
    ]
    assert "verloopt op 31 januari 2027" in heard.letters[0].text
    assert "Log opnieuw in." in heard.letters[0].text


def test_rounds_that_were_missed_are_made_up_for_by_the_latest(each_store: DatabaseStore) -> None:
    heard = Heard()
    days(each_store, heard, 2, 0)
    told = "Omroeper: De toegang tot LinkedIn verloopt over 2 dagen"
    assert [one.subject for one in heard.letters] == [told]


def test_what_was_not_told_is_told_next_time(each_store: DatabaseStore) -> None:
    heard = Heard()
    heard.through = False
    days(each_store, heard, 30, 29)
    heard.through = True
    days(each_store, heard, 30, 28)
    assert len(heard.letters) == 3


def test_a_renewed_end_has_warnings_of_its_own(each_store: DatabaseStore) -> None:
    heard = Heard()
    days(each_store, heard, 30, 29)
    renewed = Expiring("linkedin login", "Toegang", ENDS + timedelta(days=1), "Log in.")
    at = datetime(2027, 1, 2, 9, tzinfo=AMSTERDAM)
    ((told, through),) = warn_of_expiry([renewed], each_store, heard, at, AMSTERDAM)
    assert (told, through) == (renewed, True)
