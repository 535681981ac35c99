"""How the overview words what it was given."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.overview import Deadline, Overview, ShownSend
from omroeper.rendering.overview import overview_values

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 10, 10, 9, tzinfo=UTC)


def overview(**parts: object) -> Overview:
    empty = dict.fromkeys(
        ("editions", "tasks", "trend", "health", "sends", "coming_posts", "waiting_posts",
         "unknown_posts", "deadlines"), ()
    )  # fmt: skip
    coverage = CoverageLedger(2024, (), ())
    return Overview(**{"at": NOW, "sources": 1, "coverage": coverage, **empty, **parts})  # type: ignore[arg-type]


def test_a_campaign_that_ended_is_named_with_its_state() -> None:
    campaign = Campaign("c1", "e", 1, "f", "alle", 9, NOW, state=CampaignState.FINISHED)
    values = overview_values(overview(sends=(ShownSend("‘Tech’ (c1)", campaign, 2),)), AMSTERDAM)
    assert [told for _, told in values["sends"]] == ["‘Tech’ (c1): klaar."]  # type: ignore[attr-defined]


def test_a_deadline_is_told_by_the_day_and_how_far_off_it_is() -> None:
    moments = (
        (datetime(2024, 10, 10, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2024, 10, 10, 22, 30, tzinfo=UTC), False),  # half past midnight in Amsterdam
        (datetime(2024, 11, 12, 9, tzinfo=UTC), False),
    )
    found = tuple(Deadline(at, "x", "n", whole_day=whole) for at, whole in moments)
    values = overview_values(overview(deadlines=found), AMSTERDAM)
    assert [told for _, told in values["deadlines"]] == [  # type: ignore[attr-defined]
        ("donderdag 10 oktober 2024", "vandaag"),
        ("vrijdag 11 oktober 2024, 00.30 uur", "morgen"),
        ("dinsdag 12 november 2024, 10.00 uur", "over 33 dagen"),
    ]


def test_one_source_is_one() -> None:
    assert overview_values(overview(), AMSTERDAM)["read"] == "1 bron wordt gelezen"
    assert overview_values(overview(sources=2), AMSTERDAM)["read"] == "2 bronnen worden gelezen"
