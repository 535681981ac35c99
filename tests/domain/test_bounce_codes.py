"""Codes in what servers wrote: found where they are, and not in versions and addresses."""

import pytest

from omroeper.domain.bounce_codes import code_in, shown, status_in, weighed


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("smtp; 550 5.1.1 <x>: User unknown", "5.1.1"),
        ("550-5.7.1 [192.0.2.7] blocked", "5.7.1"),
        ("Sorry, no mailbox here (#5.1.1)", "5.1.1"),
        ("550 5.0.0 no; 552 5.2.2 full", "5.2.2"),
        ("-- 4.4.4 Temporary server error", "4.4.4"),
        ("gives error message 5.7.1 Unable to relay", "5.7.1"),
        ("host 5.1.1.4 refused", ""),
        ("no code", ""),
    ],
)
def test_status(words: str, status: str) -> None:
    assert status_in(words) == status
    assert status_in(words, running_text=True) == status


def test_a_version_in_running_text_is_no_status() -> None:
    assert status_in("This is CommuniGate Pro 5.1.1 at host x", running_text=True) == ""
    assert status_in("MDaemon v4.0.5 said: 550 5.2.2 full", running_text=True) == "5.2.2"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("550 user unknown", 550),
        ("SMTP Error Code 550]", None),
        ("smtp;552 too big", 552),
        ("Error 01373: full", None),
        ("host 192.0.2.550 said 451 later", 451),
        ("", None),
    ],
)
def test_code(words: str, code: int | None) -> None:
    assert code_in(words) == code


@pytest.mark.parametrize(
    ("own", "inner", "counts"),
    [
        ("5.0.0", "5.7.1", "5.7.1"),
        ("5.1.1", "", "5.1.1"),
        ("5.1.1", "5.7.1", "5.7.1"),
        ("5.7.1", "5.1.1", "5.7.1"),
        ("5.1.1", "5.0.0", "5.1.1"),
        ("", "", ""),
    ],
)
def test_of_two_statuses_the_one_that_says_something_and_spares(
    own: str, inner: str, counts: str
) -> None:
    assert weighed(own, inner) == counts


def test_what_is_shown_holds_no_address_and_no_token() -> None:
    told = shown(f"<a.b@school.example>: 550 no\r\n bounces+{'a' * 32}@x.example {'b' * 40}")
    assert told == "<…>: 550 no … …"
    assert len(shown("word " * 200)) <= 160
