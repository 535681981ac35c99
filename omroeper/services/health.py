"""Health: which sources need the operator's attention, told once and not again while it lasts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from omroeper.domain.health import (
    HealthFinding,
    Trouble,
    failing,
    health_notice,
    may_be_silent,
    reported_troubles,
    silence,
)
from omroeper.domain.source import Source, SourceKind
from omroeper.ports import Notifier, SourceStore

_BY_HAND = (SourceKind.UPDATES, SourceKind.FORM)
"""Nobody expects these to speak by themselves, so their silence is no trouble."""


def examine_sources(
    sources: Sequence[Source],
    renewed: Mapping[str, int],
    store: SourceStore,
    at: datetime,
    *,
    from_failures: int,
) -> tuple[HealthFinding, ...]:
    """Every trouble of these sources, in their order; `renewed` counts entries by source."""
    records = store.source_records([source.id for source in sources])
    today, speaking = at.date(), [one for one in sources if one.kind not in _BY_HAND]
    last = store.last_published([source.id for source in speaking])
    quiet = [one for one, day in last.items() if may_be_silent(day, today)]
    days = store.publications(quiet)
    found: list[HealthFinding | None] = []
    for source in sources:
        if source.id in records:
            found.append(failing(source, records[source.id], from_failures))
        if source.id in days:
            found.append(silence(source, days[source.id], today))
        if renewed.get(source.id):
            count = renewed[source.id]
            found.append(HealthFinding(source.id, source.name, Trouble.RENEWED, entries=count))
    return tuple(one for one in found if one is not None)


def report_health(
    sources: Sequence[Source],
    findings: Sequence[HealthFinding],
    store: SourceStore,
    notifier: Notifier,
    at: datetime,
) -> bool:
    """Notify the operator of what was not told last time; gives whether anything was told.

    A trouble that is over is forgotten, so that it is told again when it returns. What could not
    be told stays new.
    """
    records = store.source_records([source.id for source in sources])
    before = {source: set(record.reported.split()) for source, record in records.items()}
    new = [one for one in findings if one.trouble not in before.get(one.source, ())]
    known = [one for one in findings if one not in new]
    told = bool(new) and notifier.notify(health_notice(new, known), at)
    remembered = findings if told else known
    after = {one: reported_troubles(remembered, one) for one in records}
    store.save_reported({one: now for one, now in after.items() if now != records[one].reported})
    return told
