"""The steps of a post: taken in or proposed, decided on, placed, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from omroeper.adapters.content.media import PLACE
from omroeper.adapters.sheets.posts import SHEET
from omroeper.domain.deciding import Deciders
from omroeper.domain.errors import ApprovalRefused, InvalidValue, NotFound, Overtaken
from omroeper.domain.letter import Letter
from omroeper.domain.linkedin_export import ExportRead
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_reading import Intake, PostReading
from omroeper.domain.post_ruling import (
    PostDecision,
    PostsVerdict,
    read_ruling,
    shown_label,
)
from omroeper.domain.team import Person
from omroeper.rendering.placing import placing_letter
from omroeper.rendering.posts_told import changes_letter, held_letter, voided_letter
from omroeper.services import decide_posts, hold_back_posts, place_post, publish, review
from omroeper.services.propose_posts import propose_posts
from omroeper.services.read_statistics import read_statistics
from omroeper.services.take_in_posts import TakenIn, take_in_posts
from omroeper.wiring.deciding import Recorded
from omroeper.wiring.judging_posts import PostJudgingSteps, why_off

TO_PLACE = "linkedin plaatsen"
"""The kind of the mail that asks a person to place a post."""


@dataclass(frozen=True, slots=True)
class PostsForm:
    """What came back of the form about posts, as typed.

    `decisions` are decision, note and moment of each post, by its id; `shown` tells what it showed.
    """

    decisions: Mapping[str, tuple[str, str, str]]
    name: str
    shown: str
    accepted: tuple[str, ...] = ()
    why: str = ""


class PostSteps(PostJudgingSteps):
    def take_in_posts(self) -> tuple[tuple[TakenIn, ...], tuple[str, ...]]:
        """Read the files and the shared list; gives what changed and what could not be read.

        Who approved what changed since is told.
        """
        taken: list[TakenIn] = []
        warnings: list[str] = []
        for reading in self._post_readings():
            warnings += reading.warnings
            taken += take_in_posts(self.store, reading, self.clock)
        for one in taken:
            if one.intake is Intake.VOIDED and one.was is not None:
                by = one.was.approved_by
                editor = self.newsroom.team.named(by) or self.deciders().editor
                name = editor.name if editor else ""
                self._write(editor, voided_letter(one.post, name=name, approved_by=by))
        return tuple(taken), tuple(warnings)

    def _post_readings(self) -> list[PostReading]:
        from omroeper.adapters.content.posts import PostFiles

        home, zone, room = self.settings.home, self.settings.timezone, self.newsroom
        files = PostFiles(home, zone, room.programmes, room.team).read()
        sheet = self.content_calendar.sheet
        if sheet is None:
            return [files]
        from omroeper.adapters.feeds.connecting import make_client
        from omroeper.adapters.sheets.posts import PostSheet

        with make_client(20, allow_private=self.settings.allow_private_addresses) as client:
            reader = PostSheet(sheet, client, home, zone, room.programmes, room.team)
            return [files, reader.read()]

    def propose_posts(self, edition: str) -> list[str]:
        """Store the approved edition's proposals; gives the ids of those that wait."""
        draft = review.approved_draft(self.store, self.clock, edition)
        newsletter = self.newsletter_of(edition)
        proposed = propose_posts(
            self.store,
            draft,
            self.newsroom_of(newsletter).newsletter,
            self.style_of(newsletter).phrases,
            web_url=self.settings.web_url,
            now=self.clock.now(),
            zone=self.settings.timezone,
            day_off=why_off,
            utm=self.utm,
        )
        publish.offer_posts(self.store, proposed)
        waiting = self.store.posts(edition)
        return [post.id for post in waiting if post.state is PostState.IN_REVIEW]

    def posts_to_review(self) -> list[tuple[str, str]]:
        """The posts of files and lists, and those that came back, that wait for a decision: id and a
        mark that is another each time something happened to the post."""
        return [
            (post.id, str(len(self.store.audit_log(post.edition or post.id))))
            for post in self.store.posts()
            if post.state is PostState.IN_REVIEW
            and (post.note or post.origin.startswith((f"{PLACE}/", f"{SHEET}/")))
        ]

    def record_posts(self, post_ids: Sequence[str], form: PostsForm) -> Recorded:
        """Record the decisions on posts, or give the complaint (Dutch) when the rules refuse them.

        An author who is asked for changes is told.
        """
        posts = self.posts(post_ids)
        by_id, zone = {post.id: post for post in posts}, self.settings.timezone
        if any(one.state is PostState.IN_REVIEW for one in posts) and form.shown != shown_label(
            posts
        ):
            return Recorded(
                "De berichten zijn gewijzigd terwijl het formulier openstond. Bekijk ze opnieuw; er "
                "is niets besloten."
            )
        try:
            rulings = tuple(
                read_ruling(by_id[one], *typed, zone)
                for one, typed in form.decisions.items()
                if one in by_id
            )
            verdict = PostsVerdict(rulings, form.name, form.accepted, form.why)
            deciders, around = self.deciders_of_posts(posts), self.around_posts(posts)
            name = decide_posts.decide_posts(
                self.store, self.clock, posts, verdict, deciders, around
            )
        except Overtaken as overtaken:
            return Recorded(overtaken.sentence, overtaken=True)
        except (ApprovalRefused, InvalidValue) as refusal:
            return Recorded(refusal.sentence)
        for ruling in rulings:
            if ruling.decision is PostDecision.CHANGES:
                self._ask_changes(by_id[ruling.post], name, ruling.note)
        return Recorded(by=name)

    def deciders_of_posts(self, posts: Sequence[Post]) -> Deciders:
        """Those of the edition the posts belong to; a post of no edition is any editor's."""
        draft = self.store.draft(posts[0].edition) if posts and posts[0].edition else None
        return self.deciders(draft.edition if draft else None)

    def publish_due_posts(self) -> list[dict[str, str]]:
        """Check what is due once more, publish what may go, and give both as rows (Dutch headings)."""
        due = hold_back_posts.due_posts(self.store, self.clock)
        around = self.around_posts(due, afresh=True)
        held = hold_back_posts.hold_back_posts(self.store, self.clock, around)
        for one in held:
            editor = self.newsroom.team.named(one.approved_by) or self.deciders().editor
            name = editor.name if editor else ""
            self._write(editor, held_letter(one.post, name=name, findings=one.findings))
        rows = [
            {
                "bericht": one.post.id,
                "stand": "tegengehouden",
                "urn": "",
                "toelichting": one.told,
            }
            for one in held
        ]
        return [*rows, *super().publish_due_posts()]

    def posts_to_place(self) -> list[str]:
        """The posts that a person has to place by hand."""
        return [post.id for post in place_post.waiting_posts(self.store)]

    def ask_to_place(self, post_id: str, form_url: str) -> bool:
        """Mail the page's owner text, pictures and steps, once; gives whether a mail went now."""
        (post,) = self.posts([post_id])
        owner = self.newsroom.team.named(post.owner) or self.content_calendar.owner
        now = self.clock.now()
        if owner is None or not self.store.claim_team_mail(
            TO_PLACE, post.id, owner.id, mark=post.approved_fingerprint, at=now
        ):
            return False
        parent = self.store.post(post.reshares) if post.reshares else None
        letter = placing_letter(
            post,
            self.manual_channel.contents(post),
            name=owner.name,
            page_url=self.post_url(post.id),
            form_url=form_url,
            parent_url=f"https://www.linkedin.com/feed/update/{parent.urn}/" if parent else "",
            zone=self.settings.timezone,
        )
        if self.correspondent.write(owner, letter, now):
            return True
        self.store.give_back_team_mail(TO_PLACE, post.id, owner.id)
        return False

    def record_placed(self, post_id: str, address: str, by: str) -> Recorded:
        """A person placed it: keep its address, or give the complaint (Dutch)."""
        try:
            place_post.record_placed(self.store, self.clock, post_id, address, by)
        except (InvalidValue, NotFound) as misfit:
            return Recorded(misfit.sentence)
        return Recorded(by=by)

    def read_post_statistics(self, file: Path) -> ExportRead:
        """Read LinkedIn's own export of the page's posts; raises InvalidValue."""
        from omroeper.adapters.linkedin_export import read_export

        return read_statistics(self.store, read_export(file), self.clock.now())

    def _ask_changes(self, post: Post, by: str, note: str) -> None:
        """To its author, or whoever is asked for news of its programme."""
        team = self.newsroom.team
        author = team.named(post.author) or team.contact_of(post.programme)
        if author is not None:
            self._write(author, changes_letter(post, name=author.name, by=by, note=note))

    def _write(self, person: Person | None, letter: Letter) -> None:
        """To one of the team; to the operator where there is nobody."""
        if person is not None:
            self.correspondent.write(person, letter, self.clock.now())
        else:
            self.notifier.notify(letter, self.clock.now())
