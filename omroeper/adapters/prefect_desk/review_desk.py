"""The desk's questions, as suspended runs: what the editor reads above each form, and its choices."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from omroeper.adapters.prefect_desk.artifacts import findings_markdown, offers_markdown, plain
from omroeper.adapters.prefect_desk.forms import (
    ChangesForm,
    ContributionForm,
    Misfit,
    PostsForm,
    ReviewForm,
    ThinChangesForm,
    ask,
    prepare_form,
)
from omroeper.domain.edition import Draft
from omroeper.domain.finding import Finding
from omroeper.domain.post import Post
from omroeper.domain.wording import shortened

MOST_DROPPED = 60
"""How many of the items that were left out stand in the form; it is unusable with a thousand."""


def ask_review(
    draft: Draft,
    findings: Sequence[Finding],
    *,
    key: str,
    complaint: str,
    preview_url: str,
    planned: str,
) -> ReviewForm | Misfit:
    """Ask for the decision on this draft. `planned` is the Dutch text of when it would go out."""
    edition = draft.edition
    description = _above(
        complaint,
        f"**{plain(edition.subject)}** (concept {edition.version})",
        f"[Bekijk het concept]({preview_url}). {plain(planned)}",
        findings_markdown(findings),
    )
    return ask(prepare_form(ReviewForm, description=description), key=key)


def ask_changes(
    draft: Draft,
    *,
    key: str,
    complaint: str,
    preview_url: str,
    send_at: datetime,
    typed: Mapping[str, Any] | None,
) -> ChangesForm | Misfit:
    """Ask what to change; prefilled with the draft, or with what was typed when that did not fit."""
    edition = draft.edition
    titles = item_choices(draft)
    prefilled: dict[str, Any] = {
        "subject": edition.subject,
        "preheader": edition.preheader,
        "introduction": edition.introduction,
        "send_at": f"{send_at:%d-%m-%Y %H:%M}",
    }
    description = _above(
        complaint,
        f"Pas concept {edition.version} aan. Daarna krijgt u een nieuw concept te zien. "
        f"[Bekijk dit concept]({preview_url}).",
        offers_markdown(edition),
    )
    form = prepare_form(
        ThinChangesForm if edition.offered else ChangesForm,
        description=description,
        prefilled={**prefilled, **(typed or {})},
        choices={
            "drop": list(titles),
            "order": list(titles),
            "evergreens": [offer.item.title for offer in edition.offered],
            "include": list(dropped_choices(draft)),
        },
    )
    return ask(form, key=key)


def ask_posts(posts: Sequence[Post], *, key: str, complaint: str) -> PostsForm | Misfit:
    """Ask which of the proposed posts go out."""
    texts = [part for number, post in enumerate(posts, 1) for part in post_parts(post, number)]
    form = prepare_form(
        PostsForm,
        description=_above(complaint, *texts),
        choices={"publish": [post_choice(post) for post in posts]},
    )
    return ask(form, key=key)


def ask_contribution(
    *, key: str, complaint: str, programmes: Sequence[str], typed: Mapping[str, Any]
) -> ContributionForm | Misfit:
    """Ask for a contribution; what was typed before stands in the form again."""
    known = {
        name: value for name, value in typed.items() if name != "programme" or value in programmes
    }
    form = prepare_form(
        ContributionForm,
        description=_above(complaint, "Lever nieuws, een agendapunt of een LinkedIn-bericht aan."),
        prefilled=known,
        choices={"programme": programmes},
    )
    return ask(form, key=key)


def item_choices(draft: Draft) -> dict[str, str]:
    """What the editor can choose from: the draft's own items by title → item key."""
    choices: dict[str, str] = {}
    for entry in draft.edition.entries:
        title = entry.item.title
        label = title if title not in choices else f"{title} ({entry.programme_name})"
        choices[label if label not in choices else f"{label} [{entry.item.key}]"] = entry.item.key
    return choices


def dropped_choices(draft: Draft) -> dict[str, str]:
    """What the editor can bring back: title and reason → item key, the best first."""
    ranked = sorted(draft.edition.dropped, key=lambda one: -(one.score.total if one.score else 0))
    choices: dict[str, str] = {}
    for one in ranked[:MOST_DROPPED]:
        label = shortened(f"{one.item.title} – {one.reason.partition('. ')[0]}", 160)
        choices[label if label not in choices else f"{label} [{one.item.key}]"] = one.item.key
    return choices


def post_choice(post: Post) -> str:
    """How one post is named among the choices: its first line, bounded."""
    line = post.text.strip().splitlines()[0]
    return line if len(line) <= 80 else f"{line[:79]}…"


def post_parts(post: Post, number: int) -> tuple[str, ...]:
    """One proposed post as markdown: its number, its text by paragraph, and its link."""
    paragraphs = (plain(part) for part in post.commentary.split("\n\n"))
    return (f"### Bericht {number}", *paragraphs, link_text(post.link))


def link_text(address: str) -> str:
    """A link as markdown, named by its page; the form cuts off a long address."""
    if not address:
        return ""
    parts = urlsplit(address)
    return f"[{quote(parts.netloc + parts.path, safe='/:')}]({quote(address, safe=':/?=&%')})"


def has_ended(run_id: str) -> bool:
    """Whether that run waits or works no longer, so its draft may be replaced."""
    try:
        with get_client(sync_client=True) as client:
            run = client.read_flow_run(UUID(run_id))
    except (ObjectNotFound, ValueError):
        return True
    return run.state is None or run.state.is_final()


def _above(complaint: str, *parts: str) -> str:
    """The text above a form; what was wrong with the last answer comes first."""
    warning = f"**Nog niet goed:** {plain(complaint)}" if complaint else ""
    return "\n\n".join(part for part in (warning, *parts) if part)
