"""The editor's preview page: the real mail in every view, with each choice's reason beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.draft_change import DraftChanges
from omroeper.domain.edition import Draft, Edition, Entry, Section
from omroeper.domain.finding import Finding
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.programme import Domain
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.coverage import HEADER, coverage_rows, heat
from omroeper.rendering.mail_views import View, views_of, with_anchors, with_links_outside
from omroeper.rendering.templates import environment_for, fill

_MAIL_ORDER = (Section.LEAD, Section.THEME, Section.FIGURES, Section.PROGRAMMES, Section.AGENDA)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stands in the mail. `anchor` is the id of its heading there."""

    anchor: str
    part: str
    title: str
    told: str
    reason: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The mail as one group of readers gets it, in every view and as text."""

    id: str
    name: str
    views: tuple[View, ...]
    text: str

    @property
    def frames(self) -> tuple[View, ...]:
        """The views that look different from all before them; the others share a frame."""
        return tuple({view.html: view for view in reversed(self.views)}.values())[::-1]

    def frame_of(self, view: View) -> str:
        """The id of the frame that shows this view."""
        return next(frame.id for frame in self.frames if frame.html == view.html)


def render_preview(
    draft: Draft,
    findings: Sequence[Finding],
    ledger: CoverageLedger,
    *,
    changes: DraftChanges,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
    counts: Mapping[str, int] | None = None,
) -> str:
    """A whole page (Dutch); the mail stands in sandboxed frames, so it cannot touch the page.

    What is shown is chosen with radio buttons and CSS alone, so the page works as a file too.
    `counts` are the readers of each segment's variant by its id, and under '' of the mail itself.
    """
    edition = draft.edition
    reasons = reasons_of(edition)
    readers = _readers(draft, {one.anchor: one.title for one in reasons}, counts or {})
    first = readers[0].views[0].html
    return fill(
        environment_for(templates),
        "web/preview.html",
        draft=draft,
        edition=edition,
        findings=findings,
        changes=changes,
        readers=readers,
        reasons=[(part, list(found)) for part, found in groupby(reasons, lambda one: one.part)],
        anchored={one.anchor for one in reasons if f' id="{one.anchor}"' in first},
        brand=brand,
        newsletter=newsletter,
        ledger=ledger,
        coverage_header=HEADER,
        coverage=coverage_rows(ledger),
        heat=heat,
        month=dutch.month_text(edition.month.first_day),
        send_at=dutch.moment_text(edition.send_at, zone),
        facts=[
            (
                entry,
                dutch.value_text(entry.fact.observation),
                dutch.source_line(entry.fact.observation, zone),
            )
            for entry in edition.figures
        ],
    )


def _readers(
    draft: Draft, headings: Mapping[str, str], counts: Mapping[str, int]
) -> tuple[Seen, ...]:
    """The mail as each group of readers gets it; first those without a text of their own."""
    rendered = draft.rendered
    groups = [("", "Overige lezers" if rendered.variants else "Alle lezers", rendered)]
    groups += [(v.segment.id, v.segment.name, rendered.as_variant(v)) for v in rendered.variants]
    found = []
    for number, (segment, name, shown) in enumerate(groups):
        told = f"{name} ({counts.get(segment, 0)})" if counts else name
        html = with_links_outside(with_anchors(shown.html, headings))
        found.append(Seen(f"groep-{number}", told, views_of(html), shown.text))
    return tuple(found)


def reasons_of(edition: Edition) -> tuple[Reason, ...]:
    """Every choice with its reason, in the order in which the mail shows them."""
    choices = enumerate(_choices(edition), 1)
    return tuple(Reason(f"bericht-{number}", *choice) for number, choice in choices)


def _choices(edition: Edition) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    for section in _MAIL_ORDER:
        for entry in _as_mailed(edition.section(section)):
            item = entry.item
            yield section.title, item.title, entry.programme_name, entry.reason, item.flags
        for figure in edition.figures if section is Section.FIGURES else ():
            told = dutch.value_text(figure.fact.observation)
            yield section.title, figure.fact.definition.label, told, figure.reason, ()


def _as_mailed(entries: Sequence[Entry]) -> list[Entry]:
    """The programmes' entries stand by domain in the mail; those of other sections as they are."""
    order = list(Domain)
    if any(entry.section is not Section.PROGRAMMES for entry in entries):
        return list(entries)
    return sorted(entries, key=lambda entry: order.index(entry.domain))
