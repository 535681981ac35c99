"""The pages of a whole desk: its own folders, its own outbox, a clock that is moved by hand."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser

import httpx
import pytest
from starlette.testclient import TestClient

from omroeper.domain.audience import Subscriber
from omroeper.domain.edition import EditionState
from omroeper.web.serve import app_of
from omroeper.wiring import Desk
from tests.samples import FixedClock
from tests.wiring.conftest import desk as desk
from tests.wiring.test_revised_figures import OCTOBER, approved

STAMP = re.compile(r'name="stempel" value="([^"]+)"')


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


@dataclass
class Site:
    """A desk with its pages, and a reader's mailbox."""

    desk: Desk
    client: TestClient
    read: set[str] = field(default_factory=set)
    wait: float = 5
    """Seconds in which a form is filled in."""

    def later(self, **passed: float) -> None:
        clock = self.desk.clock
        assert isinstance(clock, FixedClock)
        clock.moment += timedelta(**passed)

    def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Open a form, fill it in and send it."""
        page = self.client.get(path)
        found = STAMP.search(page.text)
        self.later(seconds=self.wait)
        stamp = {"stempel": found[1]} if found else {}
        answer: httpx.Response = self.client.post(path, data={**stamp, **fields})
        return answer

    def mails(self) -> list[EmailMessage]:
        """What came since the last time, in order."""
        self.desk.send_reader_mails()
        parse = BytesParser(policy=email.policy.default).parsebytes
        files = self.desk.settings.outbox.glob("*.eml")
        new = [file for file in files if file.name not in self.read]
        self.read |= {file.name for file in new}
        return [parse(file.read_bytes()) for file in new]

    def mail(self) -> EmailMessage:
        (one,) = self.mails()
        return one

    def subscribe(self, address: str = "Jan@school.example", **fields: str | list[str]) -> str:
        """Sign up and confirm; gives the path of the preferences from the welcome mail."""
        self.send("/aanmelden", adres=address, **{"nieuwsbrief": "agdb", **fields})
        assert self.client.post(path_in(self.mail())).status_code == 200
        return path_in(self.mail())

    def reader(self, address: str = "jan@school.example") -> Subscriber:
        found = self.desk.store.subscriber_by_address(address)
        assert found is not None
        return found


def path_in(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(
        r"https?://[^/\s]+(/(?:aanmelden|voorkeuren|verwijderen)/\S+)", body.get_content()
    )
    assert found is not None
    return found[1]


@pytest.fixture
def site(desk: Desk) -> Iterator[Site]:
    with TestClient(app_of(desk), follow_redirects=False, raise_server_exceptions=False) as client:
        yield Site(desk, client)


@pytest.fixture
def sent(site: Site) -> Site:
    """The pages of a desk that sent October's edition."""
    approved(site.desk, "2024-10", "run:1")
    for state in (EditionState.SENDING, EditionState.SENT):
        site.desk.store.move(OCTOBER, state)
    return site
