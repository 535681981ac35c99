"""LinkedIn through Prefect: a file is reviewed, placed by hand, and its address pasted."""

import email.policy
import shutil
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client

from flows.linkedin import linkedin
from flows.placed import placed
from omroeper.domain.post import Post, PostState
from omroeper.settings import Settings, load_settings
from omroeper.wiring import open_desk
from tests.flows.conftest import ROOT
from tests.flows.driver import Run, apply_deployment

pytestmark = pytest.mark.usefixtures("prefect_server")
ID = "2099-10-06-open-dag"
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


@pytest.fixture
def home(desk_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with one post for 2099."""
    del desk_settings
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    monkeypatch.setenv("OMROEPER_HOME", str(tmp_path / "home"))
    posts = tmp_path / "home/content/linkedin"
    (posts / "dag.png").write_bytes((posts / "meisjes-in-vmbo-techniek.png").read_bytes())
    write(tmp_path / "home")
    return tmp_path / "home"


def write(home: Path, planned: str = "2099-10-06 10:00", text: str = FILE) -> None:
    file = home / f"content/linkedin/{ID}.md"
    file.write_text(text.format(planned=planned), encoding="utf-8")


def runs_about(parameter: str, value: str) -> list[Run]:
    flow = linkedin if parameter == "post" else placed
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs()
    return [
        Run(flow, "", one.parameters, one.id)
        for one in found
        if one.name.startswith("linkedin" if flow is linkedin else "geplaatst")
        and one.parameters.get("post") == value
    ]


def kept() -> Post:
    with open_desk() as desk:
        (post,) = desk.posts([ID])
    return post


def mails() -> list[EmailMessage]:
    parse = BytesParser(policy=email.policy.default).parsebytes
    files = sorted(load_settings().outbox.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
    return [parse(file.read_bytes()) for file in files]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_file_is_asked_about_once_and_may_be_moved_or_left(home: Path) -> None:
    del home
    apply_deployment(linkedin, "plaatsen")
    for _ in range(2):  # a second round asks nothing twice
        linkedin()
    (review,) = runs_about("post", ID)
    review.go_on()
    description = review.description()
    assert "Kom naar de open dag" in description
    assert "Bekijk het zoals LinkedIn het toont" in description
    with get_client(sync_client=True) as client:
        for key, told in ((f"bericht-{ID}", "open dag"), ("linkedin-kalender", "Sterk Techniek")):
            shown = client._client.get(f"/artifacts/{key}/latest").json()
            assert told in shown["data"]

    review.decide_posts("wijzigingen", note_1="")
    review.go_on()
    assert "staat niet wat er anders moet" in review.description()
    review.decide_posts("ander moment", moment_1="07-10-2099 11:00")
    review.go_on()
    assert kept().planned == datetime(2099, 10, 7, 9, tzinfo=UTC)
    assert review.key == "linkedin-2-1"
    review.decide_posts("later")
    review.go_on()
    assert review.key == "linkedin-3-1"
    assert kept().state is PostState.IN_REVIEW


def test_what_is_placed_by_hand_is_mailed_with_all_it_needs_and_its_address_pasted(
    home: Path,
) -> None:
    del home
    apply_deployment(linkedin, "plaatsen")
    apply_deployment(placed, "geplaatst")
    linkedin()
    (review,) = runs_about("post", ID)
    review.go_on()
    review.decide_posts("goedkeuren", moment_1="nu")
    review.go_on()
    if review.key:  # at night and in the weekend there is one more warning to take on
        review.decide_posts("goedkeuren")
        review.go_on()
    assert kept().state is PostState.WAITING
    linkedin()  # a later round asks nobody again
    (asked,) = mails()
    assert asked["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert "Zet dit nu op LinkedIn: ‘Kom naar de open dag.’" in asked["Subject"]
    files = {part.get_filename(): part.get_content() for part in asked.iter_attachments()}
    assert set(files) == {"bericht.txt", "eerste-reactie.txt", "alt-teksten.txt", "1-dag.png"}
    (form,) = runs_about("placed", ID)
    assert f"/runs/flow-run/{form.id}" in text_of(asked)

    form.go_on()
    form.answer(address="https://lnkd.in/x", name="Ruben Voorbeeld")
    form.go_on()
    assert "is geen adres van een LinkedIn-bericht" in form.description().replace("\\", "")
    address = "https://www.linkedin.com/posts/ptvt-activity-7251234567890123456-aB"
    form.answer(address=address, name="Ruben Voorbeeld")
    assert form.go_on() == ID
    assert (kept().state, kept().urn) == (
        PostState.PUBLISHED, "urn:li:activity:7251234567890123456",
    )  # fmt: skip


def test_an_author_hears_what_to_change_and_the_new_file_is_asked_about(home: Path) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = runs_about("post", ID)
    review.go_on()
    review.decide_posts("wijzigingen", note_1="Noem de plaats.")
    review.go_on()
    assert kept().state is PostState.CHANGES_REQUESTED
    (told,) = mails()
    assert told["To"] == "Mila Voorbeeld <mila@omroeper.example>"
    assert "Noem de plaats." in text_of(told)
    assert f"content/linkedin/{ID}.md" in text_of(told)
    write(home, text=FILE.replace("Er is", "In Zwolle is"))
    linkedin()
    assert len(runs_about("post", ID)) == 2
    again = next(run for run in runs_about("post", ID) if run.id != review.id)
    again.go_on()
    assert "In Zwolle is" in again.description()


def test_a_file_that_changes_while_the_form_stands_open_is_shown_anew(home: Path) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = runs_about("post", ID)
    review.go_on()
    write(home, text=FILE.replace("Er is", "In Zwolle is"))
    linkedin()
    assert len(runs_about("post", ID)) == 1  # the run that waits asks about the new words
    review.decide_posts("goedkeuren", moment_1="nu")
    review.go_on()
    assert review.key == "linkedin-1-2"
    assert "zijn gewijzigd" in review.description()
    assert "In Zwolle is" in review.description()
    assert kept().state is PostState.IN_REVIEW


def test_what_changed_after_its_approval_is_not_placed_and_the_editor_hears_it(home: Path) -> None:
    apply_deployment(linkedin, "plaatsen")
    linkedin()
    (review,) = runs_about("post", ID)
    review.go_on()
    review.decide_posts("goedkeuren")
    review.go_on()
    assert kept().state is PostState.APPROVED
    soon = datetime.now(UTC) + timedelta(minutes=-1)
    write(home, planned=f"{soon:%Y-%m-%d %H:%M}+00:00")
    linkedin()
    assert kept().state is PostState.IN_REVIEW
    (told,) = mails()
    assert told["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert "Goedkeuring vervallen" in told["Subject"]
    assert len(runs_about("post", ID)) == 2
