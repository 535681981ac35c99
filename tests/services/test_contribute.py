"""An event that staff handed in is moved or called off by handing it in again."""

from datetime import UTC, datetime

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.errors import InvalidValue
from omroeper.domain.item import CANCELLED, Item
from omroeper.domain.post import Post, PostState
from omroeper.services.contribute import hand_in
from tests.domain.test_contribution import EVENT, NOW, read


def give(store: DatabaseStore, run: str, **changes: str) -> Item:
    made = hand_in(store, read({**EVENT, **changes}), run=run, at=NOW)
    assert isinstance(made, Item)
    return made


def test_moving_keeps_the_event_and_what_is_left_empty(store: DatabaseStore) -> None:
    first = give(store, "r1")
    moved = give(
        store, "r2", kind="agenda verplaatst", text="", starts="26-11-2026 14:00", place="", link=""
    )
    assert moved.key == first.key
    held = store.item(first.key)
    assert held is not None
    assert (held.revision, held.place, held.text) == (2, first.place, first.text)
    assert held.starts == datetime(2026, 11, 26, 13, tzinfo=UTC)
    assert [entry.detail for entry in store.audit_log(first.key)] == [
        "agenda: Finale in Eindhoven", "agenda verplaatst: Finale in Eindhoven",
    ]  # fmt: skip
    give(store, "r2", kind="agenda verplaatst", text="", starts="26-11-2026 14:00")
    assert len(store.audit_log(first.key)) == 2  # the same run again changes nothing


def test_calling_off_flags_it_and_moving_brings_it_back(store: DatabaseStore) -> None:
    first = give(store, "r1")
    assert give(store, "r2", kind="agenda afgelast", starts="").flags == (CANCELLED,)
    assert give(store, "r3", kind="agenda verplaatst", starts="3-12-2026").flags == ()
    held = store.item(first.key)
    assert held is not None
    assert held.revision == 3


def test_what_is_not_there_or_not_one_is_told(store: DatabaseStore) -> None:
    with pytest.raises(InvalidValue, match="geen bijeenkomst ‘Finale in Eindhoven’"):
        give(store, "r1", kind="agenda afgelast")
    give(store, "r2")
    other = give(store, "r3", starts="20-11-2026 10:00")
    with pytest.raises(InvalidValue, match="er staan 2 bijeenkomsten"):
        give(store, "r4", kind="agenda verplaatst", starts="21-11-2026 10:00")
    off = give(store, "r5", kind="agenda afgelast", starts="20-11-2026 10:00")
    assert off.key == other.key


def test_consent_goes_with_the_text_it_was_given_for(store: DatabaseStore) -> None:
    first = give(store, "r1", quotes_consent="Mila Voorbeeld, per mail")
    assert first.quotes_consent == "Mila Voorbeeld, per mail"
    assert "Mila Voorbeeld, per mail" in store.audit_log(first.key)[-1].detail
    moved = give(store, "r2", kind="agenda verplaatst", text="", starts="26-11-2026 14:00")
    assert moved.quotes_consent == "Mila Voorbeeld, per mail"
    told = give(store, "r3", kind="agenda verplaatst", starts="26-11-2026 15:00")
    assert told.quotes_consent == ""


def test_the_language_is_kept_and_goes_with_the_text(store: DatabaseStore) -> None:
    english = "The final is open to everyone. Come and see."
    first = give(store, "r1", language="Engels", text=english)
    assert first.language == "en"
    moved = give(store, "r2", kind="agenda verplaatst", text="", starts="26-11-2026 14:00")
    assert moved.language == "en"
    told = give(store, "r3", kind="agenda verplaatst", starts="26-11-2026 15:00")
    assert told.language == "nl"


def test_a_post_that_was_sent_back_is_handed_in_again_by_its_title(store: DatabaseStore) -> None:
    def post(run: str, **changes: str) -> Post:
        form = {**EVENT, "kind": "linkedin", "starts": "", "ends": "", "place": ""}
        made = hand_in(store, read({**form, **changes}), run=run, at=NOW)
        assert isinstance(made, Post)
        return made

    first = post("r1")
    assert post("r1") == first  # the same run again changes nothing
    store.move_post(first.id, PostState.CHANGES_REQUESTED, note="Noem de plaats.")
    again = post("r2", text="In Eindhoven is de finale, voor iedereen die van techniek houdt.")
    assert (again.id, again.state) == (first.id, PostState.IN_REVIEW)
    kept = store.post(first.id)
    assert kept is not None
    assert "In Eindhoven" in kept.text
    assert post("r2").id == first.id  # the same run again
    assert len(store.posts()) == 1
    assert post("r3", title="Iets anders in Eindhoven").id != first.id
