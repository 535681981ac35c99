"""What a month report tells, as chapters with tables (Dutch): the same for page, print and sheet."""

from collections.abc import Sequence

from omroeper.domain.report import MonthReport, Reach
from omroeper.domain.report_table import WITHHELD, Cell, Chapter, ReportTable, people
from omroeper.domain.small_counts import told
from omroeper.rendering.month_comparison import comparison_chapter, health_chapter
from omroeper.rendering.month_reading import reading_chapters
from omroeper.rendering.post_words import POST_STATES
from omroeper.rendering.report_cells import cell_text

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
_RULES = {
    "head": "Vroeg alleen of de link bestaat (HEAD)",
    "prefetch": "Browser die vooruit laadt",
    "no-agent": "Programma zonder naam",
    "agent": "Bekende scanner of robot",
    "every-link": "Volgde bijna elke link in één keer",
    "burst": "Veel links tegelijk, vlak na bezorging",
}
_MOST_DOMAINS = 10
_MOST_REFUSALS = 10


def month_chapters(report: MonthReport) -> tuple[Chapter, ...]:
    """Everything that a month report counts."""
    return (
        _sent(report),
        _reached(report),
        *reading_chapters(report),
        _linkedin(report),
        _website(report),
        _filter(report),
        comparison_chapter(report),
        health_chapter(report),
        _edited(report),
    )


def _sent(report: MonthReport) -> Chapter:
    tally, back = report.tally, report.bounces
    states = tuple((title, int(getattr(tally, name))) for name, title in STATES.items())
    bounced = [(title, int(getattr(back, name))) for name, title in BOUNCED.items()]
    later: list[tuple[Cell, ...]] = [(title, count) for title, count in bounced if count]
    if back.complaints:
        later.append(("Door de lezer gemeld als ongewenst", people(back.complaints, report.fewest)))
    return Chapter(
        "bezorgd",
        "Waar elke mail bleef",
        tables=(
            ReportTable(
                "bezorging",
                f"Bezorging, samen {cell_text(tally.settled)} van {cell_text(tally.frozen)}",
                ("Uitkomst", "Aantal"),
                states,
                bars=True,
            ),
            ReportTable(
                "later",
                "Wat er later met aangenomen mail gebeurde",
                ("Uitkomst", "Aantal"),
                tuple(later),
            ),
            ReportTable("waarom-niet", "Waarom niet", ("Reden", "Aantal"), _refusals(report)),
        ),
    )


