"""Passwords as they are kept."""

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.login import Logins
from omroeper.domain.password import (
    checked_name,
    checked_password,
    hashed,
    is_hash,
    matches,
    token_hash,
)

PASSWORD, SALT = "vier woorden op rij", b"0123456789abcdef"


def test_only_the_password_matches_its_hash() -> None:
    kept = hashed(PASSWORD, SALT)
    assert is_hash(kept)
    assert PASSWORD not in kept
    assert kept.startswith("scrypt:32768:8:3:")  # OWASP's cost
    assert matches(PASSWORD, kept)
    assert not matches("vier woorden op rij ", kept)
    assert hashed(PASSWORD, b"another salt 16b") != kept


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "geheim",
        "scrypt:999999:8:3:MDEyMzQ1Njc4OWFiY2RlZg==:AAAA",  # would take all memory
        "scrypt:3:8:3:MDEyMzQ1Njc4OWFiY2RlZg==:AAAA",  # N is no power of two
        "scrypt:16:8:1:x:y",
    ],
)
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not matches(PASSWORD, kept)


def test_a_salt_is_random_and_long() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        hashed(PASSWORD, b"short")


@pytest.mark.parametrize("password", ["", "elf tekens!", "x" * 1025])
def test_a_password_of_a_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(InvalidValue, match=r"too (short|long)"):
        checked_password(password)


def test_a_name_is_kept_with_single_spaces() -> None:
    assert checked_name("  Sanne   d’Hondt-de Vries ") == "Sanne d’Hondt-de Vries"
    for wrong in ("", "a\tb:c", "x" * 81, "a/b", "<b>"):
        with pytest.raises(InvalidValue, match="cannot be a name"):
            checked_name(wrong)


def test_a_login_is_found_however_its_name_is_written() -> None:
    logins = Logins({"Sanne Voorbeeld": "kept"})
    assert logins.named("sanne  voorbeeld") == "Sanne Voorbeeld"
    assert logins.named("Sanne") == ""
    assert logins.mark("Sanne Voorbeeld") != Logins({"Sanne Voorbeeld": "other"}).mark(
        "Sanne Voorbeeld"
    )
    assert logins.mark("Ruben") == ""


def test_a_tokens_hash_is_sha_256() -> None:
    assert token_hash("abc").startswith("ba7816bf8f01cfea")
