"""Small true-to-life values that several tests start from."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Subscriber
from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Draft, Edition, EditionState, RenderedEdition, fingerprint
from omroeper.domain.month import Month
from omroeper.domain.review import Approval

WHEN = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime = WHEN

    def now(self) -> datetime:
        return self.moment


def people(count: int) -> list[Subscriber]:
    """Subscribers p1@school.example … pN@school.example."""
    return [
        Subscriber(key=f"key{number:06d}", address=f"p{number}@school.example")
        for number in range(1, count + 1)
    ]


def edition(version: int = 1, subject: str = "De conferentie") -> Edition:
    return Edition(
        id="agdb-2024-10",
        newsletter="agdb",
        month=Month(2024, 10),
        version=version,
        theme_title="Thematiek AGDB-Conferentie",
        theme_description="",
        subject=subject,
        preheader="Wat de dag opleverde",
        introduction="Een korte inleiding.",
        send_at=WHEN,
    )


def rendered(subject: str = "De conferentie") -> RenderedEdition:
    leave = f"https://desk.example/afmelden/{TOKEN_PLACEHOLDER}"
    return RenderedEdition(
        subject=subject,
        preheader="Wat de dag opleverde",
        html=f'<html lang="nl"><body><p>Beste lezer</p><a href="{leave}">Afmelden</a></body></html>',
        text=f"Beste lezer\n\nAfmelden: {leave}\n",
        mjml="<mjml></mjml>",
        archive_html="<!doctype html><title>De conferentie</title>",
    )


def draft(version: int = 1, subject: str = "De conferentie") -> Draft:
    shown = rendered(subject)
    return Draft(edition(version, subject), shown, "alle:*", fingerprint(shown, "alle:*", ()))


def approved_draft(store: DatabaseStore) -> Draft:
    """A draft that went through review; the edition is APPROVED."""
    made = draft()
    store.save_draft(made, (), made_by="test:1", at=WHEN)
    for state in (EditionState.IN_REVIEW, EditionState.APPROVED):
        store.move(made.edition.id, state)
    store.save_approval(Approval(made.edition.id, 1, made.fingerprint, "Anna", WHEN))
    return replace(made)
