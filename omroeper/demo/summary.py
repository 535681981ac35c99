"""What the demo says at the end: plain numbers, and what to open."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from omroeper.demo.linkedin import LinkedInSimulator
from omroeper.demo.mail_catcher import MailCatcher
from omroeper.demo.readers import Reading
from omroeper.domain.delivery import Tally
from omroeper.domain.edition import Draft
from omroeper.domain.errors import OmroeperError
from omroeper.domain.gathering import Gathering
from omroeper.domain.post import Post
from omroeper.services.import_list import ImportResult
from omroeper.services.report import build_month_report
from omroeper.wiring import Desk


@dataclass(slots=True)
class Summary:
    """The month's numbers, read from the desk's own records."""

    var: Path
    imported: ImportResult | None = None
    read: Reading | None = None
    gathering: Gathering | None = None
    items: int = 0
    draft: Draft | None = None
    tally: Tally | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    caught: int = 0
    most_to_one: int = 0
    clicks_reported: int = 0
    opened: list[tuple[str, Path]] = field(default_factory=list)

    def look(
        self, desk: Desk, edition: str, catcher: MailCatcher, linkedin: LinkedInSimulator
    ) -> None:
        """Read everything once more from where it is kept, and check that it adds up."""
        self.gathering = desk.gather()
        always = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        self.items = len(desk.store.updates_between(*always) + desk.store.events_between(*always))
        ((campaign, self.tally),) = desk.campaign_status("")
        self.draft = desk.store.draft(edition, campaign.version)
        self.reasons = {
            f"{state}: {reply}": count
            for (state, reply), count in sorted(desk.store.replies(campaign.id).items())
            if state != "accepted"
        }
        self.posts = desk.store.posts(edition)
        self.caught = len(catcher.messages)
        self.most_to_one = max(catcher.recipients.values())
        clock, zone = desk.clock.now(), desk.settings.timezone
        self.clicks_reported = build_month_report(desk.store, edition, clock, zone).clicks
        self._write_files(desk, edition)
        self._check(linkedin)

    def _write_files(self, desk: Desk, edition: str) -> None:
        if self.draft is None:
            return
        rendered, folder = self.draft.rendered, self.var / "newsletter"
        folder.mkdir(exist_ok=True)
        for name, text in (
            ("newsletter.html", rendered.html),
            ("newsletter.txt", rendered.text),
            ("archive.html", rendered.archive_html),
        ):
            (folder / name).write_text(text, encoding="utf-8")
        picture = self.var / "pictures" / f"{edition}-{self.draft.edition.version}.png"
        report = desk.make_report(edition).files["html"]
        self.opened = [
            ("the newsletter", folder / "newsletter.html"),
            ("its archive page", folder / "archive.html"),
            ("its text part", folder / "newsletter.txt"),
            ("the month report", report),
            ("the mails as they arrived", self.var / "mail"),
        ]
        if picture.is_file():
            self.opened.insert(1, ("a picture of the mail", picture))

    def _check(self, linkedin: LinkedInSimulator) -> None:
        """The demo fails loudly when the numbers do not add up."""
        tally = self.tally
        published = {post.urn for post in self.posts if post.urn}
        wrong = []
        if tally is None or not tally.finished:
            wrong.append(f"the account is not whole: {tally}")
        elif tally.accepted != self.caught or self.most_to_one > 1:
            wrong.append(
                f"{tally.accepted} accepted, {self.caught} caught, {self.most_to_one} to one"
            )
        if published != set(linkedin.state.posts):
            wrong.append(f"posts published {published}, on the page {set(linkedin.state.posts)}")
        if self.read and self.read.clicks != self.clicks_reported:
            wrong.append(f"{self.read.clicks} clicks made, {self.clicks_reported} in the report")
        if wrong:
            raise OmroeperError(
                "; ".join(wrong), thing="demo", remedy=f"Look at the logs in {self.var / 'logs'}."
            )


def tell(summary: Summary, say: Callable[[str], None]) -> None:
    """Say what happened, and what to open."""
    say("\nWhat happened")
    _tell_gathering(summary, say)
    _tell_edition(summary, say)
    _tell_sending(summary, say)
    for post in summary.posts:
        say(f"  LinkedIn   {post.id}: {post.state}{' as ' + post.urn if post.urn else ''}")
    if summary.read:
        read = summary.read
        say(
            f"  read       {read.clicks} clicks counted per link ({read.scanned} by scanners were "
            f"not), {read.left} readers left by one click"
        )
    say("\nOpen")
    for name, path in summary.opened:
        say(f"  {name + ':':27}{path}")


def _tell_gathering(summary: Summary, say: Callable[[str], None]) -> None:
    if summary.imported:
        done = summary.imported
        say(
            f"  list       {done.merged.added} subscribers imported, {len(done.refused)} rows refused"
        )
    if summary.gathering:
        changes, outcomes = summary.gathering.changes, summary.gathering.outcomes
        failed = summary.gathering.failed
        unmodified = sum(1 for outcome in outcomes if outcome.not_modified)
        say(
            f"  gathered   {summary.items} items; {len(outcomes) - len(failed)} of {len(outcomes)} "
            f"sources answered; a third visit found {changes.new} new ({unmodified} said 304)"
        )
        for outcome in failed:
            say(f"             {outcome.error}")


def _tell_edition(summary: Summary, say: Callable[[str], None]) -> None:
    if summary.draft is None:
        return
    edition = summary.draft.edition
    say(
        f"  edition    “{edition.subject}”, draft {edition.version}, {len(edition.figures)} figures"
    )
    say(f"             {len(edition.entries)} items chosen, {len(edition.dropped)} dropped:")
    reasons = Counter(_in_short(dropped.reason) for dropped in edition.dropped)
    for reason, count in reasons.most_common():
        say(f"             {count} x {reason}")


def _in_short(reason: str) -> str:
    """The reason without the title in it, and without what was weighed."""
    start, quoted, _ = reason.partition(" ‘")
    start = start.partition(". ")[0]
    return f"{start} een ander bericht" if quoted and start.endswith("als") else start


def _tell_sending(summary: Summary, say: Callable[[str], None]) -> None:
    if summary.tally is None:
        return
    t = summary.tally
    say(
        f"  sent       {t.accepted} accepted + {t.refused} refused + {t.uncertain} uncertain + "
        f"{t.skipped} skipped = {t.frozen} in the frozen audience"
    )
    for reason, count in summary.reasons.items():
        say(f"             {count} x {reason}")
