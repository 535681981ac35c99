"""The calendar's round in Prefect: the team told and contacts asked once, and shown beside the run."""

import shutil
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar
from prefect.client.orchestration import get_client

from flows.calendar import calendar
from flows.contribute import contribute
from omroeper.domain.errors import ContentError
from omroeper.settings import Settings
from omroeper.wiring import parts
from tests.flows.driver import apply_deployment
from tests.samples import FixedClock

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two working days before the deadline of December 2026."""
    moment = datetime(2026, 12, 2, 7, tzinfo=UTC)
    monkeypatch.setattr(parts, "SystemClock", lambda: FixedClock(moment))


def mails(settings: Settings) -> list[EmailMessage]:
    return [
        message_from_bytes(file.read_bytes(), policy=default)
        for file in settings.outbox.glob("*.eml")
    ]


def artifact(key: str) -> str:
    with get_client(sync_client=True) as client:
        found = client._client.get(f"/artifacts/{key}/latest").json()
    return str(found["data"])


def test_everybody_is_told_and_asked_once(desk_settings: Settings) -> None:
    form = apply_deployment(contribute, "bijdrage")
    first = calendar()
    assert first["told"] == 8, "four people, of two newsletters"
    assert first["asked"] == 3
    assert calendar() == {"told": 0, "asked": 0}

    subject = "De kalender van Nieuwsbrief Groene en Digitale Banen is bijgewerkt"
    told = [mail for mail in mails(desk_settings) if mail["Subject"] == subject]
    asked = [mail for mail in mails(desk_settings) if str(mail["Subject"]).startswith("Nieuws")]
    assert (len(told), len(asked)) == (4, 3)
    (file,) = told[0].iter_attachments()
    events = Calendar.from_ical(file.get_content()).events
    assert "agdb-2026-12-verzenden@omroeper.example" in [str(event["UID"]) for event in events]
    for mail in asked:
        body = mail.get_body(("plain",))
        assert body is not None
        assert f"/deployments/deployment/{form}" in body.get_content()


def test_the_year_and_the_list_are_shown(desk_settings: Settings) -> None:
    calendar("2026-12")
    assert "Terugblik op het jaar" in artifact("kalender-agdb")
    shown = artifact("navraag-agdb-2026-12")
    assert "Mila Voorbeeld (nu gevraagd): Techkwadraat" in shown
    assert "Zonder contactpersoon" in shown
    assert "@" not in shown.replace("SmartSkills@Scale", "")
    assert mails(desk_settings)


def test_a_newsletter_that_cannot_be_read_stops_no_other(
    desk_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("content", "config", "templates"):
        shutil.copytree(desk_settings.home / folder, tmp_path / "home" / folder)
    monkeypatch.setenv("OMROEPER_HOME", str(tmp_path / "home"))
    broken = tmp_path / "home/content/newsletters/agdb/calendar/2027.yaml"
    broken.write_text("themes: [", encoding="utf-8")
    with pytest.raises(ContentError, match=r"agdb/calendar/2027\.yaml"):
        calendar()
    subjects = {str(mail["Subject"]) for mail in mails(desk_settings)}
    assert "De kalender van Skills Across Europe is bijgewerkt" in subjects
