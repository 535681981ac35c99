"""The team's file: who edits, who reviews, whom to ask."""

from pathlib import Path

import pytest

from omroeper.adapters.content.team import read_team
from omroeper.domain.errors import ContentError
from omroeper.domain.programme import Domain, Programme, Programmes

PROGRAMMES = Programmes({"sto": Programme("sto", "Sterk Techniekonderwijs", Domain.FUNDEREND)})
MILA = "{id: mila, name: Mila Voorbeeld, address: mila@desk.example, contact_for: [sto], reviews: [sto]}"
RUBEN = "{id: ruben, name: Ruben Voorbeeld, address: ruben@desk.example, editor: true}"


def _write(home: Path, *people: str) -> None:
    (home / "content").mkdir(exist_ok=True)
    lines = "".join(f"  - {person}\n" for person in people)
    (home / "content" / "team.yaml").write_text(f"people:\n{lines}", encoding="utf-8")


def test_tells_who_does_what(tmp_path: Path) -> None:
    _write(tmp_path, MILA, RUBEN)
    team = read_team(tmp_path, PROGRAMMES)
    assert [person.id for person in team.editors] == ["ruben"]
    contact = team.contact_of("sto")
    assert contact is not None
    assert contact.address == "mila@desk.example"
    assert [person.id for person in team.reviewers_of("sto")] == ["mila"]
    assert team.named(" ruben  VOORBEELD ") == team.get("ruben")


def test_a_desk_without_the_file_has_nobody(tmp_path: Path) -> None:
    assert len(read_team(tmp_path, PROGRAMMES)) == 0


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ((MILA, MILA), "people.1.id"),
        ((MILA, MILA.replace("id: mila", "id: anders")), "people.1.name"),
        ((MILA.replace("[sto]", "[stoo]", 1),), "people.0.contact_for.0"),
        ((RUBEN.replace("ruben@desk.example", "ruben"),), "people.0.address"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, people: tuple[str, ...], field: str) -> None:
    _write(tmp_path, *people)
    with pytest.raises(ContentError) as mistake:
        read_team(tmp_path, PROGRAMMES)
    assert field in str(mistake.value)
    assert "team.yaml" in str(mistake.value)
