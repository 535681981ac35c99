"""Bounces: the mailbox of the settings, and what an operator wants to know of a file."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from omroeper.domain.bounce import BounceReport
from omroeper.domain.bounce_reading import BounceRound, Recorded
from omroeper.domain.errors import InvalidValue, SettingsError
from omroeper.ports import BounceMailbox, BounceReader
from omroeper.services import bounces
from omroeper.wiring.parts import Parts


class BounceSteps(Parts):
    @cached_property
    def bounce_reader(self) -> BounceReader:
        """Knows our own mails by the desk's return paths and mail domain."""
        from omroeper.adapters.bounces.classify import Classifier

        path = self.settings.return_path
        if path is None:
            return Classifier(self.settings.mail_domain)
        return Classifier(self.settings.mail_domain, path.delivery_of)

    @cached_property
    def bounce_mailbox(self) -> BounceMailbox:
        """The mailbox of the settings; raises SettingsError when there is none."""
        from omroeper.adapters.bounces.mailbox import bounce_mailbox

        chosen = self.settings.bounces.mailbox
        if chosen is None:
            raise SettingsError(
                "there is no mailbox to read bounces from",
                thing="OMROEPER_BOUNCES_URL",
                remedy="Set it, for example to imaps://bounces@imap.example.org/INBOX.",
            )
        return bounce_mailbox(chosen)

    def check_bounce_mailbox(self) -> str:
        """Open the mailbox and close it again; gives what it is. Raises MailboxError."""
        with self.bounce_mailbox.opened():
            return self.bounce_mailbox.description

    def record_bounce(self, report: BounceReport) -> Recorded:
        """Record what a provider reported, and do what follows from it; once however often it comes."""
        rules = self.settings.bounces.rules
        return bounces.record_bounce(self.store, report, rules, self.clock.now())

    def judge_refusals(self) -> int:
        """Judge what servers refused at once; gives how many addresses that took off the list."""
        rules, now = self.settings.bounces.rules, self.clock.now()
        done = bounces.record_refusals(self.store, rules, now)
        return sum(one.suppressed is not None for one in done)

    def read_bounces(self) -> BounceRound:
        """Judge refusals, then read the mailbox; raises SettingsError without one, or MailboxError."""
        gone, chosen = self.judge_refusals(), self.settings.bounces
        reading = bounces.Reading(
            self.bounce_reader, self.store, self.clock, chosen.rules, chosen.keep_days
        )
        done = bounces.read_bounces(self.bounce_mailbox, reading)
        return replace(done, suppressed=done.suppressed + gone)

    def classify_bounces(self, place: Path) -> Iterator[tuple[Path, tuple[BounceReport, ...]]]:
        """What each mail in a file or folder reports; raises InvalidValue naming what it cannot read."""
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        found = [file for file in files if file.is_file()]
        if not found:
            raise InvalidValue(
                "there is no file to read",
                thing=str(place),
                remedy="Name a file with one mail, or a folder of them.",
            )
        for file in found:
            yield file, self.bounce_reader.read(_content(file))


def _content(file: Path) -> bytes:
    from omroeper.adapters.bounces.letter import LARGEST

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST)
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be read ({cause.strerror})",
            thing=str(file),
            remedy="Check its name and who may read it.",
        ) from cause
