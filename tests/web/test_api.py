"""The read-only API: for who has a token, page by page, and nothing small or personal in it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from omroeper.domain.login import Scope
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.web.api import ROOT, api_of
from omroeper.web.programs import Programs
from tests.web.conftest import Site
from tests.web.overview_desk import fill
from tests.wiring.test_revised_figures import OCTOBER

PATHS = ("/metrics", "/editions", "/campaigns", "/coverage?year=2024", "/figures")


class Program:
    """Asks with a token."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client = client
        self._token = token

    def ask(self, path: str, **headers: str) -> Any:
        address = path if path.startswith(ROOT) else f"{ROOT}{path}"
        given = {"authorization": f"Bearer {self._token}", **headers}
        return self._client.get(address, headers=given)

    def all_pages(self, path: str) -> Iterator[list[Any]]:
        """The pages of a list, as `next` leads through them."""
        following: str | None = path
        while following:
            page = self.ask(following).json()
            yield page["data"]
            following = page["next"]


@pytest.fixture
def program(site: Site) -> Program:
    """A program that may read the data of a desk with something in every part."""
    site.desk.read_own_figures()
    fill(site.desk)
    return Program(site.client, site.desk.add_client("rekenblad", Scope.DATA))


def test_who_has_no_token_reads_nothing(site: Site) -> None:
    other = site.desk.add_client("prometheus", Scope.METRICS)
    old = site.desk.add_client("rekenblad", Scope.DATA)
    site.desk.remove_client("rekenblad")
    for path in PATHS:
        for token in ("", "x", other, old, "é", "x" * 5000):
            headers = {"authorization": f"Bearer {token}".encode()}
            answer = site.client.get(f"{ROOT}{path}", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert "Authorization: Bearer" in answer.json()["remedy"]
    assert site.client.get(f"{ROOT}/editions?token={old}").status_code == 401


def test_it_describes_itself_without_a_token(site: Site) -> None:
    told = site.client.get(f"{ROOT}/openapi.json").json()
    assert set(told["paths"]) == {path.partition("?")[0] for path in PATHS}
    assert all(set(methods) == {"get"} for methods in told["paths"].values())
    assert told["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert "ETag" in told["info"]["description"]


def test_nothing_can_be_changed(program: Program, site: Site) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert site.client.request(method, f"{ROOT}/editions").status_code == 405


def test_metrics_come_page_by_page_each_once(program: Program) -> None:
    (whole,) = program.all_pages("/metrics?limit=1000")
    pages = list(program.all_pages("/metrics?limit=3"))
    assert [len(page) for page in pages[:-1]] == [3] * (len(pages) - 1)
    assert [one for page in pages for one in page] == whole
    keys = [(one["source"], one["subject"], one["metric"], one["period"]) for one in whole]
    assert keys == sorted(set(keys))
    assert ("links", OCTOBER, "clicks", "total") in keys


def test_metrics_of_one_source_and_some_days(program: Program) -> None:
    found = program.ask("/metrics?source=list&since=2024-09-01&until=2024-09-20").json()["data"]
    assert [(one["period"], one["value"], one["few"]) for one in found] == [
        ("2024-09-10", "1090", False)
    ]


def test_small_counts_are_hidden_and_cannot_be_subtracted(program: Program, site: Site) -> None:
    at = site.desk.clock.now()
    counts = {"clicks": 20, "clicks story:a": 2, "clicks story:b": 7, "clicks story:c": 11}
    site.desk.store.save_snapshots(
        [
            MetricSnapshot("links", "agdb-2024-09", m, TOTAL, Decimal(n), at)
            for m, n in counts.items()
        ]
    )
    found = program.ask("/metrics?subject=agdb-2024-09").json()["data"]
    assert {one["metric"]: (one["value"], one["few"]) for one in found} == {
        "clicks": ("20", False),
        "clicks story:a": (None, True),
        "clicks story:b": (None, True),
        "clicks story:c": ("11", False),
    }


def test_editions_and_campaigns_are_told_as_they_went_out(program: Program) -> None:
    (edition,) = program.ask("/editions").json()["data"]
    assert (edition["id"], edition["state"]) == (OCTOBER, "sending")
    assert edition["archive"].endswith(f"/archief/{OCTOBER}")
    (campaign,) = program.ask(f"/campaigns?edition={OCTOBER}").json()["data"]
    assert (campaign["audience"], campaign["state"]) == (9, "sending")
    assert campaign["numbers"] == {"accepted": 1200, "bounced": 25}
    assert program.ask("/campaigns?edition=x").json() == {"data": [], "next": None}


def test_coverage_and_figures(program: Program) -> None:
    told = program.ask("/coverage?year=2024").json()
    assert (told["newsletter"], told["months"]) == ("agdb", ["2024-10"])
    assert any(one["counts"][9] for one in told["programmes"])
    pages = list(program.all_pages("/figures?limit=4"))
    figures = [one["figure"] for page in pages for one in page]
    assert figures == sorted(set(figures))
    assert len(figures) > 8
    assert all(one["source"] and one["snapshot"] for page in pages for one in page)


def test_what_did_not_change_is_not_sent_again(program: Program, site: Site) -> None:
    first = program.ask("/editions")
    same = program.ask("/editions", **{"if-none-match": f'"x", W/{first.headers["etag"]}'})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    other = program.ask("/figures", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/metrics?limit=0", "limit"),
        ("/metrics?limit=1001", "limit"),
        ("/metrics?since=gisteren", "since"),
        ("/metrics?after=x", "after"),
        ("/metrics?after=WzEsMiwzLDRd", "after"),
        ("/editions?after=WyJ4IiwiIiwiIiwiIl0=", "after"),
        ("/coverage", "year"),
        ("/coverage?year=99999", "year"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(
    program: Program, path: str, named: str
) -> None:
    answer = program.ask(path)
    assert answer.status_code == 422
    assert named in answer.json()["problem"]
    assert answer.json()["remedy"]


def test_an_unknown_newsletter_is_named_with_those_there_are(program: Program) -> None:
    answer = program.ask("/coverage?year=2024&newsletter=weg")
    assert answer.status_code == 404
    assert "agdb" in answer.json()["remedy"]


def test_nobody_is_in_it(program: Program) -> None:
    told = json.dumps([list(program.all_pages(path)) for path in PATHS if "coverage" not in path])
    assert "@" not in told
    assert "key00000" not in told
    assert "Sanne" not in told


def test_who_asks_too_much_waits_and_others_do_not(site: Site) -> None:
    api = TestClient(api_of(site.desk, Programs(site.desk, per_hour=2)))
    tokens = [site.desk.add_client(name, Scope.DATA) for name in ("a", "b")]
    codes = [
        api.get("/editions", headers={"authorization": f"Bearer {token}"}).status_code
        for token in (tokens[0], tokens[0], tokens[0], tokens[1])
    ]
    assert codes == [200, 200, 429, 200]
