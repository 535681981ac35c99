"""One month's edition: its content, its states, and what an approval is bound to."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from omroeper.domain.figure import FigureFact
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.month import Month
from omroeper.domain.programme import Domain
from omroeper.domain.score import Score
from omroeper.domain.variant import SegmentNote, Variant


class EditionState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"

    @property
    def dutch(self) -> str:
        """The state in the editor's words."""
        return _STATES_IN_DUTCH[self]


_STATES_IN_DUTCH = {
    EditionState.DRAFT: "concept",
    EditionState.IN_REVIEW: "in beoordeling",
    EditionState.RETURNED: "terug bij de redactie",
    EditionState.APPROVED: "goedgekeurd",
    EditionState.SENDING: "wordt verzonden",
    EditionState.SENT: "verzonden",
    EditionState.CANCELLED: "afgewezen of gestopt",
}

EDITION_STEPS: dict[EditionState, frozenset[EditionState]] = {
    EditionState.DRAFT: frozenset({EditionState.IN_REVIEW, EditionState.CANCELLED}),
    EditionState.IN_REVIEW: frozenset(
        {EditionState.APPROVED, EditionState.RETURNED, EditionState.CANCELLED}
    ),
    EditionState.RETURNED: frozenset({EditionState.DRAFT, EditionState.CANCELLED}),
    EditionState.APPROVED: frozenset(
        {EditionState.SENDING, EditionState.RETURNED, EditionState.CANCELLED}
    ),
    EditionState.SENDING: frozenset({EditionState.SENT, EditionState.CANCELLED}),
    EditionState.SENT: frozenset(),
    EditionState.CANCELLED: frozenset({EditionState.DRAFT}),
}


class Section(StrEnum):
    """The kinds of parts a newsletter can have; which, and in what order, is its own choice."""

    LEAD = "lead"
    THEME = "theme"
    PROGRAMMES = "programmes"
    FIGURES = "figures"
    AGENDA = "agenda"

    @property
    def title(self) -> str:  # type: ignore[override]  # on an enum no one needs str.title
        """The Dutch heading that editors see, and readers where their newsletter has no other."""
        return _SECTION_TITLES[self]


_SECTION_TITLES = {
    Section.LEAD: "Uitgelicht",
    Section.THEME: "Thema van de maand",
    Section.PROGRAMMES: "Uit de programma’s",
    Section.FIGURES: "Cijfers van de maand",
    Section.AGENDA: "Agenda",
}


@dataclass(frozen=True, slots=True)
class OtherTelling:
    """Another item that tells the same story, with why it is the same (Dutch, for the editor)."""

    item: Item
    programme_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in its section, with the reason (Dutch, for the editor) why it stands there.

    `others` tell the same story elsewhere. The agenda is chosen by day, without `score`.
    """

    item: Item
    section: Section
    programme_name: str
    domain: Domain
    reason: str
    others: tuple[OtherTelling, ...] = ()
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that was looked at and left out, with the reason (Dutch).

    `unusable` says that no editor can bring it back as it is; `score` is None where nothing was weighed.
    """

    item: Item
    reason: str
    unusable: bool = False
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An evergreen text that would fit, with the reason (Dutch); the editor chooses it or does not."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure in the edition, with the reason (Dutch) why it was chosen."""

    fact: FigureFact
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One draft of one month's newsletter. A change makes the next `version`.

    `credits` are the lines that the licences of the sources it draws on ask for. A special edition
    has a `slug` beside its month. `guest_editor` is the name that signs the introduction. `offered`
    are evergreen texts for a month with too little.
    """

    id: str
    newsletter: str
    month: Month
    version: int
    theme_title: str
    theme_description: str
    subject: str
    preheader: str
    introduction: str
    send_at: datetime
    entries: tuple[Entry, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    missing: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    language: str = "nl"
    author: str = "omroeper"
    state: EditionState = EditionState.DRAFT
    slug: str = ""
    guest_editor: str = ""
    offered: tuple[Offer, ...] = ()
    notes: tuple[SegmentNote, ...] = ()

    @property
    def issue(self) -> Issue:
        return Issue(self.month, self.slug)

    def comes_before(self, issue: Issue, send_at: datetime) -> bool:
        """Whether readers got this one before that edition; of one month the first sent is first."""
        return self.issue != issue and (self.month, self.send_at) < (issue.month, send_at)

    def section(self, section: Section) -> tuple[Entry, ...]:
        """The entries of one section, in reading order."""
        return tuple(entry for entry in self.entries if entry.section is section)

    def with_note(self, note: SegmentNote) -> "Edition":
        """The edition as the readers of one segment get it."""
        introduction = f"{self.introduction}\n\n{note.text}".strip()
        return replace(self, introduction=introduction, notes=())


@dataclass(frozen=True, slots=True)
class RenderedEdition:
    """What really goes out, before the per-recipient parts are filled in, and its archive page.

    `variants` are the same mail with the edition's notes, in their order, and that of the figures.
    """

    subject: str
    preheader: str
    html: str
    text: str
    mjml: str
    archive_html: str
    variants: tuple[Variant, ...] = ()

    @property
    def has_figures_mail(self) -> bool:
        """Whether there is a mail for who wants the figures alone."""
        return any(variant.segment.figures_of for variant in self.variants)

    def as_variant(self, variant: Variant) -> "RenderedEdition":
        """What goes out to the readers of one segment."""
        return replace(self, html=variant.html, text=variant.text, variants=())


def readings(
    edition: Edition, rendered: RenderedEdition
) -> Iterator[tuple[Edition, RenderedEdition]]:
    """What goes out as each group of readers gets it: the edition's own mail, then each variant."""
    yield edition, rendered
    for note, variant in zip(edition.notes, rendered.variants, strict=False):
        yield edition.with_note(note), rendered.as_variant(variant)


