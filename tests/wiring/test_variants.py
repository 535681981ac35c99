"""A note for the readers of a segment, on a whole desk: approved, sent to them alone, and rebuilt."""

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from omroeper.domain.audience import Subscriber
from omroeper.domain.edition import Draft, Edits
from omroeper.domain.errors import InvalidValue, NotApproved
from omroeper.domain.finding import Finding, blocking
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk, open_desk
from tests.adapters.content.test_content import CALENDAR, change
from tests.wiring.test_rebuild import alter
from tests.wiring.test_revised_figures import OCTOBER, approved

OCTOBER_2024 = Issue(Month(2024, 10))
SCHOOLS, STATE = "Doe mee met uw klas.", "Vraag uw regio om steun."
NOTES = f"month: 2024-10\n    notes: {{onderwijs: {SCHOOLS}, overheid: {STATE}}}"


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def noted(desk: Desk) -> Desk:
    """The desk with notes in October, and readers of several kinds."""
    change(desk.settings.home, CALENDAR, "month: 2024-10", NOTES)
    topics = {"school": ("onderwijs",), "rijk": ("overheid",), "beide": ("overheid", "onderwijs")}
    readers = {**topics, "pers": ("pers",), "niemand": ()}
    desk.store.add_subscribers(
        [Subscriber(f"k-{name}", f"{name}@x.example", topics=t) for name, t in readers.items()]
    )
    return desk


def drafted(desk: Desk) -> tuple[Draft, tuple[Finding, ...]]:
    return desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)


def sent(desk: Desk) -> dict[str, EmailMessage]:
    """Approve October, send it, and give what arrived by the name before the @."""
    approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    desk.begin_sending(campaign.id)
    assert desk.send_batch(campaign.id, worker="w").accepted == campaign.size == 5
    parse = BytesParser(policy=email.policy.default).parsebytes
    found = [parse(file.read_bytes()) for file in desk.settings.outbox.glob("*.eml")]
    return {str(one["To"]).partition("@")[0]: one for one in found}


def test_each_reader_gets_the_note_of_the_first_segment_and_others_none(noted: Desk) -> None:
    expected = {"school": SCHOOLS, "beide": SCHOOLS, "rijk": STATE, "pers": "", "niemand": ""}
    mails = sent(noted)
    assert set(mails) == set(expected)
    for name, note in expected.items():
        for kind in ("html", "plain"):
            body = mails[name].get_body((kind,))
            assert body is not None
            content = body.get_content()
            assert [one for one in (SCHOOLS, STATE) if one in content] == ([note] if note else [])
    assert len({mail["Subject"] for mail in mails.values()}) == 1


def test_the_archive_has_no_note(noted: Desk) -> None:
    draft, _ = drafted(noted)
    assert SCHOOLS not in draft.rendered.archive_html
    assert draft.rendered.archive_html


def test_a_note_that_changes_after_the_approval_voids_it(noted: Desk) -> None:
    approved(noted, "2024-10", "run:1")
    campaign = noted.freeze_audience(OCTOBER, 1)
    alter(noted, SCHOOLS, "Kom naar onze winkel.")
    with pytest.raises(NotApproved, match="changed after Ruben Voorbeeld approved"):
        noted.begin_sending(campaign.id)
    assert noted.store.approval(OCTOBER) is None


def test_who_gets_a_note_cannot_change_after_the_approval_either(noted: Desk) -> None:
    approved(noted, "2024-10", "run:1")
    alter(noted, '"topics":["onderwijs"]', '"topics":["pers"]')
    with pytest.raises(NotApproved, match="changed after Ruben Voorbeeld approved"):
        noted.freeze_audience(OCTOBER, 1)


def test_another_note_in_the_calendar_does_not_change_what_was_approved(noted: Desk) -> None:
    draft = approved(noted, "2024-10", "run:1")
    change(noted.settings.home, CALENDAR, SCHOOLS, "Later bedacht.")
    with open_desk(noted.settings) as today:
        found = today.rebuild_edition(OCTOBER_2024, None)
        made, _, _ = today.build_edition(OCTOBER_2024)
    assert found.draft == draft
    assert "Later bedacht." in str(made["newsletter-onderwijs.html"])
    assert "Later bedacht." not in str(made["newsletter.html"])


def test_an_altered_variant_does_not_rebuild(noted: Desk) -> None:
    approved(noted, "2024-10", "run:1")
    alter(noted, f">{SCHOOLS}<", ">Reclame.<")
    with pytest.raises(Exception, match="variants come out otherwise"):
        noted.rebuild_edition(OCTOBER_2024, None)


def test_the_gate_looks_at_every_variant_and_tells_a_thing_once(noted: Desk) -> None:
    change(noted.settings.home, CALENDAR, STATE, "TODO vul in.")
    _, findings = drafted(noted)
    found = blocking(findings)
    assert [(one.place, "TODO" in one.reason) for one in found] == [
        ("Mail", True),
        ("Tekstversie", True),
    ]
    assert len(findings) == len(set(findings))


def test_a_draft_of_before_there_were_notes_is_read_and_keeps_its_fingerprint(desk: Desk) -> None:
    draft = approved(desk, "2024-10", "run:1")
    alter(desk, ',"variants":[]', "")
    alter(desk, ',"notes":[]', "")
    assert desk.store.draft(OCTOBER) == draft
    assert desk.freeze_audience(OCTOBER, 1).fingerprint == draft.fingerprint


def test_a_proof_shows_every_variant_or_that_of_one_segment(noted: Desk) -> None:
    draft, _ = drafted(noted)
    with open_desk(noted.settings) as desk:  # a clock that moves
        assert len(desk.send_proof(draft, ["sanne"])) == 3
        assert len(desk.send_proof(draft, ["ruben"], segment="overheid")) == 1
        with pytest.raises(InvalidValue, match=r"segment ‘pers’.*onderwijs, overheid"):
            desk.send_proof(draft, ["sanne"], segment="pers")
    files = (noted.settings.outbox / "proef").glob("*.eml")
    parse = BytesParser(policy=email.policy.default).parsebytes
    mails = [parse(file.read_bytes()) for file in files]
    marks = sorted((str(one["To"]), str(one["Subject"]).partition("]")[0]) for one in mails)
    assert marks == [
        ("ruben@omroeper.example", "[Proef: Rijk en regio"),
        ("sanne@omroeper.example", "[Proef"),
        ("sanne@omroeper.example", "[Proef: Onderwijs"),
        ("sanne@omroeper.example", "[Proef: Rijk en regio"),
    ]


def test_the_editor_sees_how_many_readers_each_variant_has(noted: Desk) -> None:
    draft, _ = drafted(noted)
    assert noted.reader_counts(draft) == {"onderwijs": 2, "overheid": 1, "": 2}
