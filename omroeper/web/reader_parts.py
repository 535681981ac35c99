"""What the pages of readers need besides those of the newsletter."""

from collections.abc import Callable
from dataclasses import dataclass

from omroeper.domain.audience import Subscription
from omroeper.domain.consent import ConsentText
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.programme import Programme, ProgrammeStatus
from omroeper.domain.reader_group import ReaderGroup
from omroeper.domain.word_forms import Stem
from omroeper.web.forms import FormGuard
from omroeper.web.limits import Limits
from omroeper.wiring import Desk
from omroeper.wiring.signing import Tokens


@dataclass(frozen=True, slots=True)
class ReaderParts:
    """`groups` are those that readers can count themselves to.

    `wake` has what was asked for mailed now. `stem` gives a newsletter's stemmer by its id.
    """

    tokens: Tokens
    guard: FormGuard
    consent: Callable[[str], ConsentText]
    newsletter_for: Callable[[str, tuple[Subscription, ...]], Newsletter]
    groups: tuple[ReaderGroup, ...]
    programmes: tuple[Programme, ...]
    web_url: str
    wake: Callable[[], None]
    stem: Callable[[str], Stem]


def reader_parts(desk: Desk, wake: Callable[[], None]) -> ReaderParts:
    return ReaderParts(
        tokens=desk.tokens,
        guard=FormGuard(desk.tokens, Limits(desk.settings.secret), desk.clock),
        consent=desk.consent_text,
        newsletter_for=desk.newsletter_for,
        groups=desk.reader_groups,
        programmes=tuple(
            one for one in desk.newsroom.programmes if one.status is ProgrammeStatus.ACTIVE
        ),
        web_url=desk.settings.web_url,
        wake=wake,
        stem=desk.stem_of,
    )
