"""The table of findings is whole: every code the source gives stands in it, with the level it is given."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from omroeper.domain.finding import Level
from omroeper.domain.finding_kinds import KINDS, found
from omroeper.services.check.followed import TOLD

PACKAGE = Path(__file__).resolve().parents[2] / "omroeper"
MAKERS = {"found", "found_of", "Finding", "_finding", "_block", "_warn"}


def given() -> Iterator[tuple[str, str, str]]:
    """File, code and level (empty where the table gives it) of each finding that the source makes."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                level, code = "", ""
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Attribute) and argument.attr.isupper():
                        level = argument.attr.lower()
                    elif isinstance(argument, ast.Constant) and not code:
                        code = str(argument.value)
                if code:
                    yield file.name, code, level


GIVEN = tuple(given())


@pytest.mark.parametrize(("file", "code", "level"), sorted(set(GIVEN)))
def test_every_finding_is_in_the_table(file: str, code: str, level: str) -> None:
    assert code in KINDS, f"{file} gives ‘{code}’: add it to domain/finding_kinds.py"
    assert level in ("", KINDS[code].level.value), f"{file} gives ‘{code}’ another level"


def test_the_table_has_no_finding_that_nothing_gives() -> None:
    followed = {code for code, _, _ in TOLD.values()}
    assert set(KINDS) == {code for _, code, _ in GIVEN} | followed


def test_a_finding_has_the_level_of_its_kind() -> None:
    assert found("onaf", "Mail", "r", "m").level is Level.BLOCKING
    assert found("spaties", "Mail", "r", "m").level is Level.WARNING
    assert all(kind.meaning.endswith(".") for kind in KINDS.values())
