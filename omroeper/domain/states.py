"""One way to write a state machine: an enum and its transition table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from omroeper.domain.errors import ForbiddenTransition

State = TypeVar("State", bound=StrEnum)


def check_step(
    table: Mapping[State, frozenset[State]], current: State, wanted: State, *, thing: str
) -> State:
    """Return `wanted` if the table allows the step, else raise ForbiddenTransition."""
    allowed = table.get(current, frozenset())
    if wanted in allowed:
        return wanted
    options = ", ".join(sorted(allowed)) or "nothing: it has ended"
    raise ForbiddenTransition(
        f"cannot go from {current} to {wanted}",
        thing=thing,
        remedy=f"From {current} it can go to {options}.",
    )
