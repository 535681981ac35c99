"""`omroeper subscribers`: the list of those who asked for a newsletter, in and out, and its segments."""

import csv
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from omroeper.cli.output import AsJson, print_json, print_rows
from omroeper.cli.person import WhoseAddress, given_address
from omroeper.domain.errors import InvalidValue
from omroeper.services.import_list import ImportResult

app = typer.Typer(help="The list of subscribers: in, out, and its segments.", no_args_is_help=True)
_TAGS_SHOWN = 10
_SHOWN = 50
"""How many refused rows are shown; --report writes them all."""


@app.callback()
def _group() -> None:
    """The list of subscribers: in, out, and its segments."""


@app.command("list")
def list_counts(as_json: AsJson = False) -> None:
    """Show how many there are: by status, by newsletter, and how many must not be mailed."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        counts = desk.store.list_counts()
    if as_json:
        print_json(counts)
        return
    rows = [("status", *one) for one in counts.statuses.items()]
    rows += [("newsletter", *one) for one in counts.newsletters.items()]
    rows += [("not to be mailed", *one) for one in counts.suppressed.items()]
    print_rows([(kind, name, str(count)) for kind, name, count in rows], ("", "", "people"))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, .xlsx, or Mailchimp's zip.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    newsletter: Annotated[
        list[str] | None,
        typer.Option("--newsletter", help="Whose readers they are, where the file does not say."),
    ] = None,
    consent: Annotated[
        str,
        typer.Option(
            "--consent", help="Where consent comes from of whom the file does not say it."
        ),
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who stands for that consent.")] = "",
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the refused rows to this CSV file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import subscribers; safe to repeat, and suppression always wins.

    Exports of Mailchimp, Laposta, listmonk and Spotler are recognised. Who left or bounced there goes
    on the suppression list. A row that does not say when its person consented is refused, unless
    --consent says where that comes from.
    """
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        result = desk.import_subscribers(
            file, dry_run=dry_run, newsletters=newsletter or (), consent=consent, by=by
        )
    if report is not None:
        _write_report(report, result)
    if as_json:
        print_json(_record(result))
    else:
        _print(result, dry_run, report)


@app.command("export")
def export_file(
    form: Annotated[
        Literal["csv", "xlsx"], typer.Option("--format", help="The kind of file.")
    ] = "csv",
    out: Annotated[str, typer.Option("--out", help="The file to write; - is the screen.")] = "-",
) -> None:
    """Write everyone on the list with consent and choices; an import of it changes nothing."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        content = desk.export_subscribers(form)
    if out == "-":
        sys.stdout.buffer.write(content)
        return
    _write(Path(out), content, "--out")
    typer.echo(f"wrote {out}")


@app.command("show")
def show(
    key: Annotated[str, typer.Argument(help="A subscriber's key, as in the log.")],
    as_json: AsJson = False,
) -> None:
    """Show what is kept of one subscriber, without name and address."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        data = desk.reader_data(key)
    if as_json:
        print_json(data)
        return
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            typer.echo(f"{name}:")
            for one in value:
                typer.echo("  " + "  ".join(f"{field}={one[field]}" for field in one))
        else:
            shown = ", ".join(value) if isinstance(value, list) else value
            typer.echo(f"{name}: {'-' if shown in ('', None) else shown}")


@app.command("suppress")
def suppress(
    address: WhoseAddress,
    by: Annotated[str, typer.Option("--by", help="Who decided it.")],
    reason: Annotated[
        Literal["unsubscribed", "hard_bounce", "complaint", "operator"],
        typer.Option("--reason", help="Why; an owner may only undo 'unsubscribed'."),
    ] = "operator",
) -> None:
    """Never mail an address again, also when it is imported later."""
    from omroeper.domain.audience import SuppressionReason
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        done = desk.suppress_person(given_address(address), SuppressionReason(reason), by=by)
    typer.echo("never mailed from now on" if done else "was on the suppression list already")


@app.command("segments")
def segments(as_json: AsJson = False) -> None:
    """Show how many readers each segment of config/segments.yaml has, by newsletter."""
    from omroeper.wiring import open_desk

    with open_desk() as desk:
        found, newsletters = desk.segment_sizes(), desk.newsletters
    if as_json:
        print_json([{"definition": one.segment.definition, **_fields(one)} for one in found])
        return
    rows = [
        (
            one.segment.id,
            one.segment.name,
            str(one.subscribers),
            *(str(one.readers.get(newsletter, 0)) for newsletter in newsletters),
            one.segment.definition.partition(":")[2],
        )
        for one in found
    ]
    print_rows(rows, ("segment", "name", "people", *newsletters, "definition"))


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("segment", "subscribers", "readers")}


def _record(result: ImportResult) -> dict[str, object]:
    merged = result.merged
    return {
        "formats": result.formats,
        "added": merged.added,
        "known": merged.known,
        "widened": merged.widened,
        "suppressed": merged.suppressed,
        "left": merged.left,
        "refused": result.refused,
        "left_out": result.left_out,
    }


def _print(result: ImportResult, dry_run: bool, report: Path | None) -> None:
    merged = result.merged
    head = "would import" if dry_run else "imported"
    told = f"{merged.added} new, {merged.known} known, {len(result.refused)} refused"
    typer.echo(f"read as: {', '.join(result.formats)}")
    typer.echo(f"{head}: {told}, {merged.suppressed} left out because they must not be mailed")
    if merged.widened:
        typer.echo(f"  of whom known: {merged.widened} get a newsletter more")
    if merged.left:
        typer.echo(f"  {merged.left} who left or bounced: on the suppression list, never mailed")
    for tag, count in list(result.left_out.items())[:_TAGS_SHOWN]:
        typer.echo(f"  tag '{tag}' says nothing here: {count} times")
    for row in result.refused[:_SHOWN]:
        place = f"{row.file} line" if len(result.formats) > 1 else "line"
        typer.echo(f"  {place} {row.line}: {row.reason}")
    if len(result.refused) > _SHOWN:
        rest = f"  and {len(result.refused) - _SHOWN} more"
        typer.echo(f"{rest}: see {report}" if report else f"{rest}; --report FILE writes them all")


def _write_report(target: Path, result: ImportResult) -> None:
    try:
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(("file", "line", "reason"))
            writer.writerows((row.file, row.line, row.reason) for row in result.refused)
    except OSError as cause:
        raise _unwritable(target, cause, "--report") from cause


def _write(target: Path, content: bytes, option: str) -> None:
    try:
        target.write_bytes(content)
    except OSError as cause:
        raise _unwritable(target, cause, option) from cause


def _unwritable(target: Path, cause: OSError, option: str) -> InvalidValue:
    return InvalidValue(
        f"it cannot be written to ({cause.strerror})",
        thing=f"{option} {target}",
        remedy="Name a file in a folder that you can write to.",
    )
