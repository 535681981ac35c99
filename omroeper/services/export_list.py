"""Exporting the list: every subscriber with consent and choices, as an import takes it back."""

from collections.abc import Iterator

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, ListStore

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


def record_export(store: ListStore, clock: Clock, form: str) -> None:
    """Write down that the list left the desk: from then on somebody else keeps it too."""
    people = sum(store.list_counts().statuses.values())
    detail = f"{people} mensen, als {form}"
    store.audit(AuditEntry(clock.now(), "omroeper", "list exported", "subscribers", detail))


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
