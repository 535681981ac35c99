"""Every labelled bounce gets the verdict its reader gave it, and no living address is called dead."""

import pytest

from omroeper.adapters.bounces.classify import Classifier
from tests.labelled_bounces import (
    Labelled,
    flufl_alone,
    measured,
    omroeper,
    own_messages,
    real_messages,
    standard_library,
)

OWN = own_messages()


def test_real_bounces_are_read_better_than_by_either_library() -> None:
    messages = real_messages()
    ours = measured(messages, omroeper)
    assert ours.messages == 117
    assert ours.wrongly_dead == 0
    assert ours.found_dead >= 51
    assert ours.recipients >= 115
    assert ours.verdicts >= 115
    for other in (standard_library, flufl_alone):
        score = measured(messages, other)
        assert ours.verdicts > score.verdicts + 50
        assert ours.recipients >= score.recipients
        assert score.wrongly_dead > 0


@pytest.mark.parametrize("one", OWN, ids=[one.name for one in OWN])
def test_samples_of_todays_servers(one: Labelled) -> None:
    (report,) = Classifier("omroeper.example").read(one.content)
    label = "delayed" if not report.final else report.kind.value
    found = label, frozenset({report.recipient.lower()} - {""}), report.status, report.cause.value
    assert found == (one.label, one.recipients, one.status, one.cause)


def test_what_is_shown_of_a_report_names_nobody() -> None:
    for one in (*real_messages(), *OWN):
        for report in Classifier("omroeper.example").read(one.content):
            assert "@" not in report.words
            assert "@" not in repr(report).replace("@omroeper.example", "")
            assert len(report.words) <= 160
