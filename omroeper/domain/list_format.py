"""Exports of other mailing programs, recognised by the heads of their columns.

Mailchimp: its exports as kept in public code, and mailchimp.com/help/view-export-contacts; listmonk:
`exportSubscribers` in its cmd/subscribers.go; Laposta: the fields of api.laposta.nl/doc; Spotler: the
fields of helpcenter.spotler.nl/hc/nl/articles/360009344413. Neither publishes the heads of its exports
(docs.laposta.nl and mailplus.spotler.help tell of imports only), and in both they can be chosen, so
their Dutch names count too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_table import ListTable


class Field(StrEnum):
    """What a column says of a person. SINCE is when somebody came on a list, which is no consent."""

    ADDRESS = "address"
    NAME = "name"
    FIRST_NAME = "first name"
    INSERTION = "insertion"
    LAST_NAME = "last name"
    TOPICS = "topics"
    TAGS = "tags"
    PROGRAMMES = "programmes"
    NEWSLETTERS = "newsletters"
    LANGUAGE = "language"
    FREQUENCY = "frequency"
    ONLY_FIGURES = "only figures"
    STATUS = "status"
    PERMISSION = "permission"
    CONSENT_AT = "consent at"
    CONSENT_SOURCE = "consent source"
    CONSENT_TEXT = "consent text"
    SINCE = "since"
    LEFT_AT = "left at"
    CLEANED_AT = "cleaned at"


_HEADS: dict[Field, tuple[str, ...]] = {
    Field.ADDRESS: (
        "email", "e-mail", "emailadres", "e-mailadres", "address", "email address", "e-mail address",
    ),
    Field.NAME: ("name", "naam", "full name", "volledige naam"),
    Field.FIRST_NAME: ("first name", "firstname", "voornaam"),
    Field.INSERTION: ("infix", "tussenvoegsel", "insertion"),
    Field.LAST_NAME: ("last name", "lastname", "achternaam"),
    Field.TOPICS: ("topics", "onderwerpen", "segmenten"),
    Field.TAGS: ("tags", "labels"),
    Field.PROGRAMMES: ("programmes", "programma’s", "programma's", "programmas"),
    Field.NEWSLETTERS: ("newsletters", "nieuwsbrieven"),
    Field.LANGUAGE: ("language", "taal"),
    Field.FREQUENCY: ("frequency", "frequentie", "hoe vaak"),
    Field.ONLY_FIGURES: ("only_figures", "alleen cijfers"),
    Field.STATUS: ("status", "state"),
    Field.PERMISSION: ("permissions", "permissies"),
    Field.CONSENT_AT: (
        "consent_at", "toestemming", "toestemming_op", "confirm_time", "optin_time", "signup_date",
        "aanmelddatum", "ingeschreven op",
    ),
    Field.CONSENT_SOURCE: ("consent_source", "bron van toestemming", "source_url"),
    Field.CONSENT_TEXT: ("consent_text", "tekst van toestemming"),
    Field.SINCE: ("created_at", "created", "aangemaakt", "aanmaakdatum"),
    Field.LEFT_AT: ("left_at", "unsub_time", "afmelddatum"),
    Field.CLEANED_AT: ("clean_time",),
}  # fmt: skip
"""The heads of each field; where several are in a file, the first that says something counts."""


class Standing(StrEnum):
    """How a person stands on the list that was exported."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BLOCKED = "blocked"


