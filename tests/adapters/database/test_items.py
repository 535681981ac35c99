"""Items keep their history; figures are append-only; both on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.item import CANCELLED, EDITED, WITHDRAWN, ItemKind
from omroeper.domain.source import ItemChanges, Reading, Validators
from tests.domain.test_item import ITEM
from tests.samples import WHEN, figure_observation


def test_an_edited_item_is_a_revision_and_never_new(each_store: DatabaseStore) -> None:
    first = each_store.save_reading("s", Reading((ITEM,)), WHEN)
    again = each_store.save_reading("s", Reading((replace(ITEM, retrieved=WHEN),)), WHEN)
    edited = each_store.save_reading("s", Reading((replace(ITEM, text="Anders"),)), WHEN)
    assert (first, again, edited) == (
        ItemChanges(new=1),
        ItemChanges(unchanged=1),
        ItemChanges(revised=1),
    )
    (found,) = each_store.updates_between(datetime(2024, 1, 1, tzinfo=UTC), WHEN)
    assert (found.text, found.revision) == ("Anders", 2)


def test_what_others_wrote_is_flagged_when_it_changed_and_every_version_is_kept(
    each_store: DatabaseStore,
) -> None:
    foreign = replace(ITEM, guid="g1", flags=("datum onbekend",))
    each_store.save_reading("s", Reading((foreign,)), WHEN)
    moved = replace(foreign, guid="g2", link=f"{ITEM.link}/?utm_source=x")
    assert each_store.save_reading("s", Reading((moved,)), WHEN) == ItemChanges(unchanged=1)
    edited = replace(moved, title="Nieuwe kop", text="Alles is anders geworden.")
    assert each_store.save_reading("s", Reading((edited,)), WHEN) == ItemChanges(revised=1)
    (found,) = each_store.updates_between(datetime(2024, 1, 1, tzinfo=UTC), WHEN)
    assert (found.key, found.revision) == (ITEM.key, 2)
    assert found.flags == ("datum onbekend", f"{EDITED} (versie 2)")


def test_another_article_under_a_known_guid_is_kept_beside_it(each_store: DatabaseStore) -> None:
    first = replace(ITEM, guid="g")
    other = replace(first, title="Iets heel anders", text="Ook.", link="https://x.example/b")
    each_store.save_reading("s", Reading((first,)), WHEN)
    changes = each_store.save_reading("s", Reading((other,)), WHEN)
    assert changes == ItemChanges(new=1, reused=("Iets heel anders",))
    again = each_store.save_reading("s", Reading((other, first)), WHEN)
    assert again == ItemChanges(unchanged=2)
    found = each_store.updates_between(datetime(2024, 1, 1, tzinfo=UTC), WHEN)
    assert {one.title for one in found} == {ITEM.title, "Iets heel anders"}


def test_items_of_another_source_are_never_the_same(each_store: DatabaseStore) -> None:
    foreign = replace(ITEM, guid="g")
    each_store.save_reading("s", Reading((foreign,)), WHEN)
    elsewhere = replace(foreign, source="t", key="t-key")
    assert each_store.save_reading("t", Reading((elsewhere,)), WHEN) == ItemChanges(new=1)


def test_a_304_keeps_the_validators(each_store: DatabaseStore) -> None:
    each_store.save_reading("s", Reading((), Validators('"a"', "Mon", "hash")), WHEN)
    each_store.save_reading("s", Reading(not_modified=True), WHEN)
    assert each_store.validators("s") == Validators('"a"', "Mon", "hash")
    each_store.save_failure("s", "http_500", WHEN)
    assert each_store.validators("s") == Validators('"a"', "Mon", "hash")


def test_windows_are_open_at_the_start_and_closed_at_the_end(each_store: DatabaseStore) -> None:
    day = timedelta(days=1)
    event = replace(ITEM, key="e", kind=ItemKind.EVENT, starts=WHEN + day)
    each_store.save_reading("s", Reading((ITEM, event)), WHEN)
    published = ITEM.published
    assert each_store.updates_between(published, WHEN) == ()
    assert each_store.updates_between(published - day, published) == (ITEM,)
    assert each_store.events_between(WHEN, WHEN + day) == (event,)


def test_observations_are_append_only_and_the_latest_edition_wins(
    each_store: DatabaseStore,
) -> None:
    old = figure_observation("vrouwen", "16.9")
    new = replace(old, edition="Monitor 2025", published=datetime(2025, 6, 27, tzinfo=UTC).date())
    assert each_store.save_observations((new, old)) == 2
    assert each_store.save_observations((old, new)) == 0
    assert each_store.observations("vrouwen") == (old, new)
    assert each_store.latest_observations() == {"vrouwen": new}


def test_an_event_that_lasts_is_found_while_it_lasts(each_store: DatabaseStore) -> None:
    day = timedelta(days=1)
    fair = replace(ITEM, key="e", kind=ItemKind.EVENT, starts=WHEN - 9 * day, ends=WHEN + 2 * day)
    each_store.save_reading("s", Reading((fair,)), WHEN)
    assert each_store.events_between(WHEN, WHEN + day) == (fair,)
    assert each_store.events_between(WHEN + 2 * day, WHEN + 9 * day) == ()


def test_an_event_called_off_is_a_revision_even_when_nothing_else_changed(
    each_store: DatabaseStore,
) -> None:
    event = replace(ITEM, key="e", kind=ItemKind.EVENT, starts=WHEN)
    each_store.save_reading("s", Reading((event,)), WHEN)
    off = replace(event, flags=(CANCELLED,))
    assert each_store.save_reading("s", Reading((off,)), WHEN).revised == 1
    assert each_store.item("e") == replace(off, revision=2)


def test_an_event_to_come_that_a_whole_reading_lacks_is_flagged_and_comes_back(
    each_store: DatabaseStore,
) -> None:
    day = timedelta(days=1)
    past, first, second = (
        replace(ITEM, key=key, kind=ItemKind.EVENT, starts=WHEN + days * day)
        for key, days in (("past", -1), ("1", 5), ("2", 9))
    )
    everything = Reading((past, first, second, replace(ITEM, key="news")), whole=True)
    each_store.save_reading(ITEM.source, everything, WHEN)
    partly = Reading((first,))
    assert each_store.save_reading(ITEM.source, partly, WHEN) == ItemChanges(unchanged=1)
    whole = Reading((first,), whole=True)
    assert each_store.save_reading(ITEM.source, whole, WHEN) == ItemChanges(revised=1, unchanged=1)
    assert each_store.save_reading(ITEM.source, whole, WHEN) == ItemChanges(unchanged=1)
    gone = each_store.item("2")
    assert gone is not None
    assert (gone.flags, gone.revision) == ((WITHDRAWN,), 2)
    assert each_store.item("past") == past
    assert each_store.save_reading(ITEM.source, everything, WHEN).revised == 1
    back = each_store.item("2")
    assert back is not None
    assert (back.flags, back.revision) == ((), 3)


def test_consent_that_is_noted_afterwards_is_kept_without_a_revision(
    each_store: DatabaseStore,
) -> None:
    each_store.save_reading("s", Reading((ITEM,)), WHEN)
    noted = replace(ITEM, quotes_consent="Mila Voorbeeld, per mail")
    assert each_store.save_reading("s", Reading((noted,)), WHEN) == ItemChanges(unchanged=1)
    found = each_store.item(ITEM.key)
    assert found is not None
    assert (found.quotes_consent, found.revision) == ("Mila Voorbeeld, per mail", 1)
