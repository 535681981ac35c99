"""Proof: a draft to named colleagues, as the reader would get it. No delivery, nothing counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.audience import normal_address
from omroeper.domain.delivery import PROOF_TOKEN, Attempt, Delivery, Outcome
from omroeper.domain.edition import Draft
from omroeper.domain.errors import InvalidValue
from omroeper.domain.review import AuditEntry
from omroeper.domain.team import Person, Team
from omroeper.ports import Clock, Mailer, OutgoingMail, Store, SubscriberStore

MessageFor = Callable[[Delivery, datetime], OutgoingMail]
_ELSEWHERE = "een los adres"


@dataclass(frozen=True, slots=True)
class ProofSent:
    """How one colleague's proof ended; `reply` is the mail server's and holds no address."""

    name: str
    outcome: Outcome
    reply: str


def proof_readers(
    team: Team, store: SubscriberStore, names: Sequence[str], addresses: Sequence[str] = ()
) -> tuple[Person, ...]:
    """The colleagues by name or id, and whoever has one of the addresses; each once.

    Raises InvalidValue for who is not in the team, and for an address that must not be mailed.
    """
    found = [_colleague(team, name) for name in names]
    found += [_elsewhere(store, address) for address in addresses]
    if not found:
        raise InvalidValue(
            "nobody was named to send the proof to", thing="proof", remedy=_known(team)
        )
    return tuple({person.address: person for person in found}.values())


def send_proof(
    store: Store,
    mailer: Mailer,
    kinds: Sequence[MessageFor],
    draft: Draft,
    readers: Sequence[Person],
    *,
    by: str,
    mail_domain: str,
    clock: Clock,
) -> tuple[ProofSent, ...]:
    """Send every kind of the mail to every reader; who got it is kept, by name, in the audit log.

    Raises SendingError when the mailer cannot be used.
    """
    copies = list(_copies(kinds, readers, mail_domain, clock.now()))
    names = {copy.id: person.name for person, copy, _ in copies}
    messages = (message_for(copy, clock.now()) for _, copy, message_for in copies)
    attempts: list[Attempt] = []
    try:
        attempts.extend(mailer.send(messages))
    finally:  # a mailer with several connections gives them as they come; people read them as asked
        sent = [_sent(one, names) for one in sorted(attempts, key=lambda one: one.delivery)]
        if sent:
            store.audit(_entry(draft, sent, by, clock.now()))
    return tuple(sent)


def _colleague(team: Team, name: str) -> Person:
    person = team.named(name)
    if person is None:
        raise InvalidValue("is not in the team", thing=f"‘{name}’", remedy=_known(team))
    return person


def _known(team: Team) -> str:
    if not len(team):
        return "Put the colleagues who read proofs in content/team.yaml."
    return f"Name one of {', '.join(person.id for person in team)} (content/team.yaml)."


def _elsewhere(store: SubscriberStore, address: str) -> Person:
    checked = normal_address(address)
    if store.suppression_of(checked) is not None:
        raise InvalidValue(
            "one of the addresses asked not to be mailed, or cannot be",
            thing="--address",
            remedy="Send the proof to a colleague.",
        )
    return Person(id="", name=_ELSEWHERE, address=checked)


def _copies(
    kinds: Sequence[MessageFor], readers: Sequence[Person], mail_domain: str, at: datetime
) -> Iterator[tuple[Person, Delivery, MessageFor]]:
    """A number of its own for each copy, since no delivery in the ledger gives it one."""
    number = int(at.timestamp() * 1_000_000)
    for person in readers:
        for message_for in kinds:
            message_id = f"<proef.{number}@{mail_domain}>"
            copy = Delivery(number, "", "", person.address, PROOF_TOKEN, message_id)
            yield person, copy, message_for
            number += 1


def _sent(attempt: Attempt, names: dict[int, str]) -> ProofSent:
    return ProofSent(names[attempt.delivery], attempt.outcome, attempt.reply)


def _entry(draft: Draft, sent: Sequence[ProofSent], by: str, at: datetime) -> AuditEntry:
    edition = draft.edition
    taken = dict.fromkeys(one.name for one in sent if one.outcome is Outcome.ACCEPTED)
    failed = dict.fromkeys(one.name for one in sent if one.outcome is not Outcome.ACCEPTED)
    detail = f"concept {edition.version} naar {', '.join(taken) or 'niemand'}"
    if failed:
        detail += f"; niet zeker aangekomen bij {', '.join(failed)}"
    return AuditEntry(at, by, "test sent", edition.id, detail, draft.fingerprint)
