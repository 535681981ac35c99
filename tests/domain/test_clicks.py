"""Which follows count as a reader's: known programs, and what one place does in a few seconds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from omroeper.adapters.content.clicks import read_clicks
from omroeper.domain.clicks import ClickRules, Counted, Follow, LeftOut, judge

ROOT = Path(__file__).resolve().parents[2]
HOUR = datetime(2024, 10, 10, 9, tzinfo=UTC)
RULES = ClickRules(("safelinks", "bot/"), seconds=1.5, links_at_once=4, burst=6)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.6 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)


def follow(moment: float, link: str = "a", place: int = 1) -> Follow:
    return Follow(moment, place, link, "e", HOUR)


def counted(*follows: Follow, links: int = 8, fresh: bool = False) -> dict[str, int]:
    """How many follows each rule kept out; under '' those that count."""
    found = judge(follows, None, RULES, links={"e": links}, fresh={"e"} if fresh else ())
    rules: dict[str, int] = {}
    for one, count in found.items():
        rules[one.rule] = rules.get(one.rule, 0) + count
    return rules


@pytest.mark.parametrize(
    ("method", "agent", "purpose", "rule"),
    [
        ("GET", FIREFOX, "", None),
        ("HEAD", FIREFOX, "", LeftOut.HEAD),
        ("GET", "", "", LeftOut.NO_AGENT),
        ("GET", "Mozilla/5.0 (compatible; Googlebot/2.1)", "", LeftOut.AGENT),
        ("GET", "SafeLinks scanner", "", LeftOut.AGENT),
        ("GET", FIREFOX, "prefetch;prerender", LeftOut.PREFETCH),
        ("GET", FIREFOX, "preview", LeftOut.PREFETCH),
    ],
)
def test_what_the_request_itself_tells(
    method: str, agent: str, purpose: str, rule: LeftOut | None
) -> None:
    assert RULES.at_once(method, agent, purpose) is rule


@pytest.mark.parametrize("agent", [FIREFOX, SAFARI, EDGE, "Mozilla/5.0 (Android 14; CUBOT X30)"])
def test_no_listed_program_is_part_of_a_browsers_name(agent: str) -> None:
    assert read_clicks(ROOT).at_once("GET", agent, "") is None


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Barracuda Sentinel (EE)",
        "Microsoft Office/16.0 (Microsoft Outlook 16.0.17928; Pro)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "python-requests/2.32.3",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/130.0.0.0 Safari/537.36",
    ],
)
def test_known_programs_are_listed(agent: str) -> None:
    assert read_clicks(ROOT).at_once("GET", agent, "") is LeftOut.AGENT


def test_a_reader_who_reads_three_stories_one_after_another_counts_three_times() -> None:
    assert counted(follow(0, "a"), follow(4, "b"), follow(9, "c"), fresh=True) == {"": 3}


def test_who_opens_three_tabs_at_once_counts() -> None:
    assert counted(follow(0, "a"), follow(0.4, "b"), follow(0.9, "c"), fresh=True) == {"": 3}


def test_every_link_at_once_is_a_scanner_also_the_first_of_them() -> None:
    scan = [follow(index / 10, link) for index, link in enumerate("abcd")]
    assert counted(*scan) == {LeftOut.EVERY_LINK: 4}
    assert counted(*scan[:3], links=3) == {LeftOut.EVERY_LINK: 3}
    assert counted(*scan[:2], links=2) == {"": 2}


def test_the_same_links_from_several_places_are_readers() -> None:
    assert counted(*(follow(i / 10, link, i) for i, link in enumerate("abcd"))) == {"": 4}


def test_a_burst_counts_out_only_right_after_delivery() -> None:
    """A gateway that gets a copy for each of a school's teachers follows the same link for each."""
    burst = [follow(index / 10) for index in range(6)]
    assert counted(*burst, fresh=True) == {LeftOut.BURST: 6}
    assert counted(*burst) == {"": 6}
    assert counted(*burst[:5], fresh=True) == {"": 5}


def test_only_the_ripe_are_counted_but_all_are_looked_at() -> None:
    scan = [follow(index / 10, link) for index, link in enumerate("abcd")]
    found = judge(scan, scan[:1], RULES, links={"e": 8}, fresh=())
    assert found == {Counted("a", HOUR, LeftOut.EVERY_LINK): 1}


def test_editions_are_judged_apart() -> None:
    others = [Follow(i / 10, 1, link, "f", HOUR) for i, link in enumerate("cd")]
    assert counted(follow(0, "a"), follow(0.1, "b"), *others) == {"": 4}
