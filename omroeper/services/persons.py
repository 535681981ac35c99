"""Persons: all that is held under an address, and forgetting it (AVG art. 15, 17 and 20)."""

from dataclasses import dataclass
from typing import Any

from omroeper.domain.audience import SuppressionReason, normal_address
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.list_import import Leaver
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, Store
from omroeper.services.personal_data import personal_data


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took away. `key` is what the person was known by; empty for no subscriber.

    `copies` are the numbers of the copies they got, which stay counted. `compacted` is whether the
    database's file was rewritten without them at once.
    """

    key: str
    copies: tuple[int, ...]
    compacted: bool


def person_data(store: Store, address: str) -> dict[str, Any]:
    """Everything held under an address, as plain values; raises NotFound when there is nothing."""
    wanted = normal_address(address)
    reader = store.subscriber_by_address(wanted)
    suppression = store.suppression_entry(wanted)
    requests = store.requests_of(wanted)
    if reader is None and suppression is None and not requests:
        raise NotFound(
            "nothing is held under this address",
            thing="person",
            remedy="Check how it is written; people may have another address on the list.",
        )
    return {
        "subscriber": personal_data(store, reader) if reader else None,
        "not_to_be_mailed": {
            "reason": suppression.reason.value,
            "at": suppression.at.isoformat(),
        }
        if suppression
        else None,
        "requests": [
            {
                "asked_at": asked.isoformat(),
                "confirmed_at": confirmed.isoformat() if confirmed else None,
            }
            for asked, confirmed in requests
        ],
        "mails": [
            {"kind": kind.value, "asked_at": asked.isoformat()}
            for kind, asked in store.mails_of(wanted)
        ],
    }


def erase_person(store: Store, clock: Clock, address: str, *, by: str) -> Erased:
    """Forget whoever has this address; only a keyed hash stays, so that no import brings them back.

    Raises InvalidValue when it is no address or nobody stands for the erasure.
    """
    wanted, now = normal_address(address), clock.now()
    who = _signed(by)
    reader = store.subscriber_by_address(wanted)
    key = reader.key if reader else ""
    copies = tuple(one.delivery for one in store.copies_to(key)) if key else ()
    if key:
        store.erase_reader(key, now, source="operator")
    store.forget_address(wanted, now)
    store.audit(
        AuditEntry(
            now,
            who,
            "person erased",
            f"subscriber {key}" if key else "no subscriber",
            f"{len(copies)} exemplaren blijven geteld; alleen de hash van het adres blijft",
        )
    )
    return Erased(key, copies, store.compact())


def suppress_person(
    store: Store, clock: Clock, address: str, reason: SuppressionReason, *, by: str
) -> bool:
    """Never mail this address again; True the first time, and when the reason is a stronger one."""
    wanted, now = normal_address(address), clock.now()
    who = _signed(by)
    if not reason.outranks(store.suppression_of(wanted)):
        return False
    reader = store.subscriber_by_address(wanted)
    store.merge_list([], [Leaver(wanted, reason, now, source="operator")])
    thing = f"subscriber {reader.key}" if reader else "no subscriber"
    store.audit(AuditEntry(now, who, "suppressed", thing, f"reden: {reason.value}"))
    return True


def _signed(by: str) -> str:
    if not by.strip():
        raise InvalidValue(
            "nobody stands for it", thing="--by", remedy="Add --by with the name of who decided it."
        )
    return by.strip()
