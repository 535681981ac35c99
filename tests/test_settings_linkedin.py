"""The settings for LinkedIn: what is needed for a token or a login, and pages by name."""

from pathlib import Path

import pytest

from omroeper.domain.errors import SettingsError
from omroeper.settings import LinkedInSettings, load_settings

FIRST, SECOND = "urn:li:organization:1", "urn:li:organization:2"


def load(folder: Path, **values: str) -> LinkedInSettings | None:
    given = {f"OMROEPER_{name}": value for name, value in values.items()}
    return load_settings(
        {"OMROEPER_HOME": str(folder), "OMROEPER_ENV_FILE": "/dev/null", **given}
    ).linkedin


def test_a_token_or_an_app_to_log_in_with_is_enough(tmp_path: Path) -> None:
    assert load(tmp_path, LINKEDIN_ORGANIZATION=FIRST) is None
    by_token = load(tmp_path, LINKEDIN_TOKEN="AQV", LINKEDIN_ORGANIZATION=FIRST)
    assert by_token is not None
    assert by_token.login_url == "https://www.linkedin.com"
    assert "AQV" not in repr(by_token)
    by_login = load(
        tmp_path,
        LINKEDIN_CLIENT_ID="78x",
        LINKEDIN_CLIENT_SECRET="geheim",
        LINKEDIN_ORGANIZATION=FIRST,
    )
    assert by_login is not None
    assert "geheim" not in repr(by_login)


def test_pages_are_found_by_name(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        LINKEDIN_TOKEN="AQV",
        LINKEDIN_ORGANIZATION=FIRST,
        LINKEDIN_PAGES=f"hca={SECOND} sto=urn:li:organization:3",
    )
    assert found is not None
    assert (found.organization_of(""), found.organization_of("hca")) == (FIRST, SECOND)
    with pytest.raises(SettingsError, match=r"no page ‘ptvt’ \(known: hca, sto\)"):
        found.organization_of("ptvt")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"LINKEDIN_ORGANIZATION": "2414183"}, "OMROEPER_LINKEDIN_ORGANIZATION"),
        ({"LINKEDIN_VERSION": "oktober"}, "OMROEPER_LINKEDIN_VERSION"),
        ({"LINKEDIN_VERSION": "202613"}, "OMROEPER_LINKEDIN_VERSION"),
        ({"LINKEDIN_PAGES": "hca"}, "OMROEPER_LINKEDIN_PAGES"),
        ({"LINKEDIN_CLIENT_ID": "78x"}, "OMROEPER_LINKEDIN_CLIENT_SECRET"),
        ({"LINKEDIN_REDIRECT_URL": "http://localhost/x?y=z"}, "OMROEPER_LINKEDIN_REDIRECT_URL"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(
    tmp_path: Path, values: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        load(tmp_path, LINKEDIN_TOKEN="AQV", **{"LINKEDIN_ORGANIZATION": FIRST, **values})
    assert caught.value.remedy
