"""A whole desk whose operator mends a figure's file, on SQLite and PostgreSQL."""

import pytest

from omroeper.domain.edition import Draft, EditionState, Edits
from omroeper.domain.errors import NotApproved
from omroeper.domain.figure import FigureObservation
from omroeper.wiring import Desk
from omroeper.wiring.deciding import Recorded
from tests.samples import verdict

MONITOR = "config/figures/monitor-techniekpact-2024.yaml"
OCTOBER, NOVEMBER = "agdb-2024-10", "agdb-2024-11"


def approved(desk: Desk, month: str, made_by: str) -> Draft:
    draft, _ = desk.draft_edition(month, Edits(), made_by=made_by, may_replace=lambda _: True)
    edition = draft.edition
    recorded = desk.record_decision(edition.id, edition.version, verdict(desk.store, draft))
    assert recorded == Recorded(by="Ruben Voorbeeld")
    return draft


def used(draft: Draft) -> FigureObservation:
    facts = [entry.fact.observation for entry in draft.edition.figures]
    return next(seen for seen in facts if seen.figure == "persons_technical_occupation")


def revise(desk: Desk, draft: Draft) -> str:
    """Mend a figure of the draft in its file; gives the figure's id."""
    seen = used(draft)
    file = desk.settings.home / MONITOR
    head, found, rest = file.read_text(encoding="utf-8").partition(f"figure: {seen.figure}\n")
    assert found
    mended = rest.replace(f'value: "{seen.value}"', f'value: "{seen.number + 1}"', 1)
    file.write_text(head + found + mended, encoding="utf-8")
    return seen.figure


def test_a_mended_file_reopens_the_review_and_stops_the_campaign(desk: Desk) -> None:
    draft = approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    figure = revise(desk, draft)
    desk.gather_figures()

    assert desk.store.state(OCTOBER) is EditionState.RETURNED
    (row,) = desk.revised
    assert (row["editie"], row["gevolg"]) == (OCTOBER, "goedkeuring vervallen")
    with pytest.raises(NotApproved, match=f"revised after the approval: {figure}"):
        desk.begin_sending(campaign.id)
    assert desk.campaigns_due() == []

    again = approved(desk, "2024-10", "run:2")
    assert used(again).value == used(draft).number + 1
    anew = desk.freeze_audience(OCTOBER, 2)
    assert desk.begin_sending(anew.id).frozen == 0
    (use,) = desk.figure_story(figure).uses
    assert (use.edition, use.version, use.stage, use.revised) == (OCTOBER, 2, "being sent", None)


def test_a_sent_edition_is_mended_in_the_next(desk: Desk) -> None:
    draft = approved(desk, "2024-10", "run:1")
    for state in (EditionState.SENDING, EditionState.SENT):
        desk.store.move(OCTOBER, state)
    figure = revise(desk, draft)
    desk.gather_own()
    assert [row["gevolg"] for row in desk.revised] == ["rectificatie in de volgende nieuwsbrief"]
    following, findings = desk.draft_edition(
        "2024-11", Edits(), made_by="run:2", may_replace=lambda _: True
    )
    assert "Rectificatie. In de nieuwsbrief van oktober 2024" in following.rendered.text
    assert [finding.place for finding in findings if finding.code == "rectificatie"] == [
        f"Rectificatie bij {OCTOBER}"
    ]
    uses = {use.edition: use.revised for use in desk.figure_story(figure).uses}
    assert uses[OCTOBER] == "revised"


def test_a_comment_in_the_file_changes_nothing(desk: Desk) -> None:
    approved(desk, "2024-10", "run:1")
    file = desk.settings.home / MONITOR
    file.write_text("# nagekeken\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    desk.gather_figures()
    assert desk.revised == []
    assert desk.freeze_audience(OCTOBER, 1).edition == OCTOBER
