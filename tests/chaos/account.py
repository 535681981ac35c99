"""The judgement: does what the ledger says agree with what the relay did? Pure; no I/O.

Every sentence of the promise is one check. A sentence that does not hold is a violation that names
the delivery.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from omroeper.domain.delivery import DELIVERY_STEPS, FINAL_STATES, DeliveryState
from tests.chaos.journal import Line, Step
from tests.chaos.truth import Event, Happened

_KNOWN_BETTER = (DeliveryState.ACCEPTED, DeliveryState.REFUSED)
"""What an UNCERTAIN delivery may still become, when its sender turns out to live."""

_IN_HAND = {
    Step.MARKING: "being marked",
    Step.MARKED: "marked, not handed over",
    Step.HANDED_OVER: "handed over, no reply yet",
    Step.REPLIED: "replied, not written down",
}
LATE_SECONDS = 1.0
"""A reply that took longer may have come after the worker stopped waiting for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivery as the ledger has it at the end."""

    id: int
    recipient: str
    message_id: str
    state: DeliveryState
    attempts: int
    reply: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All there is to judge by. `steps` are the state changes a trigger in the database noted."""

    entries: tuple[Entry, ...]
    steps: tuple[tuple[int, str, str], ...]
    events: tuple[Event, ...]
    journal: tuple[Line, ...]
    max_attempts: int


@dataclass(frozen=True, slots=True)
class Account:
    """The violations, and how often each fault led to each outcome."""

    violations: tuple[str, ...]
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    why_uncertain: Counter[str] = field(default_factory=Counter)


def judge(evidence: Evidence) -> Account:
    events: dict[str, list[Event]] = defaultdict(list)
    for event in evidence.events:
        events[event.recipient].append(event)
    lost = lost_by_workers(evidence.journal)
    violations: list[str] = []
    outcomes: Counter[tuple[str, str]] = Counter()
    why: Counter[str] = Counter()
    for entry in evidence.entries:
        mine = events.pop(entry.recipient, [])
        violations += _problems(entry, mine, evidence.max_attempts)
        met = {one.note for one in mine if one.what is Happened.MET}
        for fault in met or {"no fault"}:
            outcomes[fault, entry.state] += 1
        if entry.state is DeliveryState.UNCERTAIN:
            reason = why_uncertain(entry, mine, lost)
            if reason is None:
                violations.append(f"{_named(entry)} is uncertain although no reply was lost")
            why[reason or "no reason"] += 1
    violations += [f"{stranger} got mail and has no delivery" for stranger in events]
    violations += _forbidden_steps(evidence.steps)
    violations += [
        f"worker {line.worker}: {line.note}"
        for line in evidence.journal
        if line.step is Step.ENDED and line.note.startswith("bug")
    ]
    return Account(tuple(violations), outcomes, why)


def _problems(entry: Entry, mine: Iterable[Event], max_attempts: int) -> list[str]:
    """What of the promise does not hold for this delivery."""
    told = list(mine)
    taken = [event for event in told if event.what is Happened.TAKEN]
    found = []
    if len(taken) > 1:
        found.append(f"{_named(entry)} was taken {len(taken)} times")
    if any(event.message_id != entry.message_id for event in taken):
        found.append(f"{_named(entry)} went out with another Message-ID")
    if entry.state not in FINAL_STATES:
        found.append(f"{_named(entry)} is in no final state")
    if entry.state is DeliveryState.ACCEPTED and not taken:
        found.append(f"{_named(entry)} is accepted and was never taken")
    if entry.state in (DeliveryState.REFUSED, DeliveryState.SKIPPED) and taken:
        found.append(f"{_named(entry)} is {entry.state} and was taken")
    if entry.state is DeliveryState.REFUSED and not _was_refused(told, max_attempts):
        found.append(f"{_named(entry)} is refused and the relay did not refuse it")
    return found


def _was_refused(told: Iterable[Event], max_attempts: int) -> bool:
    codes = [event.note for event in told if event.what is Happened.REFUSED]
    offers = sum(event.what is Happened.OFFERED for event in told)
    return any(code.startswith("5") for code in codes) or offers >= max_attempts


def lost_by_workers(journal: Iterable[Line]) -> Mapping[int, str]:
    """Deliveries a worker had in hand when it ended, and so could not write down: id to how."""
    ended = {line.worker: line.note for line in journal if line.step is Step.ENDED}
    held: dict[tuple[str, int], str] = {}
    for line in journal:
        key = line.worker, line.delivery
        if line.step in (Step.SETTLED, Step.RELEASED):
            held.pop(key, None)
        elif line.step is Step.LAPSED:
            if held.pop(key, None) == _IN_HAND[Step.MARKED]:
                held[key] = "its lease ran out between mark and hand-over"
        elif line.step is Step.MARKING:
            held.setdefault(key, _IN_HAND[line.step])
        elif line.step in _IN_HAND:
            held[key] = _IN_HAND[line.step]
    return {
        delivery: f"worker {_end(ended.get(worker))}: {stage}"
        for (worker, delivery), stage in held.items()
    }


def _end(note: str | None) -> str:
    return "killed" if note is None else f"stopped by its {note.partition(':')[0]}"


def why_uncertain(entry: Entry, mine: Iterable[Event], lost: Mapping[int, str]) -> str | None:
    """The reply that was really lost, or None: then the ledger knows less than it should."""
    begun: dict[str, float] = {}
    longest = 0.0
    for event in mine:
        if event.what is Happened.BEGUN:
            begun[event.session] = event.at
        elif event.what is Happened.ANSWERED:
            longest = max(longest, event.at - begun.pop(event.session, event.at))
    if begun:
        return "the relay gave no reply"
    if entry.id in lost:
        return lost[entry.id]
    return "the relay replied too late" if longest > LATE_SECONDS else None


def _forbidden_steps(steps: Iterable[tuple[int, str, str]]) -> list[str]:
    found = []
    for delivery, before, after in steps:
        old, new = DeliveryState(before), DeliveryState(after)
        allowed = _KNOWN_BETTER if old is DeliveryState.UNCERTAIN else DELIVERY_STEPS.get(old, ())
        restored = old is DeliveryState.PENDING and new is DeliveryState.UNCERTAIN
        if (old is not new and new not in allowed) or restored:
            found.append(f"delivery {delivery} went from {old} to {new}")
    return found


def _named(entry: Entry) -> str:
    return f"delivery {entry.id} to {entry.recipient} ({entry.reply or 'no reply'})"
