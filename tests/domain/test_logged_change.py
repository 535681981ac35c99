"""What a new draft changed, told on both sides with version and fingerprint."""

from dataclasses import replace

from omroeper.domain.edition import Draft, Entry, Section
from omroeper.domain.logged_change import told_change
from omroeper.domain.programme import Domain
from tests import samples
from tests.domain.test_assembly import item


def with_items(draft: Draft, *keys: str) -> Draft:
    entries = tuple(
        Entry(item(key), Section.LEAD, "AGDB", Domain.GROEN_DIGITAAL, "") for key in keys
    )
    return replace(draft, edition=replace(draft.edition, entries=entries))


def test_a_first_draft_replaces_nothing() -> None:
    before, after = told_change(None, samples.draft())
    assert before == ""
    assert after.startswith("concept 1: ‘De conferentie’; vingerafdruk ")


def test_subject_items_and_fingerprint_stand_on_their_own_side() -> None:
    old = with_items(samples.draft(1, "De conferentie"), "a", "b")
    new = with_items(samples.draft(2, "Het congres"), "a", "c")
    before, after = told_change(old, new)
    assert before == (
        f"concept 1; onderwerp ‘De conferentie’; met ‘Bericht b’; "
        f"vingerafdruk {old.fingerprint[:12]}"
    )
    assert after == (
        f"concept 2; onderwerp ‘Het congres’; met ‘Bericht c’; vingerafdruk {new.fingerprint[:12]}"
    )


def test_a_long_introduction_is_told_from_where_it_differs() -> None:
    words = "Deze maand leest u over de conferentie en wat zij opleverde voor scholen. " * 3
    old, new = samples.draft(1), samples.draft(2)
    old = replace(old, edition=replace(old.edition, introduction=words + "Tot ziens."))
    new = replace(new, edition=replace(new.edition, introduction=words + "Veel leesplezier!"))
    before, after = told_change(old, new)
    assert "Tot ziens." in before
    assert "Veel leesplezier!" in after
    assert "Deze maand leest u" not in before
