"""`make pictures`: the pictures in docs/, taken of a demo month as it is now.

Everything is real: the month runs as in `make demo`, and a headless Chromium looks at the Prefect UI
and the web pages as an editor does. Needs Chromium on the machine.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from omroeper.adapters.chromium import find_chromium
from omroeper.demo.month import EDITION, Stage, draft_month, finish_month, set_up
from omroeper.demo.overview import NAME, PASSWORD, PATH
from omroeper.demo.prefect_api import PrefectApi, open_prefect_api
from omroeper.demo.summary import Summary
from omroeper.wiring import open_desk

FOLDER = Path(__file__).parent
POST = "2024-10-08-meisjes-in-het-vmbo"
WIDE = 1180
"""CSS pixels: a window on an editor's screen."""
SETTLED_MS = 3500
"""How long the Prefect UI takes to draw a page."""


@dataclass(frozen=True, slots=True)
class Photographer:
    """Takes pictures of a demo's pages."""

    stage: Stage
    api: PrefectApi
    browser: Browser

    def form(self, run: str, name: str, *, height: int) -> None:
        """The form that a run waits at, as it opens after Resume."""
        with self._page(f"{self._prefect}/runs/flow-run/{run}", height=height) as page:
            page.get_by_role("button", name="Resume").click()
            page.wait_for_timeout(SETTLED_MS)
            page.screenshot(path=FOLDER / name)

    def artifact(self, key: str, name: str, *, height: int) -> None:
        # the id that /artifacts/KEY/latest gives is the collection's, which has no page of its own
        wanted = {"artifacts": {"key": {"any_": [key]}}, "sort": "CREATED_DESC", "limit": 1}
        (found,) = self.api.client.post("/artifacts/filter", json=wanted).raise_for_status().json()
        address = f"{self._prefect}/artifacts/artifact/{found['id']}"
        with self._page(address, height=height) as page:
            page.get_by_role("heading", name="Bevindingen").wait_for()
            page.screenshot(path=FOLDER / name)

    def page(self, address: str, name: str, *, height: int = 900) -> None:
        with self._page(address, height=height) as page:
            page.screenshot(path=FOLDER / name)

    def preview(self, address: str, name: str, *choices: str) -> None:
        """The preview page from its mail on, with these views chosen by their labels."""
        with self._page(address, height=1300) as page:
            for choice in choices:
                page.get_by_label(choice, exact=True).check()
            page.evaluate(
                "[...document.querySelectorAll('h2')].find(h => h.textContent.startsWith('Zo ziet'))"
                ".scrollIntoView()"
            )
            page.screenshot(path=FOLDER / name)

    def overview(self, address: str, name: str) -> None:
        """The team's overview, as somebody who logs in sees it."""
        with self._page(address, height=1300) as page:
            page.locator('input[name="naam"]').fill(NAME)
            page.locator('input[name="wachtwoord"]').fill(PASSWORD)
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Wie doet wat").wait_for()
            page.screenshot(path=FOLDER / name)

    def whole_mail(self, html: str, name: str) -> None:
        """The mail at its full length."""
        with self._page("about:blank", width=700) as page:
            page.set_content(html)
            page.screenshot(path=FOLDER / name, full_page=True)

    @property
    def _prefect(self) -> str:
        return self.stage.plan.prefect_url

    @contextmanager
    def _page(self, address: str, *, width: int = WIDE, height: int = 900) -> Iterator[Page]:
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.goto(address)
        page.wait_for_timeout(SETTLED_MS if address.startswith(self._prefect) else 500)
        yield page
        page.close()


def main() -> int:
    browser = find_chromium()
    if browser is None:
        print("There is no Chromium. Remedy: install it (Debian, Ubuntu: apt install chromium).")
        return 2
    with ExitStack() as stack:
        stage = set_up(stack, print)
        api = open_prefect_api(stage.plan.prefect_url, stage.supervisor.check)
        playwright = stack.enter_context(sync_playwright())
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        stack.callback(opened.close)
        take_all(Photographer(stage, api, opened))
    return 0


def take_all(camera: Photographer) -> None:
    """The month with a picture at each point where staff or editor look."""
    stage, api = camera.stage, camera.api
    summary = Summary(stage.settings.var)
    run = draft_month(stage, api, summary, print)
    api.wait_until_it_asks(run, "beoordeling-1")
    with open_desk(stage.settings) as desk:
        draft = desk.store.draft(EDITION)
        if draft is None:
            raise SystemExit(f"there is no draft of {EDITION}")
        preview = desk.preview_url(EDITION, draft.edition.version)
    camera.whole_mail(draft.rendered.html, "newsletter.png")
    camera.artifact(f"concept-{EDITION}", "draft-artifact.png", height=1400)
    camera.form(run, "review-form.png", height=1100)
    camera.preview(preview, "preview.png")
    camera.preview(preview, "preview-dark.png", "Donker")
    camera.preview(preview, "preview-phone.png", "Telefoon")
    camera.preview(preview, "preview-text.png", "Alleen tekst")
    contribution = api.start("contribute/bijdrage", {})
    api.wait_until_it_asks(contribution, "bijdrage")
    camera.form(contribution, "contribution-form.png", height=1400)

    def watch(key: str) -> None:
        if key.startswith("wijzigingen"):
            camera.form(run, "changes-form.png", height=1400)

    finish_month(stage, api, run, summary, print, watch)
    with open_desk(stage.settings) as desk:
        camera.page(desk.post_url(POST), "post.png", height=1300)
    camera.page(
        (stage.settings.var / f"reports/{EDITION}.html").as_uri(), "report.png", height=1100
    )
    camera.overview(f"{stage.plan.pages_url}{PATH}", "overview.png")


if __name__ == "__main__":
    sys.exit(main())
