"""LinkedIn: posts of an edition, of files and of a shared list are approved at the same desk as the
newsletter, then go out when due, or are placed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import count
from typing import Any

from prefect import flow, task
from prefect.cache_policies import INPUTS, NO_CACHE, RUN_ID

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.parameters import EditionWanted, PostWanted
from omroeper.adapters.prefect_desk.post_artifacts import show_post, show_post_calendar
from omroeper.adapters.prefect_desk.post_forms import AT_ONCE, PostsAnswer, ShownPost, ask_posts
from omroeper.adapters.prefect_desk.post_runs import (
    schedule_placed,
    schedule_placing,
    schedule_review,
)
from omroeper.domain.post import PostState
from omroeper.wiring import Desk, open_desk
from omroeper.wiring.deciding import Recorded
from omroeper.wiring.posting import PostsForm

ONCE = INPUTS + RUN_ID


@dataclass(frozen=True, slots=True)
class AskedForm:
    """The posts of a form with what was found in them, and who may sign it."""

    shown: list[ShownPost]
    signers: list[str]
    zone: tzinfo


@task(task_run_name="voorstellen {edition}", persist_result=True, cache_policy=ONCE)
def propose(edition: str) -> list[str]:
    """Store the edition's proposals; gives the ids of those that wait for a decision."""
    with open_desk() as desk:
        return desk.propose_posts(edition)


@task(task_run_name="inlezen", cache_policy=NO_CACHE)
def take_in() -> list[str]:
    """Read files and shared list, show the calendar, and have what is new or changed reviewed."""
    with open_desk() as desk:
        taken, warnings = desk.take_in_posts()
        for post, mark in desk.posts_to_review():
            schedule_review(post, mark, desk.clock.now())
        show_post_calendar(desk.post_calendar(), desk.settings.timezone, warnings)
        return [one.sentence for one in taken]


@task(task_run_name="te beoordelen-{turn}", persist_result=True, cache_policy=ONCE)
def next_posts(post_ids: list[str], turn: int) -> list[str]:
    """The posts of this turn's form; none when all are decided on. `turn` makes it anew each time."""
    del turn
    with open_desk() as desk:
        found = desk.posts(post_ids)
        shown = [post for post in found if post.state is PostState.IN_REVIEW][:AT_ONCE]
        for one in _shown(desk, [post.id for post in shown], {}):
            show_post(one, desk.take_post_picture(one.post))
        return [post.id for post in shown]


@task(task_run_name="formulier-{key}", persist_result=True, cache_policy=ONCE)
def show_form(post_ids: list[str], typed: dict[str, Any], key: str) -> AskedForm:
    """What the form with this key shows; kept, because the run starts again after each answer."""
    del key
    with open_desk() as desk:
        signers = [one.name for one in desk.deciders_of_posts(desk.posts(post_ids)).signers]
        return AskedForm(_shown(desk, post_ids, typed), signers, desk.settings.timezone)


@task(task_run_name="besluit-{key}", persist_result=True, cache_policy=ONCE)
def record_posts(post_ids: list[str], answer: PostsAnswer, key: str) -> Recorded:
    """Record each decision; a complaint in Dutch when the rules refuse one."""
    del key
    form = PostsForm(answer.decisions, answer.name, answer.shown, answer.accepted, answer.why)
    with open_desk() as desk:
        recorded = desk.record_posts(post_ids, form)
        for post in desk.posts(post_ids):
            if post.state is PostState.APPROVED and post.planned > desk.clock.now():
                schedule_placing(post.id, post.planned)
        return recorded


@task(task_run_name="plaatsen", cache_policy=NO_CACHE, retries=0)
def publish_due() -> list[dict[str, str]]:
    """Publish what is approved and due. Never retried by Prefect: a post goes out at most once."""
    with open_desk() as desk:
        rows = desk.publish_due_posts()
        now = desk.clock.now()
        for post in desk.posts_to_place():
            desk.ask_to_place(post, schedule_placed(post, now))
        for post, mark in desk.posts_to_review():
            if any(row["bericht"] == post for row in rows):
                schedule_review(post, mark, now)
        return rows


@flow(
    name="linkedin",
    flow_run_name="linkedin {edition}{post}",
    description="Laat LinkedIn-berichten goedkeuren en plaatst wat aan de beurt is.",
    persist_result=True,
)
def linkedin(edition: EditionWanted = "", post: PostWanted = "") -> list[dict[str, str]]:
    """With an edition, or a post: have it approved first. Else: read what was written. Always:
    publish what is due."""
    waiting = propose(edition) if edition else [post] if post else []
    if not waiting:
        take_in()
    overtaken = ask_for_posts(waiting) if waiting else ""
    rows = publish_due()
    if overtaken:
        rows.append({"bericht": ", ".join(waiting), "stand": "ingehaald", "toelichting": overtaken})
    if rows:
        show_table("linkedin", edition or "aan de beurt", rows, "LinkedIn-berichten")
    return rows


def ask_for_posts(post_ids: list[str]) -> str:
    """Ask, some posts at a time, until all are decided on; gives what came of it when a colleague
    was first."""
    for turn in count(1):
        shown = next_posts(post_ids, turn)
        if not shown:
            return ""
        overtaken = ask_about(shown, turn)
        if overtaken:
            return overtaken
    raise AssertionError("count() has no end")


def ask_about(post_ids: list[str], turn: int) -> str:
    """Ask about these posts until the answer fits and the rules accept it."""
    complaint = ""
    typed: dict[str, Any] = {}
    for attempt in count(1):
        key = f"linkedin-{turn}-{attempt}"
        form = show_form(post_ids, typed, key)
        answer = ask_posts(
            form.shown, key=key, complaint=complaint, signers=form.signers, zone=form.zone,
            typed=typed,
        )  # fmt: skip
        if isinstance(answer, PostsAnswer):
            typed = answer.typed
            recorded = record_posts(post_ids, answer, key)
            if not recorded.complaint:
                return ""
            if recorded.overtaken:
                return recorded.complaint
            complaint = recorded.complaint
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")


def _shown(desk: Desk, post_ids: list[str], typed: Mapping[str, object]) -> list[ShownPost]:
    """The posts with their preview, and what was found at the moments that were typed."""
    posts = desk.posts(post_ids)
    moments = {post.id: str(typed.get(f"moment_{n}", "")) for n, post in enumerate(posts, 1)}
    findings = desk.findings_as_typed(posts, moments)
    return [ShownPost(post, desk.post_url(post.id), findings[post.id]) for post in posts]
