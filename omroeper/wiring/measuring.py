"""Measuring, with the desk's own store, channel and web analytics."""

from functools import cached_property

from omroeper.adapters.content.clicks import read_clicks
from omroeper.domain.clicks import ClickRules
from omroeper.domain.measuring import Measured
from omroeper.ports import WebAnalytics
from omroeper.services import send
from omroeper.services.measure import measure_campaign
from omroeper.services.measure_list import measure_list
from omroeper.services.measure_posts import measure_posts
from omroeper.services.measure_web import measure_web
from omroeper.wiring.sending import SendingSteps


class MeasuringSteps(SendingSteps):
    @property
    def click_rules(self) -> ClickRules:
        """What keeps scanners out of the count of clicks."""
        return read_clicks(self.settings.home)

    @cached_property
    def web_analytics(self) -> tuple[WebAnalytics, ...]:
        """The providers of config/analytics.yaml; raises ContentError or SettingsError."""
        from omroeper.adapters.analytics import open_providers

        ours = self.utm.ours(self.newsletters)
        return open_providers(self.settings, ours, self.opened)

    def measure_campaign(self, campaign_id: str) -> Measured:
        """Read one campaign's deliveries, bounces, leavings and clicks; raises NotFound."""
        campaign = send.require_campaign(self.store, campaign_id)
        draft = self.store.draft(campaign.edition, campaign.version)
        links = self.links_in(draft) if draft else self.links(campaign.edition)
        return measure_campaign(
            self.store, campaign, links, self.clock.now(), self.settings.timezone
        )

    def measure_list(self) -> Measured:
        segments = self.newsroom.segments.values()
        return measure_list(self.store, segments, self.clock.now(), self.settings.timezone)

    def measure_posts(self) -> Measured:
        return measure_posts(self.store, self.channel, self.clock.now(), self.settings.timezone)

    def measure_web(self) -> tuple[Measured, ...]:
        """One for each provider; one that fails stops no other."""
        now, zone = self.clock.now(), self.settings.timezone
        return tuple(measure_web(self.store, one, now, zone) for one in self.web_analytics)

    def measure_all(self) -> tuple[Measured, ...]:
        """Everything that is measured each night."""
        campaigns = (self.measure_campaign(one) for one in self.campaigns_to_measure())
        return (*campaigns, self.measure_list(), self.measure_posts(), *self.measure_web())
