"""The team's overview with the desk's own parts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.domain.delivery import CampaignState
from omroeper.domain.errors import OmroeperError
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.overview import Overview, ShownSend, Task
from omroeper.domain.post import PostState
from omroeper.services import overview as service
from omroeper.services.coverage import ledger_of
from omroeper.services.trend import read_trend
from omroeper.wiring.campaigns import CampaignSteps
from omroeper.wiring.deciding import is_work_day
from omroeper.wiring.signing import signed_url

_FRESH = timedelta(minutes=1)


class OverviewSteps(CampaignSteps):
    _rooms_read: tuple[datetime, tuple[Newsroom, ...], tuple[Task, ...]] = (
        datetime.min.replace(tzinfo=UTC),
        (),
        (),
    )

    @property
    def prefect_ui(self) -> str:
        """Where the team opens Prefect."""
        settings = self.settings
        return settings.prefect_ui_url or f"http://127.0.0.1:{settings.prefect_port}"

    def overview(self) -> Overview:
        """Everything at one moment; the calendar's files as they are now."""
        now, store, zone = self.clock.now(), self.store, self.settings.timezone
        today = now.astimezone(zone).date()
        rooms, broken = self._newsrooms_now(now)
        desk = service.OverviewDesk(
            store, rooms, self.deciders, self._addresses(), zone, is_work_day
        )
        waits = service.Standing(
            campaigns=store.campaigns(),
            uncertain=store.uncertain_counts(),
            posts=store.posts_in(service.SHOWN_POSTS),
            health=self.source_health(),
        )
        tasks = (*broken, *service.edition_tasks(desk, now), *service.standing_tasks(desk, waits))
        return Overview(
            at=now,
            editions=tuple(service.shown_editions(desk, now)),
            tasks=service.in_order(tasks, now),
            trend=read_trend(
                store, waits.campaigns, self.newsletters, today, self.settings.fewest_told
            ),
            coverage=ledger_of(store, self._main_of(rooms), today.year),
            health=waits.health,
            sources=len(self.sources),
            sends=tuple(self._sends(waits)),
            coming_posts=service.coming_posts(waits.posts, now),
            waiting_posts=service.posts_in(waits.posts, PostState.WAITING),
            unknown_posts=service.posts_in(waits.posts, PostState.UNKNOWN),
            deadlines=service.deadlines(desk, now),
        )

    def _main_of(self, rooms: tuple[Newsroom, ...]) -> Newsroom:
        """The newsroom of the settings' newsletter; as it was at the start where its files broke since."""
        main = self.settings.newsletter
        return next((one for one in rooms if one.newsletter.id == main), self.newsroom)

    def _sends(self, waits: service.Standing) -> Iterator[ShownSend]:
        """What goes on or is to come, and what left uncertain copies: of those nothing else is counted."""
        ended = (CampaignState.FINISHED, CampaignState.CANCELLED)
        for one in waits.campaigns:
            uncertain = waits.uncertain.get(one.id, 0)
            if one.state not in ended or uncertain:
                progress = self.progress(one) if one.state not in ended else None
                yield ShownSend(self.campaign_name(one), one, uncertain, progress)

    def _newsrooms_now(self, now: datetime) -> tuple[tuple[Newsroom, ...], tuple[Task, ...]]:
        """As editors' files are, at most a minute ago (reading them takes half a second), and whose
        files cannot be read."""
        read, rooms, broken = self._rooms_read
        if now - read > _FRESH:
            rooms, broken = self._read_newsrooms()
            self._rooms_read = now, rooms, broken
        return rooms, broken

    def _read_newsrooms(self) -> tuple[tuple[Newsroom, ...], tuple[Task, ...]]:
        settings, rooms, broken = self.settings, list[Newsroom](), list[Task]()
        for one in self.newsletters:
            try:
                rooms.append(read_newsroom(settings.home, settings.timezone, one))
            except OmroeperError as error:
                told = (
                    f"De bestanden van nieuwsbrief {one} kloppen niet: {error.sentence.rstrip('.')}"
                )
                broken.append(Task("Beheer", told))
        return tuple(rooms), tuple(broken)

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
