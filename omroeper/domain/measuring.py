"""What one part of measuring gave, and the stories that an edition's links belong to."""

from dataclasses import dataclass

from omroeper.domain.edition import Edition, Entry, Section


@dataclass(frozen=True, slots=True)
class Measured:
    """One part: how many numbers were read, how many of them were new, and what went wrong."""

    part: str
    read: int = 0
    added: int = 0
    trouble: str = ""

    @property
    def told(self) -> str:
        """In one line, for the operator."""
        count = f"{self.part}: {self.read} read, {self.added} new"
        return f"{count}; {self.trouble}" if self.trouble else count


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """What a counted link's clicks count for. The source of a figure has no story and programme."""

    section: Section
    story: str = ""
    programme: str = ""
    domain: str = ""
    theme: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The metrics that a click counts in, besides that of its link."""
        given = (
            ("story", self.story),
            ("programme", self.programme),
            ("domain", self.domain),
            ("section", self.section.value),
            ("theme", self.theme),
        )
        return tuple(f"clicks {kind}:{name}" for kind, name in given if name)


def owner_of(entry: Entry, edition: Edition, programme: str = "") -> LinkOwner:
    """What an entry's link counts for; `programme` is another one that tells the story elsewhere."""
    about_theme = entry.section is Section.THEME or (entry.score is not None and entry.score.fits)
    return LinkOwner(
        section=entry.section,
        story=entry.item.key,
        programme=programme or entry.item.programme,
        domain=entry.domain.value,
        theme=edition.theme_title if about_theme else "",
    )
