"""What readers are written: every letter in every language there is, and what is missing is named."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.errors import ContentError
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.domain.signup import SignUp
from omroeper.wiring import Desk


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


def letters(desk: Desk, language: str) -> list[EmailMessage]:
    """One of each kind, to a reader in this language."""
    now, text = desk.clock.now(), desk.consent_text(language)
    chosen = (Subscription("agdb"), Subscription("verdwenen"))
    reader = Subscriber("k", "jan@school.example", "Jan", subscriptions=chosen, language=language)
    desk.store.add_subscribers([reader])
    asked = SignUp("s", reader.address, chosen, language, text.version, text.hash, "x", now)
    desk.store.save_sign_up(asked, text)
    for kind in ReaderMailKind:
        if kind is not ReaderMailKind.CONFIRM:
            desk.store.ask_reader_mail(kind, reader.key, reader.address, now)
    assert desk.send_reader_mails() == len(ReaderMailKind)
    files = desk.settings.outbox.glob("*.eml")
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_is_whole_in_every_language(desk: Desk, language: str) -> None:
    desk.require_reader_texts(language)
    found = letters(desk, language)
    assert len({str(one["Subject"]) for one in found}) == len(ReaderMailKind)
    for one in found:
        body = one.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        assert "Nieuwsbrief Groene en Digitale Banen" in text
        assert "{" not in text
        assert "\n\n\n" not in text
        assert max(map(len, text.splitlines())) < 400


def test_a_reader_or_request_that_is_gone_is_not_written_to(desk: Desk) -> None:
    now = desk.clock.now()
    desk.store.ask_reader_mail(ReaderMailKind.DATA, "weg", "x@school.example", now)
    assert desk.send_reader_mails() == 0
    assert desk.store.claim_reader_mails(9, now) == ()


def test_a_language_without_letters_or_consent_is_named(desk: Desk) -> None:
    with pytest.raises(ContentError, match=r"content/consent.yaml.*texts\.fr.*missing"):
        desk.require_reader_texts("fr")
    (desk.settings.home / "templates/letters/en/erase.txt").unlink()
    with pytest.raises(ContentError, match=r"templates/letters/en/erase\.txt"):
        desk.require_reader_texts("en")
