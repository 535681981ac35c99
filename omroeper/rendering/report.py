"""The month report as one self-contained page, and in short for the Prefect UI."""

from collections.abc import Mapping
from datetime import tzinfo

from markupsafe import Markup

from omroeper.domain.newsletter import Newsletter
from omroeper.domain.report import MonthReport, observations
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.charts import bar_chart
from omroeper.rendering.templates import environment_for, fill

MOST_BARS = 8
STATES = {
    "accepted": "Aangenomen",
    "refused": "Geweigerd",
    "uncertain": "Onzeker",
    "skipped": "Overgeslagen",
}
BOUNCED = {
    "hard": "Teruggekomen: dit adres bestaat niet meer",
    "soft": "Teruggekomen: nu niet te bezorgen",
}
_REASONS = {
    "suppressed": "staat op de lijst van niet mailen",
    "unsubscribed": "meldde zich af voor de mail uitging",
    "erased": "gegevens zijn gewist",
    "campaign cancelled": "verzending is gestopt",
}
_ACTIONS = {
    "drafted": "Concept gemaakt",
    "approved": "Goedgekeurd",
    "changes asked": "Wijzigingen gevraagd",
    "rejected": "Afgewezen",
    "warnings taken on": "Waarschuwingen voor eigen rekening genomen",
    "review reopened": "Opnieuw in beoordeling",
    "review asked": "Gevraagd om mee te kijken",
    "review answered": "Meegekeken",
    "rectification drafted": "Rectificatie klaargezet",
    "audience frozen": "Ontvangers vastgelegd",
    "sent": "Verzonden",
    "post approved": "LinkedIn-bericht goedgekeurd",
    "post cancelled": "LinkedIn-bericht niet geplaatst",
}
_POST_STATES = {
    "published": "geplaatst",
    "approved": "goedgekeurd, nog niet aan de beurt",
    "in_review": "wacht op goedkeuring",
    "waiting": "staat klaar om met de hand te plaatsen",
    "failed": "geweigerd door LinkedIn",
    "unknown": "onbekend of het geplaatst is: kijk op de pagina",
    "expired": "verlopen, niet geplaatst",
    "cancelled": "niet geplaatst",
}


def render_report(
    report: MonthReport,
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
) -> str:
    """The page (Dutch): every chart has a table with the same numbers."""
    states = [(title, int(getattr(report.tally, name))) for name, title in STATES.items()]
    bounced = [(title, int(getattr(report.bounces, name))) for name, title in BOUNCED.items()]
    read = [story for story in report.stories if story.clicks][:MOST_BARS]
    return fill(
        environment_for(templates),
        "report/month.html",
        report=report,
        brand=brand,
        newsletter=newsletter,
        observations=observations(report),
        states=states,
        bounced=bounced,
        states_chart=_chart(states, "Waar elke mail bleef", brand),
        stories=report.stories,
        stories_chart=_chart(
            [(s.title, s.clicks) for s in read if report.shown(s.clicks).isdigit()],
            "Meest gelezen berichten",
            brand,
        ),
        shown=report.shown,
        reasons=_REASONS,
        actions=_ACTIONS,
        post_states=_POST_STATES,
        moment=lambda at: dutch.moment_text(at, zone),
    )


def report_markdown(report: MonthReport, newsletter: Newsletter, page_url: str) -> str:
    """The report in short, for an artifact."""
    tally = report.tally
    lines = [
        f"# Maandverslag {report.month}: {newsletter.name}",
        f"**[Bekijk het hele verslag]({page_url})**",
        *(f"- {one.sentence} *({one.basis})*" for one in observations(report)),
        "",
        "| Waar elke mail bleef | Aantal |",
        "|---|---|",
        f"| Vastgelegde ontvangers | {tally.frozen} |",
        *(f"| {title} | {getattr(tally, name)} |" for name, title in STATES.items()),
        *(f"| {title} | {getattr(report.bounces, name)} |" for name, title in BOUNCED.items()),
    ]
    return "\n".join(lines)


def _chart(rows: list[tuple[str, int]], title: str, brand: Brand) -> Markup:
    if not any(value for _, value in rows):
        return Markup("")
    described = "; ".join(f"{label}: {value}" for label, value in rows)
    svg = bar_chart(rows, title=title, description=described, colour=brand.chart)
    return Markup(svg)  # noqa: S704 - our own svg
