"""Drafts with one trouble each, and the codes of what the gate finds in them."""

from dataclasses import replace

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding, Level
from omroeper.services.check import Circumstances, check_draft
from tests.domain.test_assembly import item, make
from tests.samples import rendered

GOOD = make(item("a", title="De conferentie van oktober"), item("b"))


def findings(
    shown: RenderedEdition, edition: Edition = GOOD, around: Circumstances | None = None
) -> tuple[Finding, ...]:
    return check_draft(edition, shown, around)


def codes(
    shown: RenderedEdition, edition: Edition = GOOD, around: Circumstances | None = None
) -> dict[str, Level]:
    return {one.code: one.level for one in findings(shown, edition, around)}


def with_html(extra: str, *, head: str = "") -> RenderedEdition:
    """The sample's mail with more in its content and in its head."""
    shown = rendered()
    html = shown.html.replace("</div></body>", f"{extra}</div></body>")
    return replace(shown, html=html.replace("</head>", f"{head}</head>"))


def with_archive(extra: str) -> RenderedEdition:
    shown = rendered()
    return replace(shown, archive_html=shown.archive_html.replace("</main>", f"{extra}</main>"))


def with_text(text: str) -> Edition:
    """An edition whose second item has this text."""
    return make(item("a", title="De conferentie van oktober"), item("b", text=text))
