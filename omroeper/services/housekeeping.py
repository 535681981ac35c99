"""Housekeeping: what is kept of people no longer than its period; again changes nothing."""

from omroeper.domain.retention import Purged, Retention
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, Store


def purge(store: Store, retention: Retention, clock: Clock) -> Purged:
    """Forget all whose period is over; leaves one audit line with numbers when there was any."""
    now = clock.now()
    requests = retention.before("requests", now)
    purged = Purged(
        requests=store.purge_sign_ups(requests),
        mails=store.purge_reader_mails(requests),
        left=store.forget_who_left(retention.before("left", now), now),
        copies=store.forget_copies(retention.before("copies", now)),
        events=store.forget_events(retention.before("events", now)),
    )
    if purged.total:
        store.audit(AuditEntry(now, "omroeper", "purged", "retention", told(purged)))
    return purged


def told(purged: Purged) -> str:
    """What was forgotten (Dutch)."""
    return (
        f"{purged.requests} aanvragen en {purged.mails} mails aan lezers gewist, naam en adres van "
        f"{purged.left} mensen die weg zijn, van {purged.copies} exemplaren wie ze kreeg en van "
        f"{purged.events} gebeurtenissen van wie ze waren"
    )
