"""Four providers of web analytics, each against a local server in its documented shapes and troubles."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from omroeper.adapters.analytics import asking
from omroeper.adapters.analytics.ga4 import SCOPE
from omroeper.adapters.analytics.matomo import NOTE
from omroeper.adapters.analytics.service_account import read_service_account
from omroeper.demo.analytics_server import AnalyticsServer, Visits
from omroeper.demo.ga4 import Ga4Server
from omroeper.domain.errors import AnalyticsError, SettingsError
from omroeper.domain.web_visits import WebRow
from tests.adapters.analytics.sites import EDITION, FIRST, LAST, OURS_ONLY, provider

ALL = ("ga4", "matomo", "piwik-pro", "plausible")


def row_of(one: Visits, name: str) -> WebRow:
    """What a provider tells of it; Plausible knows no engaged visits."""
    engaged = None if name == "plausible" else one.engaged
    parameters = (one.source, one.medium, one.campaign, one.content)
    return WebRow(one.day, *parameters, one.visits, engaged, one.visitors, one.conversions)


@pytest.mark.parametrize("page", [10_000, 4, 1])
@pytest.mark.parametrize("name", [one for one in ALL if one != "matomo"])
def test_daily_rows_of_our_links_come_back_whole_over_pages(
    name: str, page: int, tmp_path: Path
) -> None:
    with provider(name, tmp_path, page=page) as site:
        reading = site.analytics.daily(FIRST, LAST)
        assert sorted(reading.rows, key=repr) == sorted(
            (row_of(one, name) for one in OURS_ONLY), key=repr
        )
        assert reading.note == ""
        queries = [one for one in site.server.asked if "token" not in one.path]
        assert (len(queries) > 5) is (page == 1)


@pytest.mark.parametrize("page", [1000, 2, 1])
def test_matomo_tells_campaigns_alone_and_says_so(page: int, tmp_path: Path) -> None:
    with provider("matomo", tmp_path, page=page) as site:
        reading = site.analytics.daily(FIRST, LAST)
    nothing = (None, None)
    assert sorted(reading.rows, key=repr) == sorted(
        (
            WebRow(FIRST, *nothing, EDITION, None, 59, 41, 53, 5),
            WebRow(date(2024, 10, 8), *nothing, EDITION, None, 9, 8, 9, 0),
            WebRow(date(2024, 10, 8), *nothing, "talent-2024-10", None, 3, 1, 3, 0),
            WebRow(LAST, *nothing, EDITION, None, 2, 2, 2, 0),
        ),
        key=repr,
    )
    assert reading.note == NOTE


@pytest.mark.parametrize("name", ALL)
def test_one_day_is_asked_as_well_as_several(name: str, tmp_path: Path) -> None:
    with provider(name, tmp_path) as site:
        (row,) = site.analytics.daily(LAST, LAST).rows
    assert (row.day, row.visits, row.visitors) == (LAST, 2, 2)


@pytest.mark.parametrize("name", ALL)
def test_no_visits_are_no_rows(name: str, tmp_path: Path) -> None:
    with provider(name, tmp_path) as site:
        site.server.rows = []
        assert site.analytics.daily(FIRST, LAST).rows == ()


@pytest.mark.parametrize("name", ALL)
def test_a_used_quota_is_told_and_never_asked_again(name: str, tmp_path: Path) -> None:
    with provider(name, tmp_path, pauses=(0.0, 0.0)) as site:
        site.server.quota_left = 0
        with pytest.raises(AnalyticsError, match="429") as caught:
            site.analytics.daily(FIRST, LAST)
        refused = [one for one in site.server.asked if "token" not in one.path]
    assert len(refused) == 1
    assert caught.value.thing == name
    assert "the next night" in caught.value.remedy


def test_a_quota_that_ends_between_pages_gives_nothing_by_halves(tmp_path: Path) -> None:
    with provider("ga4", tmp_path, page=1) as site:
        site.server.quota_left = 2
        with pytest.raises(
            AnalyticsError, match="RESOURCE_EXHAUSTED: Exhausted property tokens per day"
        ):
            site.analytics.daily(FIRST, LAST)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ga4", "invalid_grant: Invalid JWT Signature"),
        ("matomo", "requires 'view' access"),
        ("piwik-pro", "invalid_client"),
        ("plausible", "Invalid API key or site ID"),
    ],
)
def test_a_wrong_key_is_told_in_the_providers_words_and_not_shown(
    name: str, told: str, tmp_path: Path
) -> None:
    with (
        provider(name, tmp_path, key="geheim-maar-fout") as site,
        pytest.raises(AnalyticsError) as caught,
    ):
        site.analytics.daily(FIRST, LAST)
    assert told in caught.value.sentence
    assert caught.value.remedy
    assert "geheim" not in caught.value.sentence


@pytest.mark.parametrize("name", ALL)
def test_a_server_in_trouble_is_asked_again(name: str, tmp_path: Path) -> None:
    with provider(name, tmp_path, pauses=(0.0, 0.0)) as site:
        site.server.failing = 2
        assert site.analytics.daily(FIRST, LAST).rows
        site.server.failing = 3
        with pytest.raises(AnalyticsError, match="503"):
            site.analytics.daily(FIRST, LAST)


@pytest.mark.parametrize("name", ALL)
def test_nobody_there_is_told(name: str, tmp_path: Path) -> None:
    with provider(name, tmp_path) as site:
        site.server.hangs_up = True
        with pytest.raises(AnalyticsError, match="gave no answer"):
            site.analytics.daily(FIRST, LAST)


@pytest.mark.parametrize("name", ALL)
def test_an_answer_of_another_shape_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider(name, tmp_path) as site:
        monkeypatch.setattr(type(site.server), "answer", lambda *_: {"onderhoud": True})
        with pytest.raises(AnalyticsError) as caught:
            site.analytics.daily(FIRST, LAST)
    assert caught.value.remedy


def test_an_answer_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_BYTES", 200)
    with provider("plausible", tmp_path) as site, pytest.raises(AnalyticsError, match="too long"):
        site.analytics.daily(FIRST, LAST)


def test_what_ga4_is_not_sure_of_is_noted(tmp_path: Path) -> None:
    with provider("ga4", tmp_path, page=1) as site:
        assert isinstance(site.server, Ga4Server)
        site.server.sampled, site.server.thresholding = 0.25, 5
        reading = site.analytics.daily(FIRST, LAST)
    assert reading.note == "sampled: 25% of events; thresholded: small numbers are left out"
    assert min(row.visitors or 0 for row in reading.rows) >= 5


def test_plausible_without_goals_tells_no_conversions(tmp_path: Path) -> None:
    with provider("plausible", tmp_path) as site:
        monkey: AnalyticsServer = site.server
        analytics = site.analytics
        analytics._goals = ()  # type: ignore[attr-defined]
        rows = analytics.daily(FIRST, LAST).rows
        assert len([one for one in monkey.asked if one.path == "/api/v2/query"]) == 1
    assert {row.conversions for row in rows} == {None}


def test_matomos_token_stands_in_no_address(tmp_path: Path) -> None:
    with provider("matomo", tmp_path) as site:
        site.analytics.daily(FIRST, LAST)
        assert {one.path for one in site.server.asked} == {"/index.php"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"private_key": "geen sleutel"}, "not the key of a service account"),
        ({"client_email": None}, "not the key of a service account"),
    ],
)
def test_a_spoilt_key_file_is_named(
    change: dict[str, str | None], told: str, tmp_path: Path
) -> None:
    file = tmp_path / "ga4.json"
    with Ga4Server() as server:
        file.write_text(json.dumps(json.loads(server.key_file) | change))
    file.chmod(0o600)
    with pytest.raises(SettingsError, match=told) as caught:
        read_service_account(file, SCOPE, "OMROEPER_GA4_KEY")
    assert caught.value.thing == "OMROEPER_GA4_KEY"


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ga4.json"
    file.write_text("{}")
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_service_account(file, SCOPE, "OMROEPER_GA4_KEY")


def test_visits_that_come_late_are_in_the_next_reading(tmp_path: Path) -> None:
    with provider("piwik-pro", tmp_path) as site:
        before = site.analytics.daily(LAST, LAST).rows
        site.server.rows = [replace(one, visits=one.visits + 1) for one in site.server.rows]
        after = site.analytics.daily(LAST, LAST).rows
    assert [one.visits for one in (*before, *after)] == [2, 3]
