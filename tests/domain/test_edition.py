"""The fingerprint covers everything an approval is about; edits add up."""

from dataclasses import replace

import pytest

from omroeper.domain.edition import Edits, fingerprint
from tests.samples import rendered


@pytest.mark.parametrize("part", ["subject", "preheader", "html", "text"])
def test_a_change_in_what_goes_out_changes_the_fingerprint(part: str) -> None:
    shown = rendered()
    changed = replace(shown, **{part: getattr(shown, part) + " "})
    assert fingerprint(changed, "alle:*", ()) != fingerprint(shown, "alle:*", ())


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