_STANDINGS: dict[Standing, tuple[str, ...]] = {
    Standing.CONFIRMED: (
        "", "confirmed", "bevestigd", "subscribed", "aangemeld", "actief", "active", "enabled",
    ),
    Standing.LEFT: ("unsubscribed", "uitgeschreven", "afgemeld", "opt-out", "optout"),
    Standing.BOUNCED: ("cleaned", "opgeschoond", "bounced", "bounce", "hard bounce", "hardbounce"),
    Standing.COMPLAINED: ("complained", "complaint", "klacht", "spam", "feedback loop"),
    Standing.BLOCKED: ("blocklisted", "blacklisted", "geblokkeerd", "inactief", "inactive"),
}  # fmt: skip
_STANDING_OF = {word: standing for standing, words in _STANDINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A program's export. Any of `signs` tells it; `files` are how the names of its files begin."""

    name: str
    signs: tuple[frozenset[str], ...] = ()
    files: tuple[tuple[str, Standing], ...] = ()

    def standing_of_file(self, name: str) -> Standing | None:
        """What all people in a file of this name are; None where the name does not say."""
        plain = name.lower()
        return next((standing for start, standing in self.files if plain.startswith(start)), None)


OWN = ListFormat("Omroeper")
FORMATS = (
    ListFormat(
        "Mailchimp",
        (
            frozenset({"optin_time", "confirm_time"}),
            frozenset({"leid", "euid"}),
            frozenset({"member_rating"}),
        ),
        (
            ("unsubscribed", Standing.LEFT),
            ("cleaned", Standing.BOUNCED),
            ("nonsubscribed", Standing.UNCONFIRMED),
        ),
    ),
    ListFormat("listmonk", (frozenset({"uuid", "email", "attributes", "status"}),)),
    ListFormat(
        "Laposta",
        (
            frozenset({"member_id", "list_id"}),
            frozenset({"signup_date", "state"}),
            frozenset({"aanmelddatum"}),
        ),
    ),
    ListFormat(
        "Spotler",
        (
            frozenset({"encryptedid"}),
            frozenset({"externalid", "email"}),
            frozenset({"permissies"}),
            frozenset({"permissions", "email"}),
        ),
    ),
)


def format_of(heads: Sequence[str]) -> ListFormat:
    """Whose export has these heads; our own (or a sheet made by hand) where nobody's."""
    given = {_folded(head) for head in heads}
    found = (one for one in FORMATS if any(sign <= given for sign in one.signs))
    return next(found, OWN)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a table's rows. `width` is how many heads there are."""

    places: Mapping[Field, tuple[int, ...]]
    width: int

    def of(self, cells: Sequence[str], field: Field) -> str:
        """What a row says of a field; empty where it says nothing."""
        for place in self.places.get(field, ()):
            if place < len(cells) and cells[place]:
                return cells[place]
        return ""

    def overflows(self, cells: Sequence[str]) -> bool:
        """Whether a row has more fields than there are heads."""
        return any(cells[self.width :])


def columns_of(table: ListTable) -> Columns:
    """The columns by what they say; raises InvalidValue without exactly one with addresses."""
    heads = [_folded(head) for head in table.heads]
    places = {field: tuple(_places(heads, names)) for field, names in _HEADS.items()}
    addresses = len(places[Field.ADDRESS])
    if addresses > 1:
        raise InvalidValue(
            "there are several columns with addresses",
            thing=table.name,
            remedy="Keep the one to write to.",
        )
    if not addresses:
        known = ", ".join(one.name for one in FORMATS)
        raise InvalidValue(
            "there is no column with addresses",
            thing=table.name,
            remedy="Name that column 'email' in the first line; 'name' and 'topics' may follow. "
            f"Exports of {known} are taken as they are.",
        )
    return Columns(places, len(heads))


def standing_of(cells: Sequence[str], columns: Columns, of_file: Standing | None) -> Standing:
    """How a row's person stands. What forbids mail wins over what allows it."""
    if columns.of(cells, Field.CLEANED_AT):
        return Standing.BOUNCED
    if of_file is not None:
        return of_file
    status = columns.of(cells, Field.STATUS).lower()
    standing = _STANDING_OF.get(status, Standing.UNCONFIRMED)
    if standing is Standing.CONFIRMED and columns.of(cells, Field.LEFT_AT):
        return Standing.LEFT
    if standing is Standing.CONFIRMED and _lacks_permission(cells, columns):
        return Standing.UNCONFIRMED
    return standing


def _lacks_permission(cells: Sequence[str], columns: Columns) -> bool:
    given = columns.of(cells, Field.PERMISSION).lower()
    return bool(columns.places[Field.PERMISSION]) and given in ("", "0", "nee", "no", "false")


def _places(heads: Sequence[str], names: Sequence[str]) -> Iterator[int]:
    for name in names:
        yield from (place for place, head in enumerate(heads) if head == name)


def _folded(head: str) -> str:
    return head.strip().lower()
