"""What the pages are made from: the store, the templates and the brand, handed in at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from jinja2 import Environment

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.edition import Draft, Edition
from omroeper.domain.newsletter import Newsletter
from omroeper.ports import Clock, Store
from omroeper.rendering.brand import Brand
from omroeper.rendering.templates import environment_for, fill
from omroeper.wiring import Desk


@dataclass(frozen=True, slots=True)
class Pages:
    """The parts every page needs. `pictures` and `reports` are folders the desk writes to.

    `domain` is the desk's own: it makes the identities in its calendar files unique (RFC 7986 §5.3).
    """

    store: Store
    clock: Clock
    newsletter: Newsletter
    brand: Brand
    templates: Mapping[str, str]
    environment: Environment
    zone: tzinfo
    secret: str
    domain: str
    coverage: Callable[[int, Edition], CoverageLedger]
    pictures: Path
    reports: Path
    counts: Callable[[Draft], Mapping[str, int]]

    def page(self, name: str, **values: object) -> str:
        """A page from templates/web/, in the brand."""
        return fill(
            self.environment,
            f"web/{name}.html",
            brand=self.brand,
            newsletter=self.newsletter,
            **values,
        )


def pages_of(desk: Desk) -> Pages:
    """The pages of one desk."""
    return Pages(
        store=desk.store,
        clock=desk.clock,
        newsletter=desk.newsroom.newsletter,
        brand=desk.brand,
        templates=desk.templates,
        environment=environment_for(desk.templates),
        zone=desk.settings.timezone,
        secret=desk.settings.secret,
        domain=desk.settings.mail_domain,
        coverage=desk.coverage,
        pictures=desk.settings.var / "pictures",
        reports=desk.settings.var / "reports",
        counts=desk.reader_counts,
    )
