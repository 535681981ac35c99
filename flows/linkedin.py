"""LinkedIn: posts proposed from an edition are approved at the same desk, then go out when due."""

from itertools import count

from prefect import flow, task
from prefect.cache_policies import INPUTS, NO_CACHE, RUN_ID

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.forms import PostsForm
from omroeper.wiring import open_desk

ONCE = INPUTS + RUN_ID


@task(task_run_name="voorstellen {edition}", persist_result=True, cache_policy=ONCE)
def propose(edition: str) -> list[str]:
    """Store the edition's proposals; gives the ids of those that wait for a decision."""
    with open_desk() as desk:
        return desk.propose_posts(edition)


@task(task_run_name="besluit-{key}", persist_result=True, cache_policy=ONCE)
def record_posts(post_ids: list[str], publish: list[str], name: str, key: str) -> str:
    """Approve what was chosen and drop the rest; a complaint in Dutch when the rules refuse."""
    with open_desk() as desk:
        return desk.record_posts(post_ids, publish, name)


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
def linkedin(edition: str = "", post: str = "") -> list[dict[str, str]]:
    """With an edition, or a post handed in: have it approved first. Always: publish what is due."""
    waiting = propose(edition) if edition else [post] if post else []
    if waiting:
        ask_for_posts(waiting)
    rows = publish_due()
    if rows:
        show_table("linkedin", edition or "aan de beurt", rows, "LinkedIn-berichten")
    return rows


def ask_for_posts(post_ids: list[str]) -> None:
    """Ask until the answer fits and the rules accept it."""
    complaint = ""
    for attempt in count(1):
        key = f"linkedin-{attempt}"
        with open_desk() as desk:
            posts = desk.posts(post_ids)
        answer = review_desk.ask_posts(posts, key=key, complaint=complaint)
        if isinstance(answer, PostsForm):
            chosen = [post.id for post in posts if review_desk.post_choice(post) in answer.publish]
            complaint = record_posts(post_ids, chosen, answer.name, key)
            if not complaint:
                return
        else:
            complaint = answer.complaint
