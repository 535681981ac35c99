"""The editor's preview page: the real mail wide and narrow, the text, and every choice's reason."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.edition import Draft
from omroeper.domain.finding import Finding
from omroeper.domain.newsletter import Newsletter
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.coverage import HEADER, coverage_rows, heat
from omroeper.rendering.templates import environment_for, fill


def render_preview(
    draft: Draft,
    findings: Sequence[Finding],
    ledger: CoverageLedger,
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
) -> str:
    """A whole page (Dutch); the mail stands in sandboxed frames, so it cannot touch the page."""
    edition = draft.edition
    return fill(
        environment_for(templates),
        "web/preview.html",
        draft=draft,
        edition=edition,
        findings=findings,
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
