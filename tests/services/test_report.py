"""Measuring and reporting: known numbers come back, small counts do not."""

import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.templates import read_templates
from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.clicks import Counted
from omroeper.domain.delivery import Attempt, Campaign, DeliveryState, Outcome, Tally
from omroeper.domain.errors import NotFound
from omroeper.domain.links import LinkBook
from omroeper.domain.observing import observations
from omroeper.domain.report import shown
from omroeper.rendering.charts import bar_chart
from omroeper.rendering.newsletter import links_of
from omroeper.rendering.report import render_report, report_markdown
from omroeper.services.bounces import record_bounce
from omroeper.services.measure import measure_campaign
from omroeper.services.report import build_month_report
from omroeper.services.send import campaign_of, freeze_audience
from tests.domain.test_assembly import item, make
from tests.samples import (
    WHEN,
    FixedClock,
    approved_draft,
    draft,
    figure_observation,
    newsroom,
    people,
)

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
BOOK = LinkBook("agdb-2024-10", "agdb")
TEMPLATES = read_templates(ROOT / "templates", ROOT)


@pytest.fixture
def campaign(each_store: DatabaseStore) -> Campaign:
    """Ten copies: eight accepted, one refused, one uncertain; one reader left."""
    draft = approved_draft(each_store)
    each_store.add_subscribers(people(10))
    made = freeze_audience(
        each_store, draft, Segment("alle", "Alle"), FixedClock(), mail_domain="x.example"
    )
    copies = each_store.claim(made.id, worker="w", limit=10, lease_until=WHEN, at=WHEN)
    outcomes = [Outcome.ACCEPTED] * 8 + [Outcome.REFUSED, Outcome.UNCERTAIN]
    attempts = [
        Attempt(copy.id, outcome, "550 no" if outcome is Outcome.REFUSED else "x")
        for copy, outcome in zip(copies, outcomes, strict=True)
    ]
    each_store.settle(attempts, worker="w", at=WHEN)
    each_store.unsubscribe(copies[0].subscriber, WHEN, source=f"campaign:{made.id}")
    return made


def test_the_report_gives_the_known_numbers_back(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    report = build_month_report(each_store, campaign.edition, WHEN, ZONE)
    assert report.tally == Tally(10, accepted=8, refused=1, uncertain=1)
    assert report.refused_because == {"550 no": 1}
    assert (report.unsubscribed, report.approved_by) == (1, "Anna")
    told = [one.sentence for one in observations(report)]
    assert any("niet zeker" in sentence for sentence in told)
    page = render_report(
        report,
        templates=TEMPLATES,
        brand=read_brand(ROOT),
        newsletter=newsroom().newsletter,
        zone=ZONE,
    )
    assert "<script" not in page
    assert not re.search(r'(src|href)="http', page)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert "&lt; 5" in page  # one reader left: that is nobody's business
    assert "p1@school" not in page
    assert "| Aangenomen | 8 |" in report_markdown(
        report, newsroom().newsletter, "https://x.example"
    )


def test_the_report_tells_what_came_back_of_what_was_accepted(
    each_store: DatabaseStore, campaign: Campaign
) -> None:
    copies = each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED)
    kinds = (BounceKind.HARD, BounceKind.SOFT, BounceKind.SOFT, BounceKind.COMPLAINT)
    for number, kind in enumerate(kinds):
        told = BounceReport(kind, "mailbox", str(number), delivery=copies[number].id)
        record_bounce(each_store, told, BounceRules(), WHEN)
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    report = build_month_report(each_store, campaign.edition, WHEN, ZONE)
    assert report.tally == Tally(10, accepted=8, refused=1, uncertain=1)
    assert (report.bounces.hard, report.bounces.soft, report.bounces.complaints) == (1, 2, 1)
    assert "3 daarvan teruggekomen" in observations(report)[0].basis
    shown_as = newsroom().newsletter
    page = render_report(
        report, templates=TEMPLATES, brand=read_brand(ROOT), newsletter=shown_as, zone=ZONE
    )
    assert re.search(r"dit adres bestaat niet meer</th><td[^>]*>1<", page)
    assert re.search(r"nu niet te bezorgen</th><td[^>]*>2<", page)
    assert re.search(r"gemeld als ongewenst</th><td[^>]*>&lt; 5<", page)
    assert "| Teruggekomen: nu niet te bezorgen | 2 |" in report_markdown(report, shown_as, "x")
    kept = {one.metric: int(one.value) for one in each_store.snapshots(campaign.id)}
    assert (kept["bounced"], kept["complaints"]) == (3, 1)


def test_every_counted_click_is_in_the_report_once(each_store: DatabaseStore) -> None:
    """A story's link, one that two stories share, and the source of a figure."""
    stories = (item("a"), item("b", "sto"), item("c", "sto", link=item("b", "sto").link))
    edition = make(*stories, observations={"vrouwen": figure_observation("vrouwen", "16.9")})
    counted = links_of(edition, LinkBook(edition.id, edition.newsletter))
    made = campaign_of(replace(draft(), edition=edition), Segment("alle", "Alle"))
    each_store.save_draft(replace(draft(), edition=edition), (), made_by="test:1", at=WHEN)
    each_store.freeze(made, Segment("alle", "Alle"), mail_domain="x.example", at=WHEN)
    each_store.register_links(edition.id, counted)
    for number, link in enumerate(sorted(counted), 1):
        each_store.add_clicks({Counted(link, WHEN): number})
    measure_campaign(each_store, made, BOOK, WHEN, ZONE)
    report = build_month_report(each_store, edition.id, WHEN, ZONE)
    assert report.clicks == sum(range(1, len(counted) + 1))
    (source,) = (story for story in report.stories if story.is_source)
    assert source.title == "Bron van aandeel vrouwen"
    assert source.clicks > 0


def test_an_edition_without_campaign_has_no_report(each_store: DatabaseStore) -> None:
    with pytest.raises(NotFound, match="no campaign"):
        build_month_report(each_store, "agdb-2024-10", WHEN, ZONE)


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5")])
def test_small_counts_are_not_shown(count: int, text: str) -> None:
    assert shown(count) == text


def test_a_chart_is_the_same_each_time_and_says_what_it_shows() -> None:
    def chart() -> str:
        rows = [("Aangenomen", 8), ("<b>&", 1)]
        return bar_chart(rows, title="Bezorging", description="Aangenomen: 8", colour="#2f8f7f")

    assert chart() == chart()
    assert chart().startswith("<svg")
    assert 'role="img"' in chart()
    assert "<title>Bezorging</title>" in chart()
    assert "<b>" not in chart()
