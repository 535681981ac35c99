"""The calendar with the desk's own newsroom: the year, the team's file, and the chase list."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.calendar_row import CalendarRow
from omroeper.domain.chase import ChaseList, ContactAsking
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.team import Person
from omroeper.domain.theme import Theme
from omroeper.rendering.letters import calendar_letter
from omroeper.services import calendar as service
from omroeper.services import chase
from omroeper.wiring.gathering import GatheringSteps
from omroeper.wiring.signing import signed_url


class CalendarSteps(GatheringSteps):
    def calendar_year(self, year: int, newsletter: str = "") -> tuple[CalendarRow, ...]:
        return service.calendar_year(
            self.newsroom_of(newsletter), self.store, year, self.settings.timezone, dutch_holiday
        )

    def calendar_file(self, themes: Sequence[Theme], newsroom: Newsroom) -> bytes:
        """The days of these editions for the team's own calendars."""
        from omroeper.rendering.team_ics import team_calendar

        return team_calendar(
            themes,
            newsletter=newsroom.newsletter.id,
            name=newsroom.newsletter.name,
            domain=self.settings.mail_domain,
            stamp=self.clock.now(),
        )

    def calendar_feed(self, newsletter: str) -> bytes:
        """Every edition of the calendar as its files are now, for who subscribes to it."""
        newsroom = self.newsroom_of(newsletter)
        return self.calendar_file(newsroom.calendar.planned(), newsroom)

    def calendar_url(self, newsletter: str = "") -> str:
        wanted = self.newsletter_named(newsletter)
        return signed_url(self.settings, f"kalender/{wanted}", suffix=".ics")

    def tell_team(self) -> dict[str, bool]:
        """Mail the team what changed in the coming months; gives by person whether it was sent."""
        now = self.clock.now()
        planned = service.coming(self.newsroom, now)
        file = Attachment(
            f"kalender-{self.newsroom.newsletter.id}.ics",
            "text/calendar",
            self.calendar_file(planned, self.newsroom),
        )

        def write(person: Person, changed: Sequence[Theme], gone: Sequence[Issue]) -> Letter:
            return calendar_letter(
                person,
                changed,
                gone,
                self.newsroom.newsletter,
                file,
                self.calendar_url(),
                self.settings.timezone,
            )

        return service.tell_team(self.newsroom, self.store, self.correspondent, write, now)

    def chase_list(self, issue: Issue) -> ChaseList:
        """Whose news is missing for an edition, and whom to ask; our own folders are read first."""
        self.gather_own()
        return chase.chase_of(self.newsroom, self.store, issue, self.settings.timezone)

    def preview_chase(self, listed: ChaseList) -> tuple[ContactAsking, ...]:
        return chase.preview_chase(listed, self.newsroom, self.store)

    def send_chase(self, listed: ChaseList, form_url: str = "") -> tuple[ContactAsking, ...]:
        """Ask every contact who was not asked yet; raises InvalidValue after the deadline."""
        return chase.send_chase(
            listed,
            self.newsroom,
            self.store,
            self.correspondent,
            form_url=form_url,
            now=self._local_now(),
        )

    def issues_to_chase(self) -> tuple[Issue, ...]:
        """The editions whose contacts are asked today."""
        now = self._local_now()
        return tuple(
            theme.issue
            for theme in service.coming(self.newsroom, now)
            if chase.is_due(
                theme, self.newsroom.calendar.planning.chase_days, now.date(), dutch_holiday
            )
        )

    def _local_now(self) -> datetime:
        return self.clock.now().astimezone(self.settings.timezone)
