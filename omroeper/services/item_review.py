"""Review items: reviewers are asked for their own items only, and their answers kept for the editor."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from omroeper.domain.edition import Draft, EditionState, Entry
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.finding import Finding
from omroeper.domain.item_review import (
    ItemAnswer,
    ItemReview,
    entries_for,
    review_findings,
)
from omroeper.domain.review import AuditEntry
from omroeper.domain.team import Person, Team
from omroeper.domain.text import readable
from omroeper.ports import Store

ASKED, ANSWERED = "review asked", "review answered"


def findings_on(store: Store, draft: Draft, team: Team) -> tuple[Finding, ...]:
    """What the checks found in a stored draft, and the advice of reviewers that it does not follow."""
    edition = draft.edition
    advice = review_findings(store.item_reviews(edition.id), edition, team)
    return (*store.findings(edition.id, edition.version), *advice)


def ask_review(
    store: Store, draft: Draft, reviewer: Person, entries: Sequence[Entry],
    *, by: str, run: str, at: datetime,
) -> bool:  # fmt: skip
    """Record that a reviewer is asked; gives False when that was done already for this draft."""
    edition = draft.edition
    asked = [
        ItemReview(
            edition.id, edition.version, entry.item.key, entry.item.title, reviewer.id,
            ItemAnswer.ASKED, "", by, at, run,
        )
        for entry in entries
    ]  # fmt: skip
    titles = ", ".join(f"‘{one.title}’" for one in asked)
    detail = f"{reviewer.name} is gevraagd naar {titles}"
    entry = AuditEntry(at, by, ASKED, edition.id, detail, draft.fingerprint)
    return store.save_item_reviews(asked, entry)


def read_answer(
    draft: Draft, item: str, reviewer: Person, form: Mapping[str, object], run: str, at: datetime
) -> ItemReview:
    """What a reviewer filled in; raises InvalidValue (Dutch) when it does not fit."""
    entry = entry_of(draft, item)
    answer = ItemAnswer(str(form["answer"]))
    text = readable(str(form.get("text") or "")).strip()
    note = " ".join(readable(str(form.get("note") or "")).split())
    changed = text.split() != entry.item.text.split()
    if answer is ItemAnswer.CHANGE and not (changed and text):
        raise InvalidValue(
            "De tekst is nog dezelfde", remedy="Schrijf bij ‘Tekst’ hoe het bericht moet worden."
        )
    if answer is ItemAnswer.DROP and not note:
        raise InvalidValue(
            "Er staat niet waarom het bericht niet geplaatst moet worden",
            remedy="Schrijf dat bij ‘Toelichting’; de redactie besluit.",
        )
    edition = draft.edition
    return ItemReview(
        edition.id, edition.version, item, entry.item.title, reviewer.id, answer,
        text if answer is ItemAnswer.CHANGE else "", note, at, run,
    )  # fmt: skip


def record_answer(store: Store, draft: Draft, reviewer: Person, review: ItemReview) -> str:
    """Keep an answer; gives what to tell the reviewer (Dutch) when it came too late, else nothing."""
    said = f": {review.note}" if review.note else ""
    detail = f"‘{review.title}’: {review.answer}{said}"
    entry = AuditEntry(
        review.at, reviewer.name, ANSWERED, review.edition, detail, draft.fingerprint
    )
    store.save_item_reviews([review], entry)
    return _too_late(store, draft)


def entry_of(draft: Draft, item: str) -> Entry:
    """The draft's entry of this item; raises NotFound."""
    for entry in draft.edition.entries:
        if entry.item.key == item:
            return entry
    raise NotFound(
        "it is not in this draft", thing=f"item {item}", remedy="Ask for the newest draft."
    )


def items_of(draft: Draft, reviewer: Person, team: Team) -> tuple[Entry, ...]:
    """The entries of a draft that this reviewer is asked about."""
    return entries_for(draft.edition, team).get(reviewer, ())


def _too_late(store: Store, draft: Draft) -> str:
    edition = draft.edition
    newest = store.draft(edition.id)
    kept = "Uw antwoord is bewaard en de redactie ziet het."
    state = store.state(edition.id)
    if state is not None and state not in (EditionState.IN_REVIEW, EditionState.RETURNED):
        return f"Over de nieuwsbrief is al besloten: hij is {state.dutch}. {kept}"
    if newest is not None and newest.edition.version != edition.version:
        return (
            f"Het ging over concept {edition.version}; er is al een concept "
            f"{newest.edition.version}. {kept}"
        )
    return ""
