"""A draft that nobody decides on: everyone hears of it in time, once, and nothing goes out."""

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.adapters.team_mail import TeamMail
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import EditionState
from omroeper.domain.finding import Finding, Level
from omroeper.domain.letter import Letter
from omroeper.domain.reminding import OPERATOR, Reminder
from omroeper.domain.review import Decision
from omroeper.domain.team import Person, Team
from omroeper.processes.desk import free_port
from omroeper.services.remind import RemindingDesk, remind
from omroeper.services.review import record_decision
from omroeper.settings import SmtpSettings
from tests import samples
from tests.samples import FixedClock, newsroom, verdict

ZONE = ZoneInfo("Europe/Amsterdam")
EDITION = "agdb-2024-10"
MADE = datetime(2024, 10, 10, 9, tzinfo=UTC)
TEAM = Team(
    {
        key: Person(key, f"{key.title()} Voorbeeld", f"{key}@redactie.example", editor=True)
        for key in ("sanne", "ruben")
    }
)
URL = "https://prefect.example/runs/flow-run/1f2e"


@dataclass(slots=True)
class Told:
    """Stands in for the mail: remembers who was told what; `deaf` are not reached."""

    said: list[tuple[str, Letter]] = field(default_factory=list)
    deaf: set[str] = field(default_factory=set)

    def write(self, person: Person, letter: Letter, at: datetime) -> bool:
        if person.id in self.deaf:
            return False
        self.said.append((person.id, letter))
        return True

    def notify(self, notice: Letter, at: datetime) -> bool:
        self.said.append((OPERATOR, notice))
        return True


@pytest.fixture
def waiting(each_store: DatabaseStore) -> DatabaseStore:
    """The draft of October, made on the 10th, to be decided on the 14th and sent on the 15th at ten."""
    findings = (Finding(Level.WARNING, "lang", "Onderwerp", "Lang.", "Korter."),)
    each_store.save_draft(samples.draft(), findings, made_by="run-7:1", at=MADE)
    each_store.move(EDITION, EditionState.IN_REVIEW)
    return each_store


def by_mail(relay: SmtpMailer) -> TeamMail:
    return TeamMail(relay, sender="desk@x.example", sender_name="Desk", reply_to="desk@x.example")


def desk(told: Told, run_url: str = URL) -> RemindingDesk:
    themes = newsroom().calendar
    return RemindingDesk(
        lambda edition: Deciders(TEAM, themes.theme_of(edition.issue) if edition else None),
        told, told, lambda run: run_url if run == "run-7" else "", lambda *_: "", ZONE,
    )  # fmt: skip


def hours(store: DatabaseStore, told: Told, start: datetime, count: int) -> None:
    for number in range(count):
        remind(desk(told), store, FixedClock(start + timedelta(hours=number)))


def test_a_wait_to_the_end_reminds_everyone_once_and_sends_nothing(
    waiting: DatabaseStore, each_database_url: str
) -> None:
    told = Told()
    hours(waiting, told, MADE, 24 * 4)
    with open_store(each_database_url, "only for the tests") as restarted:
        hours(restarted, told, MADE + timedelta(days=4), 24 * 30)
        assert restarted.state(EDITION) is EditionState.IN_REVIEW
        assert restarted.approval(EDITION) is None
        assert restarted.campaigns() == ()
        assert [entry.what for entry in restarted.audit_log(EDITION)] == []
    assert [(who, notice.subject.partition(":")[0]) for who, notice in told.said] == [
        ("sanne", "Er wacht een concept op u"),
        ("sanne", "Nog één werkdag om te besluiten"),
        ("sanne", "Besluit nu over ‘De conferentie’"),
        ("ruben", "Wilt u besluiten over ‘De conferentie’?"),
        ("sanne", "Er is niets verzonden"),
        ("ruben", "Er is niets verzonden"),
        (OPERATOR, "Er is niets verzonden"),
    ]


