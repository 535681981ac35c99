"""Posts and their calendar beside a run in the Prefect UI."""

from collections.abc import Sequence
from datetime import tzinfo

from omroeper.adapters.prefect_desk.artifacts import show_markdown
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.adapters.prefect_desk.post_forms import ShownPost, post_parts
from omroeper.domain.post_calendar import PostCalendar
from omroeper.domain.post_check import post_title
from omroeper.rendering.post_calendar import (
    POST_HEADER,
    SHARE_HEADER,
    calendar_notes,
    post_rows,
    share_rows,
    week_header,
    week_rows,
)


def show_post(one: ShownPost, picture_url: str) -> None:
    """A post to be reviewed, with a picture of how LinkedIn shows it where there is a browser."""
    parts = [f"# {plain(post_title(one.post))}", *post_parts(one, 1)[1:]]
    if picture_url:
        parts.append(f"![Het bericht zoals LinkedIn het toont]({picture_url})")
    else:
        parts.append("*Er is geen beeld: op deze computer staat geen Chromium.*")
    title = f"LinkedIn: {post_title(one.post)}"
    show_markdown("bericht", one.post.id, "\n\n".join(parts), title)


def show_post_calendar(calendar: PostCalendar, zone: tzinfo, warnings: Sequence[str] = ()) -> None:
    show_markdown(
        "linkedin",
        "kalender",
        post_calendar_markdown(calendar, zone, warnings),
        "De LinkedIn-kalender",
    )


def post_calendar_markdown(
    calendar: PostCalendar, zone: tzinfo, warnings: Sequence[str] = ()
) -> str:
    """Weeks by programmes, what to look at, every post, and each programme's share."""
    notes = [*(f"- {plain(note)}" for note in calendar_notes(calendar, zone))]
    unread = [*(f"- {plain(warning)}" for warning in warnings)]
    parts = (
        "# LinkedIn-kalender",
        "## Niet te lezen" if unread else "",
        "\n".join(unread),
        "## Let op" if notes else "",
        "\n".join(notes),
        "## Weken en programma’s",
        _table(week_header(calendar), week_rows(calendar)),
        "## Berichten",
        _table(POST_HEADER, post_rows(calendar, zone)),
        "## Verdeling",
        _table(SHARE_HEADER, share_rows(calendar)),
    )
    return "\n\n".join(part for part in parts if part)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = [header, ["---"] * len(header), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
