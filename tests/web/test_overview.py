"""The overview as the team sees it: what it says, and in a real Chromium that everybody can read it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from omroeper.domain.edition import EditionState
from omroeper.rendering.overview import charts
from tests.fixtures_browser import NARROW, WIDE, Judge
from tests.web.conftest import Site
from tests.web.overview_desk import fill
from tests.web.test_seen_pages import served as served
from tests.web.test_staff import LOG_IN, NAME, PAGE, PASSWORD, log_in
from tests.web.test_staff import _cheap as _cheap
from tests.wiring.test_revised_figures import NOVEMBER, OCTOBER


@pytest.fixture
def full(site: Site) -> Site:
    """A desk with something in every part, and somebody logged in."""
    fill(site.desk)
    site.desk.set_login(NAME, PASSWORD)
    assert log_in(site.client) == 303
    return site


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_it_says_who_must_do_what_and_where(full: Site) -> None:
    page = full.client.get(PAGE)
    told = words(page.text)
    assert "Beslis over ‘" in told
    assert "http://127.0.0.1:4200/runs/flow-run/run-of-november" in page.text
    assert f"Zoek uit of 2 kopieën van {OCTOBER}" in told
    assert "Kijk op LinkedIn of dit bericht er staat: ‘unknown &lt;b&gt;bericht&lt;/b&gt;’" in told
    assert "Plaats zelf op LinkedIn: ‘waiting" in told
    assert "‘published" not in told
    assert "Kijk naar 1 bron" in told
    preview = re.search(rf'href="[^"]+(/voorbeeld/{NOVEMBER}/1/[^"]+)"', page.text)
    assert preview is not None
    assert full.client.get(preview[1]).status_code == 200


def test_it_tells_how_a_send_goes_and_what_came_of_it(full: Site) -> None:
    told = words(full.client.get(PAGE).text)
    assert "4 van 9 afgehandeld" in told
    assert "Nog 5 te gaan" in told
    assert "Onzekere kopieën: 2." in told
    assert "3 keer achter elkaar niet gelezen" in told


def test_the_trend_is_a_table_and_charts_of_the_same_numbers(full: Site) -> None:
    page = full.client.get(PAGE).text
    told = words(page)
    assert "oktober 2024 1.118 1.175 318" in told  # the month's last size; what came back is off
    assert "september 2024 1.108 – –" in told
    assert "oktober 2023 – – –" in told
    assert page.count('class="bar"') == 10 + 1 + 1
    assert "Lezers op de lijst. Van 1.028 in jan ’24 naar 1.118 in okt ’24" in page


def test_a_trend_of_nothing_has_no_charts() -> None:
    assert charts(())[0].columns == ()


def test_after_the_send_there_is_the_archive(full: Site) -> None:
    full.desk.store.move(OCTOBER, EditionState.SENT)
    assert f"/archief/{OCTOBER}" in full.client.get(PAGE).text


def test_a_broken_newsletter_is_told_and_hides_no_other(full: Site) -> None:
    file = full.desk.settings.home / "content/newsletters/internationaal/newsletter.yaml"
    assert file.is_file()
    file.write_text("x: [", encoding="utf-8")
    full.later(minutes=2)
    told = words(full.client.get(PAGE).text)
    assert "De bestanden van nieuwsbrief internationaal kloppen niet" in told
    assert "newsletter.yaml" in told
    assert "Beslis over ‘" in told


def test_nothing_in_it_names_a_reader(full: Site) -> None:
    page = full.client.get(PAGE).text
    assert "@school.example" not in page
    assert "key00000" not in page


def test_everybody_can_read_it(full: Site, judged: Judge) -> None:
    shown = {
        "overview": full.client.get(PAGE).text,
        "wrong": full.client.post(LOG_IN, data={}).text,
    }
    complaints = {
        (name, narrow, dark): told
        for name, html in shown.items()
        for narrow in (True, False)
        for dark in (True, False)
        if (told := judged(html, narrow=narrow, dark=dark))
    }
    assert complaints == {}


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_somebody_logs_in_looks_and_logs_out_without_script(
    full: Site, served: str, chromium: Browser, size: dict[str, int]
) -> None:
    refused: list[str] = []
    page = chromium.new_page(java_script_enabled=False, viewport=size)  # type: ignore[arg-type]
    page.on("console", lambda told: refused.append(told.text) if "Policy" in told.text else None)
    page.goto(f"{served}{PAGE}")
    page.get_by_label("Uw naam").fill(NAME)
    page.get_by_label("Uw wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")  # by keyboard alone
    expect(page.get_by_role("heading", level=1)).to_have_text("Overzicht")
    page.get_by_role("link", name="Verloop").click()
    expect(page.get_by_role("img", name=re.compile("Lezers op de lijst"))).to_be_visible()
    page.get_by_role("button", name="Log uit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    page.close()
    assert refused == []
