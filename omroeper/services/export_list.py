"""Exporting the list: every subscriber with consent and choices, as an import takes it back."""

from collections.abc import Iterator

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.ports import ListStore

HEADS = (
    "email",
    "naam",
    "status",
    "nieuwsbrieven",
    "taal",
    "onderwerpen",
    "programma’s",
    "toestemming",
    "bron van toestemming",
    "tekst van toestemming",
)
"""Dutch: staff open the file. `domain.list_format` knows them."""


def listed_rows(store: ListStore) -> Iterator[tuple[str, ...]]:
    """A row for each subscriber, under HEADS."""
    for person, text in store.listed_people():
        yield _row(person, text)


def _row(person: Subscriber, text: str) -> tuple[str, ...]:
    return (
        person.address,
        person.name,
        person.status.value,
        " ".join(map(_subscription, person.subscriptions)),
        person.language,
        " ".join(person.topics),
        " ".join(person.programmes),
        person.consent_at.isoformat() if person.consent_at else "",
        person.consent_source,
        text,
    )


def _subscription(one: Subscription) -> str:
    return f"{one.newsletter}:{one.frequency.value}{':figures' if one.figures_only else ''}"
