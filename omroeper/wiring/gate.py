"""The gate with the desk's own parts: who follows links, and who judges spam."""

from functools import cached_property, partial
from pathlib import Path

from omroeper.adapters.content.consent import require_opens_consent
from omroeper.domain.delivery import Delivery
from omroeper.domain.edition import RenderedEdition
from omroeper.ports import LinkChecker, SpamJudge
from omroeper.rendering.mime import MessageBuilder, Sender
from omroeper.services.gate import Gate
from omroeper.wiring.parts import Parts


class GateParts(Parts):
    def gate_of(self, newsletter: str) -> Gate:
        """What a newsletter's draft must pass, before its review and again before it goes out."""
        return Gate(
            self.link_checker,
            self._spam_judge(newsletter),
            self.settings.spam_score,
            self.opens_consent,
            lambda: self.dutch_words,
        )

    @cached_property
    def opens_consent(self) -> str:
        """By what text readers agree that their opening of a mail is seen; empty: nobody was asked.

        Raises ContentError when the settings name a text that is not there.
        """
        wanted = self.settings.opens_consent
        if wanted:
            require_opens_consent(self.settings.home, wanted)
        return wanted

    @cached_property
    def link_checker(self) -> LinkChecker | None:
        """Follows the links of a draft, where the settings say so; it remembers them for hours."""
        if not self.settings.check_links:
            return None
        from omroeper.adapters.feeds.connecting import make_client
        from omroeper.adapters.link_check import HttpLinkChecker
        from omroeper.adapters.link_memory import LinkMemory

        client = make_client(10, allow_private=self.settings.allow_private_addresses)
        self.opened.callback(client.close)
        return HttpLinkChecker(client, LinkMemory(self.settings.var / "links.json", self.clock))

    def sender_of(self, newsletter: str) -> Sender:
        """From whom a newsletter comes: it makes the name and the list."""
        settings, whose = self.settings, self.newsroom_of(newsletter).newsletter
        return Sender(
            name=whose.sender_name or settings.sender_name,
            address=settings.sender_address,
            reply_to=settings.reply_to,
            list_name=whose.name,
            list_id=f"{whose.id}.{settings.mail_domain}",
            mail_domain=settings.mail_domain,
        )

    def _spam_judge(self, newsletter: str) -> SpamJudge | None:
        """SpamAssassin, where it is installed and the settings give a score to warn from."""
        program = spamassassin()
        if program is None or not self.settings.spam_score:
            return None
        from omroeper.adapters.spamassassin import SpamAssassin

        return SpamAssassin(program, partial(self._sample_message, self.sender_of(newsletter)))

    def _sample_message(self, sender: Sender, rendered: RenderedEdition) -> bytes:
        """The mail as it would go to a reader who does not exist."""
        domain = self.settings.mail_domain
        reader = Delivery(0, "proef", "", f"lezer@{domain}", "x" * 32, f"<voorbeeld.0@{domain}>")
        builder = MessageBuilder(
            rendered, sender, campaign=reader.campaign, web_url=self.settings.web_url
        )
        return builder.message_for(reader, self.clock.now()).content


def spamassassin() -> Path | None:
    """The spam filter that judges drafts, if this machine has one."""
    from omroeper.adapters.spamassassin import find_spamassassin

    return find_spamassassin()
