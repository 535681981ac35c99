"""LinkedIn through Prefect: a file is reviewed, placed by hand, and its address pasted."""

import email.policy
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.flows import Flow

from flows.linkedin import linkedin
from flows.placed import placed
from omroeper.domain.post import Post, PostState
from omroeper.settings import Settings, load_settings
from omroeper.wiring import open_desk
from tests.flows.conftest import ROOT
from tests.flows.driver import Run, apply_deployment

pytestmark = pytest.mark.usefixtures("prefect_server")
FILE = """---
programme: sto
planned: {planned}
author: mila
owner: ruben
media:
  - {{file: dag.png, alt: "Twee leerlingen meten een muur.", rights: "Foto: Mila"}}
first_comment: "Meer weten? Mail ons."
---
Kom naar de open dag.

Er is veel te zien.
"""


@dataclass(frozen=True)
class Written:
    """A post as a file of a home of its own; each test has its own id, for they share a server."""

    home: Path
    id: str

    def write(self, planned: str = "2099-10-06 10:00", text: str = FILE) -> None:
        file = self.home / f"content/linkedin/{self.id}.md"
        file.write_text(text.format(planned=planned), encoding="utf-8")

    def runs(self, flow: Flow[Any, Any] = linkedin) -> list[Run]:
        """The runs that were scheduled about it."""
        with get_client(sync_client=True) as client:
            flows = client.read_flows(flow_filter=FlowFilter(name=FlowFilterName(any_=[flow.name])))
            found = client.read_flow_runs()
        return [
            Run(flow, "", one.parameters, one.id)
            for one in found
            if one.flow_id in {known.id for known in flows}
            and one.parameters.get("post") == self.id
        ]

    def kept(self) -> Post:
        with open_desk() as desk:
            (post,) = desk.posts([self.id])
        return post


@pytest.fixture
def post(desk_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """A home of its own, with one post for 2099."""
    del desk_settings
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    monkeypatch.setenv("OMROEPER_HOME", str(tmp_path / "home"))
    posts = tmp_path / "home/content/linkedin"
    (posts / "dag.png").write_bytes((posts / "meisjes-in-vmbo-techniek.png").read_bytes())
    written = Written(tmp_path / "home", f"2099-10-06-{uuid4().hex[:8]}")
    written.write()
    return written


def mails() -> list[EmailMessage]:
    parse = BytesParser(policy=email.policy.default).parsebytes
    files = sorted(load_settings().outbox.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
    return [parse(file.read_bytes()) for file in files]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_file_is_asked_about_once_and_may_be_moved_or_left(post: Written) -> None:
    apply_deployment(linkedin, "plaatsen")
    for _ in range(2):  # a second round asks nothing twice
        linkedin()
    (review,) = post.runs()
    review.go_on()
    description = review.description()
    assert "Kom naar de open dag" in description
    assert "Bekijk het zoals LinkedIn het toont" in description
    with get_client(sync_client=True) as client:
        for key, told in (
            (f"bericht-{post.id}", "open dag"),
            ("linkedin-kalender", "Sterk Techniek"),
        ):
            shown = client._client.get(f"/artifacts/{key}/latest").json()
            assert told in shown["data"]

    review.decide_posts("wijzigingen", note_1="")
    review.go_on()
    assert "staat niet wat er anders moet" in review.description()
    review.decide_posts("ander moment", moment_1="07-10-2099 11:00")
    review.go_on()
    assert post.kept().planned == datetime(2099, 10, 7, 9, tzinfo=UTC)
    assert review.key == "linkedin-2-1"
    review.decide_posts("later")
    review.go_on()
    assert review.key == "linkedin-3-1"
    assert post.kept().state is PostState.IN_REVIEW


def test_what_is_placed_by_hand_is_mailed_with_all_it_needs_and_its_address_pasted(
    post: Written,
) -> None:
    apply_deployment(linkedin, "plaatsen")
    apply_deployment(placed, "geplaatst")
    linkedin()
    (review,) = post.runs()
    review.go_on()
    review.decide_posts("goedkeuren", moment_1="nu")
    review.go_on()
    if review.key:  # at night and in the weekend there is one more warning to take on
        review.decide_posts("goedkeuren")
        review.go_on()
    assert post.kept().state is PostState.WAITING
    linkedin()  # a later round asks nobody again
    (asked,) = mails()
    assert asked["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert "Zet dit nu op LinkedIn: ‘Kom naar de open dag.’" in asked["Subject"]
    files = {part.get_filename(): part.get_content() for part in asked.iter_attachments()}
    assert set(files) == {"bericht.txt", "eerste-reactie.txt", "alt-teksten.txt", "1-dag.png"}
    (form,) = post.runs(placed)
    assert f"/runs/flow-run/{form.id}" in text_of(asked)

    form.go_on()
    form.answer(address="https://lnkd.in/x", name="Ruben Voorbeeld")
    form.go_on()
    assert "is geen adres van een LinkedIn-bericht" in form.description().replace("\\", "")
    address = "https://www.linkedin.com/posts/ptvt-activity-7251234567890123456-aB"
    form.answer(address=address, name="Ruben Voorbeeld")
    assert form.go_on() == post.id
    assert (post.kept().state, post.kept().urn) == (
        PostState.PUBLISHED, "urn:li:activity:7251234567890123456",
    )  # fmt: skip


def test_an_author_hears_what_to_change_and_the_new_file_is_asked_about(post: Written) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = post.runs()
    review.go_on()
    review.decide_posts("wijzigingen", note_1="Noem de plaats.")
    review.go_on()
    assert post.kept().state is PostState.CHANGES_REQUESTED
    (told,) = mails()
    assert told["To"] == "Mila Voorbeeld <mila@omroeper.example>"
    assert "Noem de plaats." in text_of(told)
    assert f"content/linkedin/{post.id}.md" in text_of(told)
    post.write(text=FILE.replace("Er is", "In Zwolle is"))
    linkedin()
    assert len(post.runs()) == 2
    again = next(run for run in post.runs() if run.id != review.id)
    again.go_on()
    assert "In Zwolle is" in again.description()


def test_a_file_that_changes_while_the_form_stands_open_is_shown_anew(post: Written) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = post.runs()
    review.go_on()
    post.write(text=FILE.replace("Er is", "In Zwolle is"))
    linkedin()
    assert len(post.runs()) == 1  # the run that waits asks about the new words
    review.decide_posts("goedkeuren", moment_1="nu")
    review.go_on()
    assert review.key == "linkedin-1-2"
    assert "zijn gewijzigd" in review.description()
    assert "In Zwolle is" in review.description()
    assert post.kept().state is PostState.IN_REVIEW


def test_what_changed_after_its_approval_is_not_placed_and_the_editor_hears_it(
    post: Written,
) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = post.runs()
    review.go_on()
    review.decide_posts("goedkeuren")
    review.go_on()
    assert post.kept().state is PostState.APPROVED
    soon = datetime.now(UTC) + timedelta(minutes=-1)
    post.write(planned=f"{soon:%Y-%m-%d %H:%M}+00:00")
    linkedin()
    assert post.kept().state is PostState.IN_REVIEW
    (told,) = mails()
    assert told["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert "Goedkeuring vervallen" in told["Subject"]
    assert len(post.runs()) == 2
