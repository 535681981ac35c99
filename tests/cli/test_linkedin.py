"""`omroeper linkedin`: login with a browser and without, status, doctor, settle and delete."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import httpx
import pytest

from omroeper.demo.linkedin import APP, ORGANIZATION, SECOND, LinkedInSimulator
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep
from omroeper.processes.desk import free_port
from omroeper.settings import load_settings
from omroeper.wiring import open_desk
from tests.cli.test_commands import good, run, settings_for
from tests.fixtures_linkedin import approved, post

BY = ("--by", "Sanne Voorbeeld")


@pytest.fixture
def settings(linkedin: LinkedInSimulator, tmp_path: Path) -> dict[str, str]:
    return {
        "OMROEPER_LINKEDIN_ORGANIZATION": ORGANIZATION,
        "OMROEPER_LINKEDIN_PAGES": f"hca={SECOND}",
        "OMROEPER_LINKEDIN_CLIENT_ID": APP[0],
        "OMROEPER_LINKEDIN_CLIENT_SECRET": APP[1],
        "OMROEPER_LINKEDIN_BASE_URL": linkedin.url,
        "OMROEPER_LINKEDIN_REDIRECT_URL": f"http://localhost:{free_port()}/linkedin",
        **settings_for(tmp_path),
    }


def allowed(printed: str) -> str:
    """The person opens the address and presses Allow; gives where the browser goes then."""
    address = next(line for line in printed.splitlines() if line.startswith("http"))
    found = re.search(r'id="allow" href="([^"]+)"', httpx.get(address).text)
    assert found
    return unescape(found[1])


def test_login_listens_for_the_browser_and_status_tells_what_it_gave(
    tmp_path: Path, settings: dict[str, str], linkedin: LinkedInSimulator
) -> None:
    before = run(tmp_path, "linkedin", "status", **settings)
    assert (before.returncode, "omroeper linkedin login" in before.stderr) == (2, True)
    command = [sys.executable, "-m", "omroeper", "linkedin", "login"]
    waits = subprocess.Popen(
        command, env={**os.environ, **settings}, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert waits.stdout is not None
    printed = "".join(iter(waits.stdout.readline, "Waiting ten minutes for it to come back ...\n"))
    while True:  # it listens a moment after it says so
        try:
            httpx.get(allowed(printed))
            break
        except httpx.ConnectError:
            continue
    told = waits.stdout.read()
    assert waits.wait(30) == 0
    waits.stdout.close()
    assert "Logged in until" in told
    kept = json.loads((tmp_path / "var/linkedin-token.json").read_text(encoding="utf-8"))
    assert kept["access"] in linkedin.state.tokens
    assert kept["access"] not in printed + told

    shown = good(tmp_path, "linkedin", "status", **settings)
    assert kept["ends"][:10] in shown
    assert "version  202610, supported until 2027-10-01" in shown
    assert re.search(rf"hca +{SECOND} +administrator", shown)
    linkedin.state.administers = {ORGANIZATION}
    shown = good(tmp_path, "linkedin", "status", **settings)
    assert re.search(rf"hca +{SECOND} +no administrator", shown)


def test_without_a_browser_the_address_is_pasted(tmp_path: Path, settings: dict[str, str]) -> None:
    with open_desk(load_settings(settings)) as desk:
        address = desk.begin_linkedin_login()
    refused = run(tmp_path, "linkedin", "login", "--code", "AQ0000000001", **settings)
    assert "not of the login that was begun" in refused.stderr
    told = good(tmp_path, "linkedin", "login", "--code", allowed(address), **settings)
    assert "Logged in until" in told


def test_doctor_warns_of_an_end_and_of_a_token_that_others_can_read(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    def doctor(**changed: str) -> tuple[str, str]:
        version = {"OMROEPER_LINKEDIN_VERSION": f"{datetime.now(UTC):%Y%m}"}
        told = run(tmp_path, "doctor", "--json", **{**settings, **version, **changed}).stdout
        (found,) = [one for one in json.loads(told) if one["name"] == "linkedin"]
        return found["status"], found["message"]

    assert doctor()[0] == "note"
    with open_desk(load_settings(settings)) as desk:
        desk.finish_linkedin_login(allowed(desk.begin_linkedin_login()))
    status, told = doctor()
    assert (status, "login until" in told) == ("ok", True)
    year = datetime.now(UTC).year
    status, told = doctor(OMROEPER_LINKEDIN_VERSION=f"{year - 2}01")
    assert (status, f"version until {year - 1}-01-01" in told) == ("wrong", True)
    (tmp_path / "var/linkedin-token.json").chmod(0o644)
    status, told = doctor()
    assert (status, "chmod 600" in told) == ("wrong", True)


def test_an_unknown_post_is_settled_and_a_published_one_deleted_by_name(
    tmp_path: Path, settings: dict[str, str], linkedin: LinkedInSimulator
) -> None:
    with open_desk(load_settings(settings)) as desk:
        desk.finish_linkedin_login(allowed(desk.begin_linkedin_login()))
        desk.store.save_posts([approved(post())])
        now = datetime.now(UTC)
        attempt = desk.store.begin_attempt("p1", AttemptStep.POST, now)
        urn = desk.channel.publish(post(), desk.channel.prepare(post()))
        desk.store.end_attempt(attempt, AttemptEnd.UNKNOWN, now)
    told = run(tmp_path, "doctor", **settings).stdout
    assert "look at the page for p1 (then omroeper linkedin settle)" in told
    both = run(tmp_path, "linkedin", "settle", "p1", *BY, **settings)
    assert (both.returncode, "--not-published" in both.stderr) == (2, True)
    address = f"https://www.linkedin.com/feed/update/{urn}/"
    told = good(tmp_path, "linkedin", "settle", "p1", "--published", address, *BY, **settings)
    assert told == f"p1: published as {urn}\n"
    nobody = run(tmp_path, "linkedin", "delete", "p1", **settings)
    assert (nobody.returncode, len(linkedin.state.posts)) == (2, 1)
    assert good(tmp_path, "linkedin", "delete", "p1", *BY, **settings) == "p1: deleted\n"
    assert linkedin.state.posts == {}
    assert "Sanne Voorbeeld" in good(tmp_path, "audit", **settings)
