"""Subscribe: importing those who asked for the newsletter, and letting people leave at once."""

import csv
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from omroeper.domain.audience import Subscriber, SubscriberStatus, normal_address
from omroeper.domain.errors import InvalidValue
from omroeper.ports import Clock, Store, SubscriberStore

_COLUMNS = {
    "address": {"email", "e-mail", "emailadres", "e-mailadres", "address", "email address"},
    "name": {"name", "naam"},
    "topics": {"topics", "onderwerpen", "segmenten"},
    "consent_at": {"consent_at", "toestemming", "toestemming_op"},
    "status": {"status"},
}
_LEFT = {"unsubscribed", "uitgeschreven", "afgemeld"}


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
    content: bytes, store: SubscriberStore, clock: Clock, *, dry_run: bool = False
) -> ImportResult:
    """Import a CSV file (comma or semicolon; UTF-8 or Windows-1252); safe to repeat.

    Raises InvalidValue when the file as a whole cannot be read. Suppression always wins.
    """
    refused: list[RefusedRow] = []
    newcomers = _subscribers(_rows(content), clock.now(), refused)
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
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    names = [_column(name) for name in next(reader, [])]
    if "address" not in names:
        raise InvalidValue(
            "there is no column with addresses",
            thing="subscribers file",
            remedy="Name that column 'email' in the first line; 'name' and 'topics' may follow.",
        )
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, dict(zip(names, (cell.strip() for cell in row), strict=False))


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise InvalidValue(
            "the file is empty", thing="subscribers file", remedy="Export the list again."
        )
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
    rows: Iterator[tuple[int, dict[str, str]]], now: datetime, refused: list[RefusedRow]
) -> Iterator[Subscriber]:
    seen: set[str] = set()
    for line, row in rows:
        try:
            address = normal_address(row.get("address", ""))
        except InvalidValue as error:
            refused.append(RefusedRow(line, error.problem))
            continue
        if address.lower() in seen:
            refused.append(RefusedRow(line, "this address stands higher up in the file already"))
        elif row.get("status", "").lower() in _LEFT:
            refused.append(RefusedRow(line, "this person has unsubscribed"))
        else:
            seen.add(address.lower())
            yield Subscriber(
                key=secrets.token_hex(8),
                address=address,
                name=" ".join(row.get("name", "").split()),
                status=SubscriberStatus.CONFIRMED,
                topics=tuple(t for t in row.get("topics", "").replace("|", " ").split() if t),
                consent_source="import",
                consent_at=_moment(row.get("consent_at", "")) or now,
            )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
