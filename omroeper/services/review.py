"""Review: the editor's decisions, recorded; and the proof that what goes out is what was approved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from omroeper.domain import review as rules
from omroeper.domain.agenda import is_over
from omroeper.domain.edition import Draft, EditionState, Edits, Section, fingerprint
from omroeper.domain.errors import ApprovalRefused, InvalidValue, NotApproved, NotFound
from omroeper.domain.planning import clock_moment
from omroeper.domain.review import Approval, AuditEntry, Decision
from omroeper.domain.text import is_one_line, readable
from omroeper.ports import Clock, EditionStore, Store
from omroeper.services.rectify import revisions_of

REPLAYED = timedelta(days=31)
"""An edition that should have gone out longer ago is an old month that is played again, as in the demo."""
SEND_FORMAT = "%d-%m-%Y %H:%M"


def record_decision(
    store: Store,
    clock: Clock,
    draft: Draft,
    decision: Decision,
    *,
    by: str,
    note: str,
    four_eyes: bool,
) -> None:
    """Record one decision on a draft; raises ApprovalRefused with a Dutch reason.

    The same decision on the same draft again is no new decision.
    """
    edition = draft.edition
    state, name = store.state(edition.id), by.strip()
    if _already(store, draft, decision, state):
        return
    _require_current(store, draft, state)
    now = clock.now()
    if not name:
        raise ApprovalRefused("Er is geen naam ingevuld", remedy="Vul uw eigen naam in.")
    if decision is Decision.APPROVE:
        _require_present_figures(store, draft)
        _require_events_to_come(draft, now)
        _approve(store, draft, by=name, at=now, note=note, four_eyes=four_eyes)
    elif decision is Decision.REJECT:
        store.move(edition.id, EditionState.CANCELLED)
    else:
        store.move(edition.id, EditionState.RETURNED)
    what = {"goedkeuren": "approved", "wijzigingen": "changes asked", "afwijzen": "rejected"}
    entry = AuditEntry(now, name, what[decision], edition.id, note, draft.fingerprint)
    store.audit(entry)


def approved_draft(store: Store, edition_id: str) -> Draft:
    """The draft that may go out; raises NotApproved and voids the approval when anything changed.

    The fingerprint is computed anew over the stored content, and the figures it uses must still be
    what their source says: a revision after the approval reopens the review. The approval of what
    already goes out is kept, as the record of who approved it.
    """
    approval = store.approval(edition_id)
    draft = store.draft(edition_id, approval.version if approval else None)
    if draft is None:
        raise NotFound("there is no such edition", thing=edition_id, remedy="Draft it first.")
    changed = revised_figures(store, draft)
    if changed:
        _void(store, edition_id)
        raise NotApproved(
            f"figures were revised after the approval: {', '.join(changed)}",
            thing=f"edition {edition_id}",
            remedy=(
                "Part of its audience has it already: cancel what is left of its campaign; the next "
                "edition offers a rectification."
                if store.state(edition_id) in (EditionState.SENDING, EditionState.SENT)
                else "Make a new draft with the revised figures and have it approved."
            ),
        )
    mark = fingerprint(draft.rendered, draft.audience, draft.edition.figures)
    try:
        rules.require_approval(approval, mark, thing=f"edition {edition_id}")
    except NotApproved:
        _void(store, edition_id)
        raise
    return draft


def revised_figures(store: Store, draft: Draft) -> tuple[str, ...]:
    """The figures of a draft that their source tells differently by now, for the same period."""
    state = store.state(draft.edition.id) or EditionState.DRAFT
    return tuple(one.after.figure for one in revisions_of(store, draft, state))


def _void(store: EditionStore, edition_id: str) -> None:
    if store.state(edition_id) not in (EditionState.SENDING, EditionState.SENT):
        store.void_approval(edition_id)


def edits_from_form(
    draft: Draft,
    form: Mapping[str, object],
    choices: Mapping[str, str],
    *,
    now: datetime,
    zone: tzinfo,
) -> Edits:
    """What the editor typed, as edits; raises InvalidValue with a Dutch reason.

    `choices` are the titles the editor could choose from, with their item keys.
    """
    edition = draft.edition
    subject = _one_line(form, "subject", "Onderwerp")
    if not subject:
        raise InvalidValue("Het onderwerp is leeg", remedy="Vul een onderwerp in.")
    preheader = _one_line(form, "preheader", "Voorvertoning")
    introduction = readable(str(form.get("introduction") or "")).strip()
    return Edits(
        subject=subject if subject != edition.subject else None,
        preheader=preheader if preheader != edition.preheader else None,
        introduction=introduction if introduction != edition.introduction else None,
        drop=_keys(form, "drop", choices),
        order=_keys(form, "order", choices),
        include=_included(draft, _keys(form, "include", choices)),
        send_at=_send_at(str(form.get("send_at") or ""), draft, now, zone),
        evergreens=_keys(form, "evergreens", {o.item.title: o.item.key for o in edition.offered}),
    )


def _approve(
    store: EditionStore, draft: Draft, *, by: str, at: datetime, note: str, four_eyes: bool
) -> None:
    edition = draft.edition
    findings = store.findings(edition.id, edition.version)
    approval: Approval = rules.approve(
        draft, findings, by=by, at=at, note=note, four_eyes=four_eyes
    )
    store.move(edition.id, EditionState.APPROVED)
    store.save_approval(approval)


def _require_present_figures(store: Store, draft: Draft) -> None:
    revised = revisions_of(store, draft, EditionState.IN_REVIEW)
    if revised:
        raise ApprovalRefused(
            "Sinds dit concept is een cijfer herzien: "
            + "; ".join(revision.sentence for revision in revised),
            remedy="Kies ‘wijzigingen’: het volgende concept heeft het nieuwe cijfer.",
        )


def _require_events_to_come(draft: Draft, now: datetime) -> None:
    """A late approval sends at once: what is over by then must be out, or the moment another one."""
    edition = draft.edition
    if now - edition.send_at > REPLAYED:
        return
    goes_out = max(edition.send_at, now)
    over = [e.item.title for e in edition.section(Section.AGENDA) if is_over(e.item, goes_out)]
    if over:
        raise ApprovalRefused(
            f"Als de mail uitgaat is dit al geweest: {', '.join(f'‘{title}’' for title in over)}",
            remedy="Kies ‘wijzigingen’: laat het weg, of kies een later verzendmoment.",
        )


def _already(
    store: EditionStore, draft: Draft, decision: Decision, state: EditionState | None
) -> bool:
    approval = store.approval(draft.edition.id)
    same = approval is not None and approval.fingerprint == draft.fingerprint
    return decision is Decision.APPROVE and same and state is not EditionState.IN_REVIEW


def _require_current(store: EditionStore, draft: Draft, state: EditionState | None) -> None:
    edition = draft.edition
    newest = store.draft(edition.id)
    if newest is not None and newest.edition.version != edition.version:
        raise ApprovalRefused(
            f"Dit is concept {edition.version}; er is al een concept {newest.edition.version}",
            remedy="Beoordeel het nieuwste concept.",
        )
    if state is not EditionState.IN_REVIEW:
        raise ApprovalRefused(
            f"Deze editie wacht niet meer op een besluit (toestand: {state})",
            remedy="Kijk in het archief of vraag een collega.",
        )


def _one_line(form: Mapping[str, object], name: str, title: str) -> str:
    text = str(form.get(name) or "").strip()
    if not is_one_line(text):
        raise InvalidValue(
            f"{title} bevat een regeleinde of een ander teken dat er niet in mag",
            remedy="Zet de tekst op één regel.",
        )
    return text


def _keys(form: Mapping[str, object], name: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    chosen = form.get(name) or []
    if not isinstance(chosen, Sequence) or isinstance(chosen, str):
        raise InvalidValue("De gekozen berichten zijn geen lijst", remedy="Kies ze opnieuw.")
    unknown = [title for title in chosen if title not in choices]
    if unknown:
        raise InvalidValue(
            f"‘{unknown[0]}’ staat niet in dit concept",
            remedy="Kies uit de berichten van de lijst.",
        )
    return tuple(choices[title] for title in chosen)


def _included(draft: Draft, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys, if what they name was left out of the draft and can be in it."""
    dropped = {one.item.key: one for one in draft.edition.dropped}
    for key in keys:
        if key not in dropped:
            raise InvalidValue(
                "Bij ‘Toch opnemen’ staat een bericht dat al in het concept staat",
                remedy="Kies daar alleen wat is weggelaten; wat er al in staat, blijft staan.",
            )
        if dropped[key].unusable:
            raise InvalidValue(
                f"‘{dropped[key].item.title}’ kan niet mee: {dropped[key].reason}",
                remedy="Kies een ander bericht, of laat de bron of het programma aanpassen.",
            )
    return keys


def _send_at(text: str, draft: Draft, now: datetime, zone: tzinfo) -> datetime | None:
    """The chosen moment; None when it is left as it was."""
    planned = draft.edition.send_at.astimezone(zone)
    if not text.strip() or text.strip() == planned.strftime(SEND_FORMAT):
        return None
    try:
        typed = datetime.strptime(text.strip(), SEND_FORMAT).replace(tzinfo=zone)
    except ValueError as cause:
        raise InvalidValue(
            f"‘{text}’ is geen dag en tijd", remedy="Schrijf het als 15-10-2024 10:00."
        ) from cause
    try:
        chosen = clock_moment(typed.date(), typed.time(), zone)
    except InvalidValue as cause:
        raise InvalidValue(
            f"{text} bestaat niet: de klok gaat dan een uur vooruit",
            remedy="Kies een tijd voor 2.00 uur of vanaf 3.00 uur.",
        ) from cause
    if chosen <= now:
        raise InvalidValue(
            f"{text} is al voorbij",
            remedy="Kies een moment dat nog komt, of laat het zoals het was.",
        )
    return chosen
