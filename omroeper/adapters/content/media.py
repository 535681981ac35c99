"""The pictures and documents of posts, in the folder beside them."""

import hashlib
from pathlib import Path, PurePosixPath

from omroeper.domain.errors import ChannelError, InvalidValue
from omroeper.domain.post import Medium

PLACE = "content/linkedin"
KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What LinkedIn takes as picture or document → its media type."""
MOST_BYTES = 100 * 1024 * 1024
"""LinkedIn's limit on a document."""


class MediaFolder:
    """Reads files by the names that posts give them, and nothing outside the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hash_of(self, name: str) -> str:
        """The SHA-256 of a file's bytes; raises InvalidValue for what no post can hold."""
        return hashlib.sha256(self._bytes(name)).hexdigest()

    def content_of(self, medium: Medium) -> bytes:
        """The very bytes that the post was read with; raises InvalidValue when they are others."""
        content = self._bytes(medium.file)
        if hashlib.sha256(content).hexdigest() != medium.hash:
            raise InvalidValue(
                "it is another file than the post was read with",
                thing=medium.file,
                remedy="Have the post read and reviewed again.",
            )
        return content

    def _bytes(self, name: str) -> bytes:
        named = PurePosixPath(name)
        file = self._folder / named
        if named.is_absolute() or not file.resolve().is_relative_to(self._folder.resolve()):
            raise _error(name, "it lies outside the folder", f"Put it in {PLACE}.")
        if named.suffix.lower() not in KINDS:
            raise _error(name, "LinkedIn does not take this kind", f"Use {', '.join(KINDS)}.")
        try:
            content = file.read_bytes()
        except OSError as cause:
            problem = f"it cannot be read ({cause.strerror})"
            raise _error(name, problem, f"Put it in {PLACE}, under this name.") from cause
        if not content or len(content) > MOST_BYTES:
            raise _error(name, "it is empty, or larger than 100 MB", "Use another file.")
        return content


def approved_content(folder: MediaFolder, medium: Medium) -> bytes:
    """The bytes that were approved, for a channel; raises ChannelError for any others."""
    try:
        return folder.content_of(medium)
    except InvalidValue as cause:
        raise ChannelError(cause.problem, thing=cause.thing, remedy=cause.remedy) from cause


def media_type(name: str) -> str:
    """A file's media type by its name, such as `image/png`."""
    return KINDS.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def _error(name: str, problem: str, remedy: str) -> InvalidValue:
    return InvalidValue(problem, thing=name, remedy=remedy)