def mail_files(rendered: RenderedEdition) -> dict[str, str]:
    """What goes out and its archive page, by the names of the files they are written to."""
    variants = {
        f"newsletter-{variant.segment.id}.{kind}": content
        for variant in rendered.variants
        for kind, content in (("html", variant.html), ("txt", variant.text))
    }
    return variants | {
        "newsletter.html": rendered.html,
        "newsletter.txt": rendered.text,
        "newsletter.mjml": rendered.mjml,
        "subject.txt": rendered.subject + "\n",
        "archive.html": rendered.archive_html,
    }


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored draft: the edition, its rendering, and the hash an approval is bound to.

    `inputs` is the hash under which is kept what else it was rendered from.
    """

    edition: Edition
    rendered: RenderedEdition
    audience: str
    fingerprint: str
    inputs: str = ""


def fingerprint(rendered: RenderedEdition, audience: str, figures: tuple[FigureEntry, ...]) -> str:
    """SHA-256 over everything an approval covers.

    That is subject, preheader, html, text, audience, figures, and each variant with who gets it.
    """
    digest = hashlib.sha256()
    parts = [rendered.subject, rendered.preheader, rendered.html, rendered.text, audience]
    for entry in figures:
        parts.append(entry.fact.observation.record)
        if entry.fact.comparison:
            parts.append(entry.fact.comparison.record)
    for variant in rendered.variants:
        parts += ["variant", variant.segment.definition, variant.html, variant.text]
    for part in parts:
        raw = part.encode()
        digest.update(f"{len(raw)}:".encode() + raw)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Edits:
    """What an editor changes in a draft; None leaves the draft's own value.

    `drop`, `order` and `include` (what was left out and is in all the same) are keys of items.
    """

    subject: str | None = None
    preheader: str | None = None
    introduction: str | None = None
    drop: tuple[str, ...] = field(default=())
    order: tuple[str, ...] = field(default=())
    send_at: datetime | None = None
    evergreens: tuple[str, ...] = ()
    include: tuple[str, ...] = ()

    def then(self, later: "Edits") -> "Edits":
        """These edits with later ones on top; what was left out, brought back and added adds up."""
        return Edits(
            subject=later.subject if later.subject is not None else self.subject,
            preheader=later.preheader if later.preheader is not None else self.preheader,
            introduction=(
                later.introduction if later.introduction is not None else self.introduction
            ),
            drop=_added(self.drop, later.drop, undone=later.include),
            order=later.order or self.order,
            send_at=later.send_at or self.send_at,
            evergreens=tuple(dict.fromkeys((*self.evergreens, *later.evergreens))),
            include=_added(self.include, later.include, undone=later.drop),
        )


def _added(
    before: tuple[str, ...], later: tuple[str, ...], *, undone: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys((*before, *later)) if key not in undone)
