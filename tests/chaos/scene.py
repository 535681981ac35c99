"""One campaign to a faulty relay, in this process: for a test of one fault."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.database.engine import open_engine
from omroeper.adapters.smtp import SmtpMailer
from omroeper.domain.delivery import DeliveryState, Tally
from omroeper.services.copies import MessageFor
from omroeper.services.send import begin_sending, freeze_audience, send_batch
from omroeper.settings import SmtpSettings
from tests.chaos.ground import EDITION, Ground
from tests.chaos.relay import FaultyRelay, RelayPlan
from tests.chaos.script import Chosen
from tests.chaos.truth import Happened, of, read_truth
from tests.chaos.worker import EVERYONE, SECRET, message_for
from tests.samples import FixedClock, people
from tests.services.test_send import NOW, RULES


class Scene:
    """A campaign that is being sent to p1 … pN, on a database of its own."""

    def __init__(
        self, folder: Path, ground: Ground, size: int = 4, *, database: str = "sqlite"
    ) -> None:
        self.folder, self.certificate = folder, ground.certificate
        self.url = ground.fresh(database)
        self.store = DatabaseStore(open_engine(self.url), SECRET)
        self.clock, self.batches = FixedClock(NOW), 0
        self.store.add_subscribers(people(size))
        draft = self.store.draft(EDITION)
        assert draft is not None
        self.campaign = freeze_audience(
            self.store, draft, EVERYONE, self.clock, mail_domain="omroeper.example"
        )
        begin_sending(self.store, self.campaign.id, NOW)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @contextmanager
    def relay(
        self, script: Chosen, *, security: str = "none", connections: int = 1, patience: float = 0.5
    ) -> Iterator[FaultyRelay]:
        """The relay, and a mailer that waits `patience` seconds for each of its replies."""
        truth = self.folder / "truth"
        with FaultyRelay(RelayPlan(script, truth, 0, security, self.certificate)) as relay:
            self.mail_through(relay.port, security, connections, patience)
            yield relay
            self.mailer.close()

    def mail_through(
        self, port: int, security: str = "none", connections: int = 1, patience: float = 0.5
    ) -> None:
        settings = SmtpSettings(
            "127.0.0.1", port, security, connections=connections, authority=self.certificate.chain
        )
        self.mailer = SmtpMailer(settings, timeout_seconds=patience)

    def send(self, message_for: MessageFor = message_for) -> Tally:
        """One batch, by a worker that no batch before it had."""
        self.batches += 1
        send_batch(
            self.store,
            self.mailer,
            message_for,
            self.campaign,
            worker=f"w{self.batches}",
            clock=self.clock,
            rules=RULES,
        )
        return self.store.tally(self.campaign.id)

    def states(self) -> dict[str, DeliveryState]:
        return {
            delivery.address: state
            for state in DeliveryState
            for delivery in self.store.deliveries_in(self.campaign.id, state)
        }

    def those(self, state: DeliveryState) -> set[str]:
        return {who for who, found in self.states().items() if found is state}

    def taken(self) -> list[str]:
        """Who got it, once for each time."""
        return [event.recipient for event in of(read_truth(self.folder / "truth"), Happened.TAKEN)]
