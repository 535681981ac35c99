"""The transition tables: what may happen, and that endings end."""

import pytest

from omroeper.domain.delivery import CAMPAIGN_STEPS, CampaignState, Tally
from omroeper.domain.edition import EDITION_STEPS, EditionState
from omroeper.domain.errors import ForbiddenTransition
from omroeper.domain.figure_approval import ApprovalState
from omroeper.domain.post import POST_STEPS, PostState
from omroeper.domain.reminding import ReminderKind
from omroeper.domain.states import check_step


def test_every_state_has_a_row_in_its_table() -> None:
    assert set(EDITION_STEPS) == set(EditionState)
    assert set(CAMPAIGN_STEPS) == set(CampaignState)
    assert set(POST_STEPS) == set(PostState)


@pytest.mark.parametrize("states", [EditionState, PostState, ApprovalState, ReminderKind])
def test_what_staff_see_of_a_state_is_dutch(
    states: type[EditionState | PostState | ApprovalState | ReminderKind],
) -> None:
    told = {state.dutch for state in states}
    assert len(told) == len(states)
    assert not told & {state.value for state in states}


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (EditionState.DRAFT, EditionState.APPROVED),
        (EditionState.DRAFT, EditionState.SENDING),
        (EditionState.IN_REVIEW, EditionState.SENDING),
        (EditionState.RETURNED, EditionState.APPROVED),
        (EditionState.SENT, EditionState.SENDING),
    ],
)
def test_nothing_reaches_readers_without_review(
    current: EditionState, wanted: EditionState
) -> None:
    with pytest.raises(ForbiddenTransition, match="agdb"):
        check_step(EDITION_STEPS, current, wanted, thing="agdb")


def test_a_post_is_never_published_twice() -> None:
    for state in (PostState.PUBLISHED, PostState.UNKNOWN, PostState.PUBLISHING):
        assert PostState.PUBLISHING not in POST_STEPS[state]


def test_a_campaign_is_finished_only_when_the_account_is_whole() -> None:
    assert Tally(10, accepted=7, refused=1, uncertain=1, skipped=1).finished
    assert not Tally(10, accepted=9).finished
    assert not Tally(10, accepted=10, pending=1).finished
