"""The coverage ledger, as a table of cases."""

from dataclasses import replace

import pytest

from omroeper.domain.coverage import CoverageLedger, coverage_ledger, silence_findings
from omroeper.domain.edition import Dropped
from omroeper.domain.month import Month
from omroeper.domain.programme import Domain, Programme, Programmes, ProgrammeStatus
from tests.domain.test_assembly import item, make


def programme(name: str, **changes: object) -> Programme:
    return replace(Programme(name, name.upper(), Domain.FUNDEREND), **changes)  # type: ignore[arg-type]


HOUSE = Programmes(
    {
        one.id: one
        for one in (
            programme("a", weight=2),
            programme("b"),
            programme("part", parent="b"),
            programme("part_of_part", parent="part"),
            programme("ended", status=ProgrammeStatus.ENDED),
            programme("planned", status=ProgrammeStatus.PLANNED),
        )
    }
)


def ledger(**told: tuple[str, ...]) -> CoverageLedger:
    """Months as `m9=("a", "a")` for September 2024; `y10` for October of the year before."""
    months = {
        Month(2024 if key[0] == "m" else 2023, int(key[1:])): ids for key, ids in told.items()
    }
    return coverage_ledger(2024, months, HOUSE)


def row(found: CoverageLedger, name: str) -> tuple[object, ...]:
    one = next(one for one in found.rows if one.programme.id == name)
    return str(one.last), one.silence, sum(one.counts)


@pytest.mark.parametrize(
    ("told", "name", "expected"),
    [
        ({}, "a", ("None", 0, 0)),
        ({"m9": ("a", "a")}, "a", ("2024-09", 0, 2)),
        ({"m9": ("a",), "m10": (), "m11": ("b",)}, "a", ("2024-09", 2, 1)),
        ({"m9": (), "m10": ()}, "a", ("None", 2, 0)),
        ({"y12": ("a",), "m1": ("b",)}, "a", ("2023-12", 1, 0)),
        ({"m9": ("part",), "m10": ()}, "b", ("2024-09", 1, 0)),
        ({"m9": ("part_of_part",)}, "b", ("2024-09", 0, 0)),
        ({"m9": ("b",)}, "part", ("None", 1, 0)),
        ({"m9": ("ended",)}, "ended", ("2024-09", 0, 1)),
    ],
)
def test_last_mention_silence_and_count(
    told: dict[str, tuple[str, ...]], name: str, expected: tuple[object, ...]
) -> None:
    assert row(ledger(**told), name) == expected


def test_shares_stand_beside_the_expected_ones() -> None:
    found = ledger(m9=("a", "ended"), m10=("a", "b"))
    shares = {one.programme.id: (one.share, one.expected) for one in found.rows}
    assert shares == {
        "a": (0.5, 0.4),
        "b": (0.25, 0.2),
        "part": (0, 0.2),
        "part_of_part": (0, 0.2),
        "ended": (0.25, 0),
    }
    assert found.months == (Month(2024, 9), Month(2024, 10))


def test_who_is_not_expected_to_speak_is_never_silent() -> None:
    found = ledger(m9=("a", "ended"), m10=(), m11=("b",))
    assert [one.programme.id for one in found.silent(2)] == ["part", "part_of_part", "a"]
    assert not found.silent(4)


def test_silence_is_one_warning_that_suggests_what_was_not_chosen() -> None:
    found = ledger(m9=("b",), m10=("part_of_part",))
    unchosen = Dropped(item("x", "a", title="Nieuws van A"), "Geen plaats")
    foreign = Dropped(item("e", "a", language="en"), "Niet in het Nederlands (taal: en)")
    left = (foreign, unchosen, Dropped(item("z", "b"), "Geen plaats"))
    edition = replace(make(item("y")), dropped=left)
    (warning,) = silence_findings(found, edition, after=2)
    assert warning.reason == "Al 2 of meer nieuwsbrieven niets over: A (2)."
    assert "‘Nieuws van A’" in warning.remedy
    assert not any(f"Bericht {one}" in warning.remedy for one in ("z", "e"))
    (asked,) = silence_findings(found, make(item("y")), after=2)
    assert asked.remedy == "Vraag hun om nieuws voor de volgende keer."
    assert not list(silence_findings(found, edition, after=3))
