"""Proofs of a whole desk: nothing is counted of them, and files lie apart from real copies."""

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from omroeper.domain.edition import Edits
from omroeper.domain.errors import NotFound
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk, open_desk

OCTOBER = Issue(Month(2024, 10))


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


def proofs(desk: Desk) -> list[EmailMessage]:
    parse = BytesParser(policy=email.policy.default).parsebytes
    files = sorted((desk.settings.outbox / "proef").glob("*.eml"))
    return [parse(file.read_bytes()) for file in files]


def test_a_proof_is_the_draft_and_its_links_count_no_click(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMROEPER_PUBLIC_URL", "https://desk.example")
    with open_desk() as counting:
        counting.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
        draft = counting.newest_draft(OCTOBER)
        assert "https://desk.example/k/" in draft.rendered.html
        counting.send_proof(draft, ["sanne", "ruben"])
        one, two = proofs(counting)
    assert {one["To"], two["To"]} == {"sanne@omroeper.example", "ruben@omroeper.example"}
    for kind in ("html", "plain"):
        body = one.get_body((kind,))
        assert body is not None
        shown = body.get_content()
        assert "https://desk.example/k/" not in shown
        assert "utm_campaign=agdb-2024-10" in shown
        assert "https://desk.example/afmelden/proefmail" in shown
    assert "&utm_medium" not in one.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_another_proof_does_not_take_the_place_of_the_first(desk: Desk) -> None:
    desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    draft = desk.newest_draft(OCTOBER)
    with open_desk(desk.settings) as other:  # a clock that moves
        for _ in range(2):
            other.send_proof(draft, ["sanne"])
    assert len(proofs(desk)) == 2


def test_without_a_draft_there_is_nothing_to_send(desk: Desk) -> None:
    with pytest.raises(NotFound, match="there is no draft of it"):
        desk.newest_draft(OCTOBER)


def test_the_form_is_told_what_went_wrong_in_dutch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    assert desk.proof_from_form("agdb-2024-10", 1, [], "Mila") == (
        "Er is geen proefmail verstuurd: er was niemand gekozen.",
        "",
    )
    done, wrong = desk.proof_from_form("agdb-2024-10", 1, ["Sanne Voorbeeld"], "Mila")
    assert done.startswith("Proefmail van concept 1 verstuurd naar Sanne Voorbeeld.")
    assert "geen mailserver ingesteld" in done
    assert wrong == ""
    monkeypatch.setenv("OMROEPER_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("OMROEPER_SMTP_PORT", "1")
    monkeypatch.setenv("OMROEPER_SMTP_SECURITY", "none")
    with open_desk() as unreachable:
        told = unreachable.proof_from_form("agdb-2024-10", 1, ["Sanne Voorbeeld"], "Mila")
    assert told == ("", "De mailserver is niet te gebruiken. Vraag de beheerder wat er is.")
