"""The desk measures: clicks as its pages count them, and web analytics by its own files and settings."""

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from omroeper.demo.analytics_server import Visits
from omroeper.demo.plausible import KEY, SITE, PlausibleServer
from omroeper.domain.delivery import CampaignState
from omroeper.domain.errors import ContentError, SettingsError
from omroeper.settings.analytics import AnalyticsKeys
from omroeper.web.app import create_app
from omroeper.web.pages import pages_of
from omroeper.wiring import Desk
from tests.wiring.test_revised_figures import OCTOBER, approved

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


def with_sites(desk: Desk, text: str, **keys: str) -> None:
    (desk.settings.home / "config" / "analytics.yaml").write_text(text, encoding="utf-8")
    desk.settings = replace(
        desk.settings, analytics=AnalyticsKeys(plausible_key=keys.get("key", ""))
    )


def test_a_click_on_the_pages_is_in_the_numbers_of_its_story(desk: Desk) -> None:
    draft = approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    desk.store.move_campaign(campaign.id, CampaignState.SENDING)
    link = next(iter(desk.store.clicks(OCTOBER)))
    with TestClient(create_app(pages_of(desk)), follow_redirects=False) as client:
        for place in range(7):
            headers = {"User-Agent": BROWSER if place else "SafeLinks"}
            assert client.get(f"/k/{link}", headers=headers).status_code == 302
    measured = desk.measure_campaign(campaign.id)
    assert measured.added == measured.read > 20
    told = {one.metric: int(one.value) for one in desk.store.newest_snapshots(subject=OCTOBER)}
    keys = {f"clicks story:{entry.item.key}" for entry in draft.edition.entries}
    assert told["left out:agent"] == 1
    assert told["left out:burst"] == 6  # one place, right after delivery
    assert told["clicks"] == 0
    assert keys & set(told)


def test_web_analytics_are_read_by_the_file_and_the_key(desk: Desk) -> None:
    day = date(2024, 10, 9)
    rows = [Visits(day, "agdb", "email", OCTOBER, "lead", 40, 30, 35, 4)]
    with PlausibleServer(rows) as server:
        text = f"providers:\n  - {{provider: plausible, site: {SITE}, url: '{server.url}'}}\n"
        with_sites(desk, text, key=KEY)
        (measured,) = desk.measure_web()
        assert (measured.part, measured.read, measured.added) == ("plausible", 2, 2)
        server.quota_left = 0
        (refused,) = desk.measure_web()
        assert "429" in refused.trouble
    (visits,) = [o for o in desk.store.newest_snapshots("plausible") if o.metric == "visits"]
    assert (int(visits.value), visits.period) == (40, "2024-10-09")


def test_a_provider_without_its_key_names_the_setting(desk: Desk) -> None:
    with_sites(desk, f"providers:\n  - {{provider: plausible, site: {SITE}}}\n")
    with pytest.raises(SettingsError, match="OMROEPER_PLAUSIBLE_KEY"):
        desk.measure_web()


def test_everything_is_measured_at_a_desk_that_is_new(desk: Desk) -> None:
    parts = {one.part: one for one in desk.measure_all()}
    assert set(parts) == {"list", "handmatig"}
    assert not any(one.trouble for one in parts.values())
    assert sum(one.added for one in desk.measure_all()) == 0


def test_the_gate_asks_for_the_consent_that_the_settings_name(desk: Desk) -> None:
    assert desk.gate_of("agdb").opens_consent == ""
    desk.settings = replace(desk.settings, opens_consent="openen-1")
    del desk.opens_consent
    with pytest.raises(ContentError, match="consent-opens"):
        desk.gate_of("agdb")
    text = "version: openen-1\ntexts:\n  nl: U mag zien of ik uw mail open.\n"
    (desk.settings.home / "content" / "consent-opens.yaml").write_text(text, encoding="utf-8")
    assert desk.gate_of("agdb").opens_consent == "openen-1"
