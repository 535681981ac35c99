"""The real edition beside npm's mjml, and against what mail clients support: `make check-mail` runs these.

They need node and the tools of tests/tools/mail, and are skipped, with the reason, where those are absent.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml

from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk

TOOLS = Path(__file__).resolve().parents[1] / "tools" / "mail"
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.skipif(
        NODE is None or not (TOOLS / "node_modules").is_dir(),
        reason="npm's mjml and caniemail are not installed (make check-mail installs them)",
    ),
    pytest.mark.parametrize("each_database_url", ["sqlite"], indirect=True),
]
HARMLESS = {
    # MJML 5 puts the body's css-class on <body>; mrml on the article in it. The dark rule names both.
    "css-class of mj-body": ("class", "ground"),
    # MJML 5 repeats the reset that stands on <body>; it is inherited from there.
    "word-spacing of the article": ("style", "word-spacing:normal"),
}
"""How npm's html may differ from ours, each with its reason."""
_CONDITIONAL = re.compile(r"<!--\[if ([^\]]*)\]>(.*?)<!\[endif\]-->", re.DOTALL)


def tool(name: str, given: str) -> str:
    done = subprocess.run(
        [str(NODE), str(TOOLS / name)], input=given, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def files(desk: Desk) -> dict[str, str]:
    built, _, _ = desk.build_edition(Issue(Month(2024, 10)))
    return {name: text for name, text in built.items() if isinstance(text, str)}


def structure(html: str) -> list[str]:
    """The element tree as lines: tag, attributes, inline styles in order of their names, text."""
    page = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return list(_lines(page, 0))


def _lines(node: Element, depth: int) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in ("style", "script"):
        return
    parts = [f"{name}={_plain(name, value)}" for name, value in sorted(node.attrib.items())]
    told = [part for part in parts if part.partition("=")[2]]
    yield " ".join(["  " * depth + node.tag, *told, _words(node.text)]).rstrip()
    for child in node:
        yield from _lines(child, depth + 1)
        if _words(child.tail):
            yield "  " * depth + _words(child.tail)


def _plain(name: str, value: str) -> str:
    parts = value.split(";") if name == "style" else value.split() if name == "class" else [value]
    plain = [re.sub(r"\s*([:,])\s*", r"\1", " ".join(part.split())) for part in parts]
    kept = [part for part in plain if part and (name, part) not in HARMLESS.values()]
    return " ".join(sorted(kept)) if name in ("style", "class") else " ".join(kept)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def for_outlook(html: str) -> str:
    """The html as Outlook's Word engine has it: with what is meant for it alone."""
    return _CONDITIONAL.sub(lambda one: one[2] if "mso | IE" in one[1] else "", html)


def test_mjml_python_gives_what_npm_s_mjml_gives(files: dict[str, str]) -> None:
    theirs = tool("render.mjs", files["newsletter.mjml"])
    ours = files["newsletter.html"]
    assert structure(ours) == structure(theirs)
    outlook = structure(for_outlook(ours))
    assert outlook == structure(for_outlook(theirs))
    assert len(outlook) > len(structure(ours))


def test_nothing_in_the_mail_is_unsupported_but_what_is_reasoned_away(
    files: dict[str, str],
) -> None:
    found = {(feature, client) for feature, client in
             json.loads(tool("support.mjs", files["newsletter.html"]))}  # fmt: skip
    listed = yaml.safe_load((TOOLS / "allowed.yaml").read_text(encoding="utf-8"))
    allowed = {(one["feature"], client) for one in listed for client in one["clients"]}
    assert sorted(found - allowed) == [], "not on the list: mend the template, or give a reason"
    assert sorted(allowed - found) == [], "on the list and no longer found: take it off"
    assert all(one["why"].endswith(".") for one in listed)
