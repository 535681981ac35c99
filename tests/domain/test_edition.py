"""The fingerprint covers everything an approval is about; edits add up."""

from dataclasses import replace

import pytest

from omroeper.domain.audience import Segment, Subscriber
from omroeper.domain.edition import Edits, fingerprint, readings
from omroeper.domain.variant import SegmentNote, Variant, variant_for
from tests import samples
from tests.samples import rendered


@pytest.mark.parametrize("part", ["subject", "preheader", "html", "text"])
def test_a_change_in_what_goes_out_changes_the_fingerprint(part: str) -> None:
    shown = rendered()
    changed = replace(shown, **{part: getattr(shown, part) + " "})
    assert fingerprint(changed, "alle:*", ()) != fingerprint(shown, "alle:*", ())


SCHOOLS = Variant(Segment("onderwijs", "Onderwijs", ("onderwijs",)), "<p>Dag school</p>", "Dag")


@pytest.mark.parametrize(
    "changed",
    [
        replace(SCHOOLS, html="<p>Dag</p>"),
        replace(SCHOOLS, text="Hallo"),
        replace(SCHOOLS, segment=Segment("onderwijs", "Onderwijs", ("onderwijs", "pers"))),
    ],
)
def test_a_change_in_a_variant_or_in_who_gets_it_changes_the_fingerprint(changed: Variant) -> None:
    marks = {
        fingerprint(replace(rendered(), variants=variants), "alle:*", ())
        for variants in ((), (SCHOOLS,), (changed,), (SCHOOLS, changed), (changed, SCHOOLS))
    }
    assert len(marks) == 5


def test_a_note_stands_under_the_introduction() -> None:
    note = SegmentNote(SCHOOLS.segment, "Voor scholen.")
    edition = replace(samples.edition(), notes=(note,))
    shown = replace(rendered(), variants=(SCHOOLS,))
    (own, mail), (theirs, variant) = readings(edition, shown)
    assert (own, mail) == (edition, shown)
    assert theirs.introduction == "Een korte inleiding.\n\nVoor scholen."
    assert (variant.html, variant.subject) == (SCHOOLS.html, shown.subject)


def test_a_reader_of_several_segments_gets_the_first() -> None:
    press = Variant(Segment("pers", "Pers", ("pers",)), "<p>Dag pers</p>", "Dag pers")
    both = Subscriber("k", "a@school.example", topics=("pers", "onderwijs"))
    assert variant_for((press, SCHOOLS), both) == press
    assert variant_for((SCHOOLS, press), both) == SCHOOLS
    assert variant_for((SCHOOLS, press), replace(both, topics=("bedrijven",))) is None


def test_another_audience_changes_the_fingerprint() -> None:
    assert fingerprint(rendered(), "alle:*", ()) != fingerprint(rendered(), "pers:pers", ())


def test_moving_text_between_parts_changes_the_fingerprint() -> None:
    shown = replace(rendered(), subject="ab", preheader="c")
    other = replace(shown, subject="a", preheader="bc")
    assert fingerprint(shown, "", ()) != fingerprint(other, "", ())


def test_later_edits_stand_on_earlier_ones() -> None:
    both = Edits(subject="een", drop=("a",)).then(Edits(preheader="twee", drop=("b", "a")))
    assert both == Edits(subject="een", preheader="twee", drop=("a", "b"))


def test_what_is_brought_back_is_no_longer_dropped_and_the_other_way_round() -> None:
    dropped = Edits(drop=("a", "b"))
    back = dropped.then(Edits(include=("a",)))
    assert (back.drop, back.include) == (("b",), ("a",))
    again = back.then(Edits(drop=("a",)))
    assert (again.drop, again.include) == (("b", "a"), ())
