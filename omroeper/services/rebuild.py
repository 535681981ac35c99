"""Rebuild: an edition made again from its stored inputs gives the same bytes (promise 7)."""

from collections.abc import Callable
from dataclasses import dataclass

from omroeper.domain.edition import Draft, Edition, RenderedEdition
from omroeper.domain.errors import NotFound, RenderingError
from omroeper.domain.review import Approval
from omroeper.ports import EditionStore
from omroeper.rendering.inputs import (
    RenderInputs,
    changed_inputs,
    changed_software,
    inputs_from,
)

Render = Callable[[RenderInputs, Edition], RenderedEdition]
_PARTS = ("subject", "preheader", "html", "text", "mjml", "archive_html", "variants")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The same bytes as stored. `changed` names what a build would take from elsewhere today."""

    draft: Draft
    approval: Approval | None
    changed: tuple[str, ...]


def rebuild(
    store: EditionStore, edition: str, version: int | None, render: Render, today: RenderInputs
) -> Rebuilt:
    """Render a stored draft anew; without `version` the approved one, else the newest.

    Raises NotFound without a draft or its inputs, and RenderingError naming the parts that come out
    otherwise and what differs.
    """
    draft, approval = _wanted(store, edition, version)
    kept = store.kept_inputs(draft.inputs)
    if kept is None:
        raise NotFound(
            "the inputs of this draft were not kept, so it cannot be built again",
            thing=f"{edition} version {draft.edition.version}",
            remedy="It was made by an older version of Omroeper; what was sent is in the archive.",
        )
    inputs = inputs_from(kept)
    rendered = render(inputs, draft.edition)
    parts = [name for name in _PARTS if getattr(rendered, name) != getattr(draft.rendered, name)]
    if parts:
        raise RenderingError(
            f"{', '.join(parts)} come out otherwise",
            thing=f"{edition} version {draft.edition.version}",
            remedy=_remedy(changed_software(inputs, today)),
        )
    return Rebuilt(draft, approval, changed_inputs(inputs, today))


def _wanted(
    store: EditionStore, edition: str, version: int | None
) -> tuple[Draft, Approval | None]:
    approval = store.approval(edition)
    chosen = approval.version if approval and version is None else version
    draft = store.draft(edition, chosen)
    if draft is None:
        told = "there is no draft of it" if chosen is None else f"there is no version {chosen}"
        raise NotFound(told, thing=edition, remedy="Make a draft first, or name another version.")
    same = approval is not None and approval.version == draft.edition.version
    return draft, approval if same else None


def _remedy(software: tuple[str, ...]) -> str:
    if not software:
        return "Its stored form was altered: compare the database with a backup."
    return f"What differs is the software: {', '.join(software)}. Build it with that version."
