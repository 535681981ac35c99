"""The manual channel: for an organisation without access to LinkedIn's API.

The approved post is laid out in a folder of its own, ready to copy; a person places it and pastes
the address. `find` and `statistics` know nothing: the page is not ours to read.
"""

from datetime import date, datetime
from pathlib import Path, PurePosixPath

from omroeper.adapters.content.media import MediaFolder, approved_content
from omroeper.domain.errors import WaitsForPerson
from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post
from omroeper.domain.post_attempt import Prepared
from omroeper.rendering.placing import placing_files


class ManualChannel:
    """Fulfils ports.SocialChannel as far as a folder can."""

    name = "handmatig"
    access_ends: datetime | None = None

    def __init__(self, folder: Path, media: MediaFolder | None = None) -> None:
        """`media` is where the posts' pictures are; else they are in `folder` itself."""
        self._folder = folder
        self._media = media or MediaFolder(folder)

    def prepare(self, post: Post, parent: str = "") -> Prepared:
        del post
        return Prepared(parent=parent)

    def publish(self, post: Post, prepared: Prepared) -> str:
        """Lay the post out; always raises WaitsForPerson, because nothing is published yet.

        Raises ChannelError when a picture is no longer the one that was approved.
        """
        del prepared
        own = self._folder / post.id
        contents = self.contents(post)
        own.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (own / name).write_bytes(content)
        raise WaitsForPerson(
            "the post waits for a person to place it",
            thing=post.id,
            remedy=f"Its text and pictures are ready in {own}.",
        )

    def contents(self, post: Post) -> dict[str, bytes]:
        """Everything that is needed to place the post, by file name."""
        texts = {name: text.encode() for name, text in placing_files(post).items()}
        shown = (*post.media, *((post.thumbnail,) if post.thumbnail else ()))
        pictures = {
            f"{number}-{PurePosixPath(medium.file).name}": approved_content(self._media, medium)
            for number, medium in enumerate(shown, 1)
        }
        return texts | pictures

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
