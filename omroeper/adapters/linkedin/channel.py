"""The channel to LinkedIn pages: prepare, publish in one call, look for it, comment, delete, count."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from omroeper.adapters.content.media import MediaFolder, approved_content
from omroeper.adapters.linkedin.calls import Calls
from omroeper.adapters.linkedin.entity import post_entity
from omroeper.adapters.linkedin.little import commentary, shown
from omroeper.adapters.linkedin.media import media_of, upload_medium
from omroeper.adapters.linkedin.statistics import page_statistics, post_statistics
from omroeper.domain.errors import ChannelError
from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post
from omroeper.domain.post_attempt import Prepared
from omroeper.settings import LinkedInSettings

PAUSE_SECONDS = 1.5
_PAGE, _PAGES = 50, 4
"""How many of a page's latest posts are looked through, and in how many reads at most."""
_POST = "/posts/{urn}"
_COMMENTS = "/socialActions/{urn}/comments"


class LinkedInChannel:
    """Fulfils ports.SocialChannel. `media` is the folder content/linkedin.

    `token` gives the token of the moment; that of the settings unless given. `access_ends` is when
    calls stop working, where that is known.
    """

    name = "LinkedIn"

    def __init__(
        self,
        settings: LinkedInSettings,
        media: Path,
        token: Callable[[], str] | None = None,
        *,
        access_ends: datetime | None = None,
        timeout_seconds: float = 20,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self.access_ends = access_ends
        self._settings = settings
        self._media = MediaFolder(media)
        self._pause_seconds = pause_seconds
        self._calls = Calls(settings, token or (lambda: settings.token), timeout_seconds)

    def prepare(self, post: Post, parent: str = "") -> Prepared:
        """Upload what the post shows; every file is read and compared before the first goes."""
        owner = self._settings.organization_of(post.page)
        if post.corrects:
            _require_text_only(post)
            return Prepared(parent=parent)
        files = {one.file: (one, approved_content(self._media, one)) for one in media_of(post)}
        urns = {
            file: upload_medium(self._calls, medium, content, owner, self._pause)
            for file, (medium, content) in files.items()
        }
        return Prepared(urns, parent)

    def publish(self, post: Post, prepared: Prepared) -> str:
        """Create or reshare it, or give the post that it corrects its text; gives the urn."""
        if post.corrects:
            changes = {"commentary": commentary(post)}
            self._calls.change(_POST, {"urn": prepared.parent}, changes)
            return prepared.parent
        owner = self._settings.organization_of(post.page)
        return self._calls.create("/posts", post_entity(post, prepared, owner))

    def find(self, post: Post, *, since: datetime, parent: str = "") -> str | None:
        """The urn of this very text on the page, if it was made since then."""
        wanted = shown(commentary(post))
        if post.corrects:
            found = self._calls.get(_POST, {"urn": parent})
            return parent if shown(str(found.get("commentary", ""))) == wanted else None
        for element in self._latest(post.page, since):
            context = element.get("reshareContext") or {}
            same = shown(str(element.get("commentary", ""))) == wanted
            if same and context.get("parent", "") == (parent if post.reshares else ""):
                return str(element["id"])
        return None

    def comment(self, post: Post) -> str:
        """Put the first comment below the post, in the page's name. It is plain text: not escaped."""
        entity = {
            "actor": self._settings.organization_of(post.page),
            "object": post.urn,
            "message": {"text": post.first_comment},
        }
        return self._calls.create(_COMMENTS, entity, {"urn": post.urn})

    def find_comment(self, post: Post) -> str | None:
        actor = self._settings.organization_of(post.page)
        found = self._calls.get(_COMMENTS, {"urn": post.urn})
        for element in found.get("elements") or []:
            text = (element.get("message") or {}).get("text", "")
            if element.get("actor") == actor and text.split() == post.first_comment.split():
                return str(element.get("commentUrn") or element.get("id"))
        return None

    def delete(self, post: Post) -> None:
        """Deleting is idempotent: what is gone already gives 204 too."""
        self._calls.delete(_POST, {"urn": post.urn})

    def statistics(self, urn: str, page: str = "") -> dict[str, int]:
        return post_statistics(self._calls, urn, self._settings.organization_of(page))

    def page_statistics(self, page: str, first: date, last: date) -> tuple[PageFigure, ...]:
        return page_statistics(self._calls, self._settings.organization_of(page), first, last)

    def administered(self) -> tuple[str, ...]:
        """The organisations that the token's owner is administrator of."""
        query = {"role": "ADMINISTRATOR", "state": "APPROVED"}
        found = self._calls.find("/organizationAcls", "roleAssignee", query)
        return tuple(str(one.get("organization", "")) for one in found)

    def _latest(self, page: str, since: datetime) -> Iterator[dict[str, Any]]:
        """The page's posts since then, newest first."""
        query = {"author": self._settings.organization_of(page), "sortBy": "CREATED"}
        oldest = since.timestamp() * 1000
        for number in range(_PAGES):
            start = {"start": number * _PAGE, "count": _PAGE}
            elements = self._calls.find("/posts", "author", {**query, **start})
            yield from (one for one in elements if one.get("createdAt", oldest) >= oldest)
            if len(elements) < _PAGE or elements[-1].get("createdAt", oldest) < oldest:
                return

    def _pause(self) -> None:
        time.sleep(self._pause_seconds)


def _require_text_only(post: Post) -> None:
    if post.media or post.thumbnail or post.reshares:
        raise ChannelError(
            "only the text of a published post can be changed",
            thing=post.id,
            remedy=f"Take the pictures out; or delete {post.corrects} and publish a new post.",
        )
