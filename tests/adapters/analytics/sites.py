"""Each provider's stand-in with its adapter, over the same rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from omroeper.adapters.analytics.asking import Asker
from omroeper.adapters.analytics.ga4 import SCOPE, Ga4
from omroeper.adapters.analytics.matomo import Matomo
from omroeper.adapters.analytics.piwik_pro import PiwikPro
from omroeper.adapters.analytics.plausible import Plausible
from omroeper.adapters.analytics.service_account import read_service_account
from omroeper.demo import ga4, matomo, piwik_pro, plausible
from omroeper.demo.analytics_server import AnalyticsServer, Visits
from omroeper.domain.utm import UtmNames
from omroeper.ports import WebAnalytics

OURS = UtmNames().ours(("agdb", "talent"))
FIRST, LAST = date(2024, 10, 7), date(2024, 10, 9)
EDITION = "agdb-2024-10"
ROWS = (
    Visits(FIRST, "agdb", "email", EDITION, "lead", 40, 30, 35, 4),
    Visits(FIRST, "agdb", "email", EDITION, "theme", 12, 5, 12, 0),
    Visits(FIRST, "linkedin", "social", EDITION, "uitgelicht", 7, 6, 6, 1),
    Visits(date(2024, 10, 8), "agdb", "email", EDITION, "lead", 9, 8, 9, 0),
    Visits(date(2024, 10, 8), "talent", "email", "talent-2024-10", "", 3, 1, 3, 0),
    Visits(LAST, "agdb", "email", EDITION, "lead", 2, 2, 2, 0),
    # not ours: another's campaign, our source by another way, a day outside
    Visits(FIRST, "google", "cpc", "najaar", "", 99, 50, 90, 2),
    Visits(FIRST, "linkedin", "email", "najaar", "", 98, 50, 90, 2),
    Visits(date(2024, 10, 6), "agdb", "email", EDITION, "lead", 97, 50, 90, 2),
)
OURS_ONLY = ROWS[:6]


@dataclass(frozen=True, slots=True)
class Provider:
    server: AnalyticsServer
    analytics: WebAnalytics


@contextmanager
def provider(
    name: str, folder: Path, *, page: int = 10_000, key: str = "", pauses: tuple[float, ...] = ()
) -> Iterator[Provider]:
    """A provider's stand-in and what asks it; `key` is a wrong key to ask with."""
    servers: dict[str, Callable[[], AnalyticsServer]] = {
        "ga4": ga4.Ga4Server,
        "matomo": matomo.MatomoServer,
        "piwik-pro": piwik_pro.PiwikProServer,
        "plausible": plausible.PlausibleServer,
    }
    with servers[name]() as server:
        server.rows = list(ROWS)
        asker = Asker(name, server.url, pauses=pauses)
        try:
            yield Provider(server, _analytics(name, asker, server, folder, page, key))
        finally:
            asker.close()


def _analytics(
    name: str, asker: Asker, server: AnalyticsServer, folder: Path, page: int, key: str
) -> WebAnalytics:
    if name == "matomo":
        return Matomo(asker, key or matomo.TOKEN, matomo.SITE, OURS, page=page)
    if name == "piwik-pro":
        client = (piwik_pro.CLIENT[0], key or piwik_pro.CLIENT[1])
        return PiwikPro(asker, client, piwik_pro.WEBSITE, OURS, page=page)
    if name == "plausible":
        goals = (plausible.GOAL,)
        return Plausible(asker, key or plausible.KEY, plausible.SITE, OURS, goals=goals, page=page)
    assert isinstance(server, ga4.Ga4Server)
    file = folder / "ga4.json"
    file.write_text(server.key_file, encoding="utf-8")
    file.chmod(0o600)
    if key:  # the server knows another key than the one in the file
        server.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    account = read_service_account(file, SCOPE, "OMROEPER_GA4_KEY")
    return Ga4(asker, account, ga4.PROPERTY, OURS, page=page)
