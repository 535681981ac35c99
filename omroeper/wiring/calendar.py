"""The calendar with the desk's own newsroom: the year, the team's file, and the chase list."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.adapters.content.newsroom import read_newsroom
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
        wanted = self.newsletter_named(newsletter)
        newsroom = read_newsroom(self.settings.home, self.settings.timezone, wanted)
        return self.calendar_file(newsroom.calendar.planned(), newsroom)

    def calendar_url(self, newsletter: str = "") -> str:
        wanted = self.newsletter_named(newsletter)
        return signed_url(self.settings, f"kalender/{wanted}", suffix=".ics")

    def tell_team(self, newsletter: str = "") -> dict[str, bool]:
        """Mail the team what changed in the coming months; gives by person whether it was sent."""
        now, newsroom = self.clock.now(), self.newsroom_of(newsletter)
        about = newsroom.newsletter
        planned = service.coming(newsroom, now)
        file = Attachment(
            f"kalender-{about.id}.ics", "text/calendar", self.calendar_file(planned, newsroom)
        )
        url = self.calendar_url(newsletter)

        def write(person: Person, changed: Sequence[Theme], gone: Sequence[Issue]) -> Letter:
            return calendar_letter(person, changed, gone, about, file, url, self.settings.timezone)

        return service.tell_team(newsroom, self.store, self.correspondent_of(about), write, now)

    def chase_list(self, issue: Issue, newsletter: str = "") -> ChaseList:
        """Whose news is missing for an edition by what was gathered, and whom to ask."""
        newsroom = self.newsroom_of(newsletter)
        return chase.chase_of(newsroom, self.store, issue, self.settings.timezone)

    def preview_chase(self, listed: ChaseList) -> tuple[ContactAsking, ...]:
        return chase.preview_chase(listed, self.store)

    def send_chase(self, listed: ChaseList, form_url: str = "") -> tuple[ContactAsking, ...]:
        """Ask every contact who was not asked yet; raises InvalidValue after the deadline."""
        about = self.newsroom_of(listed.newsletter).newsletter
        return chase.send_chase(
            listed,
            about,
            self.store,
            self.correspondent_of(about),
            form_url=form_url,
            now=self._local_now(),
        )

    def issues_to_chase(self, newsletter: str = "") -> tuple[Issue, ...]:
        """The editions whose contacts are asked today."""
        now, calendar = self._local_now(), self.newsroom_of(newsletter).calendar
        return tuple(
            theme.issue
            for theme in service.coming(self.newsroom_of(newsletter), now)
            if chase.is_due(theme, calendar.planning.chase_days, now.date(), dutch_holiday)
        )

    def _local_now(self) -> datetime:
        return self.clock.now().astimezone(self.settings.timezone)
