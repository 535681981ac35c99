"""Geplaatst: whoever placed a LinkedIn post by hand pastes its address."""

from itertools import count
from typing import Any

from prefect import flow, task
from prefect.cache_policies import INPUTS, RUN_ID

from omroeper.adapters.prefect_desk.parameters import PostPlaced
from omroeper.adapters.prefect_desk.post_forms import PlacedForm, ask_placed
from omroeper.wiring import open_desk
from omroeper.wiring.deciding import Recorded

ONCE = INPUTS + RUN_ID


@task(task_run_name="adres-{attempt}", persist_result=True, cache_policy=ONCE)
def record_placed(post: str, address: str, name: str, attempt: int) -> Recorded:
    """Keep the address; a complaint in Dutch when it is none, or another post's."""
    del attempt
    with open_desk() as desk:
        return desk.record_placed(post, address, name)


@flow(
    name="placed",
    flow_run_name="geplaatst {post}",
    description="Vraagt het adres van een LinkedIn-bericht dat u zelf plaatste.",
    persist_result=True,
)
def placed(post: PostPlaced) -> str:
    """Ask until the address fits; gives the post's id."""
    complaint = ""
    typed: dict[str, Any] = {}
    for attempt in count(1):
        with open_desk() as desk:
            (about,) = desk.posts([post])
            url = desk.post_url(post)
        answer = ask_placed(
            about, key=f"adres-{attempt}", complaint=complaint, url=url, typed=typed
        )
        if isinstance(answer, PlacedForm):
            typed = answer.model_dump()
            recorded = record_placed(post, answer.address, answer.name, attempt)
            if not recorded.complaint:
                return post
            complaint = recorded.complaint
        else:
            complaint = answer.complaint
    raise AssertionError("count() has no end")
