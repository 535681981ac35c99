"""What is measured: known numbers go in, and these come out, by subject, metric and period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import (
    Segment,
    SubscriberStatus,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.clicks import Counted
from omroeper.domain.delivery import Campaign, DeliveryState
from omroeper.domain.edition import Section
from omroeper.domain.errors import AnalyticsError, ChannelError
from omroeper.domain.leaving import LeavingReason
from omroeper.domain.links import LinkBook
from omroeper.domain.metric import TOTAL
from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post, PostState
from omroeper.domain.web_visits import WebReading, WebRow, days_to_fetch, parameters_of
from omroeper.rendering.newsletter import links_of
from omroeper.services.bounces import record_bounce
from omroeper.services.measure import measure_campaign
from omroeper.services.measure_list import measure_list
from omroeper.services.measure_posts import measure_posts
from omroeper.services.measure_web import measure_web
from omroeper.services.send import campaign_of
from tests.domain.test_assembly import item, make
from tests.fixtures_database import SECRET
from tests.samples import WHEN, draft, figure_observation, people
from tests.services.readers import sent_campaign, sign_up

ZONE = ZoneInfo("Europe/Amsterdam")
BOOK = LinkBook("agdb-2024-10", "agdb")
DAY = timedelta(days=1)
ALL = Segment("alle", "Alle")


def values(
    store: DatabaseStore, subject: str, source: str = "", period: str = TOTAL
) -> dict[str, int]:
    """The newest number of each metric, without those that are nought for want of anything."""
    return {
        one.metric: int(one.value)
        for one in store.newest_snapshots(source, subject=subject)
        if one.period == period
    }


def test_the_ledger_bounces_and_leavings_with_their_reasons(each_store: DatabaseStore) -> None:
    campaign = sent_campaign(each_store, others=9)
    copies = each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED)
    for number, kind in enumerate((BounceKind.HARD, BounceKind.SOFT, BounceKind.COMPLAINT)):
        told = BounceReport(kind, "mailbox", str(number), delivery=copies[number].id)
        record_bounce(each_store, told, BounceRules(), WHEN)
    for number, reason in ((4, LeavingReason.TOO_OFTEN), (5, LeavingReason.NOT_SAID)):
        key, source = copies[number].subscriber, f"campaign:{campaign.id}"
        each_store.unsubscribe(key, WHEN, source=source, reason=reason)
    measured = measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    assert measured.read == measured.added
    assert values(each_store, campaign.id, "ledger") == {
        "audience": 9, "accepted": 8, "refused": 1, "uncertain": 0, "skipped": 0, "pending": 0,
    }  # fmt: skip
    assert values(each_store, campaign.id, "bounces") == {
        "bounced": 2, "soft": 1, "hard": 1, "complaints": 1,
    }  # fmt: skip
    assert values(each_store, campaign.id, "list") == {
        "unsubscribed": 2, "unsubscribed because:too_often": 1, "unsubscribed because:not_said": 1,
    }  # fmt: skip
    assert measure_campaign(each_store, campaign, BOOK, WHEN + DAY, ZONE).added == 0


def test_who_was_skipped_is_told_by_reason(each_store: DatabaseStore) -> None:
    made = draft()
    each_store.save_draft(made, (), made_by="t:1", at=WHEN)
    each_store.add_subscribers(people(3))
    hashed = address_hash("p1@school.example", SECRET)
    each_store.suppress(Suppression(hashed, SuppressionReason.OPERATOR, WHEN))
    campaign = campaign_of(made, ALL)
    each_store.freeze(campaign, ALL, mail_domain="x.example", at=WHEN)
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    found = values(each_store, campaign.id, "ledger")
    assert (found["audience"], found["pending"], found["skipped"]) == (3, 2, 1)
    assert found["skipped because:suppressed"] == 1


@pytest.fixture
def clicked(each_store: DatabaseStore) -> tuple[Campaign, dict[str, str]]:
    """An edition with two programmes, a figure and clicks: link n of it was followed n times."""
    stories = (item("a"), item("b", "sto"), item("c", "sto", link=item("b", "sto").link))
    edition = make(*stories, observations={"vrouwen": figure_observation("vrouwen", "16.9")})
    each_store.save_draft(replace(draft(), edition=edition), (), made_by="t:1", at=WHEN)
    campaign = campaign_of(replace(draft(), edition=edition), ALL)
    each_store.freeze(campaign, ALL, mail_domain="x.example", at=WHEN)
    links = links_of(edition, BOOK)
    each_store.register_links(edition.id, links)
    late = datetime(2024, 10, 15, 22, tzinfo=UTC)  # the 16th in Amsterdam
    for number, link in enumerate(sorted(links), 1):
        each_store.add_clicks({Counted(link, WHEN): number, Counted(link, late): 1})
        each_store.add_clicks({Counted(link, WHEN, "agent"): 2})
    return campaign, links


def test_clicks_add_up_per_link_story_programme_domain_and_section(
    each_store: DatabaseStore, clicked: tuple[Campaign, dict[str, str]]
) -> None:
    campaign, links = clicked
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    found = values(each_store, campaign.edition)
    count = len(links)
    whole = sum(range(1, count + 1)) + count
    assert found["clicks"] == whole
    assert (found["left out"], found["left out:agent"]) == (2 * count, 2 * count)

    def parts(kind: str) -> Mapping[str, int]:
        head = f"clicks {kind}:"
        return {n.removeprefix(head): v for n, v in found.items() if n.startswith(head)}

    of_links = parts("link")
    assert of_links == {link: n + 1 for n, link in enumerate(sorted(links), 1)}
    source = BOOK.link_id("https://monitor.example/2024", Section.FIGURES.value)
    assert sum(parts("section").values()) == whole
    assert parts("section")["figures"] == of_links[source]
    for kind in ("story", "programme", "domain"):
        assert sum(parts(kind).values()) == whole - of_links[source], kind
    assert len(parts("story")) == 2  # two stories share one link, and it counts once
    assert set(parts("programme")) == {"fll", "sto"}


def test_clicks_of_a_day_are_by_the_organisations_clock(
    each_store: DatabaseStore, clicked: tuple[Campaign, dict[str, str]]
) -> None:
    campaign, links = clicked
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    first = values(each_store, campaign.edition, period="2024-10-15")["clicks"]
    second = values(each_store, campaign.edition, period="2024-10-16")["clicks"]
    assert (first, second) == (sum(range(1, len(links) + 1)), len(links))


def test_clicks_of_a_theme_are_those_of_what_is_about_it(each_store: DatabaseStore) -> None:
    about = item("a", title="De conferentie van het actieplan")
    edition = make(about, item("b", "sto"), item("c", "fll"))
    themed = [one for one in edition.entries if one.score is not None and one.score.fits]
    assert themed
    each_store.save_draft(replace(draft(), edition=edition), (), made_by="t:1", at=WHEN)
    campaign = campaign_of(replace(draft(), edition=edition), ALL)
    each_store.freeze(campaign, ALL, mail_domain="x.example", at=WHEN)
    each_store.register_links(edition.id, links_of(edition, BOOK))
    each_store.add_clicks({Counted(link, WHEN): 5 for link in links_of(edition, BOOK)})
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    found = values(each_store, edition.id)
    assert found[f"clicks theme:{edition.theme_title}"] == 5 * len(themed) < found["clicks"]


def test_the_list_grows_by_day_and_again_adds_nothing(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(people(4))
    sign_up(each_store, "a@school.example", WHEN, "s1")
    sign_up(each_store, "b@school.example", WHEN, "s2")
    each_store.confirm_sign_up("s1", WHEN)
    each_store.unsubscribe("key000001", WHEN - DAY, source="x", reason=LeavingReason.NOT_FOR_ME)
    first = measure_list(each_store, [ALL], WHEN, ZONE)
    assert first.read == first.added
    today = values(each_store, "list", period="2024-10-15")
    assert today == {
        "signed up": 2, "confirmed": 1, "left": 0, "erased": 0, "suppressed": 0, "size": 4,
    }  # fmt: skip
    before = values(each_store, "list", period="2024-10-14")
    assert (before["left"], before["left because:not_for_me"]) == (1, 1)
    assert values(each_store, "newsletter:agdb", period="2024-10-15") == {"size": 4}
    assert values(each_store, "segment:alle", period="2024-10-15") == {"size": 4, "size agdb": 4}
    assert measure_list(each_store, [ALL], WHEN + timedelta(hours=1), ZONE).added == 0


def test_a_request_that_is_forgotten_stays_counted(each_store: DatabaseStore) -> None:
    sign_up(each_store, "a@school.example", WHEN, "s1")
    measure_list(each_store, [], WHEN, ZONE)
    each_store.forget_address("a@school.example", WHEN)
    measure_list(each_store, [], WHEN + timedelta(hours=1), ZONE)
    assert values(each_store, "list", period="2024-10-15")["signed up"] == 1


def test_who_is_taken_off_is_told_by_reason(each_store: DatabaseStore) -> None:
    campaign = sent_campaign(each_store, others=5)
    copy = each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED)[0]
    told = BounceReport(BounceKind.COMPLAINT, "mailbox", "1", delivery=copy.id)
    record_bounce(each_store, told, BounceRules(), WHEN)
    measure_list(each_store, [], WHEN, ZONE)
    today = values(each_store, "list", period="2024-10-15")
    assert (today["suppressed"], today["suppressed because:complaint"]) == (1, 1)
    person = each_store.subscriber(copy.subscriber)
    assert person is not None
    assert person.status is SubscriberStatus.UNSUBSCRIBED
    assert today["left"] == 0


class Channel:
    """A channel that tells what it is given; a page only where it has one."""

    name = "linkedin"

    def __init__(self, **posts: dict[str, int]) -> None:
        self.posts = posts
        self.asked: list[str] = []
        self.broken = ""

    def statistics(self, urn: str, page: str = "") -> dict[str, int]:
        self.asked.append(urn)
        if urn == self.broken:
            raise ChannelError("it refused with 429", thing="LinkedIn", remedy="Wait.")
        return self.posts[urn]

    def page_statistics(self, page: str, first: date, last: date) -> tuple[PageFigure, ...]:
        return ()


class PagedChannel(Channel):
    def page_statistics(self, page: str, first: date, last: date) -> tuple[PageFigure, ...]:
        return (PageFigure("followers", "", 812), PageFigure("shareCount", last.isoformat(), 3))


def published(store: DatabaseStore, *names: str, state: PostState = PostState.PUBLISHED) -> None:
    store.save_posts(
        [Post(n, "", "agdb", "Tekst", "", "", planned=WHEN, state=state, urn=n) for n in names]
    )


def test_posts_of_editions_and_calendar_and_the_page_are_read(
    each_store: DatabaseStore,
) -> None:
    published(each_store, "een", "twee")
    published(each_store, "wacht", state=PostState.APPROVED)
    channel = PagedChannel(een={"impressionCount": 10}, twee={"impressionCount": 4})
    assert measure_posts(each_store, channel, WHEN, ZONE).added == 4  # type: ignore[arg-type]
    assert values(each_store, "een") == {"impressionCount": 10}
    assert values(each_store, "page", period="2024-10-15") == {"followers": 812}
    assert values(each_store, "page", period="2024-10-14") == {"shareCount": 3}
    channel.posts["een"] = {"impressionCount": 15}
    assert measure_posts(each_store, channel, WHEN + DAY, ZONE).added == 3  # type: ignore[arg-type]
    history = [int(one.value) for one in each_store.snapshots("een")]
    assert history == [10, 15]


def test_a_channel_without_page_and_old_posts_are_no_trouble(each_store: DatabaseStore) -> None:
    published(each_store, "een")
    channel = Channel(een={"likeCount": 2})
    assert measure_posts(each_store, channel, WHEN + 91 * DAY, ZONE).read == 0  # type: ignore[arg-type]
    assert channel.asked == []


def test_each_page_is_a_subject_of_its_own(each_store: DatabaseStore) -> None:
    measured = measure_posts(each_store, PagedChannel(), WHEN, ZONE, ("", "hca"))  # type: ignore[arg-type]
    assert measured.added == 4
    assert values(each_store, "page:hca", period="2024-10-15") == {"followers": 812}


def test_a_refusal_leaves_a_gap_is_told_and_ends_the_asking(each_store: DatabaseStore) -> None:
    published(each_store, "a", "b", "c")
    channel = PagedChannel(a={"likeCount": 2}, b={}, c={"likeCount": 1})
    channel.broken = "b"
    measured = measure_posts(each_store, channel, WHEN, ZONE)  # type: ignore[arg-type]
    assert (measured.read, channel.asked) == (1, ["a", "b"])
    assert "429" in measured.trouble


class Analytics:
    """A provider that tells what it is given, and remembers which days were asked."""

    name = "ga4"

    def __init__(self, *rows: WebRow, note: str = "") -> None:
        self.rows, self.note = rows, note
        self.asked: list[tuple[date, date]] = []

    def daily(self, first: date, last: date) -> WebReading:
        self.asked.append((first, last))
        return WebReading(tuple(r for r in self.rows if first <= r.day <= last), self.note)


LEAD = WebRow(date(2024, 10, 14), "agdb", "email", "agdb-2024-10", "lead", 40, 30, 35, 4)


def test_web_visits_become_readings_by_day_and_parameters(each_store: DatabaseStore) -> None:
    provider = Analytics(LEAD, replace(LEAD, content="theme", engaged=None, conversions=None))
    assert measure_web(each_store, provider, WHEN, ZONE).added == 6
    found = values(each_store, LEAD.subject, "ga4", "2024-10-14")
    assert found == {"visits": 40, "engaged": 30, "visitors": 35, "conversions": 4}
    assert parameters_of(LEAD.subject) == {
        "source": "agdb", "medium": "email", "campaign": "agdb-2024-10", "content": "lead",
    }  # fmt: skip
    assert measure_web(each_store, provider, WHEN, ZONE).added == 0


def test_late_visits_are_fetched_again_and_what_is_gone_becomes_nought(
    each_store: DatabaseStore,
) -> None:
    other = replace(LEAD, content="theme", visits=3)
    provider = Analytics(LEAD, other)
    measure_web(each_store, provider, WHEN, ZONE)
    provider.rows = (replace(LEAD, visits=44),)
    measured = measure_web(each_store, provider, WHEN + DAY, ZONE)
    assert measured.added == 1 + 4
    assert values(each_store, LEAD.subject, "ga4", "2024-10-14")["visits"] == 44
    assert set(values(each_store, other.subject, "ga4", "2024-10-14").values()) == {0}
    assert provider.asked == [
        (date(2024, 9, 10), date(2024, 10, 14)),
        (date(2024, 10, 13), date(2024, 10, 15)),
    ]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("", "2024-10-20"),
        ("2024-11-23", "2024-11-21"),
        ("2024-11-20", "2024-11-20"),
        ("2024-11-10", "2024-11-10"),
        ("2023-01-01", "2024-08-26"),
    ],
)
def test_the_last_days_and_what_was_missed_are_fetched(last: str, first: str) -> None:
    today = date(2024, 11, 24)
    assert days_to_fetch(today, last) == (date.fromisoformat(first), today - DAY)


def test_a_note_of_the_provider_stays_with_each_reading(each_store: DatabaseStore) -> None:
    measure_web(each_store, Analytics(LEAD, note="thresholded"), WHEN, ZONE)
    assert {one.note for one in each_store.snapshots(LEAD.subject)} == {"thresholded"}


def test_rows_that_are_one_combination_add_up_but_visitors_do_not(
    each_store: DatabaseStore,
) -> None:
    measure_web(each_store, Analytics(LEAD, LEAD), WHEN, ZONE)
    found = values(each_store, LEAD.subject, "ga4", "2024-10-14")
    assert found == {"visits": 80, "engaged": 60, "conversions": 8}


def test_a_provider_that_refuses_leaves_a_gap_that_the_next_night_fills(
    each_store: DatabaseStore,
) -> None:
    class Away(Analytics):
        def daily(self, first: date, last: date) -> WebReading:
            raise AnalyticsError("it answered 429", thing=self.name, remedy="Wait.")

    measured = measure_web(each_store, Away(), WHEN, ZONE)
    assert (measured.read, measured.trouble) == (0, "ga4: it answered 429. Wait.")
    assert each_store.newest_snapshots("ga4") == ()


def test_nothing_measured_holds_an_address_or_a_key(each_store: DatabaseStore) -> None:
    campaign = sent_campaign(each_store, others=3)
    measure_campaign(each_store, campaign, BOOK, WHEN, ZONE)
    measure_list(each_store, [ALL], WHEN, ZONE)
    told = repr(each_store.newest_snapshots())
    assert "@" not in told
    assert "key0000" not in told
    assert Decimal(2) in {one.value for one in each_store.newest_snapshots("ledger")}
