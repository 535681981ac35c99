"""The desk's newsletters: each a folder, read when it is first asked for, so a broken one stops no other."""

from functools import cached_property

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.newsroom import newsletter_folder, newsletter_ids, read_newsroom
from omroeper.adapters.content.phrases import read_phrases
from omroeper.adapters.content.templates import read_templates, with_own_templates
from omroeper.domain.errors import NotFound
from omroeper.domain.newsletter import Newsroom, newsletter_of
from omroeper.rendering.brand import Brand
from omroeper.rendering.style import Style
from omroeper.settings import Settings


class NewsletterParts:
    """What each newsletter is made from. Where none is named, that of the settings is meant."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._newsrooms: dict[str, Newsroom] = {}
        self._styles: dict[str, Style] = {}

    @cached_property
    def newsletters(self) -> tuple[str, ...]:
        """The ids of all newsletters."""
        return newsletter_ids(self.settings.home)

    def newsletter_named(self, given: str) -> str:
        """The newsletter asked for, or that of the settings; raises NotFound naming those there are."""
        wanted = given or self.settings.newsletter
        if wanted not in self.newsletters:
            raise NotFound(
                "there is no such newsletter",
                thing=wanted,
                remedy=f"Those of content/newsletters/ are: {', '.join(self.newsletters)}.",
            )
        return wanted

    def newsletter_of(self, edition: str) -> str:
        """Whose edition this is, by its id; raises NotFound."""
        found = newsletter_of(edition, self.newsletters)
        if found is None:
            raise NotFound(
                "no newsletter has this edition",
                thing=edition,
                remedy=f"Those of content/newsletters/ are: {', '.join(self.newsletters)}.",
            )
        return found

    @property
    def newsroom(self) -> Newsroom:
        """The newsroom of the settings' newsletter; programmes and figures are the same for all."""
        return self.newsroom_of("")

    def newsroom_of(self, newsletter: str) -> Newsroom:
        wanted = self.newsletter_named(newsletter)
        if wanted not in self._newsrooms:
            settings = self.settings
            self._newsrooms[wanted] = read_newsroom(settings.home, settings.timezone, wanted)
        return self._newsrooms[wanted]

    def style_of(self, newsletter: str) -> Style:
        """Its brand, templates and words: the shared ones, and its own where it has any."""
        wanted = self.newsletter_named(newsletter)
        if wanted not in self._styles:
            home = self.settings.home
            folder = newsletter_folder(home, wanted)
            language = self.newsroom_of(wanted).newsletter.language
            self._styles[wanted] = Style(
                read_brand(home, folder / "brand.yaml"),
                with_own_templates(self.templates, folder / "templates", home),
                read_phrases(home, language),
            )
        return self._styles[wanted]

    @cached_property
    def templates(self) -> dict[str, str]:
        """The shared templates."""
        return read_templates(self.settings.templates, self.settings.home)

    @property
    def brand(self) -> Brand:
        """The brand of the settings' newsletter."""
        return self.style_of("").brand
