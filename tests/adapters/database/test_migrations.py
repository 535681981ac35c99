"""The migrations make exactly the tables the code knows, on both databases."""

import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from omroeper.adapters.database import open_store
from omroeper.adapters.database.engine import open_engine
from omroeper.adapters.database.migrate import _config
from omroeper.adapters.database.tables import metadata
from omroeper.domain.errors import SettingsError
from tests.samples import approved_draft


def test_migrations_and_tables_agree(each_database_url: str) -> None:
    open_store(each_database_url, "x").close()
    engine = open_engine(each_database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def _open(url: str) -> None:
    open_store(url, "x").close()


def test_several_processes_may_open_a_new_database_at_once(each_database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open, args=(each_database_url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]


def test_a_newer_database_is_refused(each_database_url: str) -> None:
    open_store(each_database_url, "x").close()
    engine = open_engine(each_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(SettingsError, match=r"newer version .*9999"):
        open_store(each_database_url, "x")


def test_history_refuses_changes(each_database_url: str) -> None:
    open_store(each_database_url, "x").close()
    engine = open_engine(each_database_url)
    insert = (
        "INSERT INTO audit_entries (at, who, what, thing, detail, fingerprint)"
        " VALUES ('2024-10-01 00:00:00', 'a', 'b', 'c', '', '')"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(insert)
    for change in ("UPDATE audit_entries SET who = 'x'", "DELETE FROM audit_entries"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            engine.connect() as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(change)
    approval = "INSERT INTO figure_approvals VALUES ('ab', 'f', 'x', '2024-10-01 00:00:00')"
    with engine.begin() as connection:
        connection.exec_driver_sql(approval)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM figure_approvals")
    choice = (
        "INSERT INTO editor_choices (newsletter, month, edition, version, content, by_name, at)"
        " VALUES ('agdb', '2024-10', 'e', 1, '{}', 'x', '2024-10-01 00:00:00')"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(choice)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE editor_choices SET by_name = 'y'")
    engine.dispose()


def test_what_readers_were_told_is_filled_for_drafts_from_before(each_database_url: str) -> None:
    with open_store(each_database_url, "x") as store:
        approved_draft(store)
        (before,) = store.told_editions()
    engine = open_engine(each_database_url)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    engine.dispose()
    with open_store(each_database_url, "x") as store:
        assert store.told_editions() == (before,)


_DESK_ROWS = {
    "overrulings": (
        "(thing, version, fingerprint, code, place, told, why, by_name, at)"
        " VALUES ('e', 1, 'ab', 'c', 'p', 't', 'w', 'x', '2024-10-01 00:00:00')"
    ),
    "reminders": (
        "(edition, version, kind, person, at) VALUES ('e', 1, 'k', 'x', '2024-10-01 00:00:00')"
    ),
    "bounces": (
        "(mark, kind, source, cause, status, final, at)"
        " VALUES ('m', 'hard', 's', 'c', '5.1.1', true, '2024-10-01 00:00:00')"
    ),
    "item_reviews": (
        "(edition, version, item, title, reviewer, answer, text, note, at, run)"
        " VALUES ('e', 1, 'i', 't', 'x', 'a', '', '', '2024-10-01 00:00:00', 'r')"
    ),
}


@pytest.mark.parametrize("table", _DESK_ROWS)
def test_what_the_desk_decided_refuses_changes(each_database_url: str, table: str) -> None:
    open_store(each_database_url, "x").close()
    engine = open_engine(each_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO {table} {_DESK_ROWS[table]}")
    for change in (f"UPDATE {table} SET at = '2025-01-01 00:00:00'", f"DELETE FROM {table}"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "oracle://h/x"])
def test_another_kind_of_database_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError, match="OMROEPER_DATABASE_URL"):
        open_store(url, "x")


def test_an_unreachable_database_names_it_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        open_store("postgresql://omroeper:geheim@127.0.0.1:1/desk", "x")
    assert "127.0.0.1:1/desk" in caught.value.sentence
    assert "geheim" not in caught.value.sentence
