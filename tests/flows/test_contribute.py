"""The form "Bijdrage": checked on the spot, back with what was typed, and stored once."""

import pytest
from prefect.client.orchestration import get_client
from starlette.testclient import TestClient

from flows.contribute import contribute
from flows.linkedin import linkedin
from omroeper.domain.item import ItemKind
from omroeper.domain.post import PostState
from omroeper.settings import Settings
from omroeper.web.app import create_app
from omroeper.web.pages import pages_of
from omroeper.wiring import open_desk
from tests.flows.driver import Run, apply_deployment

pytestmark = pytest.mark.usefixtures("prefect_server")
FORM = {
    "kind": "agenda",
    "programme": "Sterk Techniekonderwijs",
    "title": "Open dag <techniek>",
    "text": "Kijk mee in de werkplaats van het vmbo. Aanmelden kan tot een week van tevoren.",
    "starts": "19-11-2099 10:00",
    "place": "Zwolle",
    "name": "Kim",
}


def start() -> Run:
    run = Run(contribute, "bijdrage", {})
    run.go_on()
    assert run.key == "bijdrage-1"
    return run


def test_a_misfit_comes_back_filled_in_and_the_fit_is_stored_once(desk_settings: Settings) -> None:
    run = start()
    choices = run.schema()["properties"]["programme"]["enum"]
    assert "Sterk Techniekonderwijs" in choices
    assert "Jet-Net" not in choices  # ended
    assert (
        run.answer(**{**FORM, "kind": "brief"}) == "REJECT"
    )  # told on the spot by the form itself
    run.answer(**{**FORM, "starts": "morgen"})
    run.go_on()
    assert run.key == "bijdrage-2"
    assert "‘morgen’ is geen dag en tijd" in run.description().replace("\\", "")
    assert run.schema()["properties"]["title"]["default"] == FORM["title"]
    assert run.schema()["properties"]["language"]["default"] == "Nederlands"
    run.answer(**FORM, language="Engels")
    url = run.go_on()
    with open_desk(desk_settings) as desk:
        item = desk.store.item(url.rsplit("/", 2)[1])
        assert item is not None
        assert (item.kind, item.programme, item.place) == (ItemKind.EVENT, "sto", "Zwolle")
        assert item.language == "en"
        page = TestClient(create_app(pages_of(desk))).get(url.removeprefix("https://desk.example"))
        assert page.status_code == 200
        assert "Open dag &lt;techniek&gt;" in page.text
        assert "donderdag 19 november 2099, 10.00 uur" in page.text
        (entry,) = desk.store.audit_log(item.key)
        assert (entry.who, entry.what) == ("Kim", "contributed")
        forged = TestClient(create_app(pages_of(desk))).get(f"/bijdrage/{item.key}/nee")
        assert forged.status_code == 404


def test_a_linkedin_proposal_waits_for_a_colleague(desk_settings: Settings) -> None:
    apply_deployment(linkedin, "plaatsen")
    run = start()
    run.answer(**{**FORM, "kind": "linkedin", "starts": "", "name": "Sanne Voorbeeld"})
    post_id = run.go_on()
    with get_client(sync_client=True) as client:
        planned = [one for one in client.read_flow_runs() if one.parameters.get("post") == post_id]
    assert len(planned) == 1
    review = Run(linkedin, "plaatsen", {"post": post_id})
    review.go_on()
    assert review.decide_posts("goedkeuren", name="Kim") == "REJECT"  # nobody of the team
    review.decide_posts("goedkeuren", name="Sanne Voorbeeld", moment_1="nu")
    review.go_on()
    assert "heeft dit bericht gemaakt" in review.description().replace("\\", "")
    review.decide_posts("goedkeuren", moment_1="nu")
    review.go_on()
    with open_desk(desk_settings) as desk:
        post = desk.store.post(post_id)
        assert post is not None
        assert post.state is PostState.WAITING  # no token: the manual channel
