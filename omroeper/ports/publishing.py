"""What publishing on a social page needs: the page, and the record of every attempt."""

from datetime import date, datetime
from typing import Protocol

from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep, PostAttempt, Prepared
from omroeper.domain.review import AuditEntry
from omroeper.ports.channels import PostStore


class SocialChannel(Protocol):
    """A page on which posts are published.

    Every method raises ChannelError when the channel refused or could not be reached: then nothing
    changed. `publish`, `comment` and `delete` raise ReplyLost when nobody knows (AlreadyThere when
    the channel says that it has it), and WaitsForPerson when a person does it by hand.
    """

    @property
    def name(self) -> str: ...
    @property
    def access_ends(self) -> datetime | None:
        """When nothing can be published any more, where that is known."""
        ...

    def prepare(self, post: Post, parent: str = "") -> Prepared:
        """Do all that can be done before the post is created, such as uploads; shows nothing yet."""
        ...

    def publish(self, post: Post, prepared: Prepared) -> str:
        """Create, reshare or correct, in one call; gives the urn."""
        ...

    def find(self, post: Post, *, since: datetime, parent: str = "") -> str | None:
        """The urn of this very post, if it came on the page since then."""
        ...

    def comment(self, post: Post) -> str:
        """Put the first comment below a published post; gives the comment's urn."""
        ...

    def find_comment(self, post: Post) -> str | None: ...
    def delete(self, post: Post) -> None:
        """Take it off the page; what is gone already is no error."""
        ...

    def statistics(self, urn: str, page: str = "") -> dict[str, int]:
        """Lifetime totals of one post."""
        ...

    def page_statistics(self, page: str, first: date, last: date) -> tuple[PageFigure, ...]:
        """Followers now, and by day (UTC, both ends included) how followers and posts did."""
        ...


class AttemptStore(Protocol):
    def begin_attempt(self, post: str, step: AttemptStep, at: datetime) -> PostAttempt:
        """Claim a step for this process; raises ForbiddenTransition when it is not to be taken."""
        ...

    def hand_over_post(self, attempt: PostAttempt, at: datetime) -> bool:
        """Write down that the call comes now; False when the attempt is no longer this process's."""
        ...

    def end_attempt(
        self,
        attempt: PostAttempt,
        end: AttemptEnd,
        at: datetime,
        *,
        urn: str = "",
        note: str = "",
        entry: AuditEntry | None = None,
    ) -> Post:
        """Settle the attempt and the post together; what is settled better already stays."""
        ...

    def attempts(self, post: str) -> tuple[PostAttempt, ...]: ...
    def unsettled_attempts(self) -> tuple[PostAttempt, ...]:
        """Those that are open or unknown, oldest first."""
        ...


class PublishingStore(PostStore, AttemptStore, Protocol):
    """Posts and their attempts."""
