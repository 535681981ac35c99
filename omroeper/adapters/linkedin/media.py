"""Pictures and documents: uploaded, and waited for.

learn.microsoft.com/linkedin/marketing/community-management/shares/images-api and documents-api
"""

from collections.abc import Callable

from omroeper.adapters.linkedin.calls import Calls
from omroeper.domain.errors import ChannelError
from omroeper.domain.post import Medium, Post

MOST_IMAGES = 20
POLLS = 40
"""At the pause of the channel (1.5 seconds) a minute: LinkedIn usually takes a few seconds."""


def media_of(post: Post) -> tuple[Medium, ...]:
    """Everything that is to be uploaded; raises ChannelError for what LinkedIn does not take."""
    documents = [medium for medium in post.media if medium.is_document]
    if len(post.media) > MOST_IMAGES or (documents and len(post.media) > 1):
        raise ChannelError(
            f"a post holds at most {MOST_IMAGES} pictures, or one document",
            thing=post.id,
            remedy="Take some out, and have it approved again.",
        )
    return (post.thumbnail, *post.media) if post.thumbnail else post.media


def upload_medium(
    calls: Calls, medium: Medium, content: bytes, owner: str, pause: Callable[[], None]
) -> str:
    """Upload and wait until LinkedIn can show it; gives its urn. Raises ChannelError."""
    kind = "document" if medium.is_document else "image"
    begun = calls.begin_upload(f"/{kind}s", owner)
    urn = str(begun[kind])
    calls.upload(str(begun["uploadUrl"]), content)
    for _ in range(POLLS):
        status = calls.get(f"/{kind}s/{{urn}}", {"urn": urn}).get("status")
        if status == "AVAILABLE":
            return urn
        if status == "PROCESSING_FAILED":
            remedy = "Save it anew as PNG, JPEG or PDF, and have the post approved again."
            raise _wrong(medium, "LinkedIn cannot read this file", remedy)
        pause()
    raise _wrong(medium, "LinkedIn did not finish with this file in time", "Try again later.")


def _wrong(medium: Medium, problem: str, remedy: str) -> ChannelError:
    return ChannelError(problem, thing=medium.file, remedy=remedy)
