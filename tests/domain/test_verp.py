"""Return paths: whose bounce it is, and nobody else's word for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.audience import normal_address
from omroeper.domain.verp import ReturnPath

SECRET = "a-secret-of-thirty-two-characters"
PATH = ReturnPath("bounces@mail.omroeper.example", SECRET)
NUMBERS = st.integers(0, 2**63 - 1)


@given(NUMBERS)
def test_what_comes_back_names_its_delivery(number: int) -> None:
    address = PATH.address_for(number)
    assert PATH.delivery_of(address) == number
    assert PATH.delivery_of(f"Final-Recipient: rfc822; <{address.upper()}>") == number
    assert normal_address(address) == address
    assert len(address.partition("@")[0]) <= 64
    assert address.startswith("bounces+")
    assert address.endswith("@mail.omroeper.example")


@given(NUMBERS, st.integers(0, 31), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_that_was_changed_is_nobodys(number: int, place: int, letter: str) -> None:
    address = PATH.address_for(number)
    at = len("bounces+") + place
    changed = address[:at] + letter + address[at + 1 :]
    assert PATH.delivery_of(changed) == (number if changed == address else None)


def test_another_desks_token_is_nobodys() -> None:
    other = ReturnPath(PATH.mailbox, SECRET[::-1])
    assert PATH.delivery_of(other.address_for(7)) is None


@pytest.mark.parametrize(
    "address", ["", "bounces@mail.omroeper.example", "bounces+@x.nl", "a+b@x.nl", "+" + "a" * 33]
)
def test_an_address_without_a_token_is_nobodys(address: str) -> None:
    assert PATH.delivery_of(address) is None


def test_the_first_token_of_this_desk_counts() -> None:
    """A forwarder may put a plus of its own before it."""
    stranger = ReturnPath("x@other.example", SECRET[::-1]).address_for(3)
    assert PATH.delivery_of(f"{stranger} {PATH.address_for(4)}") == 4


def test_tokens_hide_the_number() -> None:
    tokens = {PATH.address_for(number)[8:40] for number in range(1000)}
    assert len({token[-8:] for token in tokens}) == len({token[:8] for token in tokens}) == 1000


@pytest.mark.parametrize("number", [-1, 2**64])
def test_what_is_no_number_of_a_delivery_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="number of a delivery"):
        PATH.address_for(number)
