"""Subscribe: importing those who asked for the newsletter, and letting people leave at once."""

import codecs
import csv
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from omroeper.domain.audience import Subscriber, SubscriberStatus, Subscription, normal_address
from omroeper.domain.errors import InvalidValue, RenderingError
from omroeper.domain.text import one_line
from omroeper.ports import Clock, Store, SubscriberStore
from omroeper.rendering.mime import ascii_domain

if TYPE_CHECKING:
    from _csv import Reader

_COLUMNS = {
    "address": {"email", "e-mail", "emailadres", "e-mailadres", "address", "email address"},
    "name": {"name", "naam"},
    "topics": {"topics", "onderwerpen", "segmenten"},
    "consent_at": {"consent_at", "toestemming", "toestemming_op"},
    "status": {"status"},
}
_LEFT = {"unsubscribed", "uitgeschreven", "afgemeld"}
_CONFIRMED = {"", "confirmed", "bevestigd", "subscribed", "aangemeld", "actief", "active"}
_EXTRA = "more fields than the first line names"
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not imported: its line in the file and why; never the address itself."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do."""

    added: int
    known: int
    suppressed: int
    refused: tuple[RefusedRow, ...]


class Leaving(StrEnum):
    """How a request to leave ended."""

    DONE = "done"
    ALREADY = "already"
    UNKNOWN = "unknown"


def import_subscribers(
    content: bytes,
    store: SubscriberStore,
    clock: Clock,
    *,
    newsletter: str,
    dry_run: bool = False,
) -> ImportResult:
    """Import a CSV file (comma or semicolon; UTF-8 or Windows-1252) of one newsletter's readers.

    Safe to repeat.
    Raises InvalidValue when the file as a whole cannot be read. Suppression always wins.
    """
    refused: list[RefusedRow] = []
    newcomers = _subscribers(_rows(content), clock.now(), refused, newsletter)
    result = store.add_subscribers(newcomers, dry_run=dry_run)
    return ImportResult(result.added, result.known, result.suppressed, tuple(refused))


def leave(store: Store, token: str, at: datetime) -> Leaving:
    """Unsubscribe whoever the token of a copy belongs to; at once, and once."""
    delivery = store.delivery_by_token(token)
    if delivery is None or store.subscriber(delivery.subscriber) is None:
        return Leaving.UNKNOWN
    source = f"campaign:{delivery.campaign}"
    done = store.unsubscribe(delivery.subscriber, at, source=source)
    return Leaving.DONE if done else Leaving.ALREADY


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    text = _decoded(content)
    head = text.replace("\r", "\n").partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    try:
        yield from _named(reader)
    except csv.Error as cause:
        raise InvalidValue(
            f"line {reader.line_num} or one above it is no row of a table ({cause})",
            thing="subscribers file",
            remedy="Look for a quotation mark too many there, or save the sheet as CSV again.",
        ) from cause


def _named(reader: "Reader") -> Iterator[tuple[int, dict[str, str]]]:
    names = [_column(name) for name in next(reader, [])]
    if names.count("address") > 1:
        raise InvalidValue(
            "there are several columns with addresses",
            thing="subscribers file",
            remedy="Keep the one to write to.",
        )
    if "address" not in names:
        raise InvalidValue(
            "there is no column with addresses",
            thing="subscribers file",
            remedy="Name that column 'email' in the first line; 'name' and 'topics' may follow.",
        )
    for row in reader:
        if any(cell.strip() for cell in row):
            cells = [one_line(cell) for cell in row]
            yield (
                reader.line_num,
                {**dict(zip(names, cells, strict=False)), _EXTRA: "".join(cells[len(names) :])},
            )


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise InvalidValue(
            "the file is empty", thing="subscribers file", remedy="Export the list again."
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Excel's "Unicode text"
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise InvalidValue(
            "this is no text file",
            thing="subscribers file",
            remedy="Save the sheet as CSV and import that.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _column(name: str) -> str:
    plain = name.strip().lower()
    return next((column for column, names in _COLUMNS.items() if plain in names), plain)


def _subscribers(
    rows: Iterator[tuple[int, dict[str, str]]],
    now: datetime,
    refused: list[RefusedRow],
    newsletter: str,
) -> Iterator[Subscriber]:
    seen: set[str] = set()
    for line, row in rows:
        try:
            address = normal_address(row.get("address", ""))
            ascii_domain(address)
        except (InvalidValue, RenderingError) as error:
            refused.append(RefusedRow(line, error.problem))
            continue
        moment = _moment(row.get("consent_at", ""), now)
        if address.lower() in seen:
            refused.append(RefusedRow(line, "this address stands higher up in the file already"))
        elif row.get("status", "").lower() in _LEFT:
            refused.append(RefusedRow(line, "this person has unsubscribed"))
        elif row.get("status", "").lower() not in _CONFIRMED:
            refused.append(RefusedRow(line, "its status does not say that this person confirmed"))
        elif row[_EXTRA]:
            refused.append(RefusedRow(line, f"it has {_EXTRA}"))
        elif moment is None:
            refused.append(
                RefusedRow(line, "the moment of consent is no past date like 2024-10-15")
            )
        else:
            seen.add(address.lower())
            yield Subscriber(
                key=secrets.token_hex(8),
                address=address,
                name=row.get("name", ""),
                status=SubscriberStatus.CONFIRMED,
                topics=tuple(t for t in row.get("topics", "").replace("|", " ").split() if t),
                consent_source="import",
                consent_at=moment,
                subscriptions=(Subscription(newsletter),),
            )


def _moment(text: str, now: datetime) -> datetime | None:
    """When consent was given; now where the file does not say, None where that cannot be."""
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware if _EARLIEST <= aware <= now else None
    except (ValueError, OverflowError):
        return None
