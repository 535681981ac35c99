"""Each reason has its Dutch, and what is not known is told all the same."""

import pytest

from omroeper.domain.audience import normal_address
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_refusals import Refusal, in_dutch


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_reason_has_its_dutch(reason: Refusal) -> None:
    assert in_dutch(reason.value) == reason.dutch != reason.value


@pytest.mark.parametrize("address", ["geen adres", "a..b@x.example"])
def test_what_is_wrong_with_an_address_is_among_them(address: str) -> None:
    with pytest.raises(InvalidValue) as told:
        normal_address(address)
    assert "adres" in in_dutch(told.value.problem)
    assert "this" not in in_dutch(told.value.problem)


def test_another_reason_is_told_as_it_is() -> None:
    assert in_dutch("there is no topic 'x'").endswith("there is no topic 'x'")
