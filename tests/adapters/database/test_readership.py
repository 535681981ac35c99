"""Who an edition is frozen for: those who chose its newsletter, as often as they chose it."""

from dataclasses import replace
from datetime import timedelta

from alembic import command

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.database.engine import open_engine
from omroeper.adapters.database.migrate import _config
from omroeper.domain.audience import Frequency, Segment, Subscriber, SubscriberStatus, Subscription
from omroeper.domain.delivery import Attempt, DeliveryState, Outcome
from omroeper.domain.month import Month
from omroeper.services.send import campaign_of
from tests.samples import WHEN, draft

EVERYONE = Segment("alle", "Alle")
QUARTERLY = Subscription("agdb", Frequency.QUARTERLY)


def reader(name: str, *chosen: Subscription) -> Subscriber:
    return Subscriber(name, f"{name}@school.example", subscriptions=chosen)


def freeze(
    store: DatabaseStore,
    month: str,
    *,
    newsletter: str = "agdb",
    slug: str = "",
    figures: bool = True,
) -> set[str]:
    """Freeze an edition's audience; gives the keys of who is in it."""
    made = draft()
    edition = replace(
        made.edition,
        id=f"{newsletter}-{month}{slug}",
        newsletter=newsletter,
        month=Month.parse(month),
        slug=slug.strip("-"),
    )
    one = replace(made, edition=edition)
    store.save_draft(one, (), made_by=edition.id, at=WHEN)
    assert store.reader_counts(EVERYONE, (), edition=edition.id, figures=figures)
    campaign = store.freeze(
        campaign_of(one, EVERYONE), EVERYONE, mail_domain="x.example", at=WHEN, figures=figures
    )
    counted = store.reader_counts(EVERYONE, (), edition=edition.id, figures=figures)
    found = store.deliveries_in(campaign.id, DeliveryState.PENDING)
    assert counted == {"": len(found)}
    return {one.subscriber for one in found}


def test_a_reader_of_one_newsletter_gets_no_other(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(
        [
            reader("a", Subscription("agdb")),
            reader("i", Subscription("internationaal")),
            reader("beide", Subscription("agdb"), Subscription("internationaal")),
            reader("geen"),
        ]
    )
    assert freeze(each_store, "2024-10") == {"a", "beide"}
    assert freeze(each_store, "2024-10", newsletter="internationaal") == {"i", "beide"}


def test_once_a_quarter_is_the_first_that_was_not_refused(each_store: DatabaseStore) -> None:
    each_store.add_subscribers([reader("a", Subscription("agdb")), reader("k", QUARTERLY)])
    assert freeze(each_store, "2024-09") == {"a", "k"}
    assert freeze(each_store, "2024-10", slug="-extra") == {"a"}
    assert freeze(each_store, "2024-10") == {"a", "k"}
    assert freeze(each_store, "2024-11") == {"a"}
    later = reader("nieuw", QUARTERLY)
    each_store.add_subscribers([later])
    assert freeze(each_store, "2024-12") == {"a", "nieuw"}
    assert freeze(each_store, "2025-01") == {"a", "k", "nieuw"}


def test_a_copy_that_was_refused_does_not_count_for_the_quarter(each_store: DatabaseStore) -> None:
    each_store.add_subscribers([reader("k", QUARTERLY)])
    freeze(each_store, "2024-10")
    (copy,) = each_store.claim(
        "agdb-2024-10-v1", worker="w", limit=9, lease_until=WHEN + timedelta(hours=1), at=WHEN
    )
    refused = Attempt(copy.id, Outcome.REFUSED, "550")
    each_store.settle([refused], worker="w", at=WHEN, retry_at=WHEN)
    assert freeze(each_store, "2024-11") == {"k"}


def test_who_wants_figures_alone_gets_nothing_without_them(each_store: DatabaseStore) -> None:
    each_store.add_subscribers(
        [reader("a", Subscription("agdb")), reader("c", Subscription("agdb", figures_only=True))]
    )
    assert freeze(each_store, "2024-10", figures=False) == {"a"}
    assert freeze(each_store, "2024-11") == {"a", "c"}


def test_what_a_subscriber_chose_comes_back(each_store: DatabaseStore) -> None:
    chosen = Subscriber(
        "k", "K@school.example", topics=("pers",), programmes=("sto",), language="en",
        subscriptions=(QUARTERLY, Subscription("internationaal", figures_only=True)),
        status=SubscriberStatus.CONFIRMED,
    )  # fmt: skip
    each_store.add_subscribers([chosen])
    assert each_store.subscriber("k") == chosen
    other = replace(chosen, key="z", subscriptions=(Subscription("elders"),))
    assert each_store.add_subscribers([other]).known == 1
    assert each_store.subscriber_by_address("k@school.example") == chosen


def test_existing_readers_keep_the_newsletters_they_had(each_database_url: str) -> None:
    with open_store(each_database_url, "x") as store:
        store.add_subscribers([reader("a"), replace(reader("i"), topics=("internationaal",))])
        store.add_subscribers([replace(reader("weg"), status=SubscriberStatus.UNSUBSCRIBED)])
    engine = open_engine(each_database_url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
    engine.dispose()
    with open_store(each_database_url, "x") as store:
        kept = {name: store.subscriber(name) for name in ("a", "i", "weg")}
    assert {name: one and {s.newsletter for s in one.subscriptions} for name, one in kept.items()} == {
        "a": {"agdb"}, "i": {"agdb", "internationaal"}, "weg": set(),
    }  # fmt: skip
