"""The keys of web analytics. What is asked of which provider stands in config/analytics.yaml."""

from dataclasses import dataclass, field
from pathlib import Path

from omroeper.settings.values import Values


@dataclass(frozen=True, slots=True)
class AnalyticsKeys:
    """Empty where a provider is not used. `ga4_key` is a service account's key file (JSON)."""

    ga4_key: Path | None = None
    matomo_token: str = field(default="", repr=False)
    piwik_pro_id: str = ""
    piwik_pro_secret: str = field(default="", repr=False)
    plausible_key: str = field(default="", repr=False)


def analytics_keys(values: Values, home: Path) -> AnalyticsKeys:
    return AnalyticsKeys(
        ga4_key=values.optional_path("GA4_KEY", home),
        matomo_token=values.text("MATOMO_TOKEN", ""),
        piwik_pro_id=values.text("PIWIK_PRO_ID", ""),
        piwik_pro_secret=values.text("PIWIK_PRO_SECRET", ""),
        plausible_key=values.text("PLAUSIBLE_KEY", ""),
    )
