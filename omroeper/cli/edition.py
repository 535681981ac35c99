"""`omroeper edition`: build an edition into a folder, without a server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from omroeper.cli.output import AsJson, OfNewsletter, print_json, to_json
from omroeper.domain.edition import mail_files
from omroeper.domain.errors import InvalidValue

app = typer.Typer(
    help="Build an edition into a folder, or again; send a proof of it.", no_args_is_help=True
)


@app.callback()
def _group() -> None:
    """Build an edition into a folder, or again from what was kept with it; send a proof."""


@app.command("build")
def build(
    month: Annotated[
        str, typer.Argument(help="The month, as YYYY-MM, or a special edition, as YYYY-MM-name.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; made if needed.")],
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Build a month's edition from what is gathered; the same inputs give the same bytes.

    Writes newsletter.html, newsletter.txt, newsletter.mjml, subject.txt, archive.html, preview.html
    and edition.json. Nothing is stored, submitted or sent.
    """
    from omroeper.domain.issue import Issue
    from omroeper.wiring import open_desk

    wanted = Issue.parse(month)
    with open_desk() as desk:
        files, findings, unread = desk.build_edition(wanted, newsletter)
    _write(files, out)
    if as_json:
        print_json({"folder": out, "files": sorted(files), "findings": findings, "unread": unread})
        return
    typer.echo(f"{wanted}: wrote {', '.join(sorted(files))} to {out}")
    for told in unread:
        typer.echo(f"  not read: {told}")
    for finding in findings:
        typer.echo(f"  {finding.level}: {finding.place}: {finding.reason} {finding.remedy}")


@app.command("rebuild")
def rebuild(
    month: Annotated[
        str, typer.Argument(help="The month, as YYYY-MM, or a special edition, as YYYY-MM-name.")
    ],
    version: Annotated[
        int | None, typer.Option("--version", help="A draft's number; else the approved one.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="A folder to write it to.")] = None,
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Build a stored draft again from what was kept with it, and prove that the bytes are the same.

    Exit code 2 names what comes out otherwise, and why.
    """
    from omroeper.domain.issue import Issue
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found = desk.rebuild_edition(Issue.parse(month), version, newsletter)
    draft, approval = found.draft, found.approval
    if out is not None:
        _write(mail_files(draft.rendered), out)
    if as_json:
        print_json(
            {
                "edition": draft.edition.id,
                "version": draft.edition.version,
                "fingerprint": draft.fingerprint,
                "approved_by": approval.by if approval else "",
                "changed_since": found.changed,
            }
        )
        return
    typer.echo(f"{draft.edition.id} version {draft.edition.version}: the same bytes")
    typer.echo(f"  fingerprint    {draft.fingerprint}")
    if approval is not None:
        typer.echo(f"  approved by    {approval.by}, {approval.at.isoformat()}")
    for changed in found.changed:
        typer.echo(f"  changed since  {changed}")


@app.command("test-send")
def send_proof(
    month: Annotated[
        str, typer.Argument(help="The month, as YYYY-MM, or a special edition, as YYYY-MM-name.")
    ],
    to: Annotated[
        list[str] | None, typer.Option("--to", help="A colleague of content/team.yaml, by id.")
    ] = None,
    address: Annotated[
        list[str] | None, typer.Option("--address", help="An address outside the team.")
    ] = None,
    segment: Annotated[
        str, typer.Option("--segment", help="Only the mail with this segment's own text.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Your name, for the audit log.")] = "",
    newsletter: OfNewsletter = "",
    as_json: AsJson = False,
) -> None:
    """Send a month's newest draft to colleagues as a proof: the real mail, its subject marked.

    Exit code 1 says that not every copy was taken.
    """
    from omroeper.domain.delivery import Outcome
    from omroeper.domain.issue import Issue
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        draft = desk.newest_draft(Issue.parse(month), newsletter)
        sent = desk.send_proof(draft, to or [], address or [], by=by, segment=segment)
        how = desk.proof_mailer.description
    edition = draft.edition
    if as_json:
        print_json({"edition": edition.id, "version": edition.version, "sent": sent, "how": how})
    else:
        typer.echo(f"proof of {edition.id} version {edition.version}, {how}")
        for one in sent:
            typer.echo(f"  {one.name}: {one.outcome} ({one.reply})")
    if any(one.outcome is not Outcome.ACCEPTED for one in sent):
        raise typer.Exit(1)


def _write(files: Mapping[str, object], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            text = content if isinstance(content, str) else to_json(content) + "\n"
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be written to ({cause.strerror})",
            thing=f"--out {cause.filename or out}",
            remedy="Name a folder that you can write to; it is made if needed.",
        ) from cause
