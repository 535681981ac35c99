"""What holds for every page: a GET changes nothing, nothing is loaded, and no script is needed."""

from typing import Any

import pytest
from starlette.routing import Route

from omroeper.domain.delivery import DeliveryState
from omroeper.wiring.signing import Purpose, sign
from tests.web.conftest import Site, path_in
from tests.wiring.test_revised_figures import OCTOBER, approved

READERS = ("/aanmelden", "/voorkeuren", "/mijn-gegevens", "/verwijderen", "/afmelden")


@pytest.fixture
def paths(site: Site) -> list[str]:
    """A real path for every route of the pages, with tokens that open it."""
    site.subscribe()
    approved(site.desk, "2024-10", "run:1")
    campaign = site.desk.freeze_audience(OCTOBER, 1)
    site.desk.propose_posts(OCTOBER)
    site.desk.make_report(OCTOBER)
    (delivery,) = site.desk.store.deliveries_in(campaign.id, DeliveryState.PENDING)
    site.send("/aanmelden", adres="nieuw@school.example", nieuwsbrief="agdb")
    item = site.desk.store.draft(OCTOBER)
    assert item is not None
    secret, key = site.desk.settings.secret, site.reader().key
    signed = {
        "/voorbeeld/{edition}/{version:int}/{signature}": f"voorbeeld/{OCTOBER}/1",
        "/beeld/{edition}/{version:int}/{signature}.png": f"beeld/{OCTOBER}/1",
        "/verslag/{edition}/{signature}": f"verslag/{OCTOBER}",
        "/verslag/{edition}/{signature}/{form}": f"verslag/{OCTOBER}",
        "/bijdrage/{key}/{signature}": f"bijdrage/{item.edition.entries[0].item.key}",
        "/kalender/{newsletter}/{signature}.ics": "kalender/agdb",
        "/bericht/{post}/{signature}": f"bericht/{OCTOBER}-nieuwsbrief",
        "/bericht/{post}/{signature}.png": f"bericht/{OCTOBER}-nieuwsbrief",
    }
    plain = {
        "/archief/{newsletter}.atom": "/archief/agdb.atom",
        "/archief/{edition}.ics": f"/archief/{OCTOBER}.ics",
        "/archief/{edition}": f"/archief/{OCTOBER}",
        "/afmelden/{token}": f"/afmelden/{delivery.token}",
        "/aanmelden/{token}": path_in(site.mail()),
        "/voorkeuren/{token}": f"/voorkeuren/{delivery.token}",
        "/verwijderen/{token}": f"/verwijderen/{site.desk.tokens.make(Purpose.ERASE, key)}",
        "/k/{link}": "/k/0123456789ab",
    }
    for pattern, path in signed.items():
        suffix = "/csv" if pattern.endswith("/{form}") else pattern.rpartition("}")[2]
        plain[pattern] = f"/{path}/{sign(path, secret)}{suffix}"
    app: Any = site.client.app
    routes = [route.path for route in app.routes if isinstance(route, Route)]
    unknown = [one for one in routes if "{" in one and one not in plain]
    assert unknown == [], "give this test a real path for the new route"
    return [plain.get(one, one) for one in routes]


def contents(site: Site) -> list[str]:
    with site.desk.store._reading() as connection:
        return list(connection.connection.iterdump())


def test_a_get_changes_nothing_on_any_route(site: Site, paths: list[str]) -> None:
    before, outbox = contents(site), list(site.desk.settings.outbox.iterdir())
    opened = 0
    for method in ("GET", "HEAD", "OPTIONS"):
        for path in paths:
            answer = site.client.request(method, path)
            assert answer.status_code in (200, 302, 401, 404, 405), path
            assert "set-cookie" not in answer.headers
            opened += answer.status_code == 200
    assert opened > 20
    assert site.mails() == []
    assert contents(site) == before
    assert list(site.desk.settings.outbox.iterdir()) == outbox


def test_pages_of_readers_have_no_script_and_load_nothing(site: Site, paths: list[str]) -> None:
    for path in (one for one in paths if one.startswith(READERS)):
        answer = site.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        for wrong in ("<script", "style=", "<img", "onclick", "http://", "https://"):
            assert wrong not in answer.text, (path, wrong)
