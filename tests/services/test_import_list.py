"""Imports that refuse by line and reason, keep consent, and never bring back who left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.subscriber_files import list_content, read_tables
from omroeper.adapters.subscriber_files.reading import tables_of
from omroeper.domain.audience import (
    Frequency,
    Segment,
    Subscriber,
    SubscriberStatus,
    Subscription,
    SuppressionReason,
)
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_choices import ChoiceReader, Vocabulary
from omroeper.domain.list_import import Merged
from omroeper.domain.list_table import ListTable
from omroeper.services.export_list import HEADS, listed_rows
from omroeper.services.import_list import ImportOrder, ImportResult, import_list
from omroeper.services.list_rows import ListRules, judge_tables
from tests.fixtures_database import SECRET
from tests.samples import FixedClock
from tests.services.readers import reader

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"
WORDS = Vocabulary(
    topics=("onderwijs", "bedrijven", "pers"),
    programmes=("sto", "fll"),
    newsletters=("agdb", "internationaal"),
    languages=("nl", "en"),
)
ORDER = ImportOrder(ChoiceReader(WORDS, ("agdb",)))
STATED = replace(ORDER, consent="intekenlijst van de beurs", by="Sanne")
EVERYONE = Segment("alle", "Alle")
CSV = (
    "E-mail;Naam;Onderwerpen;Status;Toestemming\n"
    "anna@school.example;Anna;onderwijs pers;;2024-01-02\n"
    "geen adres;X;;;2024-01-02\n"
    "ANNA@school.example;Dubbel;;;2024-01-02\n"
    "weg@school.example;Weg;;uitgeschreven;2024-01-02\n"
    "bob@bedrijf.example;Bob;bedrijven;;2024-01-02\n"
)


def load(
    store: DatabaseStore, text: str | bytes = CSV, order: ImportOrder = ORDER, **changes: Any
) -> ImportResult:
    content = text.encode() if isinstance(text, str) else text
    tables = tables_of(content, "lijst.csv")
    return import_list(tables, store, FixedClock(), replace(order, **changes))


def load_samples(store: DatabaseStore, *names: str, order: ImportOrder = ORDER) -> ImportResult:
    tables = [table for name in names for table in read_tables(LISTS / name)]
    return import_list(tables, store, FixedClock(), order)


def exported(store: DatabaseStore, form: str = "csv") -> bytes:
    return list_content(HEADS, listed_rows(store), form)


def person(store: DatabaseStore, address: str) -> Subscriber:
    found = store.subscriber_by_address(address)
    assert found is not None
    return found


def test_rows_are_refused_by_line_and_reason_without_the_address(each_store: DatabaseStore) -> None:
    result = load(each_store)
    assert result.merged == Merged(added=2, left=1)
    assert [row.line for row in result.refused] == [3, 4]
    assert all("@" not in row.reason for row in result.refused)
    anna = person(each_store, "Anna@School.example")
    assert (anna.topics, anna.name) == (("onderwijs", "pers"), "Anna")
    assert anna.subscriptions == (Subscription("agdb"),)


def test_importing_again_changes_nothing(each_store: DatabaseStore) -> None:
    load(each_store)
    before = list(each_store.listed_people())
    assert load(each_store).merged == Merged(known=2)
    assert list(each_store.listed_people()) == before
    assert len(each_store.audit_log("subscribers")) == 1


def test_a_dry_run_tells_the_same_and_writes_nothing(each_store: DatabaseStore) -> None:
    told = load(each_store, dry_run=True)
    assert each_store.audience_size(EVERYONE) == 0
    assert each_store.suppression_of("weg@school.example") is None
    assert each_store.audit_log() == ()
    assert load(each_store) == told


def test_who_left_is_not_imported_again(each_store: DatabaseStore) -> None:
    load(each_store)
    key = person(each_store, "anna@school.example").key
    assert each_store.unsubscribe(key, FixedClock().now(), source="test")
    assert not each_store.unsubscribe(key, FixedClock().now(), source="test")
    assert load(each_store).merged == Merged(known=1, suppressed=1)
    assert each_store.audience_size(EVERYONE) == 1


def test_who_left_elsewhere_leaves_here_too_and_stays_away(each_store: DatabaseStore) -> None:
    load(each_store)
    left = "email;status\nAnna@school.example;unsubscribed\n"
    assert load(each_store, left).merged == Merged(left=1)
    anna = person(each_store, "anna@school.example")
    assert anna.status is SubscriberStatus.UNSUBSCRIBED
    assert each_store.suppression_of("anna@school.example") is SuppressionReason.UNSUBSCRIBED
    assert each_store.unsubscribes() == (("import", FixedClock().now()),)
    assert load(each_store, left).merged == Merged()


def test_who_came_back_after_leaving_elsewhere_is_not_thrown_out_again(
    each_store: DatabaseStore,
) -> None:
    address, now = "weg@school.example", FixedClock().now()
    key = reader(each_store, address, now - timedelta(days=9))
    old = f"email;unsub_time\n{address};2022-03-04 05:06:07\n"
    assert load(each_store, old).merged == Merged()
    assert person(each_store, address).key == key
    assert person(each_store, address).status is SubscriberStatus.CONFIRMED
    later = now - timedelta(days=1)
    assert load(each_store, old.replace("2022-03-04 05:06:07", later.isoformat())).merged == Merged(
        left=1
    )
    assert person(each_store, address).subscriptions == ()


@pytest.mark.parametrize(("days", "left"), [(8, 1), (10, 0)])
def test_who_bounced_elsewhere_stays_only_when_they_confirmed_here_after_that(
    each_store: DatabaseStore, days: int, left: int
) -> None:
    now = FixedClock().now()
    reader(each_store, "dood@school.example", now - timedelta(days=9))
    moment = (now - timedelta(days=days)).isoformat()
    bounced = f"email;clean_time\ndood@school.example;{moment}\n"
    assert load(each_store, bounced).merged == Merged(left=left)


def test_a_complaint_elsewhere_takes_the_place_of_an_unsubscription(
    each_store: DatabaseStore,
) -> None:
    key = reader(each_store, "weg@school.example", FixedClock().now() - timedelta(days=9))
    each_store.unsubscribe(key, FixedClock().now(), source="test")
    complained = "email;status\nweg@school.example;complained\n"
    assert load(each_store, complained).merged == Merged(left=1)
    assert each_store.suppression_of("weg@school.example") is SuppressionReason.COMPLAINT
    assert load(each_store, complained).merged == Merged()
    assert load(each_store, "email;status\nweg@school.example;unsubscribed\n").merged == Merged()
    assert each_store.suppression_of("weg@school.example") is SuppressionReason.COMPLAINT


@settings(max_examples=150)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["a@x.example", "B@x.example", "b@x.example", "geen", "'=c@x.example"]),
            st.sampled_from(["", "unsubscribed", "cleaned", "pending", "Actief"]),
            st.sampled_from(["2024-01-02", "gisteren", ""]),
            st.sampled_from(["pers", "onderwijs pers", "pes", ""]),
        ),
        max_size=8,
    )
)
def test_of_every_row_something_is_told_and_who_left_never_comes(
    rows: list[tuple[str, str, str, str]],
) -> None:
    table = ListTable(
        "lijst.csv",
        ("email", "status", "toestemming", "topics"),
        [(number, row) for number, row in enumerate(rows, 2)],
    )
    judged = judge_tables([table], ListRules(FixedClock().now(), ORDER.choices))
    coming = [one.address.lower() for one in judged.newcomers]
    leaving = [one.address.lower() for one in judged.leavers]
    assert len(coming) == len(set(coming))
    assert not set(coming) & set(leaving)
    lines = {row.line for row in judged.refused}
    assert len(lines) == len(judged.refused)
    silent = [row for line, row in enumerate(rows, 2) if line not in lines]
    assert {row[0].lower() for row in silent} == {*coming, *leaving}


def test_mailchimps_three_files_together(each_store: DatabaseStore) -> None:
    names = [
        f"{kind}_email_audience_export_1a2b3c.csv"
        for kind in ("subscribed", "unsubscribed", "cleaned")
    ]
    result = load_samples(each_store, *names)
    assert result.merged == Merged(added=2, left=2)
    assert [(row.file, row.line) for row in result.refused] == [(names[0], 4), (names[0], 5)]
    assert "left" in result.refused[1].reason
    assert result.left_out == {"beurs 2019": 1}
    zoe = person(each_store, "zoe@school.example")
    assert (zoe.name, zoe.topics) == ("Zoë de Vries", ("onderwijs",))
    assert zoe.consent_at == datetime(2023, 2, 1, 9, 35, 12, tzinfo=UTC)
    assert zoe.consent_source == "import: Mailchimp"
    kees = person(each_store, "kees@bedrijf.example")
    assert kees.consent_at == datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)
    gone = [each_store.suppression_of(f"{name}@school.example") for name in ("weg", "bestaatniet")]
    assert gone == [SuppressionReason.UNSUBSCRIBED, SuppressionReason.HARD_BOUNCE]


def test_laposta_says_when_and_where_somebody_consented(each_store: DatabaseStore) -> None:
    result = load_samples(each_store, "laposta.csv")
    assert result.merged == Merged(added=1, left=2)
    found = person(each_store, "maartje@vakschool.example")
    assert (found.name, found.consent_source) == (
        "Maartje de Vries",
        "https://ptvt.example/aanmelden",
    )
    assert found.consent_at == datetime(2012, 10, 31, 11, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "address"),
    [("listmonk.csv", "ria@rijk.example"), ("spotler.csv", "sam@gemeente.example")],
)
def test_without_a_moment_of_consent_somebody_stands_for_it_by_name(
    each_store: DatabaseStore, name: str, address: str
) -> None:
    unstated = load_samples(each_store, name)
    assert unstated.merged == Merged(left=1)
    assert "when this person consented" in unstated.refused[0].reason
    assert load_samples(each_store, name, order=STATED).merged == Merged(added=1)
    assert person(each_store, address).consent_source == "intekenlijst van de beurs (volgens Sanne)"
    entry = each_store.audit_log("subscribers")[-1]
    assert entry.who == "Sanne"
    assert "intekenlijst van de beurs" in entry.detail
    assert "@" not in entry.detail


def test_where_consent_comes_from_outlives_an_erasure_so_it_holds_no_address(
    each_store: DatabaseStore,
) -> None:
    heads = "email;toestemming;bron van toestemming;tekst van toestemming\n"
    load(each_store, f"{heads}a@x.example;2024-01-02;mail van <a@x.example>;Ja, a@x.example\n")
    key = person(each_store, "a@x.example").key
    ((consent, _),) = each_store.consents(key)
    assert consent.source == "mail van <(adres)> (tekst: Ja, (adres))"
    load(each_store, "email\nb@x.example\n", STATED, consent="mail van b@x.example")
    assert person(each_store, "b@x.example").consent_source == "mail van (adres) (volgens Sanne)"
    assert "@" not in each_store.audit_log("subscribers")[-1].detail


def test_consent_that_nobody_stands_for_is_refused(store: DatabaseStore) -> None:
    with pytest.raises(InvalidValue, match="--by"):
        load(store, "email\na@x.example\n", STATED, by="")


def test_a_second_list_gives_who_is_known_its_newsletter_and_nothing_else(
    each_store: DatabaseStore,
) -> None:
    load(each_store)
    second = (
        "email;naam;nieuwsbrieven;toestemming\n"
        "anna@school.example;Ander;internationaal:quarterly;2024-05-06\n"
    )
    assert load(each_store, second).merged == Merged(known=1, widened=1)
    anna = person(each_store, "anna@school.example")
    assert anna.name == "Anna"
    assert anna.subscriptions == (
        Subscription("agdb"),
        Subscription("internationaal", Frequency.QUARTERLY),
    )
    assert load(each_store, second).merged == Merged(known=1)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_safe_to_open_and_changes_nothing_when_it_comes_back(
    each_store: DatabaseStore, tmp_path: Path, form: str
) -> None:
    load(each_store)
    row = "email;naam;onderwerpen;programmes;nieuwsbrieven;taal;toestemming;bron van toestemming\n"
    load(
        each_store,
        f"{row}+x@bedrijf.example;=cmd|' /C calc'!A0;pers;fll sto;agdb:quarterly:figures;en;"
        "2023-01-02 03:04:05;beurs\n",
    )
    each_store.unsubscribe(
        person(each_store, "bob@bedrijf.example").key, FixedClock().now(), source="test"
    )
    before = list(each_store.listed_people())
    file = tmp_path / f"lijst.{form}"
    file.write_bytes(exported(each_store, form))
    (table,) = read_tables(file)
    assert import_list([table], each_store, FixedClock(), ORDER).merged == Merged(known=2)
    assert list(each_store.listed_people()) == before
    cells = [
        cell
        for line in exported(each_store).decode("utf-8-sig").splitlines()[1:]
        for cell in line.split(";")
    ]
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "+", "-", "@"))]


def test_an_export_fills_an_empty_desk_with_the_same_people(
    each_store: DatabaseStore, tmp_path: Path
) -> None:
    load(each_store, f"{CSV}-jan@x.example;-Jan;;;2024-01-02\n")
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", SECRET) as other:
        import_list(tables_of(exported(each_store), "lijst.csv"), other, FixedClock(), ORDER)
        here = [replace(one, key="") for one, _ in other.listed_people()]
    there = [replace(one, key="") for one, _ in each_store.listed_people()]
    assert sorted(here, key=str) == sorted(there, key=str)
    assert len(here) == 3


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a@x.example;A;2024-01-01;confirmed;;te veel", "more fields"),
        ("a@x.example;A;gisteren;;", "moment of consent"),
        ("a@x.example;A;0001-01-01T00:00:00+05:00;;", "moment of consent"),
        ("a@x.example;A;2999-01-01;;", "moment of consent"),
        ("a@x.example;A;;;", "when this person consented"),
        ("a@x.example;A;2024-01-01;unconfirmed;", "confirmed"),
        ("a@x..example;A;2024-01-01;;", "does not allow"),
        ("a@-x.example;A;2024-01-01;;", "does not allow"),
        ("a..b@x.example;A;2024-01-01;;", "does not allow"),
        ("a@\U0001f600.example;A;2024-01-01;;", "not a domain name"),
        ("a@x.example;A;2024-01-01;;onderwij", "mean 'onderwijs'"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused(store: DatabaseStore, row: str, told: str) -> None:
    result = load(store, f"email;naam;toestemming;status;topics\n{row}\n")
    (refused,) = result.refused
    assert (result.merged, refused.line) == (Merged(), 2)
    assert told in refused.reason


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("nieuwsbrieven", "agbd", "mean 'agdb'"),
        ("nieuwsbrieven", "agdb:dagelijks", "no frequency"),
        ("programmes", "stoo", "mean 'sto'"),
        ("taal", "fr", "no language"),
    ],
)
def test_a_choice_that_is_not_there_is_refused_with_what_is(
    store: DatabaseStore, column: str, value: str, told: str
) -> None:
    (refused,) = load(
        store, f"email;toestemming;{column}\na@x.example;2024-01-01;{value}\n"
    ).refused
    assert told in refused.reason


def test_a_table_that_cannot_be_used_stops_the_whole_import(store: DatabaseStore) -> None:
    tables = [*tables_of(CSV.encode(), "a.csv"), *tables_of(b"naam\nAnna\n", "b.csv")]
    with pytest.raises(InvalidValue, match=r"b\.csv"):
        import_list(tables, store, FixedClock(), ORDER)
    assert store.audience_size(EVERYONE) == 0


def test_control_characters_do_not_come_into_a_name(store: DatabaseStore) -> None:
    load(store, "email,naam,toestemming\nanna@school.example,A\x1b[31m\x01nna,2024-01-01\n")
    assert person(store, "anna@school.example").name == "A[31mnna"


def test_readers_are_counted_once_under_the_first_segment_they_belong_to(
    each_store: DatabaseStore,
) -> None:
    load(each_store, f"{CSV}c@pers.example;C;pers;;2024-01-02\nd@x.example;D;;;2024-01-02\n")
    schools, press = (
        Segment("onderwijs", "Onderwijs", ("onderwijs",)),
        Segment("pers", "Pers", ("pers",)),
    )
    assert each_store.reader_counts(EVERYONE, [press, schools]) == {"pers": 2, "": 2}
    assert each_store.reader_counts(EVERYONE, [schools, press]) == {
        "onderwijs": 1, "pers": 1, "": 2,
    }  # fmt: skip
    assert each_store.reader_counts(press, [schools]) == {"onderwijs": 1, "": 1}
    assert each_store.audience_size(press) == 2
