"""The pages: leaving by one click, an archive, a counter that follows no one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.templates import read_templates
from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, SubscriberStatus
from omroeper.domain.consent import ConsentText
from omroeper.domain.delivery import PROOF_TOKEN, Delivery, DeliveryState
from omroeper.domain.edition import EditionState, Entry, Section
from omroeper.domain.programme import Domain
from omroeper.domain.review import Approval
from omroeper.rendering.templates import environment_for
from omroeper.services.coverage import ledger_of
from omroeper.services.send import freeze_audience
from omroeper.web.app import create_app
from omroeper.web.forms import FormGuard
from omroeper.web.limits import Limits
from omroeper.web.pages import Pages
from omroeper.web.reader_parts import ReaderParts
from omroeper.wiring.signing import Tokens, sign
from tests.domain.test_assembly import event
from tests.samples import DUTCH, WHEN, FixedClock, approved_draft, newsroom, people

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = read_templates(ROOT / "templates", ROOT)
SECRET = "test"


def reader_parts_of(clock: FixedClock) -> ReaderParts:
    tokens = Tokens(("k" * 32,), clock)
    return ReaderParts(
        tokens=tokens,
        guard=FormGuard(tokens, Limits(SECRET), clock),
        consent=lambda language: ConsentText("1", language, "Ja, mail mij."),
        newsletter_for=lambda *_: newsroom().newsletter,
        groups=(),
        programmes=(),
        web_url="https://desk.example",
        wake=lambda: None,
        stem=lambda _: str,
    )


@pytest.fixture
def client(store: DatabaseStore, tmp_path: Path) -> Iterator[TestClient]:
    pages = Pages(
        store=store,
        clock=FixedClock(WHEN + timedelta(minutes=20)),
        newsletter=newsroom().newsletter,
        brand=read_brand(ROOT),
        phrases=DUTCH,
        templates=TEMPLATES,
        environment=environment_for(TEMPLATES),
        zone=ZoneInfo("Europe/Amsterdam"),
        secret=SECRET,
        domain="nieuws.example",
        coverage=lambda year, draft: ledger_of(store, newsroom(), year, draft),
        pictures=tmp_path,
        reports=tmp_path,
        team_calendar=lambda newsletter: f"BEGIN:VCALENDAR {newsletter}".encode(),
        counts=lambda draft: store.reader_counts(
            Segment("alle", "Alle"), [variant.segment for variant in draft.rendered.variants]
        ),
        readers=reader_parts_of(FixedClock(WHEN + timedelta(minutes=20))),
        newsletters=("agdb",),
    )
    with TestClient(
        create_app(pages), follow_redirects=False, raise_server_exceptions=False
    ) as made:
        yield made


@pytest.fixture
def copy(store: DatabaseStore) -> Delivery:
    """One reader's copy of an approved edition."""
    draft = approved_draft(store)
    store.add_subscribers(people(1))
    campaign = freeze_audience(
        store, draft, Segment("alle", "Alle"), FixedClock(), mail_domain="x.example"
    )
    (delivery,) = store.deliveries_in(campaign.id, DeliveryState.PENDING)
    return delivery


def status(store: DatabaseStore, copy: Delivery) -> SubscriberStatus:
    person = store.subscriber(copy.subscriber)
    assert person is not None
    return person.status


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_following_the_link_unsubscribes_nobody(
    client: TestClient, store: DatabaseStore, copy: Delivery, method: str
) -> None:
    answer = client.request(method, f"/afmelden/{copy.token}")
    assert answer.status_code == 200
    assert status(store, copy) is SubscriberStatus.CONFIRMED


