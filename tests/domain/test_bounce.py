"""What a failure means, and when an address is given up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.bounce import (
    OURS,
    Bounce,
    BounceKind,
    BounceRules,
    Landing,
    cause_of,
    gives_up,
    judge,
)
from omroeper.domain.bounce_words import Cause, cause_in, is_delay

HARD, SOFT = BounceKind.HARD, BounceKind.SOFT


@pytest.mark.parametrize(
    ("status", "code", "words", "kind", "cause"),
    [
        ("5.1.1", 550, "User unknown", HARD, Cause.NO_MAILBOX),
        ("5.1.1", None, "", HARD, Cause.NO_MAILBOX),
        ("5.1.2", None, "", HARD, Cause.NO_DOMAIN),
        ("5.1.10", 550, "RESOLVER.ADR.RecipientNotFound", HARD, Cause.NO_MAILBOX),
        ("5.4.4", None, "Host not found", HARD, Cause.NO_DOMAIN),
        ("5.4.4", None, "Malformed or unexpected name server reply", SOFT, Cause.NO_ANSWER),
        ("5.1.1", 550, "blocked, see our block list", SOFT, Cause.BLOCKED),
        ("5.1.1", 550, "mailbox is full", SOFT, Cause.FULL),
        ("5.1.7", 550, "bad sender address", SOFT, Cause.SENDER),
        ("5.1.8", 550, "Sender address rejected: Domain not found", SOFT, Cause.SENDER),
        ("5.2.2", 552, "over quota", SOFT, Cause.FULL),
        ("5.2.2", 550, "user unknown", SOFT, Cause.FULL),
        ("5.2.1", 550, "", SOFT, Cause.DISABLED),
        ("5.2.1", 550, "User Unknown", HARD, Cause.DISABLED),
        ("5.2.3", 552, "", SOFT, Cause.TOO_LARGE),
        ("5.3.4", 552, "", SOFT, Cause.TOO_LARGE),
        ("5.4.1", 550, "Recipient address rejected: Access denied", SOFT, Cause.UNSPECIFIED),
        ("5.4.6", 554, "mail loops back to myself", SOFT, Cause.LOOP),
        ("5.4.7", None, "", SOFT, Cause.NO_ANSWER),
        ("5.7.1", 550, "User unknown", SOFT, Cause.BLOCKED),
        ("5.7.26", 550, "", SOFT, Cause.BLOCKED),
        ("4.1.1", 450, "User unknown", SOFT, Cause.NO_MAILBOX),
        ("4.4.7", None, "", SOFT, Cause.NO_ANSWER),
        ("5.0.0", 550, "Unknown user", HARD, Cause.NO_MAILBOX),
        ("5.0.0", 550, "", SOFT, Cause.UNSPECIFIED),
        ("5.3.0", 553, "Addressee unknown", HARD, Cause.NO_MAILBOX),
        ("", 550, "Requested action not taken: mailbox unavailable", SOFT, Cause.UNSPECIFIED),
        ("", 550, "no such user here", HARD, Cause.NO_MAILBOX),
        ("", 450, "no such user here", SOFT, Cause.NO_MAILBOX),
        ("", 552, "Quota violation", SOFT, Cause.FULL),
        ("", 550, "refused in reply to MAIL FROM command: no such user", SOFT, Cause.SENDER),
        ("", None, "This account has been disabled or discontinued", HARD, Cause.DISABLED),
        ("", None, "554 Message looping", SOFT, Cause.LOOP),
        ("", None, "", SOFT, Cause.UNSPECIFIED),
    ],
)
def test_the_verdict(
    status: str, code: int | None, words: str, kind: BounceKind, cause: Cause
) -> None:
    ruling = judge(status, code, words)
    assert (ruling.kind, ruling.cause) == (kind, cause)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Deze gebruiker is onbekend op deze server", Cause.NO_MAILBOX),
        ("Het e-mailadres bestaat niet", Cause.NO_MAILBOX),
        ("Onbekende ontvanger", Cause.NO_MAILBOX),
        ("De mailbox van deze klant is vol", Cause.FULL),
        ("Het postvak is vol", Cause.FULL),
        ("Geweigerd: uw server staat op een zwarte lijst", Cause.BLOCKED),
        ("Het bericht is te groot", Cause.TOO_LARGE),
        ("De server is tijdelijk niet bereikbaar", Cause.NO_ANSWER),
        ("Het account is opgeheven", Cause.DISABLED),
        ("Empfänger unbekannt", Cause.NO_MAILBOX),
        ("Das Postfach ist voll", Cause.FULL),
        ("La boîte aux lettres est pleine", Cause.FULL),
        ("L’adresse n’existe pas", Cause.NO_MAILBOX),
        ("El buzón está lleno", Cause.FULL),
        ("Utente sconosciuto", Cause.NO_MAILBOX),
        ("Host not found, try again", Cause.NO_ANSWER),
        ("Please verify the address and try again", None),
        ("see https://www.spamhaus.org/query", Cause.BLOCKED),
        ("see https://help.example/spam/unknown-user", None),
        ("no-such-user@quota.example", None),
    ],
)
def test_what_words_say(words: str, cause: Cause | None) -> None:
    assert cause_in(words) is cause


def test_a_delay_is_announced() -> None:
    assert is_delay("Delivery attempts will continue to be made for 5 days")
    assert is_delay("Uw bericht is nog niet bezorgd")
    assert not is_delay("This is a permanent error; I've given up.")


@given(st.text(), st.one_of(st.none(), st.integers(400, 599)))
def test_temporary_and_policy_are_never_hard(words: str, code: int | None) -> None:
    for status in ("4.1.1", "4.4.4", "5.7.1", "5.2.2", "5.7.0"):
        assert judge(status, code, words).kind is SOFT


@given(st.text(max_size=20))
def test_what_is_no_status_says_nothing(text: str) -> None:
    if not text[:1].isdecimal():
        assert cause_of(text) is None


def bounce(kind: BounceKind, cause: Cause, *, final: bool = True) -> Bounce:
    at = datetime(2024, 10, 15, tzinfo=UTC)
    return Bounce(kind, "mailbox", "m", cause, "", None, final, 1, "key", at)


def test_only_a_final_failure_of_theirs_counts() -> None:
    assert bounce(SOFT, Cause.FULL).counts
    assert not bounce(SOFT, Cause.FULL, final=False).counts
    assert not bounce(BounceKind.AUTO_REPLY, Cause.UNSPECIFIED).counts
    assert not any(bounce(SOFT, cause).counts for cause in OURS)


START = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("landed", "days_between", "worn"),
    [
        ("xxx", 15, True),
        ("xxx", 14, False),  # in a row, but within 28 days
        ("xx", 60, False),
        ("xx.x", 30, False),  # one that arrived starts anew
        ("x.xxx", 20, True),
        ("xxx.", 30, False),
        ("....", 30, False),
        ("", 30, False),
    ],
)
def test_an_address_is_given_up_after_failures_in_a_row(
    landed: str, days_between: int, worn: bool
) -> None:
    landings = [
        Landing(START + timedelta(days=number * days_between), one == "x")
        for number, one in enumerate(landed)
    ]
    assert gives_up(landings, BounceRules(soft_limit=3, soft_days=30)) is worn


def test_a_limit_of_one_needs_no_days() -> None:
    assert gives_up([Landing(START, True)], BounceRules(soft_limit=1, soft_days=30))