def test_a_reminder_has_the_deadline_the_findings_and_the_link_to_the_run(
    waiting: DatabaseStore,
) -> None:
    told = Told()
    remind(desk(told), waiting, FixedClock(MADE))
    ((_, notice),) = told.said
    assert notice.subject == "Er wacht een concept op u: ‘De conferentie’"
    assert "Dag Sanne Voorbeeld," in notice.text
    assert "Concept 1 van de nieuwsbrief van oktober 2024 wacht op goedkeuring." in notice.text
    assert "Besluit uiterlijk: maandag 14 oktober 2024, 10.00 uur." in notice.text
    assert "Bevindingen: 1 waarschuwing." in notice.text
    assert f"\n{URL}\n" in notice.text
    assert notice.text.endswith("Zonder besluit gaat er niets uit.\n")


def test_the_moment_of_the_calendar_is_the_deadline(waiting: DatabaseStore) -> None:
    told, room = Told(), newsroom()
    theme = room.calendar.theme_of(samples.edition().issue)
    assert theme is not None
    named = replace(theme, review_by=datetime(2024, 10, 11, 17, tzinfo=ZONE), editor="ruben")
    asking = replace(desk(told), deciders=lambda _: Deciders(TEAM, named))
    remind(asking, waiting, FixedClock(datetime(2024, 10, 11, 15, 5, tzinfo=UTC)))
    ((who, notice),) = told.said
    assert (who, notice.subject) == ("ruben", "Besluit nu over ‘De conferentie’")
    assert "vrijdag 11 oktober 2024, 17.00 uur" in notice.text


def test_a_run_that_was_stopped_is_told_with_what_to_do(waiting: DatabaseStore) -> None:
    told = Told()
    remind(desk(told, run_url=""), waiting, FixedClock(MADE))
    ((_, notice),) = told.said
    assert (
        "Start in Prefect een nieuwe run van newsletter/maandelijks, met month 2024-10 en newsletter agdb"
        in (notice.text)
    )


def test_what_did_not_get_through_is_tried_again(waiting: DatabaseStore) -> None:
    told = Told(deaf={"sanne"})
    ((_, reminder, through),) = remind(desk(told), waiting, FixedClock(MADE))
    assert (reminder.person, through) == ("sanne", False)
    told.deaf.clear()
    hours(waiting, told, MADE + timedelta(hours=1), 3)
    assert len(told.said) == 1


def test_after_a_decision_nobody_is_reminded(waiting: DatabaseStore) -> None:
    draft, told = samples.draft(), Told()
    given = verdict(waiting, draft, Decision.APPROVE, "Ruben")
    record_decision(waiting, FixedClock(MADE), draft, given, Deciders(TEAM))
    hours(waiting, told, MADE, 24 * 10)
    assert told.said == []


def test_an_old_month_that_is_played_again_reminds_nobody(waiting: DatabaseStore) -> None:
    told = Told()
    remind(desk(told), waiting, FixedClock(MADE + timedelta(days=400)))
    assert told.said == []


def test_changes_that_were_asked_and_never_filled_in_are_not_forgotten(
    waiting: DatabaseStore,
) -> None:
    waiting.move(EDITION, EditionState.RETURNED)
    told = Told()
    remind(desk(told), waiting, FixedClock(datetime(2024, 10, 14, 9, tzinfo=UTC)))
    ((_, notice),) = told.said
    assert "ging terug naar de redactie. Er is nog geen nieuw concept." in notice.text


def test_the_mail_reaches_the_colleague_and_no_address_the_log(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    person, notice = TEAM.by_id["sanne"], Letter("Er wacht een concept", "Dag Sanne,\n")
    with MailCatcher(tmp_path_factory.mktemp("mail"), Faults()) as catcher:
        relay = SmtpMailer(SmtpSettings("127.0.0.1", catcher.port, "none"))
        assert by_mail(relay).write(person, notice, MADE)
        assert catcher.recipients == {"sanne@redactie.example": 1}
    dead = SmtpMailer(SmtpSettings("127.0.0.1", free_port(), "none"))
    with caplog.at_level(logging.DEBUG):
        assert not by_mail(dead).write(person, notice, MADE)
    assert "sanne was not written to" in caplog.text
    assert "redactie.example" not in caplog.text


def test_reminders_are_remembered_by_version(waiting: DatabaseStore) -> None:
    told = Told()
    remind(desk(told), waiting, FixedClock(MADE))
    (sent,) = waiting.reminders(EDITION, 1).items()
    assert sent == (Reminder(sent[0].kind, "sanne"), MADE)
    assert waiting.reminders(EDITION, 2) == {}
