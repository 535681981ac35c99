"""What the editor and staff see beside a run in the Prefect UI.

Prefect strips scripts, frames and inline styles from markdown; what is foreign is escaped here as
well, because its first interface keeps `javascript:` links.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    Artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from omroeper.adapters.prefect_desk.markdown import (
    changes_markdown,
    coverage_markdown,
    plain,
    text_markdown,
)
from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.draft_change import DraftChanges
from omroeper.domain.edition import Draft, Edition, Section
from omroeper.domain.finding import Finding, Level
from omroeper.domain.health import HealthFinding


def show_draft(
    draft: Draft,
    findings: Sequence[Finding],
    ledger: CoverageLedger,
    changes: DraftChanges,
    *,
    preview_url: str,
    picture_url: str,
) -> None:
    """The draft as markdown, and the real mail in a sandboxed frame (first interface only)."""
    edition = draft.edition
    create_markdown_artifact(
        key=artifact_key("concept", edition.id),
        description=f"Concept {edition.version} van {edition.id}",
        markdown=draft_markdown(
            draft, findings, changes, preview_url=preview_url, picture_url=picture_url
        ),
    )
    create_markdown_artifact(
        key=artifact_key("dekking", edition.id),
        description=f"Welk programma wanneer in de nieuwsbrief stond, {ledger.year}",
        markdown=coverage_markdown(ledger),
    )
    show_mail(draft)


class MailArtifact(Artifact):
    """The real mail in a sandboxed frame: an artifact of type `rich`.

    Undocumented and shown by the first interface only, so the link and the picture stand beside it.
    """

    type: str | None = "rich"

    async def aformat(self) -> Any:
        """The data as an object; the base class would make a string of it, and the frame empty."""
        return self.data

    def format(self, *, _sync: bool = True) -> Any:
        return self.data


def show_mail(draft: Draft) -> None:
    """The mail's html as the reader gets it."""
    edition = draft.edition
    MailArtifact(
        key=artifact_key("mail", edition.id),
        description=f"De mail zelf, concept {edition.version}",
        data={
            "html": draft.rendered.html,
            "sandbox": ["allow-popups"],
            "csp": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        },
    ).create(_sync=True)  # type: ignore[call-arg]  # added by Prefect's async_dispatch


def show_markdown(kind: str, thing: str, markdown: str, description: str) -> None:
    create_markdown_artifact(
        key=artifact_key(kind, thing), markdown=markdown, description=description
    )


def show_reviews(edition: str, lines: Sequence[str]) -> None:
    """What each reviewer said of their items so far."""
    told = "\n".join(f"- {plain(line)}" for line in lines)
    show_markdown("meekijken", edition, f"# Meekijken\n\n{told}", f"Meekijken met {edition}")


def show_table(
    kind: str, thing: str, rows: Sequence[Mapping[str, str | int]], description: str
) -> None:
    create_table_artifact(
        key=artifact_key(kind, thing), table=[dict(row) for row in rows], description=description
    )


def show_health(findings: Sequence[HealthFinding]) -> None:
    """Which sources need the operator's attention, and what to do (Dutch)."""
    lines = [f"- **{plain(one.name)}**: {plain(one.told)}" for one in findings]
    show_markdown(
        "gezondheid",
        "bronnen",
        "\n".join(lines) or "Alle bronnen doen wat ze altijd deden.",
        f"Bronnen die aandacht vragen: {len({one.source for one in findings})}",
    )


def show_progress(thing: str, percentage: float, description: str) -> UUID:
    """A progress bar; gives its id, to move it."""
    return create_progress_artifact(  # type: ignore[return-value]  # sync here
        progress=percentage, key=artifact_key("voortgang", thing), description=description
    )


def move_progress(artifact: UUID, percentage: float, description: str | None = None) -> None:
    """Move the bar; `description` (Dutch) takes the place of the one it had."""
    update_progress_artifact(artifact, progress=percentage, description=description)


def artifact_key(kind: str, thing: str) -> str:
    """Prefect's keys hold lower case, digits and dashes only."""
    return re.sub(r"[^a-z0-9]+", "-", f"{kind}-{thing}".lower()).strip("-")


