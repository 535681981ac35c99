"""What web analytics tell of visits through our links, by day."""

from datetime import datetime, tzinfo

from omroeper.domain.errors import AnalyticsError
from omroeper.domain.measuring import Measured
from omroeper.domain.web_visits import days_to_fetch, readings_of
from omroeper.ports import Store, WebAnalytics


def measure_web(store: Store, provider: WebAnalytics, at: datetime, zone: tzinfo) -> Measured:
    """Fetch the last days again and what was missed before; store what changed.

    A provider that does not answer leaves a gap, which the next night fills.
    """
    today = at.astimezone(zone).date()
    first, last = days_to_fetch(today, store.last_period(provider.name))
    try:
        reading = provider.daily(first, last)
    except AnalyticsError as error:
        return Measured(provider.name, trouble=error.sentence)
    known = store.newest_snapshots(provider.name, since=first.isoformat(), until=last.isoformat())
    found = readings_of(provider.name, reading, known, at)
    return Measured(provider.name, len(found), store.save_snapshots(found), reading.note)