def _refusals(report: MonthReport) -> tuple[tuple[Cell, ...], ...]:
    """Why mail was left out or refused; of many different refusals the most given ones."""
    left_out = [
        (f"Overgeslagen: {_REASONS.get(reason, reason)}", count)
        for reason, count in report.skipped_because.items()
    ]
    refused = sorted(report.refused_because.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = sum(count for _, count in refused[_MOST_REFUSALS:])
    told_of = [
        (f"Geweigerd door de mailserver: {reason}", count)
        for reason, count in refused[:_MOST_REFUSALS]
    ]
    more = [("Geweigerd door de mailserver: andere redenen", rest)] if rest else []
    return (*left_out, *told_of, *more)


def _reached(report: MonthReport) -> Chapter:
    return Chapter(
        "bereik",
        "Wie de mail kreeg",
        ("Geteld zijn lezers die nu nog op de lijst staan, met de keuzes die zij nu hebben.",)
        if report.segments or report.mail_domains
        else (),
        (
            ReportTable(
                "segmenten",
                "Aangenomen mails per groep lezers",
                ("Groep", "Aangenomen"),
                tuple((one.name, _of_all(one, report)) for one in report.segments),
                "Een lezer kan in meer groepen zitten: tel ze niet op.",
                bars=True,
            ),
            ReportTable(
                "maildomeinen",
                "Aangenomen mails per maildomein van de ontvanger",
                ("Maildomein", "Aangenomen"),
                _domains(report.mail_domains, report.fewest),
                "Kliks tellen we per link en niet per lezer. Wat er per maildomein gelezen is, is "
                "daarom niet bekend.",
            ),
        ),
    )


def _of_all(group: Reach, report: MonthReport) -> Cell:
    """Hidden too where nearly everyone is in the group: the few others would follow."""
    everyone = sum(one.accepted for one in report.mail_domains) or report.tally.accepted
    few_others = group.accepted <= everyone and report.is_small(everyone - group.accepted)
    return WITHHELD if few_others else people(group.accepted, report.fewest)


def _domains(reached: Sequence[Reach], fewest: int) -> tuple[tuple[Cell, ...], ...]:
    """The largest domains; the rest together, and never so few that they are recognised."""
    shown = [one for one in reached if one.accepted >= fewest][:_MOST_DOMAINS]
    rest = sum(one.accepted for one in reached) - sum(one.accepted for one in shown)
    while shown and told(rest, fewest) is None:
        rest += shown.pop().accepted
    rows: list[tuple[Cell, ...]] = [(one.name, one.accepted) for one in shown]
    return (*rows, ("Andere maildomeinen", people(rest, fewest))) if rest else tuple(rows)


def _linkedin(report: MonthReport) -> Chapter:
    rows = tuple(
        (
            post.title,
            POST_STATES.get(post.state, post.state),
            post.totals.get("impressionCount"),
            people(post.totals.get("clickCount"), report.fewest),
            people(
                post.totals.get("likeCount", 0) + post.totals.get("commentCount", 0), report.fewest
            )
            if post.totals
            else None,
            people(post.visits, report.fewest),
        )
        for post in report.posts
    )
    heads = ("Bericht", "Stand", "Weergaven", "Kliks", "Reacties en likes", "Bezoeken")
    return Chapter(
        "linkedin",
        "LinkedIn",
        () if rows else ("Bij deze editie zijn geen berichten voorgesteld.",),
        (ReportTable("posts", "Berichten bij deze editie", heads, rows),),
    )


def _website(report: MonthReport) -> Chapter:
    rows = sorted(report.visits.items(), key=lambda pair: (-pair[1], pair[0]))
    return Chapter(
        "website",
        "Bezoeken aan de website",
        (f"Geteld door {report.visits_by}, via de links van deze editie.",)
        if rows
        else ("Er zijn geen bezoeken via deze links gemeten.",),
        (
            ReportTable(
                "bezoeken",
                "Bezoeken per plaats van de link",
                ("utm_source", "utm_content", "Bezoeken"),
                tuple(
                    (source, content, people(count, report.fewest))
                    for (source, content), count in rows
                ),
            ),
        ),
    )


def _filter(report: MonthReport) -> Chapter:
    gone = sum(report.left_out.values())
    every = gone + report.clicks
    if not gone:
        text = "Er zijn geen scanners of robots gezien. Alle kliks tellen mee."
    elif report.is_small(report.clicks):
        text = f"Scanners en robots volgden {cell_text(gone)} keer een link. Dat telt niet mee als klik."
    else:
        text = (
            f"Links zijn {cell_text(every)} keer gevolgd. Daarvan waren er {cell_text(gone)} "
            f"({gone * 100 // every}%) van scanners en robots. Die tellen niet mee: zonder dit "
            f"filter stonden er {cell_text(every)} kliks in dit verslag, en niet "
            f"{cell_text(report.clicks)}."
        )
    rows = sorted(report.left_out.items(), key=lambda pair: (-pair[1], pair[0]))
    return Chapter(
        "filter",
        "Wat niet meetelt als klik",
        (text,),
        (
            ReportTable(
                "niet-geteld",
                "Niet meegeteld, per regel",
                ("Regel", "Aantal"),
                tuple((_RULES.get(rule, rule), count) for rule, count in rows),
            ),
        ),
    )


def _edited(report: MonthReport) -> Chapter:
    changes = len(report.changes)
    told_of = "Het eerste concept is verzonden zoals het was."
    if changes:
        told_of = f"Tussen het eerste concept en de verzonden mail veranderde de redactie {changes} dingen."
        if changes == 1:
            told_of = (
                "Tussen het eerste concept en de verzonden mail veranderde de redactie één ding."
            )
    overruled = len(report.overrulings)
    also = f"Voor eigen rekening genomen waarschuwingen: {overruled}." if overruled else ""
    return Chapter(
        "redactie",
        "Wat de redactie veranderde",
        tuple(text for text in (told_of, also) if text),
        (
            ReportTable(
                "wijzigingen",
                "Anders dan in het eerste concept",
                ("Waar", "Wat"),
                tuple((one.place, one.told) for one in report.changes),
            ),
        ),
    )