def draft_markdown(
    draft: Draft,
    findings: Sequence[Finding],
    changes: DraftChanges,
    *,
    preview_url: str,
    picture_url: str,
) -> str:
    """The draft for the editor: what to look at, what was found, what is in it and why."""
    edition = draft.edition
    parts = [
        f"# {plain(edition.subject)}",
        f"*{plain(edition.preheader)}*",
        f"Gastredacteur: {plain(edition.guest_editor)}" if edition.guest_editor else "",
        f"**[Bekijk het concept zoals de lezer het ziet]({preview_url})**",
        "## Bevindingen",
        findings_markdown(findings),
        changes_markdown(changes),
        _picture(picture_url) if picture_url else _without_picture(draft),
        _notes_markdown(edition),
        *(_section_markdown(edition, section) for section in Section),
        _figures_markdown(edition),
        _missing_markdown(edition),
        offers_markdown(edition),
        _dropped_markdown(edition),
        f"Concept {edition.version} · vingerafdruk `{draft.fingerprint[:12]}`",
    ]
    return "\n\n".join(part for part in parts if part)


def findings_markdown(findings: Sequence[Finding]) -> str:
    """The findings as lists, blocking ones first: a table would be cut off in the form's window."""
    if not findings:
        return "Geen bevindingen: alle controles zijn goed."
    named = ((Level.BLOCKING, "Blokkeert"), (Level.WARNING, "Let op"))
    return "\n\n".join(
        part for level, name in named if (part := _findings_of(level, name, findings))
    )


def _findings_of(level: Level, name: str, findings: Sequence[Finding]) -> str:
    found = [finding for finding in findings if finding.level is level]
    lines = [f"- {plain(f.place)}: {plain(f.reason)} {plain(f.remedy)}" for f in found]
    return f"**{name} ({len(found)})**\n\n" + "\n".join(lines) if found else ""


def _picture(url: str) -> str:
    return f"## Zo ziet de mail eruit\n\n![De mail zoals de lezer hem ziet]({url})"


def _without_picture(draft: Draft) -> str:
    told = (
        "*Er is geen beeld van de mail: op deze computer staat geen Chromium. Dit is de mail als "
        "tekst; met opmaak staat hij in het artifact ernaast en op de voorbeeldpagina.*"
    )
    return f"## Zo leest de mail\n\n{told}\n\n{text_markdown(draft.rendered.text)}"


def _notes_markdown(edition: Edition) -> str:
    lines = [f"- **{plain(note.segment.name)}**: {plain(note.text)}" for note in edition.notes]
    return "## Alleen voor sommige lezers\n\n" + "\n".join(lines) if lines else ""


def _section_markdown(edition: Edition, section: Section) -> str:
    entries = edition.section(section)
    if not entries:
        return ""
    rows = ["| Bericht | Programma | Waarom |", "|---|---|---|"]
    rows += [
        f"| {plain(e.item.title)} | {plain(e.programme_name)} | {plain(e.reason)} |"
        for e in entries
    ]
    return f"## {section.title}\n\n" + "\n".join(rows)


def _figures_markdown(edition: Edition) -> str:
    if not edition.figures:
        return ""
    rows = ["| Cijfer | Waarde | Periode | Editie | Waarom |", "|---|---|---|---|---|"]
    for entry in edition.figures:
        seen = entry.fact.observation
        cells = (
            entry.fact.definition.label,
            f"{seen.number} {seen.unit}".replace(".", ","),
            seen.period,
            seen.edition,
            entry.reason,
        )
        rows.append(f"| {' | '.join(plain(cell) for cell in cells)} |")
    return "## Cijfers van de maand\n\n" + "\n".join(rows)


def _missing_markdown(edition: Edition) -> str:
    lines = [f"- {plain(note)}" for note in edition.missing]
    return "## Wat ontbreekt\n\n" + "\n".join(lines) if lines else ""


def offers_markdown(edition: Edition) -> str:
    """The evergreen texts that would fit a thin month, with the reason of each."""
    if not edition.offered:
        return ""
    lines = [f"- ‘{plain(one.item.title)}’: {plain(one.reason)}" for one in edition.offered]
    told = "Er is weinig nieuws. Deze teksten passen; ze komen er alleen in als u ze kiest bij ‘wijzigingen’."
    return f"## Evergreens die passen\n\n{told}\n\n" + "\n".join(lines)


def _dropped_markdown(edition: Edition) -> str:
    if not edition.dropped:
        return ""
    rows = ["| Bericht | Waarom niet |", "|---|---|"]
    rows += [f"| {plain(d.item.title)} | {plain(d.reason)} |" for d in edition.dropped]
    return "## Niet opgenomen\n\n" + "\n".join(rows)
