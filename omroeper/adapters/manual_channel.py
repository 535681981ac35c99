"""The manual channel: for an organisation without access to LinkedIn's API.

The approved text is written to a file, ready to copy; a person places it and pastes the address.
"""

from datetime import date, datetime
from pathlib import Path

from omroeper.domain.errors import WaitsForPerson
from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post
from omroeper.domain.post_attempt import Prepared


class ManualChannel:
    """Fulfils ports.SocialChannel as far as a folder can."""

    name = "handmatig"
    access_ends: datetime | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, post: Post, parent: str = "") -> Prepared:
        del post
        return Prepared(parent=parent)

    def publish(self, post: Post, prepared: Prepared) -> str:
        """Write the text; always raises WaitsForPerson, because nothing is published yet."""
        del prepared
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{post.id}.txt"
        file.write_text(
            f"{post.commentary}\n\n{post.link}\n\n"
            "---\nPlaats deze tekst op LinkedIn. Alles boven de streepjes hoort erbij.\n",
            encoding="utf-8",
        )
        raise WaitsForPerson(
            "the post waits for a person to place it",
            thing=post.id,
            remedy=f"Its text is ready in {file}.",
        )

    def find(self, post: Post, *, since: datetime, parent: str = "") -> str | None:
        del post, since, parent
        return None

    def comment(self, post: Post) -> str:
        raise _by_hand(post, "its first comment waits for a person to place it")

    def find_comment(self, post: Post) -> str | None:
        del post
        return None

    def delete(self, post: Post) -> None:
        raise _by_hand(post, "it waits for a person to take it off the page")

    def statistics(self, urn: str, page: str = "") -> dict[str, int]:
        del urn, page
        return {}

    def page_statistics(self, page: str, first: date, last: date) -> tuple[PageFigure, ...]:
        del page, first, last
        return ()


def _by_hand(post: Post, what: str) -> WaitsForPerson:
    return WaitsForPerson(what, thing=post.id, remedy="Do it on LinkedIn itself.")
