"""`/metrics`: the operator's numbers, by Prometheus' conventions, for who may see them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from omroeper import __version__
from omroeper.adapters.prefect_runs import last_successes
from omroeper.domain.login import Scope
from omroeper.web.serve import app_of
from tests.web.conftest import Site
from tests.web.overview_desk import LEFT, UNCERTAIN, fill


@pytest.fixture
def text(site: Site) -> str:
    """What Prometheus reads of a desk with something in every part."""
    fill(site.desk)
    site.desk.settings = replace(site.desk.settings, prefect_port=1)  # nothing answers there
    token = site.desk.add_client("prometheus", Scope.METRICS)
    answer = site.client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    read: str = answer.text
    return read


def samples(text: str) -> dict[tuple[str, str], float]:
    """Values by name and the values of the labels, in the order of their names."""
    return {
        (one.name, ",".join(one.labels[label] for label in sorted(one.labels))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_it_counts_what_the_operator_watches(text: str, site: Site) -> None:
    found = samples(text)
    assert found["omroeper_build_info", f"sqlite,{__version__}"] == 1
    states = {"accepted": 1, "refused": 1, "uncertain": UNCERTAIN, "pending": LEFT, "skipped": 0}
    for state, count in states.items():
        assert found["omroeper_deliveries", state] == count
    assert found["omroeper_uncertain_deliveries", ""] == UNCERTAIN
    assert found["omroeper_campaigns", "sending"] == 1
    assert found["omroeper_sends_per_second", ""] == pytest.approx(4 / 120)
    assert found["omroeper_posts", "unknown"] == 1
    assert found["omroeper_posts", "failed"] == 0
    assert found["omroeper_bounces_total", "complaint"] == 0
    assert found["omroeper_database_size_bytes", ""] > 10_000
    first = site.desk.sources[0].id
    assert found["omroeper_source_failures", first] == 3
    assert found["omroeper_source_trouble", f"failing,{first}"] == 1
    assert found["omroeper_clicks_waiting", ""] == 0
    assert found["omroeper_prefect_up", ""] == 0


def test_the_queue_ages_from_when_it_was_due(site: Site) -> None:
    campaign = fill(site.desk)
    before = site.desk.operator_reading()
    assert (before.queued, before.queue_age.total_seconds()) == (0, 0)  # it is due on the 15th
    late = campaign.send_at - site.desk.clock.now()
    site.later(seconds=late.total_seconds() + 90)
    after = site.desk.operator_reading()
    assert (after.queued, after.queue_age.total_seconds()) == (LEFT, 90)


def test_names_follow_prometheus_conventions(text: str) -> None:
    for family in text_string_to_metric_families(text):
        assert family.name.startswith("omroeper_")
        assert family.documentation.endswith(".")
        assert not family.name.endswith(("_count", "_ms", "_minutes"))


def test_nobody_is_in_it(text: str) -> None:
    for wrong in ("@", "key00000", "Sanne", "Ruben"):
        assert wrong not in text


def test_without_its_token_it_is_closed_but_on_the_machine_itself(site: Site) -> None:
    data = site.desk.add_client("rekenblad", Scope.DATA)
    for headers in ({}, {"authorization": "Bearer x"}, {"authorization": f"Bearer {data}"}):
        assert site.client.get("/metrics", headers=headers).status_code == 401
    site.desk.settings = replace(site.desk.settings, prefect_port=1)
    here = TestClient(
        app_of(site.desk), base_url="http://127.0.0.1:8190", client=("127.0.0.1", 5000)
    )
    with here:
        assert here.get("/metrics").status_code == 200
        assert here.get("/metrics", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 401


class _Prefect(BaseHTTPRequestHandler):
    """Answers as Prefect's server does: `gather` ended well once, `send` never did."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.headers["authorization"] != "Basic YTpi":
            self.send_error(401)
            return
        rows: list[dict[str, str]] = [{"id": "1", "name": "gather"}, {"id": "2", "name": "send"}]
        if self.path == "/api/flow_runs/filter":
            assert asked["flow_runs"] == {"state": {"type": {"any_": ["COMPLETED"]}}}
            ended = {"end_time": "2024-10-10T08:00:00Z"}
            rows = [ended] if asked["flows"]["id"]["any_"] == ["1"] else []
        content = json.dumps(rows).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def prefect() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Prefect)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api"
    server.shutdown()
    thread.join()
    server.server_close()


def test_prefect_tells_when_each_flow_last_ended_well(prefect: str) -> None:
    found = last_successes(prefect, "a:b")
    assert found.answered
    assert {flow: str(at) for flow, at in found.succeeded.items()} == {
        "gather": "2024-10-10 08:00:00+00:00"
    }
    assert not last_successes(prefect, "a:wrong").answered
