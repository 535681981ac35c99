"""The month's newsletter: draft, review in the Prefect UI, and after an approval the plan to send.

The run suspends while it waits: it ends and costs nothing, for days if need be. After each answer
it starts again from its first line; every step is a task whose result is kept with the run, and the
database keeps each draft under the run and round that made it, so nothing happens twice.
"""

from itertools import count

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID
from prefect.client.schemas import State
from prefect.states import Completed

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.artifacts import show_draft, show_table
from omroeper.adapters.prefect_desk.calendar_artifacts import show_chase
from omroeper.adapters.prefect_desk.forms import PROOF, ChangesForm, Misfit, ReviewForm
from omroeper.adapters.prefect_desk.parameters import MonthWanted, NewsletterWanted
from omroeper.adapters.prefect_desk.runs import run_url, schedule_run, this_run
from omroeper.domain.edition import Edits
from omroeper.domain.review import Decision, Verdict
from omroeper.wiring import open_desk
from omroeper.wiring.deciding import Recorded

ONCE = INPUTS + RUN_ID
"""A step's result holds for this run and these inputs; its code may change while the run waits."""


@task(task_run_name="concept-{round_number}", persist_result=True, cache_policy=ONCE)
def make_draft(
    month: str, edits: Edits, author: str, round_number: int, newsletter: str
) -> tuple[str, int]:
    """Assemble, render, check and store a draft; show it. Gives edition id and version."""
    with open_desk() as desk:
        draft, findings = desk.draft_edition(
            month,
            edits,
            made_by=f"{this_run()}:{round_number}",
            may_replace=review_desk.has_ended,
            author=author,
            newsletter=newsletter,
        )
        edition = draft.edition
        _, findings = desk.stored_draft(edition.id, edition.version)  # with the reviewers' advice
        show_draft(
            draft,
            findings,
            desk.coverage(edition.month.year, edition),
            desk.draft_changes(draft, findings),
            preview_url=desk.preview_url(edition.id, edition.version),
            picture_url=desk.take_picture(draft),
        )
        readers = desk.reader_rows(edition.newsletter)
        show_table("lezers", edition.id, readers, "Hoeveel lezers elke groep heeft")
        listed = desk.chase_list(edition.issue, edition.newsletter)
        show_chase(listed, desk.preview_chase(listed))
        return edition.id, edition.version


@task(task_run_name="besluit-{key}", persist_result=True, cache_policy=ONCE)
def record_decision(
    edition_id: str, version: int, decision: str, name: str, note: str,
    accepted: list[str], why: str, key: str,
) -> Recorded:  # fmt: skip
    """Record the decision; a complaint in Dutch comes back when the rules refuse it."""
    with open_desk() as desk:
        verdict = Verdict(Decision(decision), name, note, tuple(accepted), why)
        return desk.record_decision(edition_id, version, verdict)


@task(task_run_name="meekijken-{key}", persist_result=True, cache_policy=ONCE)
def ask_reviewers(edition_id: str, version: int, name: str, key: str) -> str:
    """Ask the reviewers of the draft's programmes for their own items, in runs of their own."""
    told = []
    with open_desk() as desk:
        for person in desk.reviewers(edition_id, version):
            run = schedule_run(
                "review-item/meekijken",
                {"edition": edition_id, "version": version, "reviewer": person.id},
                at=desk.clock.now(),
                key=f"meekijken-{this_run()}-v{version}-{person.id}",
                name=f"meekijken {edition_id} {person.id}",
            )
            told.append(
                desk.ask_reviewer(
                    edition_id, version, person, by=name, run=str(run), url=run_url(run)
                )
            )
    return "; ".join(told) or "Bij deze berichten kijkt niemand mee (content/team.yaml, reviews)"


@task(task_run_name="{key}", persist_result=True, cache_policy=ONCE)
def send_proof(
    edition_id: str, version: int, names: list[str], name: str, key: str
) -> tuple[str, str]:
    """Send a proof to colleagues; gives what was done and what went wrong, in Dutch."""
    with open_desk() as desk:
        return desk.proof_from_form(edition_id, version, names, name)


@task(task_run_name="aanpassingen-{key}", persist_result=True, cache_policy=ONCE)
def read_changes(edition_id: str, version: int, form: dict[str, object], key: str) -> Edits | str:
    """The editor's changes, with those of earlier rounds, or a complaint in Dutch about a misfit."""
    with open_desk() as desk:
        draft, _ = desk.stored_draft(edition_id, version)
        choices = review_desk.item_choices(draft) | review_desk.dropped_choices(draft)
        return desk.edits_from_form(edition_id, version, form, choices)


@task(task_run_name="verzending plannen", persist_result=True, cache_policy=ONCE)
def plan_sending(edition_id: str, version: int) -> str:
    """Freeze the audience, plan the send run for the chosen moment, propose the LinkedIn posts."""
    with open_desk() as desk:
        campaign = desk.freeze_audience(edition_id, version)
        schedule_run(
            "send/verzenden",
            {"campaign": campaign.id},
            at=max(campaign.send_at, desk.clock.now()),
            key=f"send-{campaign.id}",
            name=f"verzenden {campaign.id}",
        )
        schedule_run(
            "linkedin/plaatsen",
            {"edition": edition_id},
            at=desk.clock.now(),
            key=f"linkedin-{campaign.id}",
            name=f"linkedin {edition_id}",
        )
        return campaign.id


