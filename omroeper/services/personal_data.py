"""Personal data: all that is kept of one reader, as they may ask for it (AVG art. 15 and 20)."""

import json
from typing import Any

from omroeper.domain.audience import Subscriber
from omroeper.domain.explanation import Returned
from omroeper.ports import Store


def personal_data(store: Store, reader: Subscriber) -> dict[str, Any]:
    """Everything kept of a reader, as plain values; moments in ISO 8601."""
    return {
        "address": reader.address,
        "name": reader.name,
        "key": reader.key,
        "status": reader.status.value,
        "language": reader.language,
        "topics": list(reader.topics),
        "programmes": list(reader.programmes),
        "consent_source": reader.consent_source,
        "consent_at": reader.consent_at.isoformat() if reader.consent_at else None,
        "newsletters": [
            {
                "newsletter": one.newsletter,
                "frequency": one.frequency.value,
                "figures_only": one.figures_only,
            }
            for one in reader.subscriptions
        ],
        "consents": [
            {
                "newsletters": list(one.newsletters),
                "text": text,
                "text_version": one.text_version,
                "text_hash": one.text_hash,
                "source": one.source,
                "confirmed_by": one.confirmed_by.value,
                "asked_at": one.asked_at.isoformat(),
                "at": one.at.isoformat(),
            }
            for one, text in store.consents(reader.key)
        ],
        "events": [
            {"kind": kind, "source": source, "reason": reason, "at": at.isoformat()}
            for kind, source, reason, at in store.events_of(reader.key)
        ],
        "copies": [
            {
                "edition": one.edition,
                "state": one.state.value,
                "at": one.at.isoformat(),
                "came_back": [_returned(came) for came in one.returned],
            }
            for one in store.copies_to(reader.key)
        ],
    }


def _returned(came: Returned) -> dict[str, str]:
    told = {"kind": came.kind.value, "cause": came.cause.value, "status": came.status}
    return {**told, "at": came.at.isoformat()}


def data_file(data: dict[str, Any]) -> bytes:
    """The data as a JSON document, for another program (AVG art. 20)."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
