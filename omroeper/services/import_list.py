"""Importing a list: what would happen, and then exactly that.

Every row is judged before the first is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_choices import ChoiceReader
from omroeper.domain.list_import import Merged, RefusedRow
from omroeper.domain.list_table import ListTable
from omroeper.domain.review import AuditEntry
from omroeper.domain.text import without_addresses
from omroeper.ports import Clock, ListStore
from omroeper.services.list_rows import ListRules, judge_tables


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How a list is imported, and by whom. `consent` is where it comes from of rows that do not say."""

    choices: ChoiceReader
    consent: str = ""
    by: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do. `left_out` counts tags of another program that say nothing here."""

    formats: tuple[str, ...]
    merged: Merged
    refused: tuple[RefusedRow, ...]
    left_out: dict[str, int]


def import_list(
    tables: Iterable[ListTable], store: ListStore, clock: Clock, order: ImportOrder
) -> ImportResult:
    """Import tables of people; safe to repeat, and suppression always wins.

    Raises InvalidValue when a table as a whole cannot be used, or consent is stated by nobody.
    """
    if order.consent and not order.by:
        raise InvalidValue(
            "nobody stands for where this consent comes from",
            thing="--consent",
            remedy="Add --by with the name of who knows it.",
        )
    now = clock.now()
    stated = without_addresses(f"{order.consent} (volgens {order.by})") if order.consent else ""
    judged = judge_tables(tables, ListRules(now, order.choices, stated))
    merged = store.merge_list(judged.newcomers, judged.leavers, dry_run=order.dry_run)
    refused = tuple(sorted(judged.refused, key=lambda row: (row.file, row.line)))
    formats = tuple(dict.fromkeys(judged.formats))
    if not order.dry_run and merged != Merged(known=merged.known, suppressed=merged.suppressed):
        detail = _told(merged, refused, formats, stated)
        store.audit(
            AuditEntry(
                now,
                without_addresses(order.by) or "omroeper",
                "list imported",
                "subscribers",
                detail,
            )
        )
    return ImportResult(formats, merged, refused, dict(judged.left_out.most_common()))


def _told(
    merged: Merged, refused: tuple[RefusedRow, ...], formats: tuple[str, ...], stated: str
) -> str:
    told = (
        f"{merged.added} nieuw, {merged.known} bekend, {merged.left} afgemeld, "
        f"{merged.suppressed} niet te mailen, {len(refused)} geweigerd; {', '.join(formats)}"
    )
    return f"{told}; toestemming: {stated}" if stated else told
