"""The round of reminders over a real Prefect server: the link leads to the run that waits."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from prefect.client.orchestration import get_client
from prefect.states import Cancelled

from flows.linkedin import linkedin
from flows.newsletter import newsletter
from flows.remind import remind
from omroeper.adapters.prefect_desk.runs import posts_url
from omroeper.domain.edition import EditionState
from omroeper.domain.month import Month
from omroeper.domain.post import Post, PostState
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.flows.driver import Run

pytestmark = pytest.mark.usefixtures("prefect_server")


def mails(settings: Settings) -> list[EmailMessage]:
    files = sorted(settings.outbox.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


def test_a_waiting_run_is_found_and_told_once_and_one_that_was_stopped_says_so(
    desk_settings: Settings,
) -> None:
    month = Month.of(datetime.now(UTC).date()).plus(2)
    run = Run(newsletter, "maandelijks", {"month": str(month)})
    run.go_on()
    (row,) = remind()
    assert (row["wie"], row["wat"], row["verstuurd"]) == ("sanne", "wacht op een besluit", "ja")
    assert remind() == []
    (mail,) = mails(desk_settings)
    assert mail["To"].addresses[0].addr_spec == "sanne@omroeper.example"
    assert f"/runs/flow-run/{run.id}" in mail.get_content()

    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Cancelled(), force=True)
    second = Run(newsletter, "maandelijks", {"month": str(month)})
    second.go_on()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(second.id, Cancelled(), force=True)
    assert len(remind()) == 1  # of the second draft
    told = [one.get_content() for one in mails(desk_settings)]
    assert sum("Start in Prefect een nieuwe run" in text for text in told) == 1
    with open_desk(desk_settings) as desk:
        assert desk.store.state(f"agdb-{month}") is EditionState.IN_REVIEW
        assert desk.store.campaigns() == ()


def test_a_linkedin_proposal_that_waits_is_told_with_the_run_that_asks(
    desk_settings: Settings,
) -> None:
    planned = datetime.now(UTC) + timedelta(days=40)
    proposal = Post(
        "bijdrage-1", "", "agdb", "Kom ook!\n\nTekst.", "", "", planned,
        author="Tess Voorbeeld", state=PostState.IN_REVIEW,
    )  # fmt: skip
    with open_desk(desk_settings) as desk:
        desk.store.save_posts([proposal])
    run = Run(linkedin, "plaatsen", {"post": "bijdrage-1"})
    run.go_on()
    assert [row["waarover"] for row in remind()] == ["linkedin bijdrage-1"]
    (mail,) = mails(desk_settings)
    assert "Er wacht een LinkedIn-bericht op u" in mail["Subject"]
    assert f"/runs/flow-run/{run.id}" in mail.get_content()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Cancelled(), force=True)
    assert posts_url("post", "bijdrage-1") == ""
