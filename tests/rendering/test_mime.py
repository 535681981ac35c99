"""The mail as bytes: what a parser reads back is what was approved."""

import email.policy
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from omroeper.domain.delivery import PROOF_TOKEN, Delivery
from omroeper.domain.errors import RenderingError
from omroeper.rendering.mime import MessageBuilder, Sender, ascii_domain
from tests.samples import WHEN, rendered

SENDER = Sender(
    name="Actieplan Groene en Digitale Banen – redactie",
    address="nieuwsbrief@omroeper.example",
    reply_to="redactie@omroeper.example",
    list_name="Nieuwsbrief",
    list_id="agdb.omroeper.example",
    mail_domain="omroeper.example",
)
WEB = "https://een-heel-lang-domein-voor-de-nieuwsbrieven.programmas.omroeper.example"
DELIVERY = Delivery(
    7, "agdb-2024-10-v2", "k", "anna@school.example", "t" * 32, "<m.1@omroeper.example>"
)


def built(**changes: Any) -> tuple[bytes, EmailMessage]:
    shown = replace(rendered("Cafés & ’s-Hertogenbosch: €"), **changes)
    builder = MessageBuilder(shown, SENDER, campaign="agdb-2024-10-v2", web_url=WEB)
    content = builder.message_for(DELIVERY, WHEN).content
    parsed = BytesParser(policy=email.policy.default).parsebytes(content)
    assert isinstance(parsed, EmailMessage)
    return content, parsed


def test_both_parts_come_back_with_the_readers_own_token() -> None:
    _, message = built()
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in (html, text):
        assert f"/afmelden/{DELIVERY.token}" in part.get_content()
        assert "OMROEPERTOKEN" not in part.get_content()


def test_one_click_unsubscribe_is_one_unbroken_address() -> None:
    content, message = built()
    line = next(raw for raw in content.split(b"\r\n") if raw.startswith(b"List-Unsubscribe:"))
    assert f"<{WEB}/afmelden/{DELIVERY.token}>".encode() in line  # longer than 77: no encoded word
    assert b"=?utf-8?" not in line
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-ID"] == "Nieuwsbrief <agdb.omroeper.example>"


def test_encoded_lines_are_no_longer_than_the_standard_allows() -> None:
    """RFC 2045, §6.7: 76 characters; SpamAssassin counts longer ones against a mail."""
    content, message = built(html=rendered().html.replace("Beste lezer", "langë regel " * 400))
    body = content.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    html = message.get_body(("html",))
    assert html is not None
    assert "langë regel " * 400 in html.get_content()


def test_headers_are_those_of_a_newsletter() -> None:
    _, message = built()
    assert message["Subject"] == "Cafés & ’s-Hertogenbosch: €"
    assert message["To"] == "anna@school.example"
    assert message["Message-ID"] == "<m.1@omroeper.example>"
    assert message["Date"] == "Tue, 15 Oct 2024 08:00:00 +0000"
    assert message["Auto-Submitted"] is None
    assert "school" not in message["Feedback-ID"]


def test_a_proof_is_the_same_mail_marked_and_of_no_list() -> None:
    builder = MessageBuilder(rendered("De dag"), SENDER, campaign="agdb-2024-10-v2", web_url=WEB)
    copy = replace(DELIVERY, token=PROOF_TOKEN)
    parsed = BytesParser(policy=email.policy.default)
    proof = parsed.parsebytes(builder.proof_for(copy, WHEN).content)
    real = parsed.parsebytes(builder.message_for(copy, WHEN).content)
    assert proof["Subject"] == "[Proef] De dag"
    to_schools = parsed.parsebytes(builder.proof_for(copy, WHEN, "Onderwijs").content)
    assert to_schools["Subject"] == "[Proef: Onderwijs] De dag"
    assert proof["X-Omroeper-Test"] == "agdb-2024-10-v2"
    listed = ("List-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID")
    assert [proof[name] for name in listed] == [None] * 4
    assert real["X-Omroeper-Test"] is None
    assert isinstance(proof, EmailMessage)
    assert isinstance(real, EmailMessage)
    for kind in ("plain", "html"):
        mine, theirs = proof.get_body((kind,)), real.get_body((kind,))
        assert mine is not None
        assert theirs is not None
        assert mine.get_content() == theirs.get_content()
        assert f"/afmelden/{PROOF_TOKEN}" in mine.get_content()


def test_lines_are_legal_for_smtp() -> None:
    content, _ = built(html=rendered().html.replace("Beste lezer", "woord " * 4000))
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    content.decode("ascii")


@pytest.mark.parametrize("part", ["html", "text"])
def test_a_mail_without_a_way_out_is_not_built(part: str) -> None:
    with pytest.raises(RenderingError, match="unsubscribe"):
        built(**{part: "Beste lezer"})


def test_domains_go_out_in_ascii() -> None:
    assert ascii_domain("info@café.example") == "info@xn--caf-dma.example"
    with pytest.raises(RenderingError):
        ascii_domain("info@-.example")
