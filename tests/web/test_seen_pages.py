"""The pages in a real Chromium: WCAG 2.1 AA on phone and desktop, light and dark, and without script."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from omroeper.domain.delivery import DeliveryState
from omroeper.services.send import freeze_audience
from omroeper.web.serve import app_of
from omroeper.wiring.signing import Purpose
from tests.fixtures_browser import Judge
from tests.web.conftest import Site, path_in
from tests.wiring.test_revised_figures import OCTOBER


def shown(site: Site) -> dict[str, str]:
    """Every page of readers as html, by a name."""
    site.subscribe(nieuwsbrief=["agdb", "internationaal"])
    draft = site.desk.store.draft(OCTOBER)
    assert draft is not None
    everyone = site.desk.newsroom.segments["alle"]
    campaign = freeze_audience(
        site.desk.store, draft, everyone, site.desk.clock, mail_domain="x.example"
    )
    (delivery,) = site.desk.store.deliveries_in(campaign.id, DeliveryState.PENDING)
    copy, get = delivery.token, site.client.get
    site.send("/aanmelden", adres="nieuw@school.example", nieuwsbrief="agdb")
    confirm = path_in(site.mail())
    erase = f"/verwijderen/{site.desk.tokens.make(Purpose.ERASE, site.reader().key)}"
    pages = {
        "start": get("/"),
        "archief": get("/archief"),
        "zoeken": get("/archief?zoek=techniek"),
        "aanmelden": get("/aanmelden"),
        "aanmelden-fout": site.send("/aanmelden", adres="x"),
        "aanmelden-engels": get("/aanmelden?nieuwsbrief=internationaal"),
        "gevraagd": site.send("/aanmelden", adres="a@school.example", nieuwsbrief="agdb"),
        "bevestigen": get(confirm),
        "bevestigd": site.client.post(confirm),
        "voorkeuren": get(f"/voorkeuren/{copy}"),
        "voorkeuren-fout": site.client.post(f"/voorkeuren/{copy}", data={"doen": "bewaar"}),
        "bewaard": site.client.post(
            f"/voorkeuren/{copy}", data={"doen": "bewaar", "nieuwsbrief": "agdb", "taal": "en"}
        ),
        "gegevens": get("/mijn-gegevens"),
        "link-over": get("/voorkeuren/x"),
        "afmelden": get(f"/afmelden/{copy}"),
        "afgemeld": site.client.post(f"/afmelden/{copy}", data={"wat": "alles"}),
        "verwijderen": get(erase),
        "verwijderd": site.client.post(erase),
    }
    return {name: answer.text for name, answer in pages.items()}


def test_every_page_of_readers_is_accessible(sent: Site, judged: Judge) -> None:
    pages = shown(sent)
    complaints = {
        (name, narrow, dark): told
        for name, html in pages.items()
        for narrow, dark in ((True, True), (False, False))
        if (told := judged(html, narrow=narrow, dark=dark))
    }
    assert complaints == {}


@pytest.fixture
def served(site: Site) -> Iterator[str]:
    """The pages on a real server; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app_of(site.desk), access_log=False, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_a_reader_signs_up_chooses_and_leaves_without_script(
    site: Site, served: str, chromium: Browser
) -> None:
    refused: list[str] = []
    page = chromium.new_page(java_script_enabled=False)
    page.on("console", lambda told: refused.append(told.text) if "Policy" in told.text else None)
    page.goto(f"{served}/")
    page.get_by_role("link", name="Aanmelden").click()
    page.get_by_label("Uw e-mailadres").fill("jan@school.example")
    site.later(seconds=20)
    page.keyboard.press("Enter")  # by keyboard alone
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Kijk in uw mailbox")
    page.goto(served + path_in(site.mail()))
    page.get_by_role("button", name="Ja, meld mij aan").click()
    page.get_by_role("link", name="Kies hoe vaak").click()
    page.get_by_label("Hoe vaak wilt u Nieuwsbrief Groene").select_option("quarterly")
    page.get_by_label("Onderwijs", exact=True).check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status")).to_have_text("Uw voorkeuren zijn bewaard")
    expect(page.get_by_label("Onderwijs", exact=True)).to_be_checked()
    assert site.reader().topics == ("onderwijs",)
    page.get_by_role("button", name=re.compile("Afmelden voor alles")).click()
    expect(heading).to_have_text("U bent afgemeld")
    assert site.reader().subscriptions == ()
    page.close()
    assert refused == []  # the policy blocked nothing of our own
