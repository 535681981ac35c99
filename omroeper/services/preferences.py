"""Preferences: what a reader changes who came with a link of their own."""

from omroeper.domain.audience import Subscriber
from omroeper.domain.consent import ConfirmedBy, Consent, ConsentText
from omroeper.ports import Clock, Store

SOURCE = "preferences"


def change_preferences(
    store: Store,
    clock: Clock,
    reader: Subscriber,
    chosen: Subscriber,
    text: ConsentText,
) -> None:
    """Store what was chosen; for newsletters that are new, with a consent of its own."""
    now = clock.now()
    new = tuple(one.newsletter for one in chosen.subscriptions if not reader.gets(one.newsletter))
    consent = (
        Consent(
            subscriber=reader.key,
            newsletters=new,
            text_version=text.version,
            text_hash=text.hash,
            source=SOURCE,
            confirmed_by=ConfirmedBy.PREFERENCES,
            asked_at=now,
            at=now,
        )
        if new
        else None
    )
    store.change_choices(chosen, now, consent, text)
