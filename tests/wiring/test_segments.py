"""Segments have a size, and an approval holds for the readers it was given for."""

import pytest

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.edition import Edits
from omroeper.domain.errors import NotApproved
from omroeper.wiring import Desk, open_desk
from tests.samples import verdict

BOTH = (Subscription("agdb"), Subscription("internationaal"))


def fill(desk: Desk) -> None:
    desk.store.add_subscribers(
        [
            Subscriber("k1", "anna@school.example", topics=("onderwijs",), subscriptions=BOTH[:1]),
            Subscriber("k2", "bob@pers.example", topics=("pers",), subscriptions=BOTH),
            Subscriber("k3", "eve@abroad.example", subscriptions=BOTH[1:], language="en"),
        ]
    )


def test_each_segment_tells_its_size_and_its_readers_of_each_newsletter(desk: Desk) -> None:
    fill(desk)
    sizes = {one.segment.id: (one.subscribers, one.readers) for one in desk.segment_sizes()}
    assert sizes["alle"] == (3, {"agdb": 2, "internationaal": 2})
    assert sizes["pers"] == (1, {"agdb": 1, "internationaal": 1})
    assert sizes["overheid"] == (0, {})


def test_the_editor_sees_how_many_readers_of_this_newsletter_a_group_has(desk: Desk) -> None:
    fill(desk)
    rows = {str(row["groep"]): row for row in desk.reader_rows("internationaal")}
    assert [rows[name]["lezers"] for name in ("Alle abonnees", "Pers", "Onderwijs")] == [2, 1, 0]
    got = [name for name, row in rows.items() if row["krijgt deze nieuwsbrief"]]
    assert got == ["Alle abonnees"]


def test_other_readers_than_were_approved_are_not_frozen(desk: Desk) -> None:
    fill(desk)
    draft, _ = desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    edition = draft.edition
    assert draft.audience == "agdb/alle:*"
    given = verdict(desk.store, draft, by="Ruben Voorbeeld")
    assert desk.record_decision(edition.id, edition.version, given).complaint == ""
    file = desk.settings.home / "config/segments.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("name: Alle abonnees", "name: Pers, topics: [pers]"))
    with open_desk(desk.settings) as later, pytest.raises(NotApproved, match=r"agdb/alle:\*’"):
        later.freeze_audience(edition.id, edition.version)
    file.write_text(before, encoding="utf-8")
    with open_desk(desk.settings) as later:
        assert later.freeze_audience(edition.id, edition.version).size == 2
