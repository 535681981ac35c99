"""A campaign's standing in one Dutch line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.domain.delivery import Campaign, CampaignState, Tally
from omroeper.domain.progress import Progress
from omroeper.rendering.campaign import campaign_line, duration_text

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CAMPAIGN = Campaign("c", "e", 1, "f", "alle", 3000, NOW, CampaignState.SENDING)
TALLY = Tally(3000, accepted=1190, refused=8, skipped=2, pending=1800)


def line(progress: Progress) -> str:
    return campaign_line(progress, "‘De conferentie’", AMSTERDAM)


def test_a_running_campaign_tells_speed_time_left_and_basis() -> None:
    assert line(Progress(CAMPAIGN, TALLY, NOW, per_hour=1440)) == (
        "‘De conferentie’: wordt verzonden. 1.200 van 3.000 afgehandeld (1.190 aangenomen, "
        "8 geweigerd, 0 onzeker, 2 overgeslagen). Nu 24 per minuut, 1.440 per uur. Nog 1.800 te gaan, "
        "1 uur en 15 minuten (gerekend met de snelheid van de laatste 10 minuten)."
    )


def test_before_the_first_it_counts_with_the_limit_and_says_when_it_goes_on() -> None:
    slow = replace(CAMPAIGN, per_hour=1200)
    waits = Progress(slow, TALLY, NOW, limit=1200, next_at=NOW + timedelta(minutes=20))
    assert line(waits).endswith(
        "Nog 1.800 te gaan, 1 uur en 30 minuten (gerekend met hoogstens 1.200 per uur). "
        "De volgende gaan dinsdag 1 december 2026, 13.20 uur."
    )
    assert line(waits).startswith("‘De conferentie’: wordt verzonden, hoogstens 1.200 per uur. ")
    assert "De volgende" not in line(replace(waits, next_at=NOW + timedelta(seconds=30)))


def test_a_paused_campaign_promises_no_time() -> None:
    paused = replace(CAMPAIGN, state=CampaignState.PAUSED)
    assert line(Progress(paused, TALLY, NOW, per_hour=1440)).endswith("2 overgeslagen).")


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(seconds=20), "nog geen minuut"),
        (timedelta(minutes=1), "1 minuut"),
        (timedelta(minutes=59), "59 minuten"),
        (timedelta(hours=2), "2 uur"),
        (timedelta(hours=26, minutes=1), "26 uur en 1 minuut"),
    ],
)
def test_a_duration_is_told_in_hours_and_minutes(span: timedelta, told: str) -> None:
    assert duration_text(span) == told
