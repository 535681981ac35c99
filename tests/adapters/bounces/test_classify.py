"""By what our own mail is known in a report, and mails that are broken, huge or hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.bounces.classify import Classifier
from omroeper.adapters.bounces.letter import LARGEST
from omroeper.domain.bounce import BounceKind
from omroeper.domain.verp import ReturnPath
from tests.labelled_bounces import real_messages

PATH = ReturnPath("bounces@omroeper.example", "a-secret-of-thirty-two-characters")
READER = Classifier("omroeper.example", PATH.delivery_of)
TOKEN = "abcdefghijklmnopqrstuvwxyz234567"
MESSAGE_ID = f"<agdb-2024-10-v1.{TOKEN[::-1]}@omroeper.example>"


def notification(
    to: str = "bounces@omroeper.example", returned: str = "", human: str = ""
) -> bytes:
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.school.example\r\nTo: {to}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{human}\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; p1@school.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\n--b--\r\n"
    ).encode()


def test_the_return_path_names_the_delivery() -> None:
    (report,) = READER.read(notification(to=PATH.address_for(42)))
    assert (report.delivery, report.forged) == (42, False)


def test_so_does_the_return_path_of_the_returned_mail() -> None:
    (report,) = READER.read(
        notification(returned=f"Return-Path: <{PATH.address_for(43)}>\r\n\r\nx")
    )
    assert report.delivery == 43


def test_a_return_path_that_nobody_signed_is_a_forgery() -> None:
    stranger = ReturnPath(PATH.mailbox, "another-secret-of-thirty-two-char")
    (report,) = READER.read(notification(to=stranger.address_for(42)))
    assert (report.delivery, report.forged) == (None, True)


def test_the_returned_mail_gives_its_token_and_message_id() -> None:
    returned = (
        f"Message-ID: {MESSAGE_ID}\r\n"
        f"List-Unsubscribe: <https://desk.example/afmelden/{TOKEN}>,\r\n"
        f" <mailto:x@omroeper.example?subject=afmelden%20{TOKEN}>\r\n\r\nBeste lezer"
    )
    (report,) = READER.read(notification(returned=returned))
    assert report.tokens == (TOKEN,)
    assert report.message_ids == (MESSAGE_ID,)
    assert not report.forged


def test_a_token_is_found_in_a_broken_line_and_in_base64() -> None:
    import base64

    broken = f"\r\n\r\nhttps://desk.example/afmelden/{TOKEN[:9]}=\r\n{TOKEN[9:]}"
    assert READER.read(notification(returned=broken))[0].tokens == (TOKEN,)
    encoded = base64.b64encode(f"https://desk.example/afmelden/{TOKEN} \n".encode()).decode()
    returned = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n"
    assert READER.read(notification(returned=returned))[0].tokens == (TOKEN,)


def test_another_domains_message_id_is_not_ours() -> None:
    other = MESSAGE_ID.replace("omroeper.example", "evil.example")
    (report,) = READER.read(notification(returned=f"Message-ID: {other}\r\n\r\nx"))
    assert report.message_ids == ()


def test_the_same_mail_has_the_same_mark_whichever_way_it_came() -> None:
    content = notification()
    again = b"Received: from x by y; Tue, 15 Oct 2024\r\nDelivered-To: z@x.example\r\n" + content
    assert READER.read(content)[0].mark == READER.read(again)[0].mark
    assert READER.read(content)[0].mark == READER.read(content.replace(b"\r\n", b"\n"))[0].mark
    assert READER.read(content)[0].mark != READER.read(notification(human="else"))[0].mark
    assert len(READER.read(content)[0].mark) == 64


def test_each_recipient_is_a_report_of_its_own() -> None:
    block = b"\r\nFinal-Recipient: rfc822; p2@school.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    content = notification().replace(b"Status: 5.1.1\r\n", b"Status: 5.1.1\r\n" + block)
    first, second = READER.read(content)
    assert [first.kind, second.kind] == [BounceKind.HARD, BounceKind.SOFT]
    assert first.mark != second.mark


@given(st.binary(max_size=400))
def test_nothing_a_mail_holds_raises(content: bytes) -> None:
    assert READER.read(content)
    assert READER.read(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + content)


@given(st.data())
def test_a_bounce_cut_anywhere_is_read_without_error(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(MESSAGES))
    cut = data.draw(st.integers(0, len(content)))
    assert READER.read(content[:cut])


MESSAGES = [one.content for one in real_messages()]


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    for number in range(3000)
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"Subject: =?x-unknown?b?gA==?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff",
        b"From: <@@>\r\nContent-Type: multipart/report\r\n\r\nno boundary",
        NESTED,
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    ],
    ids=["empty", "nul", "charset", "boundary", "nested", "nested mails"],
)  # fmt: skip
def test_broken_and_hostile_mails_are_unknown_or_soft(content: bytes) -> None:
    kinds = {report.kind for report in READER.read(content)}
    assert kinds <= {BounceKind.UNKNOWN, BounceKind.SOFT}


def test_of_a_huge_mail_only_the_beginning_is_read() -> None:
    content = notification(returned="\r\n\r\n" + "x" * 10 * LARGEST)
    (report,) = READER.read(content)
    assert (report.kind, report.recipient) == (BounceKind.HARD, "p1@school.example")
