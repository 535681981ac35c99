"""Judging the rows of a list before anything is written: who comes, who left, who is refused and why."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.audience import (
    Subscriber,
    SubscriberStatus,
    SuppressionReason,
    normal_address,
)
from omroeper.domain.errors import InvalidValue, RenderingError
from omroeper.domain.list_choices import CHOICES, ChoiceReader, Choices
from omroeper.domain.list_format import (
    OWN,
    Columns,
    Field,
    ListFormat,
    Standing,
    columns_of,
    format_of,
    standing_of,
)
from omroeper.domain.list_import import Leaver, RefusedRow
from omroeper.domain.list_moment import moment_of
from omroeper.domain.list_refusals import Refusal
from omroeper.domain.list_table import ListTable
from omroeper.domain.text import without_addresses
from omroeper.rendering.mime import ascii_domain

_REASONS = {
    Standing.LEFT: SuppressionReason.UNSUBSCRIBED,
    Standing.BOUNCED: SuppressionReason.HARD_BOUNCE,
    Standing.COMPLAINED: SuppressionReason.COMPLAINT,
    Standing.BLOCKED: SuppressionReason.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class ListRules:
    """How a list is read. `stated` says where consent comes from of whom the rows do not say it."""

    now: datetime
    choices: ChoiceReader
    stated: str = ""


@dataclass(slots=True)
class Judged:
    """What is to become of every row of some tables; `left_out` counts the tags that say nothing here."""

    newcomers: list[Subscriber] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def judge_tables(tables: Iterable[ListTable], rules: ListRules) -> Judged:
    """Judge every row; who left by any of the tables does not come by another.

    Raises InvalidValue when a table as a whole cannot be used.
    """
    judging = _Judging(rules)
    for table in tables:
        judging.judge(table)
    return judging.finish()


class _Refused(Exception):
    """Why a row is refused."""


class _Judging:
    def __init__(self, rules: ListRules) -> None:
        self._rules = rules
        self._judged = Judged()
        self._coming: dict[str, tuple[RefusedRow, Subscriber]] = {}
        self._leaving: dict[str, Leaver] = {}
        self._domains: dict[str, str] = {}
        self._choices: dict[tuple[str, ...], Choices] = {}

    def judge(self, table: ListTable) -> None:
        columns, origin = columns_of(table), format_of(table.heads)
        of_file = origin.standing_of_file(table.name)
        self._judged.formats.append(origin.name)
        for line, cells in table.rows:
            standing = standing_of(cells, columns, of_file)
            place = RefusedRow(line, Refusal.LEFT, table.name)
            try:
                self._sort(place, cells, columns, standing, origin)
            except _Refused as reason:
                self._refuse(place, str(reason))

    def finish(self) -> Judged:
        for folded, (place, person) in self._coming.items():
            if folded in self._leaving:
                self._judged.refused.append(place)
            else:
                self._judged.newcomers.append(person)
        self._judged.leavers = list(self._leaving.values())
        return self._judged

    def _sort(
        self,
        place: RefusedRow,
        cells: Sequence[str],
        columns: Columns,
        standing: Standing,
        origin: ListFormat,
    ) -> None:
        address = self._address(columns.of(cells, Field.ADDRESS))
        folded = address.lower()
        if standing in _REASONS:
            self._leaving.setdefault(folded, self._leaver(address, cells, columns, standing))
            return
        if standing is not Standing.CONFIRMED:
            raise _Refused(Refusal.NOT_CONFIRMED)
        if folded in self._coming:
            raise _Refused(Refusal.TWICE)
        if columns.overflows(cells):
            raise _Refused(Refusal.TOO_MANY_FIELDS)
        self._coming[folded] = (place, self._person(address, cells, columns, origin))

    def _address(self, text: str) -> str:
        try:
            address = normal_address(text)
            host = address.rpartition("@")[2]
            if host not in self._domains:
                self._domains[host] = ascii_domain(address)
        except (InvalidValue, RenderingError) as error:
            raise _Refused(error.problem) from error
        return address

    def _leaver(
        self, address: str, cells: Sequence[str], columns: Columns, standing: Standing
    ) -> Leaver:
        told = columns.of(cells, Field.LEFT_AT) or columns.of(cells, Field.CLEANED_AT)
        at = moment_of(told, self._rules.now) or self._rules.now
        return Leaver(address, _REASONS[standing], at)

    def _person(
        self, address: str, cells: Sequence[str], columns: Columns, origin: ListFormat
    ) -> Subscriber:
        at, source = self._consent(cells, columns, origin)
        chosen = self._chosen(tuple(columns.of(cells, field) for field in CHOICES))
        if chosen.left_out:
            self._judged.left_out.update(chosen.left_out)
        return Subscriber(
            key=secrets.token_hex(8),
            address=address,
            name=_name(cells, columns),
            status=SubscriberStatus.CONFIRMED,
            topics=chosen.topics,
            consent_source=source,
            consent_at=at,
            subscriptions=chosen.subscriptions,
            programmes=chosen.programmes,
            language=chosen.language,
        )

    def _chosen(self, said: tuple[str, ...]) -> Choices:
        if said not in self._choices:
            try:
                found = self._rules.choices.read(dict(zip(CHOICES, said, strict=True)))
            except InvalidValue as error:
                raise _Refused(f"{error.problem}. {error.remedy}") from error
            self._choices[said] = found
        return self._choices[said]

    def _consent(
        self, cells: Sequence[str], columns: Columns, origin: ListFormat
    ) -> tuple[datetime, str]:
        """When consent was given, and where; refused where nobody says so."""
        now, stated = self._rules.now, self._rules.stated
        told = columns.of(cells, Field.CONSENT_AT)
        source = without_addresses(columns.of(cells, Field.CONSENT_SOURCE))
        text = without_addresses(columns.of(cells, Field.CONSENT_TEXT))
        if source and text:
            source = f"{source} (tekst: {text})"
        if told:
            at = moment_of(told, now)
            if at is None:
                raise _Refused(Refusal.NO_MOMENT)
            return at, source or ("import" if origin is OWN else f"import: {origin.name}")
        if not stated:
            raise _Refused(Refusal.NO_CONSENT)
        return moment_of(columns.of(cells, Field.SINCE), now) or now, source or stated

    def _refuse(self, place: RefusedRow, reason: str) -> None:
        self._judged.refused.append(RefusedRow(place.line, reason, place.file))


def _name(cells: Sequence[str], columns: Columns) -> str:
    parts = (Field.FIRST_NAME, Field.INSERTION, Field.LAST_NAME)
    composed = " ".join(filter(None, (columns.of(cells, part) for part in parts)))
    return columns.of(cells, Field.NAME) or composed
