"""config/sending.yaml: what operators decide about sending, or which line is wrong and why."""

from pathlib import Path

import pytest

from omroeper.adapters.content.sending import read_sending
from omroeper.domain.errors import ContentError
from omroeper.domain.sending_plan import Bound, DomainGroup, SendingPlan

ROOT = Path(__file__).resolve().parents[3]


def written(home: Path, text: str) -> Path:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "sending.yaml").write_text(text, encoding="utf-8")
    return home


def test_what_is_shipped_limits_nothing_and_stops_what_goes_wrong() -> None:
    assert read_sending(ROOT) == SendingPlan()


def test_without_the_file_the_bounds_still_hold(tmp_path: Path) -> None:
    assert read_sending(tmp_path) == SendingPlan()


def test_the_examples_in_the_file_work(tmp_path: Path) -> None:
    shipped = (ROOT / "config" / "sending.yaml").read_text(encoding="utf-8").splitlines()
    starts = "# per_hour:|# domains:|#   - |#     per_hour|#     domains|# warm_up:|#   per_day:"
    names = tuple(starts.split("|"))
    shown = [line.removeprefix("# ") if line.startswith(names) else line for line in shipped]
    plan = read_sending(written(tmp_path, "\n".join(shown)))
    assert plan.per_hour == 20_000
    assert plan.warm_up == (500, 1000, 2000, 5000, 10_000, 20_000)
    (group,) = plan.groups
    assert group.name == "Microsoft"
    assert "hotmail.com" in group.domains


def test_all_of_it(tmp_path: Path) -> None:
    text = (
        "per_hour: 900\n"
        "domains:\n  - {name: Live, per_hour: 60, domains: [Live.nl, LIVE.com]}\n"
        "warm_up: {per_day: [5, 10]}\n"
        "stop: {complaints: {percent: 0.1, at_least: 3}}\n"
    )
    assert read_sending(written(tmp_path, text)) == SendingPlan(
        per_hour=900,
        groups=(DomainGroup("Live", 60, frozenset({"live.nl", "live.com"})),),
        warm_up=(5, 10),
        complaints=Bound(0.1, 3),
    )


GROUP = "domains:\n  - {name: A, per_hour: 5, domains: [a.nl]}\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("per_hour: 0\n", 1, "per_hour"),
        ("per_hour: veel\n", 1, "per_hour"),
        ("per_uur: 5\n", 1, "per_hour"),
        ("warm_up: {per_day: []}\n", 1, "per_day"),
        ("warm_up: {per_day: [500, -1]}\n", 1, "per_day"),
        ("domains:\n  - {name: A, per_hour: 5, domains: ['@a.nl']}\n", 2, "domains"),
        ("domains:\n  - {name: A, per_hour: 5, domains: ['*.nl']}\n", 2, "domains"),
        ("domains:\n  - {name: A, per_hour: 5, domains: []}\n", 2, "domains"),
        (f"{GROUP}  - {{name: A, per_hour: 5, domains: [b.nl]}}\n", 3, "‘A’ is there twice"),
        (f"{GROUP}  - {{name: B, per_hour: 5, domains: [A.nl]}}\n", 3, "stands in ‘A’ already"),
        ("stop: {refused: {percent: 200, at_least: 1}}\n", 1, "percent"),
        ("stop: {refused: {percent: 5}}\n", 1, "at_least"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_sending(written(tmp_path, text))
    assert caught.value.sentence.startswith(f"config/sending.yaml:{line}")
    assert told in caught.value.sentence