@flow(
    name="newsletter",
    flow_run_name="nieuwsbrief {newsletter} {month}",
    description="Maakt het concept van een nieuwsbrief en wacht op het besluit van de redactie.",
    persist_result=True,
)
def newsletter(month: MonthWanted = "", newsletter: NewsletterWanted = "") -> str | State[str]:
    """Make the edition of `month`: YYYY-MM, YYYY-MM-name for a special one, or empty for the next month.

    `newsletter` is a folder of content/newsletters; empty is that of the settings. A run whose draft
    was decided or replaced elsewhere ends and says so; it decides nothing.
    """
    month = choose_month(month, newsletter)
    edits, author = Edits(), ""
    for round_number in count(1):
        edition_id, version = make_draft(month, edits, author, round_number, newsletter)
        decision, recorded = ask_decision(edition_id, version, round_number)
        if recorded.overtaken:
            return Completed(name="Ingehaald", message=recorded.complaint)
        if decision is Decision.APPROVE:
            return plan_sending(edition_id, version)
        if decision is Decision.REJECT:
            return f"{edition_id} is afgewezen; er gaat niets uit"
        edits = ask_changes(edition_id, version, round_number)
        author = recorded.by  # who changed it wrote it, and another approves it
    raise AssertionError("count() has no end")


@task(task_run_name="maand kiezen", persist_result=True, cache_policy=ONCE)
def choose_month(month: str, newsletter: str) -> str:
    """The month asked for, or the calendar's next one; kept, so a long wait does not move it."""
    with open_desk() as desk:
        return str(desk.choose_issue(month, newsletter))


def ask_decision(edition_id: str, version: int, round_number: int) -> tuple[Decision, Recorded]:
    """Ask until the answer fits and the rules accept it; gives the decision and what came of it.

    A proof, and asking reviewers, decide nothing: the same question comes back and says who got it.
    """
    complaint = told = ""
    typed: dict[str, object] | None = None
    for attempt in count(1):
        key = f"beoordeling-{round_number}-{attempt}"
        with open_desk() as desk:
            draft, findings = desk.stored_draft(edition_id, version)
            preview_url = desk.preview_url(edition_id, version)
            planned = desk.planned_text(draft.edition.send_at)
            signers = desk.signers(draft.edition)
            prefilled = typed or desk.taken_on_before(edition_id, version)
            reviews = desk.review_lines(edition_id)
        answer = review_desk.ask_review(
            draft, findings, key=key, complaint=complaint, preview_url=preview_url, planned=planned,
            signers=signers, prefilled=prefilled, reviews=reviews, told=told,
        )  # fmt: skip
        told = ""
        if isinstance(answer, ReviewForm):
            typed = review_desk.typed_again(answer)
            if answer.decision == "meekijken":
                complaint, told = "", ask_reviewers(edition_id, version, answer.name, key)
                continue
            if answer.decision == PROOF:
                told, complaint = ask_proof(edition_id, version, answer.name, key)
                continue
            recorded = record_decision(
                edition_id, version, answer.decision, answer.name, answer.note,
                *review_desk.taken_on(answer), key,
            )  # fmt: skip
            if recorded.overtaken or not recorded.complaint:
                return Decision(answer.decision), recorded
            complaint, told = recorded.complaint, ""
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")


def ask_proof(edition_id: str, version: int, name: str, key: str) -> tuple[str, str]:
    """Ask who gets a proof and send it; gives what was done and what went wrong, in Dutch."""
    key = f"proefmail-{key}"
    with open_desk() as desk:
        draft, _ = desk.stored_draft(edition_id, version)
        answer = review_desk.ask_proof(draft, key=key, colleagues=desk.colleagues)
    if isinstance(answer, Misfit):
        return "", answer.complaint
    return send_proof(edition_id, version, answer.to, name, key)


def ask_changes(edition_id: str, version: int, round_number: int) -> Edits:
    """Ask for the changes until they fit; a misfit comes back with what the editor had typed.

    Gives all that was changed in this month's drafts so far.
    """
    complaint = ""
    typed: dict[str, object] | None = None
    for attempt in count(1):
        key = f"wijzigingen-{round_number}-{attempt}"
        with open_desk() as desk:
            draft, _ = desk.stored_draft(edition_id, version)
            preview_url = desk.preview_url(edition_id, version)
            send_at = draft.edition.send_at.astimezone(desk.settings.timezone)
        answer = review_desk.ask_changes(
            draft,
            key=key,
            complaint=complaint,
            preview_url=preview_url,
            send_at=send_at,
            typed=typed,
        )
        if isinstance(answer, ChangesForm):
            typed = answer.model_dump()
            edits = read_changes(edition_id, version, typed, key)
            if isinstance(edits, Edits):
                return edits
            complaint = edits
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")
