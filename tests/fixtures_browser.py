"""A real Chromium, and axe-core's judgement of a page in it."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from omroeper.adapters.chromium import find_chromium

Judge = Callable[..., list[str]]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_TARGETS = {"target-size": {"enabled": True}}
"""Axe's only rule of WCAG 2.2; it runs where it is asked for."""
_CROWDED = """() => {
  const links = [...document.querySelectorAll("a[href]")].filter(link => !link.matches(".skip"));
  const middle = box => box.top + box.height / 2;
  const crowded = (a, b) => {
    const down = Math.abs(middle(a) - middle(b));
    const beside = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    return down >= 1 && down < 24 && beside < 24;
  };
  const lines = link => [...link.getClientRects()];
  return links.flatMap((one, place) => links.slice(place + 1)
    .filter(other => lines(one).some(a => lines(other).some(b => crowded(a, b))))
    .map(other => [one.textContent.trim(), other.textContent.trim()]));
}"""
"""The links of which two lines lie less than 24 pixels from middle to middle, under each other."""
NARROW = ViewportSize(width=320, height=800)
"""CSS pixels of a small phone; WCAG 2.1, 1.4.10 asks that nothing is lost at it."""
WIDE = ViewportSize(width=1280, height=900)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; with CI=true it may not be missing.

    It ends with its module: Playwright keeps an event loop running, and Prefect's calls would join it.
    """
    found = find_chromium()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine (Debian, Ubuntu: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def judged(chromium: Browser) -> Judge:
    """Gives axe-core's complaints about a page, and whether it scrolls sideways.

    By WCAG 2.1 A and AA, and 2.2's 2.5.8: what is clicked is 24 pixels high and wide, or as far apart.
    Axe excuses links in a sentence from the latter; here no two lines of links lie closer either.
    """

    def judge(html: str, *, narrow: bool = False, dark: bool = False) -> list[str]:
        page = chromium.new_page(
            viewport=NARROW if narrow else WIDE, color_scheme="dark" if dark else "light"
        )
        page.set_content(html)
        options = {
            "runOnly": _RULES,
            "rules": _TARGETS,
            "resultTypes": ["violations"],
            "iframes": False,
        }
        found = Axe().run(page, options=options).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        crowded = page.evaluate(_CROWDED)
        page.close()
        told = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
        told += [f"crowded: {one} / {other}" for one, other in crowded]
        return [*told, *([f"scrolls {wide} pixels sideways"] if wide > 0 else [])]

    return judge
