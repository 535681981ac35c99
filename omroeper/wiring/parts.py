"""The desk's parts, each built when it is first used: a command pays for what it needs."""

from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from omroeper.adapters.content.media import PLACE, MediaFolder
from omroeper.adapters.content.sources import read_sources
from omroeper.adapters.content.utm import read_utm
from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.manual_channel import ManualChannel
from omroeper.domain.edition import Draft
from omroeper.domain.language.words import DutchWords
from omroeper.domain.links import LinkBook
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.source import Source
from omroeper.domain.utm import UtmNames
from omroeper.domain.word_forms import Stem
from omroeper.ports import Correspondent, Mailer, SocialChannel
from omroeper.rendering.dkim import DkimSigner
from omroeper.rendering.inputs import RenderInputs, inputs_from
from omroeper.settings import Settings
from omroeper.wiring.newsletters import NewsletterParts

if TYPE_CHECKING:
    from omroeper.adapters.linkedin.tokens import Tokens

FINAL_REPLY_SECONDS = 600
"""How long a relay may take over a whole message (RFC 5321, §4.5.3.2.6)."""


class SystemClock:
    """Fulfils ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Parts(NewsletterParts):
    """Settings, store, newsletters and channels of one desk."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.clock = SystemClock()
        self.opened = ExitStack()
        """What is closed with the desk."""

    @cached_property
    def store(self) -> DatabaseStore:
        return open_store(self.settings.database_url, self.settings.secret)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        settings = self.settings
        return read_sources(settings.sources_file, settings.home, self.newsroom.programmes)

    @cached_property
    def dutch_words(self) -> DutchWords:
        from omroeper.adapters.dutch_dictionary import read_dutch_words

        return read_dutch_words(self.settings.home, self.newsroom.programmes)

    def stem_of(self, newsletter: str) -> Stem:
        """Finds the stem of a word in a newsletter's language."""
        from omroeper.adapters.stems import stemmer_of

        return stemmer_of(self.newsroom_of(newsletter).newsletter.language)

    @cached_property
    def mailer(self) -> Mailer:
        """Amazon SES or the relay of the settings; without either, an outbox of files that says so."""
        if self.settings.ses is not None:
            from omroeper.adapters.ses import SesMailer

            provider = SesMailer(self.settings.ses)
            self.opened.callback(provider.close)
            return provider
        if self.settings.smtp is not None:
            from omroeper.adapters.smtp import SmtpMailer

            relay = SmtpMailer(self.settings.smtp, final_seconds=FINAL_REPLY_SECONDS)
            self.opened.callback(relay.close)
            return relay
        from omroeper.adapters.outbox import OutboxMailer

        return OutboxMailer(self.settings.outbox)

    @cached_property
    def signer(self) -> DkimSigner | None:
        """Signs with the keys of the settings; None without one. Raises SettingsError.

        Amazon SES takes one signature, so the RSA one, over what it leaves as it is.
        """
        if not self.settings.dkim:
            return None
        from omroeper.adapters.dkim_keys import read_dkim_key

        keys = [
            read_dkim_key(one.file, domain=one.domain, selector=one.selector, setting=one.setting)
            for one in self.settings.dkim
        ]
        if self.settings.ses is None:
            return DkimSigner(keys)
        from omroeper.adapters.ses import REWRITTEN

        return DkimSigner(keys[:1], REWRITTEN)

    @property
    def correspondent(self) -> Correspondent:
        """Mail to the team in the name of the settings' newsletter."""
        return self.correspondent_of(self.newsroom.newsletter)

    def correspondent_of(self, newsletter: Newsletter) -> Correspondent:
        """Mail to the team in a newsletter's name; without a relay into the outbox, like everything else."""
        from omroeper.adapters.team_mail import TeamMail

        return TeamMail(
            self.mailer,
            sender=self.settings.sender_address,
            sender_name=newsletter.sender_name or self.settings.sender_name,
            reply_to=newsletter.contact,
        )

    @cached_property
    def linkedin_tokens(self) -> "Tokens | None":
        """Where the token for LinkedIn comes from; None without settings for it."""
        if self.settings.linkedin is None:
            return None
        from omroeper.adapters.linkedin.tokens import Tokens

        return Tokens(self.settings.linkedin, self.settings.var, self.clock.now)

    @cached_property
    def channel(self) -> SocialChannel:
        """LinkedIn with the token of the settings or of a login; without one, the manual channel."""
        linkedin, tokens = self.settings.linkedin, self.linkedin_tokens
        if linkedin is not None and tokens is not None and tokens.there:
            from omroeper.adapters.linkedin import LinkedInChannel

            media, ends = self.settings.home / PLACE, tokens.access_ends()
            return LinkedInChannel(linkedin, media, tokens.current, access_ends=ends)
        return self.manual_channel

    @cached_property
    def manual_channel(self) -> ManualChannel:
        """Lays posts out for a person to place."""
        return ManualChannel(self.settings.var / "linkedin", self.media)

    @property
    def media(self) -> MediaFolder:
        """The pictures and documents of posts."""
        return MediaFolder(self.settings.home / PLACE)

    def links(self, edition: str) -> LinkBook:
        """The edition's links; counted only when the pages have a public address."""
        return self.utm.in_mail(edition, self.newsletter_of(edition), self._counter)

    def links_in(self, draft: Draft) -> LinkBook:
        """The links that stand in a draft: made with the names of when it was rendered."""
        kept = self.store.kept_inputs(draft.inputs)
        edition = draft.edition.id
        return inputs_from(kept).links(edition) if kept else self.links(edition)

    @cached_property
    def utm(self) -> UtmNames:
        """The names of campaign parameters."""
        return read_utm(self.settings.home)

    @property
    def _counter(self) -> str:
        return self.settings.public_url if self.settings.counts_clicks else ""

    @property
    def render_inputs(self) -> RenderInputs:
        """What this desk renders editions of the settings' newsletter from, today."""
        return self.render_inputs_of("")

    def render_inputs_of(self, newsletter: str) -> RenderInputs:
        """What this desk renders a newsletter's editions from, today."""
        from omroeper.wiring.software import rendering_software

        rooms, style = ("newsletter/", "web/"), self.style_of(newsletter)
        return RenderInputs(
            templates={n: text for n, text in style.templates.items() if n.startswith(rooms)},
            brand=style.brand,
            newsletter=self.newsroom_of(newsletter).newsletter,
            web_url=self.settings.web_url,
            counter=self._counter,
            zone=str(self.settings.timezone),
            software=rendering_software(),
            phrases=style.phrases,
            utm=self.utm,
        )

    def close(self) -> None:
        """Close what was opened."""
        self.opened.close()
        if "store" in self.__dict__:
            self.store.close()


def browser() -> Path | None:
    """The browser that makes pictures of drafts, if this machine has one."""
    from omroeper.adapters.chromium import find_chromium

    return find_chromium()
