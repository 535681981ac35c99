"""Remind: who is to decide on what waits hears of it in time, then the deputies; and the operator of
what is about to end."""

from prefect import flow

from omroeper.adapters.prefect_desk.artifacts import show_table
from omroeper.adapters.prefect_desk.review_desk import waiting_url
from omroeper.adapters.prefect_desk.runs import posts_url
from omroeper.wiring import open_desk


@flow(
    name="remind",
    flow_run_name="herinneren",
    description="Herinnert de redactie aan een concept of LinkedIn-bericht dat op een besluit wacht.",
)
def remind() -> list[dict[str, str]]:
    """One round. Each reminder goes out once; without a decision nothing else does."""
    with open_desk() as desk:
        rows = [*desk.remind(waiting_url, posts_url), *desk.warn_of_linkedin()]
    if rows:
        show_table("herinneringen", "redactie", rows, "Wie waaraan herinnerd is")
    return rows
