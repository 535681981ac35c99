"""The names of campaign parameters (UTM): one registry for mail, LinkedIn and reports.

The campaign is the edition's id, or that of a post without one; the content is the place of the link.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from omroeper.domain.links import LinkBook
from omroeper.domain.newsletter import newsletter_of

NEWSLETTER = "{newsletter}"
"""Stands for the newsletter's id in a channel's source."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a link stands: the utm_source and utm_medium of that."""

    source: str
    medium: str

    def of(self, newsletter: str) -> "Channel":
        return Channel(self.source.replace(NEWSLETTER, newsletter), self.medium)


@dataclass(frozen=True, slots=True)
class UtmNames:
    """The registry, as data in config/utm.yaml."""

    mail: Channel = Channel(NEWSLETTER, "email")
    linkedin: Channel = Channel("linkedin", "social")

    def in_mail(self, edition: str, newsletter: str, counter_url: str = "") -> LinkBook:
        """Makes the links of an edition's mail."""
        channel = self.mail.of(newsletter)
        return LinkBook(edition, newsletter, counter_url, channel.source, channel.medium)

    def in_posts(self, campaign: str, newsletter: str) -> LinkBook:
        """Makes the links of LinkedIn posts; the campaign is their edition, or what they have instead."""
        channel = self.linkedin.of(newsletter)
        return LinkBook(campaign, newsletter, "", channel.source, channel.medium)

    def ours(self, newsletters: Iterable[str]) -> "OurLinks":
        """What the links of these newsletters are known by."""
        ids = tuple(newsletters)
        channels = dict.fromkeys(c.of(one) for one in ids for c in (self.mail, self.linkedin))
        return OurLinks(tuple(channels), ids)


@dataclass(frozen=True, slots=True)
class OurLinks:
    """What visits came through a link of ours: the filter for web analytics."""

    channels: tuple[Channel, ...]
    newsletters: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.source for one in self.channels))

    @property
    def mediums(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.medium for one in self.channels))

    def include(self, source: str | None, medium: str | None, campaign: str | None) -> bool:
        """Whether it is one of ours; where only the campaign is told, whether that is an edition's."""
        if source is not None and medium is not None:
            return Channel(source, medium) in self.channels
        return newsletter_of(campaign or "", self.newsletters) is not None
