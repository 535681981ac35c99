"""The team's overview with the desk's own parts."""

from datetime import UTC, datetime, timedelta

from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.overview import Overview, ShownSend
from omroeper.domain.post import PostState
from omroeper.services import overview as service
from omroeper.services.coverage import ledger_of
from omroeper.services.trend import read_trend
from omroeper.wiring.campaigns import CampaignSteps
from omroeper.wiring.deciding import is_work_day
from omroeper.wiring.signing import signed_url

_SHOWN = (
    PostState.DRAFT,
    PostState.IN_REVIEW,
    PostState.CHANGES_REQUESTED,
    PostState.APPROVED,
    PostState.WAITING,
    PostState.UNKNOWN,
)


_FRESH = timedelta(minutes=1)


class OverviewSteps(CampaignSteps):
    _rooms_read: tuple[datetime, tuple[Newsroom, ...]] = (datetime.min.replace(tzinfo=UTC), ())

    @property
    def prefect_ui(self) -> str:
        """Where the team opens Prefect."""
        settings = self.settings
        return settings.prefect_ui_url or f"http://127.0.0.1:{settings.prefect_port}"

    def overview(self) -> Overview:
        """Everything at one moment; the calendar's files as they are now."""
        now, store = self.clock.now(), self.store
        zone = self.settings.timezone
        rooms = self._newsrooms_now(now)
        desk = service.OverviewDesk(
            store, rooms, self.deciders, self._addresses(), zone, is_work_day
        )
        campaigns, uncertain = store.campaigns(), store.uncertain_counts()
        posts = store.posts_in(_SHOWN)
        waiting = [one for one in posts if one.state is PostState.WAITING]
        unknown = [one for one in posts if one.state is PostState.UNKNOWN]
        health = self.source_health()
        paused = [one.id for one in campaigns if one.state is CampaignState.PAUSED]
        tasks = (
            *service.edition_tasks(desk, now),
            *service.standing_tasks(desk, uncertain, paused, unknown, waiting, health),
        )
        today = now.astimezone(zone).date()
        own = next(one for one in rooms if one.newsletter.id == self.settings.newsletter)
        return Overview(
            at=now,
            editions=tuple(service.shown_editions(desk, now)),
            tasks=service.in_order(tasks, now),
            trend=read_trend(store, campaigns, self.newsletters, today, self.settings.fewest_told),
            coverage=ledger_of(store, own, today.year),
            health=health,
            sources=len(self.sources),
            sends=tuple(self._sends(campaigns, uncertain)),
            coming_posts=service.shown_posts(service.coming_posts(posts, now)),
            waiting_posts=service.shown_posts(waiting),
            unknown_posts=service.shown_posts(unknown),
            deadlines=service.deadlines(desk, now),
        )

    def _sends(self, campaigns: tuple[Campaign, ...], uncertain: dict[str, int]) -> list[ShownSend]:
        """What goes on or is to come, and what left uncertain copies."""
        ended = (CampaignState.FINISHED, CampaignState.CANCELLED)
        return [
            ShownSend(self.campaign_name(one), self.progress(one), uncertain.get(one.id, 0))
            for one in campaigns
            if one.state not in ended or one.id in uncertain
        ]

    def _newsrooms_now(self, now: datetime) -> tuple[Newsroom, ...]:
        """As editors' files are, at most a minute ago: reading them takes half a second."""
        read, rooms = self._rooms_read
        if now - read > _FRESH:
            settings = self.settings
            rooms = tuple(
                read_newsroom(settings.home, settings.timezone, one) for one in self.newsletters
            )
            self._rooms_read = now, rooms
        return rooms

    def _addresses(self) -> service.Addresses:
        ui, web = self.prefect_ui, self.settings.web_url
        reports = self.settings.var / "reports"
        return service.Addresses(
            preview=lambda edition, version: signed_url(
                self.settings, f"voorbeeld/{edition}/{version}"
            ),
            run=lambda run: f"{ui}/runs/flow-run/{run}",
            archive=lambda edition: f"{web}/archief/{edition}",
            report=lambda edition: (
                signed_url(self.settings, f"verslag/{edition}")
                if (reports / f"{edition}.html").is_file()
                else ""
            ),
            waiting_runs=f"{ui}/runs?state=Suspended",
            flows=f"{ui}/deployments",
        )
