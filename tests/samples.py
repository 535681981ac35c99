"""Small true-to-life values that several tests start from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from omroeper.adapters.content.phrases import read_phrases
from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, Subscriber, Subscription
from omroeper.domain.deciding import Deciders
from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.edition import Draft, Edition, EditionState, RenderedEdition, fingerprint
from omroeper.domain.figure import FigureDefinition, FigureObservation
from omroeper.domain.month import Month
from omroeper.domain.newsletter import AssemblyRules, Newsletter, Newsroom, StandingTexts
from omroeper.domain.overruling import warning_choices
from omroeper.domain.post import Post
from omroeper.domain.post_ruling import PostDecision, PostRuling, PostsVerdict
from omroeper.domain.programme import Domain, Programme, Programmes, ProgrammeStatus
from omroeper.domain.review import Approval, Decision, Verdict
from omroeper.domain.theme import Theme, ThemeCalendar
from omroeper.ports import Clock, EditionStore
from omroeper.services.decide_posts import decide_posts, post_findings

DUTCH = read_phrases(Path(__file__).resolve().parents[1], "nl")
WHEN = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime = WHEN

    def now(self) -> datetime:
        return self.moment


def people(count: int) -> list[Subscriber]:
    """Subscribers p1@school.example … pN@school.example."""
    return [
        Subscriber(
            key=f"key{number:06d}",
            address=f"p{number}@school.example",
            subscriptions=(Subscription("agdb"),),
        )
        for number in range(1, count + 1)
    ]


def edition(version: int = 1, subject: str = "De conferentie") -> Edition:
    return Edition(
        id="agdb-2024-10",
        newsletter="agdb",
        month=Month(2024, 10),
        version=version,
        theme_title="Thematiek AGDB-Conferentie",
        theme_description="",
        subject=subject,
        preheader="Wat de dag opleverde",
        introduction="Een korte inleiding.",
        send_at=WHEN,
    )


def rendered(subject: str = "De conferentie") -> RenderedEdition:
    leave = f"https://desk.example/afmelden/{TOKEN_PLACEHOLDER}"
    return RenderedEdition(
        subject=subject,
        preheader="Wat de dag opleverde",
        html=(
            f'<html lang="nl"><head><title>{subject}</title></head><body><div role="article">'
            f'<h1>Nieuws</h1><p>Beste lezer</p><a href="{leave}">Afmelden</a></div></body></html>'
        ),
        text=f"Beste lezer\n\nAfmelden: {leave}\n",
        mjml="<mjml></mjml>",
        archive_html=(
            '<!doctype html><html lang="nl"><title>De conferentie</title>'
            "<body><main><h1>Nieuws</h1></main></body></html>"
        ),
    )


def draft(version: int = 1, subject: str = "De conferentie") -> Draft:
    shown = rendered(subject)
    return Draft(edition(version, subject), shown, "alle:*", fingerprint(shown, "alle:*", ()))


def approved_draft(store: DatabaseStore) -> Draft:
    """A draft that went through review; the edition is APPROVED."""
    made = draft()
    store.save_draft(made, (), made_by="test:1", at=WHEN)
    for state in (EditionState.IN_REVIEW, EditionState.APPROVED):
        store.move(made.edition.id, state)
    store.save_approval(Approval(made.edition.id, 1, made.fingerprint, "Anna", WHEN))
    return replace(made)


def verdict(
    store: EditionStore, draft: Draft, decision: Decision = Decision.APPROVE, by: str = "Ruben"
) -> Verdict:
    """A decision that takes on every warning of the draft, with one reason."""
    findings = store.findings(draft.edition.id, draft.edition.version)
    accepted = tuple(warning_choices(findings))
    return Verdict(decision, by, accepted=accepted, why="Gezien" if accepted else "")


def approve_posts(
    store: DatabaseStore, posts: Sequence[Post], by: str = "Ruben", clock: Clock | None = None
) -> str:
    """Approve posts as they are planned, and take on every warning."""
    findings = [one for post in posts for one in post_findings(store, post)]
    rulings = tuple(PostRuling(post.id, PostDecision.APPROVE) for post in posts)
    given = PostsVerdict(rulings, by, tuple(warning_choices(findings)), "Gezien")
    return decide_posts(store, clock or FixedClock(), posts, given, Deciders())


def figure_observation(figure: str, value: str, unit: str = "%") -> FigureObservation:
    return FigureObservation(
        figure=figure,
        period="2023" if "2013" not in figure else "2013",
        value=Decimal(value),
        unit=unit,
        edition="Monitor 2024",
        source="Monitor Techniekpact",
        source_kind="monitor_edition",
        source_url="https://monitor.example/2024",
        published=date(2024, 6, 27),
        retrieved=WHEN,
        snapshot="ab" * 32,
        locator="regel 84",
    )


def newsroom(**rules: int) -> Newsroom:
    """A small newsroom: themes for September and October 2024, six programmes, two figures."""
    zone = ZoneInfo("Europe/Amsterdam")

    def theme(number: int, title: str, day: int, *terms: str) -> Theme:
        send_at = datetime(2024, number, day, 10, tzinfo=zone)
        figures = ("vrouwen",) if number == 10 else ()
        month = Month(2024, number)
        return Theme(month, title, "", terms, f"Inleiding {title}.", send_at, figures=figures)

    themes = [
        theme(9, "De waarde van vmbo-techniek", 17, "vmbo"),
        theme(10, "Thematiek AGDB-Conferentie", 15, "conferentie", "actieplan"),
    ]
    texts = StandingTexts(
        "Beste lezer,", "Nieuws.", "Geen agenda.", "U meldde zich aan.", "Afmelden", "Uitgave."
    )
    newsletter = Newsletter(
        id="agdb",
        name="Nieuwsbrief Groene en Digitale Banen",
        tagline="Nieuws",
        organisation="PTvT",
        website="https://ptvt.nl",
        contact="redactie@omroeper.example",
        segment="alle",
        rules=AssemblyRules(**rules),
        texts=texts,
    )
    programmes = [
        Programme("agdb", "Actieplan Groene en Digitale Banen", Domain.GROEN_DIGITAAL),
        Programme("fll", "FIRST LEGO League", Domain.FUNDEREND),
        Programme("iol", "Impuls Open Leermateriaal", Domain.FUNDEREND),
        Programme("sto", "Sterk Techniekonderwijs", Domain.FUNDEREND),
        Programme("jet-net", "Jet-Net", Domain.FUNDEREND, ProgrammeStatus.ENDED, successor="sto"),
    ]
    sentence = "Van hen was {value} in {period} vrouw. {comparison}"
    figures = (
        FigureDefinition(
            "vrouwen", "Aandeel vrouwen", "%", "1", sentence, compare_with="vrouwen_2013"
        ),
        FigureDefinition("vrouwen_2013", "Aandeel vrouwen in 2013", "%", "1", sentence),
    )
    return Newsroom(
        newsletter=newsletter,
        calendar=ThemeCalendar({t.month: t for t in themes}, {Month(2024, 7): "Zomerstop"}),
        programmes=Programmes({programme.id: programme for programme in programmes}),
        figures=figures,
        segments={"alle": Segment("alle", "Alle abonnees")},
    )
