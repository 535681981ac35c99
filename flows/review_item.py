"""Review of items: one reviewer of a programme looks at their own items, each with a form of its own."""

from itertools import count

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID
from prefect.client.schemas import State
from prefect.states import Completed

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.artifacts import show_reviews
from omroeper.adapters.prefect_desk.forms import ItemReviewForm
from omroeper.adapters.prefect_desk.parameters import EditionAsked, ReviewerAsked, VersionAsked
from omroeper.adapters.prefect_desk.runs import this_run
from omroeper.wiring import open_desk
from omroeper.wiring.reviewing import Answered

ONCE = INPUTS + RUN_ID


@task(task_run_name="berichten kiezen", persist_result=True, cache_policy=ONCE)
def items_to_review(edition: str, version: int, reviewer: str) -> list[str]:
    """The items of this draft that are the reviewer's."""
    with open_desk() as desk:
        return desk.items_to_review(edition, version, reviewer)


@task(task_run_name="antwoord-{key}", persist_result=True, cache_policy=ONCE)
def record_answer(
    edition: str, version: int, item: str, reviewer: str, form: dict[str, object], key: str
) -> Answered:
    """Keep the answer and tell the editor; a complaint in Dutch when it does not fit."""
    with open_desk() as desk:
        answered = desk.record_item_answer(
            edition, version, item, reviewer, form,
            run=f"{this_run()}:{key}", waiting_url=review_desk.waiting_url,
        )  # fmt: skip
        show_reviews(edition, desk.review_lines(edition))
        return answered


@flow(
    name="review-item",
    flow_run_name="meekijken {edition} {reviewer}",
    description="Vraagt wie meekijkt om een oordeel over de eigen berichten van een concept.",
    persist_result=True,
)
def review_item(
    edition: EditionAsked, version: VersionAsked, reviewer: ReviewerAsked
) -> str | State[str]:
    """Ask one reviewer about each of their items. The editor decides, with or without an answer."""
    too_late = ""
    items = items_to_review(edition, version, reviewer)
    for number, item in enumerate(items, 1):
        place = f"Bericht {number} van {len(items)}"
        too_late = ask_about(edition, version, item, reviewer, place, number) or too_late
    if too_late:
        return Completed(name="Te laat", message=too_late)
    return f"{reviewer} keek mee met {len(items)} berichten van {edition}"


def ask_about(edition: str, version: int, item: str, reviewer: str, place: str, number: int) -> str:
    """Ask about one item until the answer fits; gives what to tell when it came too late."""
    complaint = ""
    typed: dict[str, object] = {}
    for attempt in count(1):
        key = f"meekijken-{number}-{attempt}"
        with open_desk() as desk:
            entry, text = desk.item_to_review(edition, version, item)
        answer = review_desk.ask_item_review(
            entry, text, key=key, complaint=complaint, place=place, typed=typed
        )
        if isinstance(answer, ItemReviewForm):
            typed = answer.model_dump()
            answered = record_answer(edition, version, item, reviewer, typed, key)
            if not answered.complaint:
                return answered.too_late
            complaint = answered.complaint
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")
