"""config/analytics.yaml → which web analytics are read, and where."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, WebAddress, read_document

_Name = Annotated[Line, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]


class Ga4Site(Document):
    provider: Literal["ga4"]
    property: Annotated[Line, Field(pattern=r"^\d+$", max_length=20)]
    name: _Name = "ga4"
    url: WebAddress | None = None


class MatomoSite(Document):
    provider: Literal["matomo"]
    url: WebAddress
    site: Annotated[int, Field(ge=1)]
    name: _Name = "matomo"


class PiwikProSite(Document):
    provider: Literal["piwik-pro"]
    url: WebAddress
    website: Line
    name: _Name = "piwik-pro"


class PlausibleSite(Document):
    provider: Literal["plausible"]
    site: Line
    goals: tuple[Line, ...] = ()
    name: _Name = "plausible"
    url: WebAddress | None = None


Site = Ga4Site | MatomoSite | PiwikProSite | PlausibleSite
RESERVED = ("ledger", "bounces", "list", "links", "linkedin", "handmatig")
"""Sources of other metrics."""


class _File(Document):
    providers: tuple[Annotated[Site, Field(discriminator="provider")], ...] = ()


def read_analytics(home: Path) -> tuple[Site, ...]:
    """The sites to read; none without the file. Raises ContentError naming line and remedy."""
    file = home / "config" / "analytics.yaml"
    if not file.exists():
        return ()
    read, parsed = read_document(file, home, _File)
    names = set(RESERVED)
    for index, site in enumerate(read.providers):
        if site.name in names:
            told = f"‘{site.name}’ is there already"
            raise parsed.error(("providers", index, "provider"), told, "Add a name: of its own.")
        names.add(site.name)
    return read.providers
