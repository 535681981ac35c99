"""Who may decide: editors and deputies, in their order, and never over their own work."""

from datetime import UTC, datetime

import pytest

from omroeper.domain.deciding import Deciders
from omroeper.domain.errors import ApprovalRefused
from omroeper.domain.month import Month
from omroeper.domain.team import Person, Team
from omroeper.domain.theme import Theme


def person(key: str, *, editor: bool = False) -> Person:
    return Person(key, f"{key.title()} Voorbeeld", f"{key}@x.example", editor)


SANNE, RUBEN, TESS = (person(key, editor=True) for key in ("sanne", "ruben", "tess"))
MILA, GAST = person("mila"), person("gast")
TEAM = Team({one.id: one for one in (SANNE, RUBEN, TESS, MILA, GAST)})


def theme(editor: str = "", deputies: tuple[str, ...] = (), guest: str = "") -> Theme:
    send_at = datetime(2024, 10, 15, 8, tzinfo=UTC)
    return Theme(
        Month(2024, 10), "T", "", (), "", send_at,
        editor=editor, deputies=deputies, guest_editor=guest,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("named", "editor", "deputies", "approvers"),
    [
        (None, SANNE, (RUBEN, TESS), (SANNE, RUBEN, TESS)),
        (theme("ruben"), RUBEN, (SANNE, TESS), (RUBEN, SANNE, TESS)),
        (theme("ruben", ("mila", "sanne")), RUBEN, (MILA, SANNE), (RUBEN, MILA, SANNE, TESS)),
        (theme("", ("sanne", "tess")), SANNE, (TESS,), (SANNE, TESS, RUBEN)),
    ],
)
def test_the_calendar_names_the_editor_and_the_deputies_in_their_order(
    named: Theme | None, editor: Person, deputies: tuple[Person, ...], approvers: tuple[Person, ...]
) -> None:
    found = Deciders(TEAM, named)
    assert (found.editor, found.deputies, found.approvers) == (editor, deputies, approvers)


def test_a_name_is_taken_as_the_team_writes_it_and_nobodys_is_refused_with_who_may() -> None:
    deciders = Deciders(TEAM)
    assert deciders.signed("  ruben ") == deciders.signed("RUBEN  voorbeeld") == "Ruben Voorbeeld"
    for name in ("Iemand", "Mila Voorbeeld"):
        with pytest.raises(ApprovalRefused) as refused:
            deciders.signed(name)
        assert "Sanne Voorbeeld, Ruben Voorbeeld, Tess Voorbeeld" in refused.value.sentence
    with pytest.raises(ApprovalRefused, match="geen naam"):
        deciders.signed("  ")


def test_a_desk_without_editors_takes_any_name_but_the_writers() -> None:
    deciders = Deciders(Team({"mila": MILA}))
    assert deciders.signed("  Kim  de Vries ") == "Kim de Vries"
    deciders.require_approver("Kim", writer="omroeper")
    with pytest.raises(ApprovalRefused, match="vierogen"):
        deciders.require_approver("kim ", writer="Kim")
    with pytest.raises(ApprovalRefused, match="vierogen"):
        deciders.require_approver("Mila Voorbeeld", writer="mila")


def test_the_guest_editor_asks_for_changes_and_does_not_approve() -> None:
    deciders = Deciders(TEAM, theme(guest="gast"))
    assert deciders.signed("gast") == "Gast Voorbeeld"
    with pytest.raises(ApprovalRefused, match="heeft deze editie gemaakt"):
        deciders.require_approver("Gast Voorbeeld", writer="omroeper")
    with pytest.raises(ApprovalRefused, match="heeft deze editie gemaakt"):
        Deciders(TEAM, theme(guest="tess")).require_approver("Tess Voorbeeld", writer="omroeper")
    alone = Deciders(TEAM, theme(guest="gast"), four_eyes=False)
    with pytest.raises(ApprovalRefused, match="mag niet goedkeuren"):
        alone.require_approver("Gast Voorbeeld", writer="omroeper")


def test_who_is_asked_is_who_may_approve_what_that_writer_made() -> None:
    deciders = Deciders(TEAM, theme("sanne", ("ruben", "tess"), guest="tess"))
    assert deciders.may_approve("omroeper") == (SANNE, RUBEN)
    assert deciders.may_approve("Sanne Voorbeeld") == (RUBEN,)
    alone = Deciders(TEAM, theme("sanne", ("ruben",)), four_eyes=False)
    assert alone.may_approve("Sanne Voorbeeld") == (SANNE, RUBEN)


def test_a_deputy_decides_in_the_editors_place_unless_the_editor_wrote_it() -> None:
    deciders = Deciders(TEAM, theme("sanne", ("ruben",)))
    assert deciders.in_place_of("Ruben Voorbeeld", writer="omroeper") == "Sanne Voorbeeld"
    assert deciders.in_place_of("Ruben Voorbeeld", writer="Sanne Voorbeeld") == ""
    assert deciders.in_place_of("Sanne Voorbeeld", writer="omroeper") == ""