def test_one_click_works_without_cookie_or_login_and_twice(
    client: TestClient, store: DatabaseStore, copy: Delivery
) -> None:
    for _ in range(2):
        answer = client.post(f"/afmelden/{copy.token}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "U bent afgemeld" in answer.text
        assert "set-cookie" not in answer.headers
    assert status(store, copy) is SubscriberStatus.UNSUBSCRIBED


def test_the_form_is_a_plain_post(client: TestClient, copy: Delivery) -> None:
    page = client.get(f"/afmelden/{copy.token}").text
    assert '<form method="post">' in page
    assert "@school" not in page


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_token_reveals_nothing_and_says_what_to_do(
    client: TestClient, method: str
) -> None:
    answer = client.request(method, "/afmelden/" + "a" * 32)
    assert answer.status_code == 404
    assert "mailto:redactie@omroeper.example" in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_link_of_a_proof_unsubscribes_nobody(
    client: TestClient, store: DatabaseStore, copy: Delivery, method: str
) -> None:
    answer = client.request(method, f"/afmelden/{PROOF_TOKEN}")
    assert answer.status_code == 200
    assert "meldt niemand af" in answer.text
    assert "<form" not in answer.text
    assert store.unsubscribes() == ()


def test_the_archive_shows_what_was_sent_and_nothing_else(
    client: TestClient, store: DatabaseStore, copy: Delivery
) -> None:
    assert client.get("/archief/agdb-2024-10").status_code == 404
    store.move("agdb-2024-10", EditionState.SENDING)
    assert "De conferentie" in client.get("/archief").text
    page = client.get("/archief/agdb-2024-10")
    assert page.status_code == 200
    assert copy.token not in page.text
    assert client.get("/archief/bestaat-niet").status_code == 404


def test_the_agenda_of_a_sent_edition_is_a_calendar_file(
    client: TestClient, store: DatabaseStore, copy: Delivery
) -> None:
    held = store.draft("agdb-2024-10")
    assert held is not None
    meeting = event("dag", 14)
    entry = Entry(meeting, Section.AGENDA, "STO", Domain.FUNDEREND, "Binnenkort")
    told = replace(held, edition=replace(held.edition, version=2, entries=(entry,)))
    store.save_draft(told, (), made_by="test:2", at=WHEN)
    store.save_approval(Approval("agdb-2024-10", 2, told.fingerprint, "Anna", WHEN))
    assert client.get("/archief/agdb-2024-10.ics").status_code == 404
    store.move("agdb-2024-10", EditionState.SENDING)
    answer = client.get("/archief/agdb-2024-10.ics", headers={"Host": "elders.example"})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (found,) = Calendar.from_ical(answer.content).events
    assert found.start == meeting.starts
    assert found["UID"] == f"{meeting.key}@nieuws.example"


def test_previews_open_with_their_own_signature_only(
    client: TestClient, copy: Delivery, tmp_path: Path
) -> None:
    path = "voorbeeld/agdb-2024-10/1"
    good = sign(path, SECRET)
    assert client.get(f"/{path}/{good}").status_code == 200
    assert client.get(f"/{path}/{good[:-1]}x").status_code == 404
    assert client.get(f"/voorbeeld/agdb-2024-10/2/{good}").status_code == 404
    (tmp_path / "agdb-2024-10-1.png").write_bytes(b"png")
    picture = "beeld/agdb-2024-10/1"
    assert client.get(f"/{picture}/{sign(picture, SECRET)}.png").content == b"png"
    assert client.get(f"/{picture}/{good}.png").status_code == 404
    report = "verslag/agdb-2024-10"
    (tmp_path / "agdb-2024-10.html").write_text("verslag")
    assert client.get(f"/{report}/{sign(report, SECRET)}").text == "verslag"
    (tmp_path / "agdb-2024-10.csv").write_text("een;twee")
    sheet = client.get(f"/{report}/{sign(report, SECRET)}/csv")
    assert sheet.text == "een;twee"
    assert sheet.headers["content-disposition"] == 'attachment; filename="agdb-2024-10.csv"'
    assert client.get(f"/{report}/{good}/csv").status_code == 404
    for form in ("pdf", "html", "db"):  # not made, or no form of a report
        assert client.get(f"/{report}/{sign(report, SECRET)}/{form}").status_code == 404


def test_the_preview_of_a_second_draft_tells_what_changed(
    client: TestClient, store: DatabaseStore, copy: Delivery
) -> None:
    held = store.draft("agdb-2024-10")
    assert held is not None
    edition = replace(held.edition, version=2, subject="De conferentie smaakt naar meer")
    store.save_draft(replace(held, edition=edition), (), made_by="test:2", at=WHEN)
    first, second = (
        client.get(f"/{path}/{sign(path, SECRET)}").text
        for path in ("voorbeeld/agdb-2024-10/1", "voorbeeld/agdb-2024-10/2")
    )
    assert "Dit is het eerste concept" in first
    assert "Wat anders is dan in concept 1" in second
    assert "[erbij: </span>smaakt naar meer" in second


def test_every_page_is_dutch_strict_and_without_script(client: TestClient, copy: Delivery) -> None:
    for path in ("/", "/archief", f"/afmelden/{copy.token}", "/bestaat-niet"):
        answer = client.get(path)
        assert '<html lang="nl">' in answer.text
        assert answer.text.count("<h1>") == 1
        assert "<script" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_failing_page_says_so_in_dutch(
    client: TestClient, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise OSError("disk")

    monkeypatch.setattr(store, "told_editions", broken)
    answer = client.get("/archief")
    assert answer.status_code == 500
    assert "Dat ging niet goed" in answer.text
    assert "disk" not in answer.text
    assert replace(newsroom().newsletter).contact in answer.text


def test_the_teams_calendar_opens_with_its_signature_only(client: TestClient) -> None:
    signature = sign("kalender/agdb", SECRET)
    shown = client.get(f"/kalender/agdb/{signature}.ics")
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "text/calendar; charset=utf-8"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.text == "BEGIN:VCALENDAR agdb"
    for path in (f"/kalender/ander/{signature}.ics", "/kalender/agdb/geraden.ics"):
        assert client.get(path).status_code == 404
