"""Patched copies: the bytes that the email package would give each reader on its own, but for dots
that start a line.
"""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.delivery import TOKEN_PLACEHOLDER, Delivery
from omroeper.domain.errors import RenderingError
from omroeper.domain.verp import ReturnPath
from omroeper.rendering.mime import MessageBuilder
from tests.rendering.test_mime import DELIVERY, SENDER, WEB
from tests.samples import WHEN, rendered

POLICY = SMTP.clone(max_line_length=998)
BODIES = SMTP.clone(max_line_length=74)
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n.= \t–€é’"), max_size=300
)
ONE_LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)
TOKENS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=32, max_size=32)
LOCAL = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9]{1,9})?", fullmatch=True)


def on_its_own(shown, delivery: Delivery, at: datetime, boundary: str) -> bytes:  # type: ignore[no-untyped-def]
    """The copy built by the email package alone, and the dots that start its lines encoded."""
    message = EmailMessage(policy=BODIES)
    message["From"] = formataddr((SENDER.name, SENDER.address))
    message["To"] = delivery.address
    message["Subject"] = shown.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = delivery.message_id
    message["Reply-To"] = SENDER.reply_to
    message["List-ID"] = f"{SENDER.list_name} <{SENDER.list_id}>"
    leave = f"{WEB}/afmelden/{delivery.token}"
    by_mail = f"mailto:{SENDER.address}?subject=afmelden%20{delivery.token}"
    message["List-Unsubscribe"] = f"<{leave}>, <{by_mail}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Feedback-ID"] = f"{delivery.campaign}:nieuwsbrief:{SENDER.mail_domain}:omroeper"
    text = shown.text.replace(TOKEN_PLACEHOLDER, delivery.token)
    html = shown.html.replace(TOKEN_PLACEHOLDER, delivery.token)
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(boundary)
    return message.as_bytes(policy=POLICY).replace(b"\r\n.", b"\r\n=2E")


@given(
    before=WORDS,
    between=st.text("abc €=.", max_size=150),
    after=WORDS,
    subject=ONE_LINE,
    token=TOKENS,
    local=LOCAL,
    number=st.integers(1, 10**9),
)
def test_a_copy_is_what_building_it_alone_would_give(
    before: str, between: str, after: str, subject: str, token: str, local: str, number: int
) -> None:
    """The placeholder stands twice, at any place of a line, so that soft breaks fall inside it."""
    told = before + TOKEN_PLACEHOLDER + between + TOKEN_PLACEHOLDER + after
    shown = replace(rendered(subject), text=told, html=f"<p>{told}</p>")
    at = datetime.fromtimestamp(number, UTC)
    delivery = replace(
        DELIVERY, token=token, address=f"{local}@school.example", message_id=f"<{number}@x.example>"
    )
    builder = MessageBuilder(shown, SENDER, campaign=DELIVERY.campaign, web_url=WEB)
    builder.message_for(DELIVERY, WHEN)
    message = builder.message_for(delivery, at)
    copy = message.content
    boundary = copy.partition(b'boundary="')[2].partition(b'"')[0].decode()
    assert copy == on_its_own(shown, delivery, at, boundary)
    assert not message.dotted
    assert b"\r\n." not in copy
    body = copy.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76  # RFC 2045, §6.7


def test_a_dot_at_the_start_of_a_line_is_read_as_a_dot() -> None:
    told = f".eerste\n..tweede\n{'x ' * 36}.derde\n.\n{TOKEN_PLACEHOLDER}\n"
    shown = replace(rendered("Dag"), text=told, html=f"<p>{told}</p>")
    message = MessageBuilder(shown, SENDER, campaign="c", web_url=WEB).message_for(DELIVERY, WHEN)
    text = message_from_bytes(message.content, policy=POLICY).get_body(("plain",))
    assert text is not None
    read = text.get_content().replace("\r\n", "\n")
    assert read == told.replace(TOKEN_PLACEHOLDER, DELIVERY.token)
    assert not message.dotted


def builder_of(**changes: object) -> MessageBuilder:
    return MessageBuilder(
        rendered("Dag"),
        SENDER,
        campaign="agdb-2024-10-v2",
        web_url=WEB,
        **changes,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "address",
    [
        "anna\0@school.example",
        "anna\r\nBcc: x@y.nl@school.example",
        "an na@school.example",
        "anna@school.example\n",
        "anna@school.example>",
        "anna@-school.example",
        "anna@school..example",
        "anna",
        "",
    ],
)
def test_what_cannot_stand_in_a_header_stops_at_the_door(address: str) -> None:
    stripped = address.strip()
    delivery = replace(DELIVERY, address=address, subscriber="sleutel7")
    if stripped == "anna@school.example":
        assert builder_of().message_for(delivery, WHEN).recipient == stripped
        return
    with pytest.raises(RenderingError, match="subscriber sleutel7") as caught:
        builder_of().message_for(delivery, WHEN)
    assert "school" not in caught.value.sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "t\r\nBcc: x"},
        {"token": "t" * 33},
        {"token": ""},
        {"message_id": "<a@b>\r\nBcc: <x@y>"},
        {"message_id": "<a b@c>"},
        {"message_id": "a@b"},
        {"message_id": "<a\0@b>"},
    ],
)
def test_a_row_that_was_tampered_with_stops_at_the_door(changes: dict[str, Any]) -> None:
    with pytest.raises(RenderingError, match="delivery 7"):
        builder_of().message_for(replace(DELIVERY, **changes), WHEN)


def test_an_address_beyond_ascii_keeps_its_name_and_gets_its_domain_in_ascii() -> None:
    """The envelope then needs SMTPUTF8 (RFC 6531), a domain alone does not."""
    jurgen = replace(DELIVERY, address="jürgen@Café.example")
    message = builder_of().message_for(jurgen, WHEN)
    assert message.recipient == "jürgen@xn--caf-dma.example"
    assert "To: jürgen@xn--caf-dma.example\r\n".encode() in message.content
    anna = replace(DELIVERY, address="anna@café.example")
    assert builder_of().message_for(anna, WHEN).content.isascii()


def test_a_bounce_of_a_copy_names_its_delivery() -> None:
    path = ReturnPath("bounces@omroeper.example", "geheim" * 8)
    message = builder_of(return_path=path).message_for(DELIVERY, WHEN)
    assert path.delivery_of(message.sender) == DELIVERY.id
    assert path.mailbox.partition("@")[0].encode() not in message.content
    assert builder_of().message_for(DELIVERY, WHEN).sender == SENDER.address
    assert builder_of(return_path=path).proof_for(DELIVERY, WHEN).sender == SENDER.address


def test_an_unsubscribe_address_that_cannot_stand_on_one_line_is_refused() -> None:
    shown = rendered("Dag")
    builder = MessageBuilder(shown, SENDER, campaign="c", web_url=f"https://{'a' * 950}.example")
    with pytest.raises(RenderingError, match="list-unsubscribe"):
        builder.message_for(DELIVERY, WHEN)


def test_each_worker_builds_the_same_bytes() -> None:
    first, second = (builder_of().message_for(DELIVERY, WHEN).content for _ in range(2))
    assert first == second
