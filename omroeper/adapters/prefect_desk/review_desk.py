"""The desk's questions, as suspended runs: what the editor reads above each form, and its choices."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from omroeper.adapters.prefect_desk.artifacts import findings_markdown, offers_markdown
from omroeper.adapters.prefect_desk.forms import (
    ChangesForm,
    ContributionForm,
    ItemReviewForm,
    Misfit,
    ProofForm,
    ReviewForm,
    ThinChangesForm,
    WarnedReviewForm,
    ask,
    prepare_form,
)
from omroeper.adapters.prefect_desk.markdown import plain
from omroeper.adapters.prefect_desk.runs import run_url
from omroeper.domain.edition import Draft, Entry
from omroeper.domain.finding import Finding
from omroeper.domain.overruling import warning_choices
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
    signers: Sequence[str] = (),
    prefilled: Mapping[str, Any] | None = None,
    reviews: Sequence[str] = (),
    told: str = "",
) -> ReviewForm | Misfit:
    """Ask for the decision on this draft. `planned` is the Dutch text of when it would go out.

    `signers` are the names to choose from, where the team names its editors; `prefilled` is what
    was typed before, or taken on in an earlier draft; `reviews` tell what reviewers answered;
    `told` says what became of the last thing asked.
    """
    edition = draft.edition
    description = _above(
        f"**{plain(told)}**" if told else "",
        f"**{plain(edition.subject)}** (concept {edition.version})",
        f"[Bekijk het concept]({preview_url}). {plain(planned)}",
        findings_markdown(findings),
        "**Meekijken**" if reviews else "",
        *(f"- {plain(one)}" for one in reviews),
    )
    warned, label = warning_choices(findings), draft_label(draft)
    choices = {"name": signers, "accepted": list(warned), "draft": [label]}
    form = prepare_form(
        WarnedReviewForm if warned else ReviewForm,
        description=description,
        complaint=complaint,
        prefilled={**(prefilled or {}), "draft": label},
        choices=choices,
    )
    return ask(form, key=key)


def ask_proof(draft: Draft, *, key: str, colleagues: Sequence[str]) -> ProofForm | Misfit:
    """Ask who gets a proof of this draft."""
    description = f"Een proefmail van concept {draft.edition.version}. Die beslist niets."
    form = prepare_form(ProofForm, description=description, choices={"to": colleagues})
    return ask(form, key=key)


def taken_on(answer: ReviewForm) -> tuple[list[str], str]:
    """The warnings that the form took on, and why: one note serves both."""
    if isinstance(answer, WarnedReviewForm) and answer.accepted:
        return answer.accepted, answer.note
    return [], ""


def typed_again(answer: ReviewForm) -> dict[str, Any]:
    """What stands in the form again when it comes back; the decision and the name are asked anew."""
    return answer.model_dump(exclude={"decision", "name", "draft"})


def draft_label(draft: Draft) -> str:
    """What binds a form to the draft that it showed."""
    return f"concept {draft.edition.version} ({draft.fingerprint[:8]})"


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
        f"Pas concept {edition.version} aan. Daarna krijgt u een nieuw concept te zien. "
        f"[Bekijk dit concept]({preview_url}).",
        offers_markdown(edition),
    )
    form = prepare_form(
        ThinChangesForm if edition.offered else ChangesForm,
        description=description,
        complaint=complaint,
        prefilled={**prefilled, **(typed or {})},
        choices={
            "drop": list(titles),
            "order": list(titles),
            "evergreens": [offer.item.title for offer in edition.offered],
            "include": list(dropped_choices(draft)),
        },
    )
    return ask(form, key=key)


def ask_item_review(
    entry: Entry,
    text: str,
    *,
    key: str,
    complaint: str,
    place: str,
    typed: Mapping[str, Any],
) -> ItemReviewForm | Misfit:
    """Ask a reviewer about one item; `text` is how it will appear."""
    description = _above(
        f"**{place}**, onderdeel {plain(entry.section.title)}",
        *(
            link_text(line) if line == entry.item.link else plain(line)
            for line in text.splitlines()
        ),
    )
    form = prepare_form(
        ItemReviewForm,
        description=description,
        complaint=complaint,
        prefilled={"text": typed.get("text") or entry.item.text, "note": typed.get("note", "")},
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
        description="Lever nieuws, een agendapunt of een LinkedIn-bericht aan.",
        complaint=complaint,
        prefilled=known,
        choices={"programme": programmes},
    )
    return ask(form, key=key)


def item_choices(draft: Draft) -> dict[str, str]:
    """What the editor can choose from: the draft's own items by title → item key.

    Titles that several items have are told apart by programme, and by key where that is one too.
    """
    titles = Counter(entry.item.title for entry in draft.edition.entries)
    choices: dict[str, str] = {}
    for entry in draft.edition.entries:
        title = entry.item.title
        label = title if titles[title] == 1 else f"{title} ({entry.programme_name})"
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


def waiting_url(run_id: str) -> str:
    """Where that run waits with its form; empty when it waits no longer."""
    return "" if has_ended(run_id) else run_url(run_id)


def _above(*parts: str) -> str:
    """The text before a form's first question."""
    return "\n\n".join(filter(None, parts))
