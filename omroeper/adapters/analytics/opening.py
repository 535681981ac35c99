"""config/analytics.yaml and the keys of the settings → providers that can be asked."""

from contextlib import ExitStack
from pathlib import Path

from omroeper.adapters.analytics.asking import Asker
from omroeper.adapters.analytics.ga4 import BASE_URL as GA4_URL
from omroeper.adapters.analytics.ga4 import SCOPE, Ga4
from omroeper.adapters.analytics.matomo import Matomo
from omroeper.adapters.analytics.piwik_pro import PiwikPro
from omroeper.adapters.analytics.plausible import BASE_URL as PLAUSIBLE_URL
from omroeper.adapters.analytics.plausible import Plausible
from omroeper.adapters.analytics.service_account import read_service_account
from omroeper.adapters.content.analytics import (
    Ga4Site,
    MatomoSite,
    PiwikProSite,
    Site,
    read_analytics,
)
from omroeper.domain.errors import SettingsError
from omroeper.domain.utm import OurLinks
from omroeper.ports import WebAnalytics
from omroeper.settings import PREFIX, Settings
from omroeper.settings.analytics import AnalyticsKeys


def open_providers(
    settings: Settings, ours: OurLinks, opened: ExitStack
) -> tuple[WebAnalytics, ...]:
    """Every provider of the file, closed with the desk; raises ContentError or SettingsError."""
    keys = settings.analytics
    return tuple(_opened(site, keys, ours, opened) for site in read_analytics(settings.home))


def _opened(site: Site, keys: AnalyticsKeys, ours: OurLinks, opened: ExitStack) -> WebAnalytics:
    def asker(url: str) -> Asker:
        made = Asker(site.name, url)
        opened.callback(made.close)
        return made

    if isinstance(site, Ga4Site):
        file = Path(_needed(str(keys.ga4_key or ""), site, "GA4_KEY"))
        account = read_service_account(file, SCOPE, f"{PREFIX}GA4_KEY")
        return Ga4(asker(site.url or GA4_URL), account, site.property, ours)
    if isinstance(site, MatomoSite):
        token = _needed(keys.matomo_token, site, "MATOMO_TOKEN")
        return Matomo(asker(site.url), token, site.site, ours)
    if isinstance(site, PiwikProSite):
        name = _needed(keys.piwik_pro_id, site, "PIWIK_PRO_ID")
        secret = _needed(keys.piwik_pro_secret, site, "PIWIK_PRO_SECRET")
        return PiwikPro(asker(site.url), (name, secret), site.website, ours)
    key = _needed(keys.plausible_key, site, "PLAUSIBLE_KEY")
    return Plausible(asker(site.url or PLAUSIBLE_URL), key, site.site, ours, goals=site.goals)


def _needed(key: str, site: Site, setting: str) -> str:
    if not key:
        raise SettingsError(
            f"is needed for {site.name} but not set",
            thing=PREFIX + setting,
            remedy="Set it, or take the provider out of config/analytics.yaml.",
        )
    return key
