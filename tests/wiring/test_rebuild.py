"""Promise 7 on whole desks: a stored edition built again gives the same bytes, whatever changed since."""

import sqlite3
from importlib.metadata import version
from typing import Any

import pytest

from omroeper.domain.edition import Edits
from omroeper.domain.errors import NotFound, RenderingError
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.wiring import Desk, open_desk, software
from omroeper.wiring.software import rendering_software
from tests.wiring.test_revised_figures import OCTOBER, approved

OCTOBER_2024 = Issue(Month(2024, 10))


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


def anew(desk: Desk) -> Any:
    """The same desk opened anew, so that it reads its files again."""
    return open_desk(desk.settings)


def test_the_approved_draft_is_rebuilt_though_a_newer_one_and_its_inputs_changed(
    desk: Desk,
) -> None:
    first = approved(desk, "2024-10", "run:1")
    home = desk.settings.home
    template = home / "templates/newsletter/newsletter.mjml"
    template.write_text(template.read_text().replace("<mj-preview>", "<mj-preview>Nieuw "))
    about = home / "content/newsletters/agdb/newsletter.yaml"
    about.write_text(about.read_text().replace("Beste lezer", "Dag lezer"))
    with anew(desk) as today:
        found = today.rebuild_edition(OCTOBER_2024, None)
        made, _, _ = today.build_edition(OCTOBER_2024)
    assert found.draft == first
    assert found.approval is not None
    assert found.approval.by == "Ruben Voorbeeld"
    assert found.changed == (
        "templates/newsletter/newsletter.mjml",
        "content/newsletters/agdb/newsletter.yaml",
    )
    assert "Dag lezer" in str(made["newsletter.html"])


def test_other_software_is_named_when_it_gives_other_bytes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = {**rendering_software(), "mjml-python": "1.0.0"}
    with monkeypatch.context() as patch:
        patch.setattr(software, "rendering_software", lambda: older)
        approved(desk, "2024-10", "run:1")
    told = f"mjml-python (1.0.0, now {version('mjml-python')})"
    with anew(desk) as today:
        assert today.rebuild_edition(OCTOBER_2024, None).changed == (told,)
        alter(desk, '"subject":"', '"subject":"Anders: ')
        with pytest.raises(
            RenderingError, match="html, mjml, archive_html, variants come out"
        ) as caught:
            today.rebuild_edition(OCTOBER_2024, None)
    assert told in caught.value.sentence


def test_a_draft_that_was_altered_in_the_database_does_not_rebuild(desk: Desk) -> None:
    approved(desk, "2024-10", "run:1")
    alter(desk, "Beste lezer", "Beste vriend")
    with pytest.raises(RenderingError, match="compare the database with a backup"):
        desk.rebuild_edition(OCTOBER_2024, None)


def test_what_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="there is no draft of it"):
        desk.rebuild_edition(OCTOBER_2024, None)
    desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    assert desk.rebuild_edition(OCTOBER_2024, None).approval is None
    with pytest.raises(NotFound, match="there is no version 7"):
        desk.rebuild_edition(OCTOBER_2024, 7)


def alter(desk: Desk, old: str, new: str) -> None:
    """Change a stored draft behind the desk's back."""
    with sqlite3.connect(desk.settings.database_url.removeprefix("sqlite:///")) as database:
        (content,) = database.execute(
            "SELECT content FROM drafts WHERE edition = ?", [OCTOBER]
        ).fetchone()
        assert old in content
        database.execute("UPDATE drafts SET content = ?", [content.replace(old, new)])
    database.close()


def test_the_log_tells_who_did_what(desk: Desk) -> None:
    approved(desk, "2024-10", "run:1")
    log = desk.audit_log(OCTOBER)
    assert [(one.who, one.what) for one in log] == [
        ("omroeper", "drafted"),
        ("Ruben Voorbeeld", "warnings taken on"),
        ("Ruben Voorbeeld", "approved"),
    ]
    assert desk.audit_log("") == log
