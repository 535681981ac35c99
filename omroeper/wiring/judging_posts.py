"""Posts beside their surroundings: their calendar, their findings, and their preview."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from omroeper.adapters.content.linkedin import ContentCalendar, read_content_calendar
from omroeper.adapters.content.media import media_type
from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.finding import Finding
from omroeper.domain.links import is_example_address
from omroeper.domain.planning import day_off
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_calendar import PostCalendar, post_calendar
from omroeper.domain.post_check import PostSurroundings, links_to_follow
from omroeper.domain.post_ruling import as_typed
from omroeper.services.decide_posts import post_findings
from omroeper.wiring.sending import SendingSteps
from omroeper.wiring.signing import signed_url

WIDTH, HEIGHT, WITHOUT_PICTURES = 1000, 960, 520
"""Of the picture, in CSS pixels: phone and desktop side by side, with or without a picture in it."""


def why_off(day: date) -> str:
    """Why nobody works on this day (Dutch); empty on a working day."""
    return day_off(day, dutch_holiday)


class PostJudgingSteps(SendingSteps):
    @cached_property
    def content_calendar(self) -> ContentCalendar:
        """How posts are shared out and where they come from, by config/linkedin.yaml."""
        room = self.newsroom
        return read_content_calendar(self.settings.home, room.programmes, room.team)

    def around_posts(
        self, posts: Sequence[Post], *, afresh: bool = False, follow: bool = True
    ) -> PostSurroundings:
        """What these posts are judged beside; their links are followed, `afresh` or as remembered."""
        checker, url = self.link_checker if follow else None, self.settings.web_url
        links = links_to_follow(posts)
        return PostSurroundings(
            self.clock.now(),
            self.settings.timezone,
            self.store.posts(),
            why_off,
            checker.check(links, afresh=afresh) if checker and links else {},
            self.channel.access_ends,
            self.content_calendar.weights,
            {one.id: one.name for one in self.newsroom.programmes},
            not url or is_example_address(url),
        )

    def posts(self, post_ids: Sequence[str]) -> list[Post]:
        return [post for post in map(self.store.post, post_ids) if post is not None]

    def post_findings(self, posts: Sequence[Post], *, follow: bool = True) -> tuple[Finding, ...]:
        """What the editor should know of these posts; the links may be left alone."""
        around = self.around_posts(posts, follow=follow)
        return tuple(one for post in posts for one in post_findings(self.store, post, around))

    def findings_as_typed(
        self, posts: Sequence[Post], moments: Mapping[str, str]
    ) -> dict[str, tuple[Finding, ...]]:
        """What was found in each post, by its id, at the moments that were typed in the form."""
        now, zone = self.clock.now(), self.settings.timezone
        moved = {one.id: as_typed(one, moments.get(one.id, ""), now, zone) for one in posts}
        around = self.around_posts(posts)
        others = tuple(moved.get(other.id, other) for other in around.others)
        beside = replace(around, now=now, others=others)
        return {one.id: post_findings(self.store, one, beside) for one in moved.values()}

    def post_calendar(self, first: date | None = None, weeks: int = 8) -> PostCalendar:
        """So many weeks of the content calendar, from the one of `first` or of today."""
        zone = self.settings.timezone
        today = self.clock.now().astimezone(zone).date()
        return post_calendar(
            self.store.posts(),
            self.newsroom.programmes,
            self.content_calendar.weights,
            first or today,
            weeks,
            today=today,
            zone=zone,
            holiday_of=dutch_holiday,
        )

    def post_url(self, post: str) -> str:
        """Where the preview of a post stands; once approved, what there is to copy as well."""
        return signed_url(self.settings, f"bericht/{post}")

    def post_page(self, post_id: str, *, bare: bool = False) -> str:
        """A post as LinkedIn shows it, as a whole page, or `bare`; raises NotFound.

        It follows no link: opening a page asks nothing of others.
        """
        from omroeper.rendering.post_preview import PostSeen, render_post

        post = self.store.post(post_id)
        if post is None:
            raise NotFound("there is no such post", thing=post_id, remedy="Check the post's id.")
        programme = self.newsroom.programmes.get(post.programme)
        placing = post.state is PostState.WAITING
        seen = PostSeen(
            post,
            () if placing else self.post_findings([post], follow=False),
            self._pictures(post),
            programme.name if programme else post.programme,
            self.store.post(post.reshares) if post.reshares else None,
            placing,
            bare,
        )
        return render_post(
            seen,
            templates=self.templates,
            brand=self.brand,
            newsletter=self.newsroom.newsletter,
            zone=self.settings.timezone,
        )

    def _pictures(self, post: Post) -> dict[str, str]:
        """The post's own pictures as data URIs; one that is no longer what it was is left out."""
        found = {}
        for medium in (*post.media, *((post.thumbnail,) if post.thumbnail else ())):
            try:
                content = self.media.content_of(medium)
            except InvalidValue:
                continue
            coded = base64.b64encode(content).decode()
            found[medium.file] = f"data:{media_type(medium.file)};base64,{coded}"
        return found

    def take_post_picture(self, post: Post) -> str:
        """Picture of the preview; gives its address, or nothing where there is no browser."""
        from omroeper.adapters.chromium import PictureFailed, take_picture

        file = self.settings.var / "pictures" / f"post-{post.id}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.post_page(post.id, bare=True), encoding="utf-8")
        try:
            height = HEIGHT if post.media or post.thumbnail else WITHOUT_PICTURES
            take_picture(file.as_uri(), file.with_suffix(".png"), width=WIDTH, height=height)
        except PictureFailed:
            return ""
        return signed_url(self.settings, f"bericht/{post.id}", suffix=".png")
