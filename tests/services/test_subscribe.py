"""Imports that refuse by line and reason, and leaving that wins."""

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, SubscriberStatus
from omroeper.domain.delivery import DeliveryState
from omroeper.domain.errors import InvalidValue
from omroeper.services.send import freeze_audience
from omroeper.services.subscribe import ImportResult, Leaving, import_subscribers, leave
from tests.samples import FixedClock, approved_draft

CSV = (
    "E-mail;Naam;Onderwerpen;Status\n"
    "anna@school.example;Anna;onderwijs pers;\n"
    "geen adres;X;;\n"
    "ANNA@school.example;Dubbel;;\n"
    "weg@school.example;Weg;;uitgeschreven\n"
    "bob@bedrijf.example;Bob;bedrijven;\n"
)


def load(store: DatabaseStore, text: str | bytes = CSV, **options: bool) -> ImportResult:
    content = text.encode() if isinstance(text, str) else text
    return import_subscribers(content, store, FixedClock(), newsletter="agdb", **options)


def test_rows_are_refused_by_line_and_reason_without_the_address(each_store: DatabaseStore) -> None:
    result = load(each_store)
    assert (result.added, result.known, result.suppressed) == (2, 0, 0)
    assert [row.line for row in result.refused] == [3, 4, 5]
    assert all("@" not in row.reason for row in result.refused)
    anna = each_store.subscriber_by_address("Anna@School.example")
    assert anna is not None
    assert (anna.topics, anna.name) == (("onderwijs", "pers"), "Anna")


def test_importing_again_changes_nothing(each_store: DatabaseStore) -> None:
    load(each_store)
    assert load(each_store).added == 0
    assert load(each_store).known == 2


def test_readers_are_counted_once_under_the_first_segment_they_belong_to(
    each_store: DatabaseStore,
) -> None:
    load(each_store, CSV + "c@pers.example;C;pers;\nd@x.example;D;;\n")
    everyone, schools = Segment("alle", "Alle"), Segment("onderwijs", "Onderwijs", ("onderwijs",))
    press = Segment("pers", "Pers", ("pers",))
    counted = each_store.reader_counts(everyone, [press, schools])
    assert counted == {"pers": 2, "": 2}
    assert each_store.reader_counts(everyone, [schools, press]) == {
        "onderwijs": 1, "pers": 1, "": 2,
    }  # fmt: skip
    assert each_store.reader_counts(press, [schools]) == {"onderwijs": 1, "": 1}
    assert each_store.audience_size(press) == 2


def test_a_dry_run_writes_nothing(each_store: DatabaseStore) -> None:
    assert load(each_store, dry_run=True).added == 2
    assert each_store.audience_size(Segment("alle", "Alle")) == 0


def test_who_left_is_not_imported_again(each_store: DatabaseStore) -> None:
    load(each_store)
    anna = each_store.subscriber_by_address("anna@school.example")
    assert anna is not None
    assert each_store.unsubscribe(anna.key, FixedClock().now(), source="test")
    assert not each_store.unsubscribe(anna.key, FixedClock().now(), source="test")
    result = load(each_store)
    assert (result.known, result.suppressed) == (1, 1)
    assert each_store.audience_size(Segment("alle", "Alle")) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "no column"),
        (b"naam\nAnna\n", "no column"),
        (b"\x50\x4b\x00\x01", "no text file"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    store: DatabaseStore, content: bytes, told: str
) -> None:
    with pytest.raises(InvalidValue, match=told):
        load(store, content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'email,naam\na@x.example,"Anna\nb@x.example,Bob\n', "quotation mark"),
        (b"email\n" + b"x" * 2_000_000, "line 2"),
        (b"email,e-mail\na@x.example,b@x.example\n", "several columns"),
    ],
)
def test_a_file_that_would_lose_people_is_refused_whole(
    store: DatabaseStore, content: bytes, told: str
) -> None:
    with pytest.raises(InvalidValue, match=told):
        load(store, content)
    assert store.audience_size(Segment("alle", "Alle")) == 0


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a@x.example;A;2024-01-01;confirmed;te veel", "more fields"),
        ("a@x.example;A;gisteren;", "moment of consent"),
        ("a@x.example;A;0001-01-01T00:00:00+05:00;", "moment of consent"),
        ("a@x.example;A;2999-01-01;", "moment of consent"),
        ("a@x.example;A;;unconfirmed", "confirmed"),
        ("a@x..example;A;;", "does not allow"),
        ("a@-x.example;A;;", "does not allow"),
        ("a..b@x.example;A;;", "does not allow"),
        ("a@\U0001f600.example;A;;", "not a domain name"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused(store: DatabaseStore, row: str, told: str) -> None:
    result = load(store, f"email;naam;toestemming;status\n{row}\n")
    (refused,) = result.refused
    assert (result.added, refused.line) == (0, 2)
    assert told in refused.reason


def test_control_characters_do_not_come_into_a_name(store: DatabaseStore) -> None:
    load(store, "email,naam\nanna@school.example,A\x1b[31m\x01nna\n")
    anna = store.subscriber_by_address("anna@school.example")
    assert anna is not None
    assert anna.name == "A[31mnna"


@pytest.mark.parametrize(
    "content",
    [
        "email\tnaam\nanna@school.example\tZoë\n".encode("utf-16"),
        b"email\ranna@school.example\r",
        "email\nanna@school.example\n".encode("utf-8-sig"),
        "email,naam\nanna@school.example,Zoë\n".encode("cp1252"),
        b"naam\temailadres\nAnna\tanna@school.example\n",
    ],
)
def test_encodings_and_separators_as_people_have_them(store: DatabaseStore, content: bytes) -> None:
    assert load(store, content).added == 1


def test_a_token_lets_its_owner_leave_once(each_store: DatabaseStore) -> None:
    draft = approved_draft(each_store)
    load(each_store)
    campaign = freeze_audience(
        each_store, draft, Segment("alle", "Alle"), FixedClock(), mail_domain="x.example"
    )
    first, _ = each_store.deliveries_in(campaign.id, DeliveryState.PENDING)
    now = FixedClock().now()
    assert leave(each_store, first.token, now) is Leaving.DONE
    assert leave(each_store, first.token, now) is Leaving.ALREADY
    assert leave(each_store, "a" * 32, now) is Leaving.UNKNOWN
    person = each_store.subscriber(first.subscriber)
    assert person is not None
    assert person.status is SubscriberStatus.UNSUBSCRIBED
    assert each_store.unsubscribes() == ((f"campaign:{campaign.id}", now),)
