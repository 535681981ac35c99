"""The manual channel: for an organisation without access to LinkedIn's API.

The approved post is laid out in a folder of its own, ready to copy; a person places it and pastes
the address. `find` and `statistics` know nothing: the page is not ours to read.
"""

from pathlib import Path, PurePosixPath

from omroeper.adapters.content.media import MediaFolder
from omroeper.domain.errors import ChannelError, InvalidValue, WaitsForPerson
from omroeper.domain.post import Medium, Post
from omroeper.rendering.placing import placing_files


class ManualChannel:
    """Fulfils ports.SocialChannel as far as a folder can."""

    name = "handmatig"

    def __init__(self, folder: Path, media: MediaFolder | None = None) -> None:
        """`media` is where the posts' pictures are; else they are in `folder` itself."""
        self._folder = folder
        self._media = media or MediaFolder(folder)

    def publish(self, post: Post) -> str:
        """Lay the post out; always raises WaitsForPerson, because nothing is published yet.

        Raises ChannelError when a picture is no longer the one that was approved.
        """
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
            f"{number}-{PurePosixPath(medium.file).name}": self._content(medium)
            for number, medium in enumerate(shown, 1)
        }
        return texts | pictures

    def find(self, post: Post) -> str | None:
        del post
        return None

    def statistics(self, urn: str) -> dict[str, int]:
        del urn
        return {}

    def _content(self, medium: Medium) -> bytes:
        try:
            return self._media.content_of(medium)
        except InvalidValue as cause:
            raise ChannelError(cause.problem, thing=cause.thing, remedy=cause.remedy) from cause
