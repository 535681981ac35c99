"""LinkedIn: posts proposed from an edition are approved at the same desk, then go out when due."""

from itertools import count

from prefect import flow, task
from prefect.cache_policies import INPUTS, NO_CACHE, RUN_ID

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.forms import PostsForm
from omroeper.adapters.prefect_desk.parameters import EditionWanted, PostWanted
from omroeper.services.decide_posts import PostsVerdict
from omroeper.wiring import open_desk
from omroeper.wiring.deciding import Recorded

ONCE = INPUTS + RUN_ID


@task(task_run_name="voorstellen {edition}", persist_result=True, cache_policy=ONCE)
def propose(edition: str) -> list[str]:
    """Store the edition's proposals; gives the ids of those that wait for a decision."""
    with open_desk() as desk:
        return desk.propose_posts(edition)


@task(task_run_name="besluit-{key}", persist_result=True, cache_policy=ONCE)
def record_posts(
    post_ids: list[str], publish: list[str], name: str, note: str,
    accepted: list[str], why: str, key: str,
) -> Recorded:  # fmt: skip
    """Approve what was chosen and drop the rest; a complaint in Dutch when the rules refuse."""
    with open_desk() as desk:
        verdict = PostsVerdict(tuple(publish), name, note, tuple(accepted), why)
        return desk.record_posts(post_ids, verdict)


@task(task_run_name="plaatsen", cache_policy=NO_CACHE, retries=0)
def publish_due() -> list[dict[str, str]]:
    """Publish what is approved and due. Never retried by Prefect: a post goes out at most once."""
    with open_desk() as desk:
        return desk.publish_due_posts()


@flow(
    name="linkedin",
    flow_run_name="linkedin {edition}{post}",
    description="Laat LinkedIn-berichten goedkeuren en plaatst wat aan de beurt is.",
    persist_result=True,
)
def linkedin(edition: EditionWanted = "", post: PostWanted = "") -> list[dict[str, str]]:
    """With an edition, or a post handed in: have it approved first. Always: publish what is due."""
    waiting = propose(edition) if edition else [post] if post else []
    overtaken = ask_for_posts(waiting) if waiting else ""
    rows = publish_due()
    if overtaken:
        rows.append({"bericht": ", ".join(waiting), "stand": "ingehaald", "toelichting": overtaken})
    if rows:
        show_table("linkedin", edition or "aan de beurt", rows, "LinkedIn-berichten")
    return rows


def ask_for_posts(post_ids: list[str]) -> str:
    """Ask until the answer fits and the rules accept it; gives what came of it when a colleague
    was first."""
    complaint = ""
    typed: dict[str, object] | None = None
    for attempt in count(1):
        key = f"linkedin-{attempt}"
        with open_desk() as desk:
            posts = desk.posts(post_ids)
            findings = desk.post_findings(posts)
            signers = [person.name for person in desk.deciders_of_posts(posts).signers]
        answer = review_desk.ask_posts(
            posts, findings, key=key, complaint=complaint, signers=signers, prefilled=typed
        )
        if isinstance(answer, PostsForm):
            typed = review_desk.typed_again(answer)
            choices = review_desk.post_choices(posts)
            chosen = [choices[label] for label in answer.publish]
            recorded = record_posts(
                post_ids, chosen, answer.name, answer.note, *review_desk.taken_on(answer), key
            )
            if recorded.overtaken or not recorded.complaint:
                return recorded.complaint
            complaint = recorded.complaint
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")
