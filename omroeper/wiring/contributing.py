"""Contributions of staff, with the desk's own programmes and pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from omroeper.domain.contribution import ContributionKind, read_contribution
from omroeper.domain.errors import InvalidValue
from omroeper.domain.post import Post
from omroeper.domain.programme import ProgrammeStatus
from omroeper.services.contribute import hand_in
from omroeper.wiring.posting import PostSteps
from omroeper.wiring.signing import signed_url


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a form: a complaint (Dutch), or the thing that was stored and its page."""

    complaint: str = ""
    kind: str = ""
    thing: str = ""
    title: str = ""
    url: str = ""


class ContributingSteps(PostSteps):
    def programme_choices(self) -> tuple[str, ...]:
        """The names of the programmes that can be chosen."""
        active = [p for p in self.newsroom.programmes if p.status is not ProgrammeStatus.ENDED]
        return tuple(sorted({programme.name for programme in active}, key=str.casefold))

    def hand_in(self, form: Mapping[str, object], *, run: str) -> HandedIn:
        """Check and store what was typed; a form that does not fit is stored nowhere."""
        from omroeper.adapters.feeds.text import language_of

        now, zone, programmes = self.clock.now(), self.settings.timezone, self.newsroom.programmes
        try:
            given = read_contribution(form, programmes, now=now, zone=zone, language_of=language_of)
            made = hand_in(self.store, given, run=run, at=now)
        except InvalidValue as misfit:
            return HandedIn(complaint=misfit.sentence)
        if isinstance(made, Post):
            return HandedIn("", ContributionKind.POST, made.id, given.title)
        url = signed_url(self.settings, f"bijdrage/{made.key}")
        return HandedIn("", given.kind, made.key, given.title, url)
