"""Explain: what one person got and why. The address is only looked up; it is in nothing this gives."""

from collections.abc import Iterable

from omroeper.domain.audience import Segment, Subscription, normal_address
from omroeper.domain.explanation import Explanation
from omroeper.ports import Store


def explain(store: Store, address: str, segments: Iterable[Segment]) -> Explanation:
    """All that is known of this address; raises InvalidValue when it is none."""
    wanted = normal_address(address)
    suppression, person = store.suppression_of(wanted), store.subscriber_by_address(wanted)
    if person is None:
        return Explanation(known=False, suppression=suppression)
    copies = store.copies_to(person.key)
    received = {one.campaign for one in copies}
    return Explanation(
        known=True,
        key=person.key,
        status=person.status.value,
        consent_source=person.consent_source,
        consent_at=person.consent_at,
        newsletters=tuple(map(_told, person.subscriptions)),
        topics=person.topics,
        segments=tuple(one.name for one in segments if one.includes(person)),
        suppression=suppression,
        copies=copies,
        not_frozen=tuple(one.id for one in store.campaigns() if one.id not in received),
    )


def _told(chosen: Subscription) -> str:
    only = ", only figures" if chosen.figures_only else ""
    return f"{chosen.newsletter} ({chosen.frequency}{only})"
