"""Settings of who may see the desk's own pages, and of Prefect's login."""

from pathlib import Path

import pytest

from omroeper.domain.errors import SettingsError
from omroeper.processes.desk import DeskPlan
from omroeper.settings import Settings, load_settings


def load(home: Path, **values: str) -> Settings:
    given = {f"OMROEPER_{name}": value for name, value in values.items()}
    return load_settings({"OMROEPER_HOME": str(home), "OMROEPER_ENV_FILE": "/dev/null", **given})


def test_by_default_the_files_stand_with_the_data_and_only_this_machine_is_a_proxy(
    tmp_path: Path,
) -> None:
    staff = load(tmp_path).staff
    assert (staff.logins, staff.clients) == (tmp_path / "var/logins", tmp_path / "var/api-clients")
    assert staff.user_header == ""
    assert staff.is_proxy("127.0.0.1")
    assert staff.is_proxy("::1")
    assert not staff.is_proxy("10.0.0.1")
    assert not staff.is_proxy("testclient")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY_USER_HEADER", "X Forwarded: User"),
        ("PROXY_ADDRESSES", "127.0.0.1 nginx"),
        ("PROXY_ADDRESSES", "10.0.0.1/24"),
        ("PREFECT_AUTH", "geheim"),
        ("PREFECT_AUTH", "beheer:"),
        ("PREFECT_UI_URL", "prefect.example"),
    ],
)
def test_a_wrong_one_is_named_with_what_to_write(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"OMROEPER_{name}.*[Ww]rite") as caught:
        load(tmp_path, **{name: value})
    assert "geheim" not in caught.value.sentence


def test_prefect_asks_for_the_login_that_its_worker_and_flows_give(tmp_path: Path) -> None:
    plan = DeskPlan(load(tmp_path, PREFECT_AUTH="beheer:vier woorden"), tmp_path)
    assert plan.environment["PREFECT_SERVER_API_AUTH_STRING"] == "beheer:vier woorden"
    assert plan.environment["PREFECT_API_AUTH_STRING"] == "beheer:vier woorden"
    assert not [name for name in DeskPlan(load(tmp_path), tmp_path).environment if "AUTH" in name]
