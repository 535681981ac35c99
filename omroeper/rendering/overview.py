"""The overview as a page for the team (Dutch); no script, and no style but the page's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from omroeper.domain.month import Month
from omroeper.domain.overview import Deadline, Overview, ShownSend
from omroeper.domain.trend import TrendMonth
from omroeper.rendering import dutch
from omroeper.rendering.calendar import STATES
from omroeper.rendering.campaign import campaign_line
from omroeper.rendering.coverage import HEADER, MONTHS, coverage_rows, heat
from omroeper.rendering.trend_chart import HEIGHT, WIDTH, Column, PlacedColumn, placed

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name, what it says to who cannot see it, and its bars."""

    id: str
    title: str
    description: str
    columns: tuple[PlacedColumn, ...]


def overview_values(seen: Overview, zone: tzinfo) -> Mapping[str, object]:
    """What the template fills in."""
    return {
        "seen": seen,
        "states": STATES,
        "charts": charts(seen.trend),
        "trend": [_row(one) for one in seen.trend],
        "coverage": coverage_rows(seen.coverage),
        "coverage_header": HEADER,
        "heat": heat,
        "sends": [(one, _send_line(one, zone)) for one in seen.sends],
        "deadlines": [(one, _deadline(one, seen.at, zone)) for one in seen.deadlines],
        "read": "1 bron wordt gelezen"
        if seen.sources == 1
        else f"{seen.sources} bronnen worden gelezen",
        "moment": lambda moment: dutch.moment_text(moment, zone),
        "day": dutch.weekday_text,
        "chart_width": WIDTH,
        "chart_height": HEIGHT,
    }


def charts(trend: tuple[TrendMonth, ...]) -> tuple[Chart, ...]:
    """List, reach and clicks, one chart each: their sizes differ too much for one."""
    parts: tuple[tuple[str, str, _Values], ...] = (
        ("lijst", "Lezers op de lijst", [(one.month, one.size, False) for one in trend]),
        ("bereik", "Bereikte lezers", [(one.month, one.reached, False) for one in trend]),
        ("kliks", "Kliks op links", [(one.month, one.clicks, one.few) for one in trend]),
    )
    return tuple(_chart(*part) for part in parts)


_Values = list[tuple[Month, int | None, bool]]
"""Of each month its number, and whether it is too small to tell."""


def _chart(name: str, title: str, values: _Values) -> Chart:
    columns = [Column(_short(str(month)), value, _told(value, few)) for month, value, few in values]
    known = [one for one in columns if one.value is not None]
    if not known:
        return Chart(name, title, "Nog niets gemeten.", ())
    first, last = known[0], known[-1]
    top = max(known, key=lambda one: one.value or 0)
    description = (
        f"Van {first.told} in {first.label} naar {last.told} in {last.label}; "
        f"het hoogst in {top.label}: {top.told}."
        if len(known) > 1
        else f"Alleen {last.label} is gemeten: {last.told}."
    )
    return Chart(name, title, description, placed(columns))


def _row(one: TrendMonth) -> tuple[str, ...]:
    return (
        dutch.month_text(one.month.first_day),
        _told(one.size),
        _told(one.reached),
        _told(one.clicks, one.few),
    )


def _told(value: int | None, few: bool = False) -> str:
    if value is None:
        return "te weinig om te noemen" if few else MISSING
    return dutch.number_text(Decimal(value), "")


def _short(month: str) -> str:
    """`2026-11` → `nov ’26`."""
    return f"{MONTHS[int(month[5:7]) - 1]} ’{month[2:4]}"


def _send_line(one: ShownSend, zone: tzinfo) -> str:
    if one.progress is None:
        return f"{one.name}: {one.campaign.state.dutch}."
    return campaign_line(one.progress, one.name, zone)


def _deadline(one: Deadline, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """The day (with its hour), and how far off it is."""
    local = one.at.astimezone(zone)
    day = dutch.weekday_text(local.date())
    days = (local.date() - now.astimezone(zone).date()) // timedelta(days=1)
    far = {0: "vandaag", 1: "morgen"}.get(days, f"over {days} dagen")
    return (day if one.whole_day else dutch.moment_text(one.at, zone)), far
