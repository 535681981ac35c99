"""config/clicks.yaml, utm.yaml and analytics.yaml: what is shipped works, and mistakes name their line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from omroeper.adapters.content.analytics import (
    Ga4Site,
    MatomoSite,
    PiwikProSite,
    PlausibleSite,
    read_analytics,
)
from omroeper.adapters.content.clicks import read_clicks
from omroeper.adapters.content.consent import require_opens_consent
from omroeper.adapters.content.utm import read_utm
from omroeper.domain.clicks import ClickRules
from omroeper.domain.errors import ContentError
from omroeper.domain.utm import Channel, UtmNames

ROOT = Path(__file__).resolve().parents[3]


def written(home: Path, name: str, text: str) -> Path:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / name).write_text(text, encoding="utf-8")
    return home


def test_what_is_shipped_is_the_usual() -> None:
    rules = read_clicks(ROOT)
    assert len(rules.agents) > 40
    assert ClickRules(rules.agents) == rules
    assert read_utm(ROOT) == UtmNames()
    assert read_analytics(ROOT) == ()


def test_without_the_files_the_usual_holds(tmp_path: Path) -> None:
    assert read_clicks(tmp_path) == ClickRules()
    assert read_utm(tmp_path) == UtmNames()
    assert read_analytics(tmp_path) == ()


def test_all_of_each(tmp_path: Path) -> None:
    clicks = (
        "agents: [SafeLinks]\nseconds: 1\nlinks_at_once: 4\nburst: 9\nafter_delivery_hours: 5\n"
    )
    written(tmp_path, "clicks.yaml", clicks)
    assert read_clicks(tmp_path) == ClickRules(("safelinks",), 1, 4, 9, 5)
    utm = 'mail: {source: "{newsletter}", medium: mail}\nlinkedin: {source: li, medium: post}\n'
    written(tmp_path, "utm.yaml", utm)
    assert read_utm(tmp_path) == UtmNames(Channel("{newsletter}", "mail"), Channel("li", "post"))


def test_the_examples_of_web_analytics_work(tmp_path: Path) -> None:
    shipped = (ROOT / "config" / "analytics.yaml").read_text(encoding="utf-8")
    text = shipped.replace("providers: []", "providers:")
    text = re.sub(r"^#   ", "  ", text, flags=re.MULTILINE)
    sites = read_analytics(written(tmp_path, "analytics.yaml", text))
    assert [type(one) for one in sites] == [Ga4Site, MatomoSite, PiwikProSite, PlausibleSite]
    assert sites[3] == PlausibleSite(
        provider="plausible", site="organisatie.nl", goals=("Aanmelding", "Brochure")
    )


GA4 = 'providers:\n  - {provider: ga4, property: "1"}\n'


@pytest.mark.parametrize(
    ("name", "read", "text", "line", "told"),
    [
        ("clicks.yaml", read_clicks, "agents: [x]\n", 1, "agents"),
        ("clicks.yaml", read_clicks, "seconds: 30\n", 1, "seconds"),
        ("clicks.yaml", read_clicks, "burst: 1\n", 1, "burst"),
        ("clicks.yaml", read_clicks, "agent: [bot]\n", 1, "agents"),
        ("utm.yaml", read_utm, "mail: {source: a, medium: b}\n", 1, "linkedin"),
        (
            "utm.yaml",
            read_utm,
            "mail: {source: A b, medium: b}\nlinkedin: {source: a, medium: b}\n",
            1,
            "source",
        ),
        (
            "utm.yaml",
            read_utm,
            "mail: {source: a, medium: b}\nlinkedin: {source: a, medium: b}\n",
            2,
            "cannot be told apart",
        ),
        (
            "utm.yaml",
            read_utm,
            'mail: {source: a, medium: "{newsletter}"}\nlinkedin: {source: l, medium: b}\n',
            1,
            "same for every newsletter",
        ),
        ("analytics.yaml", read_analytics, "providers:\n  - {provider: ga3}\n", 2, "provider"),
        ("analytics.yaml", read_analytics, "providers:\n  - {provider: ga4}\n", 2, "property"),
        (
            "analytics.yaml",
            read_analytics,
            f'{GA4}  - {{provider: ga4, property: "2"}}\n',
            3,
            "‘ga4’ is there already",
        ),
        (
            "analytics.yaml",
            read_analytics,
            'providers:\n  - {provider: ga4, property: "1", name: linkedin}\n',
            2,
            "‘linkedin’ is there already",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, name: str, read: Callable[[Path], object], text: str, line: int, told: str
) -> None:
    with pytest.raises(ContentError) as caught:
        read(written(tmp_path, name, text))
    assert caught.value.sentence.startswith(f"config/{name}:{line}")
    assert told in caught.value.sentence


OWN = "version: openen-1\ntexts:\n  nl: U mag zien of ik uw mail open.\n"


def with_consent(home: Path, text: str | None) -> Path:
    (home / "content").mkdir()
    signing_up = "version: '2026-11'\ntexts:\n  nl: Mail mij de nieuwsbrief.\n"
    (home / "content" / "consent.yaml").write_text(signing_up, encoding="utf-8")
    if text is not None:
        (home / "content" / "consent-opens.yaml").write_text(text, encoding="utf-8")
    return home


def test_a_consent_of_its_own_is_found(tmp_path: Path) -> None:
    require_opens_consent(with_consent(tmp_path, OWN), "openen-1")


@pytest.mark.parametrize(
    ("text", "version", "told"),
    [
        (None, "openen-1", "consent-opens.yaml: the file is missing"),
        (OWN, "openen-2", "OMROEPER_OPENS_CONSENT is ‘openen-2’"),
        (OWN.replace("openen-1", "'2026-11'"), "2026-11", "it is the text for signing up"),
        (
            "version: openen-1\ntexts:\n  nl: Mail mij de nieuwsbrief.\n",
            "openen-1",
            "it is the text for signing up",
        ),
    ],
)
def test_any_other_consent_is_refused(
    tmp_path: Path, text: str | None, version: str, told: str
) -> None:
    with pytest.raises(ContentError) as caught:
        require_opens_consent(with_consent(tmp_path, text), version)
    assert told in caught.value.sentence
