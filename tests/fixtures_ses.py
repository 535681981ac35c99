"""Amazon SES on loopback, and mail that fits it."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from omroeper.adapters.ses import SesMailer
from omroeper.demo.ses import KEY_ID, REGION, SECRET_KEY, SesSimulator
from omroeper.domain.delivery import Delivery
from omroeper.domain.verp import ReturnPath
from omroeper.ports import OutgoingMail
from omroeper.rendering.mime import Message
from omroeper.settings import SesSettings

RETURN_PATH = ReturnPath("bounces@omroeper.example", "a secret of thirty-two characters")


@pytest.fixture
def ses() -> Iterator[SesSimulator]:
    with SesSimulator() as simulator:
        yield simulator


@pytest.fixture
def ses_mailer(ses: SesSimulator) -> Iterator[Callable[..., SesMailer]]:
    """Makes mailers to the simulator, and closes them."""
    made: list[SesMailer] = []

    def make(connections: int = 1, configuration_set: str = "", **other: str) -> SesMailer:
        settings = SesSettings(
            region=REGION,
            key_id=KEY_ID,
            secret_key=other.get("secret_key", SECRET_KEY),
            configuration_set=configuration_set,
            connections=connections,
            base_url=other.get("base_url", ses.url),
        )
        made.append(SesMailer(settings, timeout_seconds=5))
        return made[-1]

    yield make
    for one in made:
        one.close()


def mail(number: int, recipient: str = "") -> OutgoingMail:
    """A copy that SES takes."""
    content = (
        b"From: Desk <desk@omroeper.example>\r\nTo: x@school.example\r\nSubject: x\r\n"
        b"Message-ID: <c.%d@omroeper.example>\r\n\r\nHallo.\r\n"
    )
    to = recipient or f"p{number}@school.example"
    return Message(number, RETURN_PATH.address_for(number), to, content % number)


def mail_for(delivery: Delivery, at: datetime) -> OutgoingMail:
    del at
    return mail(delivery.id, delivery.address)
