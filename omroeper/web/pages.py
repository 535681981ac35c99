"""What the pages are made from: the store and the desk's newsletters, handed in at the start."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path

from jinja2 import Environment

from omroeper.domain.clicks import ClickRules
from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.edition import Draft, Edition
from omroeper.domain.errors import OmroeperError
from omroeper.domain.mail_news import Hearing
from omroeper.domain.newsletter import Newsletter, newsletter_of
from omroeper.ports import Clock, Store
from omroeper.rendering.brand import Brand
from omroeper.rendering.phrases import Phrases
from omroeper.rendering.style import Style
from omroeper.rendering.templates import environment_for, fill
from omroeper.web.reader_parts import ReaderParts, reader_parts
from omroeper.wiring import Desk

_log = logging.getLogger("omroeper.web")


@dataclass(frozen=True, slots=True)
class Pages:
    """The parts every page needs, in the style of one newsletter. `pictures` and `reports` are folders
    the desk writes to.

    `domain` is the desk's own: it makes the identities in its calendar files unique (RFC 7986 §5.3).
    `home` is where its wordmark leads: the start page, or the archive of another newsletter.
    `newsletters` are the ids of all, which `look_up` gives; one that is broken raises OmroeperError.
    """

    store: Store
    clock: Clock
    newsletter: Newsletter
    brand: Brand
    phrases: Phrases
    templates: Mapping[str, str]
    environment: Environment
    zone: tzinfo
    secret: str
    domain: str
    coverage: Callable[[int, Edition], CoverageLedger]
    pictures: Path
    reports: Path
    team_calendar: Callable[[str], bytes]
    counts: Callable[[Draft], Mapping[str, int]]
    readers: ReaderParts
    newsletters: tuple[str, ...] = ()
    look_up: Callable[[str], tuple[Newsletter, Style]] | None = None
    home: str = "/"
    hear_ses: Callable[[bytes], Hearing | None] = lambda _: None
    click_rules: ClickRules = field(default_factory=ClickRules)
    post_page: Callable[[str], str] = lambda _: ""

    def page(self, name: str, **values: object) -> str:
        """A page from templates/web/, in the newsletter's brand and language."""
        return fill(
            self.environment,
            f"web/{name}.html",
            brand=self.brand,
            newsletter=self.newsletter,
            language=self.newsletter.language,
            words=self.phrases.words,
            home=self.home,
            **values,
        )

    def of_newsletter(self, newsletter: str) -> "Pages":
        """The pages of another newsletter; raises OmroeperError when it is broken."""
        if newsletter == self.newsletter.id or self.look_up is None:
            return self
        found, style = self.look_up(newsletter)
        return replace(
            self,
            newsletter=found,
            brand=style.brand,
            phrases=style.phrases,
            templates=style.templates,
            environment=environment_for(style.templates),
            home=f"/archief/{found.id}",
        )

    def of_edition(self, edition: str) -> "Pages":
        """The pages of an edition's newsletter; these themselves when it is gone or broken."""
        newsletter = newsletter_of(edition, self.newsletters)
        try:
            return self.of_newsletter(newsletter) if newsletter else self
        except OmroeperError as error:
            _log.warning("%s", error.sentence)
            return self

    def in_language(self, newsletter: str) -> "Pages":
        """The pages of a newsletter that somebody named; these themselves when there is no such one."""
        try:
            return self.of_newsletter(newsletter) if newsletter in self.newsletters else self
        except OmroeperError as error:
            _log.warning("%s", error.sentence)
            return self

    def everything(self) -> tuple[Newsletter, ...]:
        """This newsletter and the others."""
        return (self.newsletter, *self.others())

    def others(self) -> Iterator[Newsletter]:
        """The other newsletters; one that is broken is left out and logged."""
        for newsletter in self.newsletters:
            if newsletter != self.newsletter.id and self.look_up is not None:
                try:
                    yield self.look_up(newsletter)[0]
                except OmroeperError as error:
                    _log.warning("%s", error.sentence)


def pages_of(desk: Desk, wake: Callable[[], None] = lambda: None) -> Pages:
    """The pages of one desk, in the style of the settings' newsletter.

    `wake` is called when a reader asked for something that is answered by mail.
    """
    style = desk.style_of("")
    return Pages(
        store=desk.store,
        clock=desk.clock,
        newsletter=desk.newsroom.newsletter,
        brand=style.brand,
        phrases=style.phrases,
        templates=style.templates,
        environment=environment_for(style.templates),
        zone=desk.settings.timezone,
        secret=desk.settings.secret,
        domain=desk.settings.mail_domain,
        coverage=desk.coverage,
        pictures=desk.settings.var / "pictures",
        reports=desk.settings.var / "reports",
        newsletters=desk.newsletters,
        look_up=lambda one: (desk.newsroom_of(one).newsletter, desk.style_of(one)),
        team_calendar=desk.calendar_feed,
        counts=desk.reader_counts,
        readers=reader_parts(desk, wake),
        hear_ses=desk.hear_ses,
        click_rules=desk.click_rules,
        post_page=desk.post_page,
    )
