"""The month report against known answers: reach, stories over all channels, earlier months, the list."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.bounce_words import Cause
from omroeper.domain.delivery import DeliveryState, Outcome
from omroeper.domain.month import Month
from omroeper.domain.observing import observations
from omroeper.domain.post import Post, PostState
from omroeper.domain.report import MonthNumbers, Reach
from omroeper.domain.uncertainty import Difference
from omroeper.services.bounces import record_bounce
from omroeper.services.report import build_month_report
from tests.domain.test_assembly import item
from tests.samples import people
from tests.services.sent_months import follow, known, on_day, send_month

ZONE = ZoneInfo("Europe/Amsterdam")
SEPTEMBER, OCTOBER = Month(2024, 9), Month(2024, 10)
STORIES = (
    item("wens", lead_wish=True, title="De conferentie"),
    item("b", "sto", title="Bericht over vmbo"),
    item("c", "iol", title="Open leermateriaal"),
)


def test_mails_are_counted_by_segment_and_by_the_domain_of_the_receiver(
    each_store: DatabaseStore,
) -> None:
    some = [
        replace(one, topics=("onderwijs",), address=f"p{number}@mbo.example")
        for number, one in enumerate(people(7))
    ]
    each_store.add_subscribers([*some, *people(12)[7:]])
    _, campaign = send_month(each_store, OCTOBER, STORIES, {"key000012": Outcome.REFUSED})
    groups = (Segment("onderwijs", "Onderwijs", topics=("onderwijs",)), Segment("alle", "Alle"))
    report = build_month_report(each_store, "agdb-2024-10", campaign.send_at, ZONE, segments=groups)
    assert report.segments == (Reach("Alle", 11), Reach("Onderwijs", 7))
    assert report.mail_domains == (Reach("mbo.example", 7), Reach("school.example", 4))


def test_a_story_has_its_clicks_its_posts_and_the_visits_of_both(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(people(20))
    made, campaign = send_month(each_store, OCTOBER, STORIES)
    at = campaign.send_at + timedelta(days=2)
    follow(each_store, made, at, {"wens": 12, "b": 7, "c": 6})
    lead = f"{STORIES[0].link}?utm_source=linkedin&utm_medium=social&utm_content=uitgelicht"
    post = Post("agdb-2024-10-uitgelicht", made.edition.id, "fll", "De dag.\n\nMeer", lead, "", at)
    each_store.save_posts([replace(post, state=PostState.PUBLISHED, urn="urn:li:share:1")])
    known(each_store, post.id, at, "linkedin", impressionCount=900, clickCount=40)
    for source, content, visits in (("agdb", "lead", 11), ("agdb", "programmes", 9),
                                    ("linkedin", "uitgelicht", 33)):  # fmt: skip
        told = f"web:source={source}&medium=x&campaign=agdb-2024-10&content={content}"
        for day in ("2024-10-16", "2024-10-17"):
            on_day(each_store, "plausible", told, "visits", day, visits, at)
            on_day(each_store, "zzz", told, "visits", day, 500, at)
    other = "web:source=agdb&medium=x&campaign=agdb-2024-09&content=lead"
    on_day(each_store, "plausible", other, "visits", "2024-10-16", 400, at)
    report = build_month_report(each_store, made.edition.id, at, ZONE)
    first, second, third = report.stories
    assert (first.title, first.clicks, first.visits, first.sharing) == ("De conferentie", 12, 22, 1)
    (told_by,) = first.posts
    assert (told_by.totals["impressionCount"], told_by.visits) == (900, 66)
    assert (second.title, second.posts, second.visits, second.sharing) == (
        "Bericht over vmbo", (), 18, 2,
    )  # fmt: skip
    assert (third.visits, report.visits_by) == (18, "plausible")
    assert report.clicks == 25


def test_earlier_editions_are_told_as_they_were_at_the_same_age(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(people(100))
    earlier, before = send_month(each_store, SEPTEMBER, STORIES)
    made, campaign = send_month(each_store, OCTOBER, [item("nieuw", title="Nieuw bericht")])
    age = timedelta(days=3)
    for passed, clicks, left in ((age, 10, 1), (age + timedelta(days=30), 80, 9)):
        moment = before.send_at + passed
        known(each_store, earlier.edition.id, moment, clicks=clicks)
        known(each_store, before.id, moment, "ledger", accepted=100, bounced=0, unsubscribed=left)
    at = campaign.send_at + age
    follow(each_store, made, at, {"nieuw": 60})
    known(each_store, campaign.id, at, "list", unsubscribed=0, bounced=2)
    report = build_month_report(each_store, made.edition.id, at, ZONE)
    assert report.earlier == (
        MonthNumbers(
            "agdb-2024-09", SEPTEMBER, before.send_at, 3, accepted=100, clicks=10, bounced=0,
            unsubscribed=1,
        ),
    )  # fmt: skip
    assert (report.now.accepted, report.now.clicks, report.now.days) == (100, 60, 3)
    mine, theirs = report.now.clicks_per_mail, report.earlier[0].clicks_per_mail
    assert mine is not None
    assert theirs is not None
    assert mine.beside(theirs) is Difference.HIGHER
    read = observations(report)[1]
    assert read.sentence.endswith("Er is per mail meer geklikt dan de vorige keer.")
    assert read.basis == (
        "60 van 60 kliks; per 100 mails 60,0, en 10,0 bij agdb-2024-09 na evenveel dagen"
    )


def test_what_was_not_measured_at_that_age_is_not_nought(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(people(3))
    earlier, before = send_month(each_store, SEPTEMBER, STORIES)
    known(each_store, earlier.edition.id, before.send_at + timedelta(days=9), clicks=50)
    made, campaign = send_month(each_store, OCTOBER, [item("nieuw")])
    at = campaign.send_at + timedelta(days=1)
    (told,) = build_month_report(each_store, made.edition.id, at, ZONE).earlier
    assert (told.clicks, told.accepted, told.clicks_per_mail) == (None, None, None)


def test_readers_whose_last_three_mails_failed_are_counted(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(people(8))
    campaigns = []
    for number in (8, 9, 10):
        _, campaign = send_month(
            each_store,
            Month(2024, number),
            [item(f"n{number}", days_before=1)],
            {"key000001": Outcome.REFUSED, "key000002": Outcome.REFUSED},
        )
        campaigns.append(campaign)
        for copy in each_store.deliveries_in(campaign.id, DeliveryState.ACCEPTED):
            soft = copy.subscriber == "key000003" or (number > 8 and copy.subscriber == "key000004")
            ours = copy.subscriber == "key000005"  # a block is the sender's, not the reader's
            if soft or ours:
                cause = Cause.BLOCKED if ours else Cause.FULL
                mark = f"{number}{copy.subscriber}"
                told = BounceReport(BounceKind.SOFT, "mailbox", mark, cause, delivery=copy.id)
                record_bounce(each_store, told, BounceRules(9, 900), campaign.send_at)
    report = build_month_report(each_store, "agdb-2024-10", campaigns[-1].send_at, ZONE)
    assert report.health.unreached == 3
    earlier = build_month_report(each_store, "agdb-2024-09", campaigns[1].send_at, ZONE)
    assert earlier.health.unreached is None, "two mails are too few to say"


@pytest.mark.parametrize("days", [2, 60])
def test_the_list_is_told_of_the_month_of_sending(each_store: DatabaseStore, days: int) -> None:
    each_store.add_subscribers(people(3))
    made, campaign = send_month(each_store, OCTOBER, STORIES)
    at = campaign.send_at + timedelta(days=days)
    for day, size, came, left in (("2024-09-30", 90, 50, 50), ("2024-10-01", 100, 7, 1),
                                  ("2024-10-16", 108, 9, 2), ("2024-11-01", 300, 90, 90)):  # fmt: skip
        on_day(each_store, "list", "newsletter:agdb", "size", day, size, at)
        on_day(each_store, "list", "list", "confirmed", day, came, at)
        on_day(each_store, "list", "list", "left", day, left, at)
    health = build_month_report(each_store, made.edition.id, at, ZONE).health
    assert (health.before, health.after) == (100, 108)
    assert (health.confirmed, health.left, health.measured_days) == (16, 3, 2)
