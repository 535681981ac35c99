"""Review: the editor's decisions, recorded; and the proof that what goes out is what was approved."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from omroeper.domain import review as rules
from omroeper.domain.agenda import is_over
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, EditionState, Edits, Section, fingerprint
from omroeper.domain.errors import (
    ApprovalRefused,
    ForbiddenTransition,
    InvalidValue,
    NotApproved,
    NotFound,
    Overtaken,
)
from omroeper.domain.planning import clock_moment
from omroeper.domain.review import Approval, Decision, Ruling, Verdict
from omroeper.domain.text import is_one_line, readable
from omroeper.ports import Clock, EditionStore, Store
from omroeper.services.item_review import findings_on
from omroeper.services.rectify import Revision, reopen_revised, revisions_of
from omroeper.services.reopen import reopen

REPLAYED = timedelta(days=31)
"""An edition that should have gone out longer ago is an old month that is played again, as in the demo."""
LAPSED = "approval lapsed"
_ALTERED = (
    "Het bewaarde concept is na de goedkeuring veranderd; de goedkeuring is vervallen. Beoordeel een "
    "nieuw concept, en vraag de beheerder wie dit deed."
)
SEND_FORMAT = "%d-%m-%Y %H:%M"


def record_decision(
    store: Store, clock: Clock, draft: Draft, verdict: Verdict, deciders: Deciders
) -> str:
    """Record one decision on a draft and give the name it stands under.

    Raises ApprovalRefused with a Dutch reason, or Overtaken when the draft waits no longer. The same
    decision of the same person again, as when a form is sent twice, is no new decision.
    """
    name = deciders.signed(verdict.by)
    if _already(store, draft, verdict.decision, name):
        return name
    if not _waits(store, draft):
        raise _overtaken(store, draft)
    ruling = _ruling(store, draft, replace(verdict, by=name), deciders, clock.now())
    if store.decide(ruling) or _already(store, draft, verdict.decision, name):
        return name
    raise _overtaken(store, draft)  # somebody else was first, at this very moment


def _ruling(
    store: Store, draft: Draft, verdict: Verdict, deciders: Deciders, at: datetime
) -> Ruling:
    edition = draft.edition
    findings = findings_on(store, draft, deciders.team)
    approval: Approval | None = None
    if verdict.decision is Decision.APPROVE:
        _require_present_figures(store, draft)
        _require_events_to_come(draft, at)
        approval = rules.approve(draft, findings, verdict, deciders, at)
    taken = rules.overrulings_of(draft, findings, verdict, verdict.by, at)
    return Ruling(
        edition.id,
        edition.version,
        verdict.decision.step,
        rules.decision_entries(draft, verdict, deciders, taken, at),
        approval,
        taken,
    )


def approved_draft(store: Store, clock: Clock, edition_id: str) -> Draft:
    """The draft that may go out; raises NotApproved and reopens the review when anything changed.

    The fingerprint is computed anew over the stored content, and the figures it uses must still be
    what their source says. The approval of what already goes out is kept, as the record of who
    approved it.
    """
    approval = store.approval(edition_id)
    draft = store.draft(edition_id, approval.version if approval else None)
    if draft is None:
        raise NotFound("there is no such edition", thing=edition_id, remedy="Draft it first.")
    stands = approval is not None and store.state(edition_id) is EditionState.APPROVED
    _require_same_figures(store, clock, draft, stands=stands)
    mark = fingerprint(draft.rendered, draft.audience, draft.edition.figures)
    try:
        rules.require_approval(approval, mark, thing=f"edition {edition_id}")
    except NotApproved:
        if stands:
            with suppress(ForbiddenTransition):  # its sending began just now
                reopen(store, draft, clock.now(), what=LAPSED, why=_ALTERED)
        raise
    return draft


def revised_figures(store: Store, draft: Draft) -> tuple[str, ...]:
    """The figures of a draft that their source tells differently by now, for the same period."""
    return tuple(one.after.figure for one in _revised(store, draft))


def _revised(store: Store, draft: Draft) -> tuple[Revision, ...]:
    state = store.state(draft.edition.id) or EditionState.DRAFT
    return revisions_of(store, draft, state)


def _require_same_figures(store: Store, clock: Clock, draft: Draft, *, stands: bool) -> None:
    """Raises NotApproved when a figure was revised; an approval that still `stands` lapses."""
    revised, edition = _revised(store, draft), draft.edition.id
    if not revised:
        return
    if stands:
        reopen_revised(store, clock, draft, revised)
    raise NotApproved(
        f"figures were revised after the approval: {', '.join(r.after.figure for r in revised)}",
        thing=f"edition {edition}",
        remedy=(
            "Part of its audience has it already: cancel what is left of its campaign; the next "
            "edition offers a rectification."
            if store.state(edition) in (EditionState.SENDING, EditionState.SENT)
            else "Make a new draft with the revised figures and have it approved."
        ),
    )


def edits_from_form(
    draft: Draft,
    form: Mapping[str, object],
    choices: Mapping[str, str],
    *,
    now: datetime,
    zone: tzinfo,
) -> Edits:
    """What the editor typed, on top of what was changed in the draft before.

    Raises InvalidValue with a Dutch reason. `choices` are the titles the editor could choose from,
    with their item keys.
    """
    edition = draft.edition
    subject = _one_line(form, "subject", "Onderwerp")
    if not subject:
        raise InvalidValue("Het onderwerp is leeg", remedy="Vul een onderwerp in.")
    preheader = _one_line(form, "preheader", "Voorvertoning")
    introduction = readable(str(form.get("introduction") or "")).strip()
    typed = Edits(
        subject=subject if subject != edition.subject else None,
        preheader=preheader if preheader != edition.preheader else None,
        introduction=introduction if introduction != edition.introduction else None,
        drop=_keys(form, "drop", choices),
        order=_keys(form, "order", choices),
        include=_included(draft, _keys(form, "include", choices)),
        send_at=_send_at(str(form.get("send_at") or ""), draft, now, zone),
        evergreens=_keys(form, "evergreens", {o.item.title: o.item.key for o in edition.offered}),
    )
    return draft.edits.then(typed)


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


def _already(store: EditionStore, draft: Draft, decision: Decision, name: str) -> bool:
    """Whether just this was decided by just this person, and nothing happened to the draft since."""
    edition = draft.edition
    if store.state(edition.id) not in _AFTER[decision] or not _is_newest(store, draft):
        return False
    decided = [one for one in store.audit_log(edition.id) if one.what in rules.DECIDED.values()]
    last = decided[-1] if decided else None
    return last is not None and (last.what, last.who) == (rules.DECIDED[decision], name)


_AFTER = {
    Decision.APPROVE: (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT),
    Decision.CHANGES: (EditionState.RETURNED,),
    Decision.REJECT: (EditionState.CANCELLED,),
}


def _is_newest(store: EditionStore, draft: Draft) -> bool:
    newest = store.draft(draft.edition.id)
    return newest is None or newest.edition.version == draft.edition.version


def _waits(store: EditionStore, draft: Draft) -> bool:
    return store.state(draft.edition.id) is EditionState.IN_REVIEW and _is_newest(store, draft)


def _overtaken(store: EditionStore, draft: Draft) -> Overtaken:
    """What became of a draft that waits no longer, and who decided it (Dutch)."""
    edition, newest = draft.edition, store.draft(draft.edition.id)
    if newest is not None and newest.edition.version != edition.version:
        return Overtaken(
            f"Dit is concept {edition.version}; er is al een concept {newest.edition.version}",
            remedy="Beoordeel het nieuwste concept.",
        )
    state = store.state(edition.id)
    decided = [one for one in store.audit_log(edition.id) if one.what in rules.DECIDED.values()]
    last = f"; {decided[-1].who} besloot als laatste" if decided else ""
    return Overtaken(
        "Deze editie wacht niet meer op een besluit: zij is "
        f"{state.dutch if state else 'onbekend'}{last}",
        remedy="Uw antwoord heeft niets veranderd. Vraag uw collega als dit niet klopt.",
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
