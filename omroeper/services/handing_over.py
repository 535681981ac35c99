"""One claimed batch on its way: what is handed over, what came back, what is left.

Deliveries go in small chunks. Each chunk is marked as handed over, and looked at for the last time,
in one transaction that also settles what came back. A chunk is as large as is done in some
50 ms, and what was looked at a second ago is looked at again. So somebody who leaves is mailed only
if that was less than a second earlier, and a dead sender leaves no more than one chunk uncertain
beside what its mailer had on the wire. Of a relay that takes its time each message gets its own
look and mark. The copies of a chunk are made when it is marked, and not before.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from omroeper.domain.delivery import Attempt, CampaignState, Delivery, Outcome, Sent
from omroeper.domain.errors import RenderingError, SendingError
from omroeper.domain.pace import UNLIMITED, Pace, retry_delay
from omroeper.ports import Clock, Ledger, Mailer, OutgoingMail
from omroeper.services.copies import Made, MessageFor, made_copies

CHUNK_TIME = timedelta(milliseconds=50)
LOOK_AGAIN = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SendingRules:
    """How a campaign is sent. Durations are in seconds; `chunk` is the most marked at once."""

    batch_size: int = 500
    lease_seconds: int = 900
    retry_seconds: int = 600
    max_attempts: int = 5
    chunk: int = 100

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


@dataclass(slots=True)
class Batch:
    """What one worker claimed of a campaign, until it is handed over and settled."""

    ledger: Ledger
    message_for: MessageFor
    campaign: str
    claimed: tuple[Delivery, ...]
    worker: str
    clock: Clock
    rules: SendingRules
    pace: Pace = UNLIMITED
    per_hour: int | None = None
    state: CampaignState = CampaignState.SENDING
    stopped: bool = False
    untouched: set[int] = field(init=False)
    in_flight: set[int] = field(default_factory=set)
    skipped: int = 0
    _back: list[Attempt] = field(default_factory=list)
    _settled_at: datetime = field(init=False)
    _renewed_at: datetime = field(init=False)
    _ended: dict[Outcome, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.untouched = {delivery.id for delivery in self.claimed}
        self._settled_at = self._renewed_at = self.clock.now()

    def deliver(self, mailer: Mailer) -> Sent:
        """Hand over what may go; gives what became of the batch. Raises SendingError."""
        by_id = {delivery.id: delivery for delivery in self.claimed}
        try:
            for attempt in mailer.send(self._outgoing()):
                self.in_flight.discard(attempt.delivery)
                self._came_back(self._bounded(attempt, by_id[attempt.delivery]))
        except SendingError:
            self.untouched |= self.in_flight  # by its contract the relay took nothing of these
            raise
        finally:
            # What was in flight when anything else went wrong keeps its claim: nobody knows
            # whether the server took it, so when its lease runs out it becomes UNCERTAIN.
            self._settle()
            self._give_back()
        return self._sent()

    def _outgoing(self) -> Iterator[OutgoingMail]:
        """Each message as it is needed, until the batch is empty or a person wants it otherwise."""
        left, size = deque(self.claimed), 1
        while left:
            chunk = [left[index] for index in range(min(size, len(left)))]
            looked_at = self.clock.now()
            allowed = self._mark(chunk, looked_at)
            if self.stopped:
                return
            began = self.clock.now()  # a slow database is no reason for smaller chunks
            wanted = [one for one in chunk if one.id in allowed]
            made = made_copies(self.message_for, wanted, began)
            for delivery in chunk:
                if self.clock.now() - looked_at > LOOK_AGAIN:
                    break
                left.popleft()
                if delivery.id in allowed:
                    yield from self._message(delivery, next(made))
            in_time = self.clock.now() - began <= CHUNK_TIME
            size = min(size * 2, self.rules.chunk) if in_time else max(1, size // 2)

    def _mark(self, chunk: list[Delivery], now: datetime) -> frozenset[int]:
        """The last look at these; gives which may go."""
        renew = now - self._renewed_at > self.rules.lease / 3
        seen = self.ledger.hand_over(
            chunk,
            tuple(self._back),
            campaign=self.campaign,
            worker=self.worker,
            at=now,
            lease_until=now + self.rules.lease,
            renew=renew,
        )
        self._back.clear()
        self._settled_at, self.state = now, seen.state
        self.stopped = seen.state is not CampaignState.SENDING or seen.per_hour != self.per_hour
        self._renewed_at = now if renew else self._renewed_at
        if seen.state is CampaignState.SENDING:
            self.skipped += len(seen.skipped)
            self.untouched -= {delivery.id for delivery in chunk} - seen.allowed
        return seen.allowed

    def _message(self, delivery: Delivery, made: Made) -> Iterator[OutgoingMail]:
        """The message; one that cannot be made is refused, and stops no other."""
        self.untouched.discard(delivery.id)
        if isinstance(made, RenderingError):
            told = f"not made: {made.problem}"
            self._came_back(Attempt(delivery.id, Outcome.REFUSED, told))
            return
        self.in_flight.add(delivery.id)
        yield made

    def _came_back(self, attempt: Attempt) -> None:
        self._ended[attempt.outcome] = self._ended.get(attempt.outcome, 0) + 1
        self._back.append(attempt)
        late = self.clock.now() - self._settled_at > LOOK_AGAIN
        if late or len(self._back) >= self.rules.chunk:
            self._settle()

    def _settle(self) -> None:
        if self._back:
            self._settled_at = self.clock.now()
            self.ledger.settle(tuple(self._back), worker=self.worker, at=self._settled_at)
            self._back.clear()

    def _give_back(self) -> None:
        if self.untouched:
            self.ledger.release(sorted(self.untouched), worker=self.worker, pace=self.pace)
        if self.state is CampaignState.CANCELLED:
            self.ledger.cancel_pending(self.campaign, self.clock.now())

    def _bounded(self, attempt: Attempt, delivery: Delivery) -> Attempt:
        """A retry gets its moment; a retry too many is a refusal, with its reason."""
        if attempt.outcome is not Outcome.RETRY:
            return attempt
        tried = delivery.attempts
        if tried >= self.rules.max_attempts:
            reply = f"given up after {tried} attempts; the last: {attempt.reply}"
            return replace(attempt, outcome=Outcome.REFUSED, reply=reply)
        wait = retry_delay(self.rules.retry_seconds, tried, delivery.id)
        return replace(attempt, retry_at=self.clock.now() + wait)

    def _sent(self) -> Sent:
        return Sent(
            state=self.state,
            claimed=len(self.claimed),
            accepted=self._ended.get(Outcome.ACCEPTED, 0),
            refused=self._ended.get(Outcome.REFUSED, 0),
            retried=self._ended.get(Outcome.RETRY, 0),
            uncertain=self._ended.get(Outcome.UNCERTAIN, 0),
            skipped=self.skipped,
            released=len(self.untouched),
        )
