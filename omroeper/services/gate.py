"""The gate: what a draft must pass before its review, and again before it goes out.

Before the review the editor sees every finding. Before the sending only a new blocking one counts:
warnings were known when the edition was approved.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from omroeper.domain.edition import (
    Draft,
    Edition,
    RenderedEdition,
    Section,
    readings,
)
from omroeper.domain.errors import NotApproved
from omroeper.domain.finding import Finding, blocking
from omroeper.domain.item import Item
from omroeper.domain.language.words import DutchWords
from omroeper.domain.letter import Letter
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.month import Month
from omroeper.ports import Clock, EditionStore, LinkChecker, SpamJudge, Store
from omroeper.rendering.dutch import month_text
from omroeper.rendering.inputs import RenderInputs, inputs_from
from omroeper.services.check import Circumstances, Seen, check_seen, ordered
from omroeper.services.check.followed import EVERY, addresses_of, judge_answers
from omroeper.services.check.spam import judge_spam
from omroeper.services.reopen import reopen
from omroeper.services.told import editions_before

HELD_BACK = "held back at the gate"
TOLD_EDITIONS = 2
"""How many editions back a story that is told again is a repetition."""
WHY_HELD_BACK = (
    "Vlak voor het verzenden is alles nog eens nagekeken. Er is niets verzonden, want dit mag zo niet "
    "uitgaan:"
)


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate asks of the world outside; what is None is not asked.

    `words` are what a draft's Dutch is judged by, read when they are first needed. From `spam_score`
    points on, the spam filter's verdict is a warning. `opens_consent` is by what text readers agree that
    their opening of a mail is seen; without it a counting picture blocks.
    """

    links: LinkChecker | None = None
    spam: SpamJudge | None = None
    spam_score: int = 5
    opens_consent: str = ""
    words: Callable[[], DutchWords] | None = None


class HeldBack(NotApproved):
    """An approved edition that may not go out after all, with the findings that stop it."""

    def __init__(self, edition: Edition, findings: tuple[Finding, ...]) -> None:
        self.edition = edition
        self.findings = findings
        super().__init__(
            "the gate found what blocks it: " + "; ".join(map(_told_of, findings)),
            thing=f"edition {edition.id}",
            remedy="Make a new draft without it and have that approved.",
        )

    @property
    def notice(self) -> Letter:
        """What the editor is told (Dutch)."""
        month = month_text(self.edition.month.first_day)
        lines = "\n".join(f"- {_told_of(one)} {one.remedy}" for one in self.findings)
        text = f"{WHY_HELD_BACK}\n\n{lines}\n\n{self.next_step}"
        return Letter(f"De nieuwsbrief van {month} is niet verzonden", text)

    @property
    def next_step(self) -> str:
        """What the editor does now (Dutch)."""
        return (
            f"De goedkeuring van concept {self.edition.version} is vervallen. Beoordeel het nieuwe "
            "concept, dat in de Prefect UI klaar komt te staan onder nieuwsbrief "
            f"{self.edition.issue}. Wat u eerder aanpaste, staat daar al in."
        )


def _told_of(finding: Finding) -> str:
    return f"{finding.place}: {finding.reason}"


def gate_findings(
    gate: Gate,
    store: EditionStore,
    edition: Edition,
    rendered: RenderedEdition,
    inputs: RenderInputs | None,
) -> tuple[Finding, ...]:
    """Every finding on a rendered edition; `inputs` are what it was rendered from."""
    words = gate.words() if gate.words else None
    around = replace(
        circumstances(store, edition, inputs), words=words, opens_consent=gate.opens_consent
    )
    seen = [Seen(*reading, around) for reading in readings(edition, rendered)]
    answers = _followed(gate, seen)
    checked = [
        finding
        for one in seen
        for finding in (*check_seen(one), *judge_answers(one, answers, EVERY))
    ]
    return ordered((*checked, *_spam(gate, rendered)))


def _spam(gate: Gate, rendered: RenderedEdition) -> Iterator[Finding]:
    if gate.spam is not None:
        yield from judge_spam(gate.spam.judge(rendered), gate.spam_score)


def _followed(
    gate: Gate, seen: Sequence[Seen], *, afresh: bool = False
) -> Mapping[str, LinkAnswer]:
    """The answers of all links of all groups' mails together, so that one bound holds for them."""
    if gate.links is None:
        return {}
    addresses = dict.fromkeys(url for one in seen for url in addresses_of(one))
    return gate.links.check(tuple(addresses), afresh=afresh)


def hold_back_or_pass(gate: Gate, store: Store, clock: Clock, draft: Draft) -> None:
    """Check an approved draft again before any of it goes out.

    Links are followed anew, and one whose page is gone (404, 410) blocks; what may pass in an hour
    (no answer, a name server) does not stop what an editor approved.

    With a blocking finding its approval is void, its campaign cancelled and its posts taken back; it
    is RETURNED to the editor, the audit log says why, and HeldBack is raised.
    """
    edition = draft.edition
    kept = store.kept_inputs(draft.inputs)
    inputs = inputs_from(kept) if kept else None
    around = replace(circumstances(store, edition, inputs), opens_consent=gate.opens_consent)
    seen = [Seen(*reading, around) for reading in readings(edition, draft.rendered)]
    answers = _followed(gate, seen, afresh=True)
    checked = [
        finding
        for one in seen
        for finding in (*check_seen(one), *judge_answers(one, answers, (LinkTrouble.GONE,)))
    ]
    stops = blocking(ordered(checked))
    if not stops:
        return
    why = "Tegengehouden vlak voor het verzenden: " + "; ".join(
        f"{_told_of(one)} {one.remedy}" for one in stops
    )
    reopen(store, draft, clock.now(), what=HELD_BACK, why=why)
    raise HeldBack(edition, stops)


def circumstances(
    store: EditionStore, edition: Edition, inputs: RenderInputs | None
) -> Circumstances:
    """What the checks need of the desk: its addresses and links, and what earlier editions told."""
    earlier = _earlier(store, edition)
    last = earlier[0] if earlier else None
    return Circumstances(
        web_url=inputs.web_url if inputs else "",
        links=inputs.links(edition.id) if inputs else None,
        earlier_subject=(month_text(last.month.first_day), last.subject) if last else ("", ""),
        told=_told(earlier),
    )


def _earlier(store: EditionStore, edition: Edition) -> list[Edition]:
    """The editions of the same newsletter before this one that were approved or sent, newest first."""
    told = store.told_editions(edition.newsletter)
    return editions_before(told, edition.issue, edition.send_at)[:TOLD_EDITIONS]


def _told(earlier: list[Edition]) -> Mapping[Item, Month]:
    return {
        entry.item: edition.month
        for edition in reversed(earlier)
        for entry in edition.entries
        if entry.section is not Section.AGENDA
    }
