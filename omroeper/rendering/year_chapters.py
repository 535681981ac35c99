"""What a year report tells, as chapters with tables (Dutch)."""

from datetime import tzinfo
from decimal import Decimal

from omroeper.domain.report import whole
from omroeper.domain.report_table import Cell, Chapter, ReportTable, apart, people
from omroeper.domain.small_counts import told, told_apart
from omroeper.domain.year_report import YearIssue, YearReport
from omroeper.rendering import dutch
from omroeper.rendering.coverage import MONTHS


def year_chapters(report: YearReport, zone: tzinfo) -> tuple[Chapter, ...]:
    """The communication chapter's facts."""
    return (
        _themes(report, zone),
        _channels(report),
        _growth(report),
        _coverage(report),
        _best(report, zone),
        _method(report),
    )


def _month(issue: YearIssue) -> str:
    name = dutch.month_text(issue.month.first_day)
    return f"{name} (extra)" if issue.special else name


def _themes(report: YearReport, zone: tzinfo) -> Chapter:
    rows: list[tuple[Cell, ...]] = [
        (
            _month(one),
            one.theme or "Zonder thema",
            dutch.day_text(one.sent_at.astimezone(zone).date()) if one.sent_at else "niet bekend",
            one.stories if one.sent_at else None,
        )
        for one in report.issues
    ]
    off = "; ".join(
        f"{dutch.month_text(month.first_day)}: {why}"
        for month, why in sorted(report.months_off.items())
    )
    return Chapter(
        "themas",
        "Thema’s per maand",
        (
            f"De nieuwsbrief had {len(report.themes)} thema’s in {report.year}."
            + (f" Geen nieuwsbrief in {off}." if off else ""),
        ),
        (
            ReportTable(
                "thema-per-maand",
                f"De thema’s van {report.year}",
                ("Maand", "Thema", "Verzonden", "Berichten"),
                tuple(rows),
            ),
        ),
    )


_NUMBERS = (
    ("Aangenomen mails", "accepted"),
    ("Kliks in de mail", "clicks"),
    ("Teruggekomen", "bounced"),
    ("Afmeldingen", "unsubscribed"),
    ("Berichten op LinkedIn", "posts"),
    ("Weergaven op LinkedIn", "impressions"),
    ("Bezoeken via onze links", "visits"),
)
_OF_PEOPLE = ("clicks", "unsubscribed", "visits")


def _channels(report: YearReport) -> Chapter:
    totals: list[tuple[Cell, ...]] = [
        ("Nieuwsbrief", "Verzonden nieuwsbrieven", len(report.sent)),
        ("Nieuwsbrief", "Aangenomen mails", report.total("accepted")),
        ("Nieuwsbrief", "Kliks", people(report.total("clicks"), report.fewest)),
        ("LinkedIn", "Geplaatste berichten bij nieuwsbrieven", report.total("posts")),
        ("LinkedIn", "Weergaven", report.total("impressions")),
        ("LinkedIn", "Kliks", people(report.post_clicks, report.fewest)),
        ("Website", "Bezoeken via onze links", people(report.total("visits"), report.fewest)),
    ]
    if report.followers is not None:
        first, last = report.followers
        totals.append(("LinkedIn", "Volgers bij de eerste meting", first))
        totals.append(("LinkedIn", "Volgers bij de laatste meting", last))
    columns = [_column(report, name) for _, name in _NUMBERS]
    rows = tuple(zip((_month(one) for one in report.sent), *columns, strict=True))
    return Chapter(
        "kanalen",
        "Bereik per kanaal",
        (
            "Mails, weergaven, kliks en bezoeken zijn verschillende dingen, en één mens kan in alle "
            "vier voorkomen. Tel ze niet op.",
        ),
        (
            ReportTable(
                "kanalen-jaar", "Over het hele jaar", ("Kanaal", "Wat", "Aantal"), tuple(totals)
            ),
            ReportTable(
                "kanalen-maand",
                "Per nieuwsbrief",
                ("Maand", *(head for head, _ in _NUMBERS)),
                rows,
                bars=True,
            ),
        ),
    )


def _column(report: YearReport, name: str) -> list[Cell]:
    """One number of each newsletter. A small one is hidden, and another where the total would tell it."""
    values = [getattr(one, name) for one in report.sent]
    if name not in _OF_PEOPLE:
        return values
    known = {str(n): value for n, value in enumerate(values) if value is not None}
    shown = told_apart(known, report.fewest)
    return [
        None if value is None else apart(value, shown[str(n)], report.fewest)
        for n, value in enumerate(values)
    ]


def _growth(report: YearReport) -> Chapter:
    rows = tuple(
        (
            dutch.month_text(one.month.first_day),
            one.size,
            people(one.confirmed, report.fewest),
            people(one.left, report.fewest),
            people(one.suppressed, report.fewest),
        )
        for one in report.growth
    )
    heads = ("Maand", "Lezers", "Aangemeld", "Afgemeld", "Van de lijst gehaald")
    return Chapter(
        "groei",
        "Groei van de lijst",
        () if rows else (f"De lijst is in {report.year} niet gemeten.",),
        (
            ReportTable(
                "groei-maand",
                "De lijst per maand",
                heads,
                rows,
                "Lezers zijn die van deze nieuwsbrief op de laatste gemeten dag van de maand. Wat "
                "erbij kwam en af ging, is van alle nieuwsbrieven samen.",
                bars=True,
            ),
        ),
    )


def _coverage(report: YearReport) -> Chapter:
    ledger = report.ledger
    numbers = [month.number for month in ledger.months]
    rows: list[tuple[Cell, ...]] = [
        (
            row.programme.name,
            sum(row.counts),
            _percentage(row.share),
            _percentage(row.expected),
            *(row.counts[number - 1] for number in numbers),
        )
        for row in sorted(ledger.rows, key=lambda row: (-sum(row.counts), row.programme.name))
    ]
    covered = sum(1 for row in ledger.rows if any(row.counts))
    heads = ("Programma", "Berichten", "Aandeel (%)", "Verwacht (%)")
    return Chapter(
        "dekking",
        "Welke programma’s aan bod kwamen",
        (
            (f"Over {covered} van de {len(ledger.rows)} programma’s stond een bericht.",)
            if numbers
            else (f"Van {report.year} is geen goedgekeurde of verzonden nieuwsbrief bewaard.",)
        ),
        (
            ReportTable(
                "dekking-programma",
                "Berichten per programma",
                (*heads, *(MONTHS[number - 1] for number in numbers)),
                tuple(rows) if numbers else (),
                "Verwacht is het aandeel bij een gelijke verdeling over de programma’s, naar hun gewicht.",
            ),
        ),
    )


def _percentage(part: float) -> Decimal:
    return dutch.rounded(Decimal(repr(100 * part)), 1)


def _best(report: YearReport, zone: tzinfo) -> Chapter:
    stories = tuple(
        (one.title, one.programme, dutch.month_text(one.month.first_day), one.clicks)
        for one in report.stories
        if told(one.clicks, report.fewest) is not None
    )
    posts = tuple(
        (
            one.title,
            one.programme,
            dutch.day_text(one.placed.astimezone(zone).date()),
            one.impressions,
        )
        for one in report.posts
    )
    empty = (
        () if stories or posts else ("Er is te weinig gemeten om de beste berichten te noemen.",)
    )
    return Chapter(
        "beste",
        "De best gelezen berichten",
        empty,
        (
            ReportTable(
                "beste-berichten",
                "Meest aangeklikt in de nieuwsbrief",
                ("Bericht", "Programma", "Maand", "Kliks"),
                stories,
            ),
            ReportTable(
                "beste-posts",
                "Meest weergegeven op LinkedIn",
                ("Bericht", "Programma", "Geplaatst", "Weergaven"),
                posts,
            ),
        ),
    )


def _method(report: YearReport) -> Chapter:
    website = (
        f"Bezoeken aan de website telde {report.visits_by}, alleen via links van ons."
        if report.visits_by
        else "Bezoeken aan de website zijn niet gemeten."
    )
    return Chapter(
        "methode",
        "Hoe dit geteld is",
        (
            "Een aangenomen mail is een mail die de mailserver van de ontvanger aannam. Of iemand een "
            "mail opent, meten we niet.",
            "Kliks tellen we per link en per uur, nooit per lezer. Scanners en robots tellen niet mee: "
            f"dat waren er {whole(report.left_out)} in {report.year}.",
            "Cijfers van LinkedIn zijn die van LinkedIn zelf, over het hele leven van een bericht.",
            website,
            f"Aantallen van mensen onder de {report.fewest} tonen we niet. Een streepje is: niet gemeten.",
            "Thema’s komen uit de themakalender en uit wat verzonden is; de dekking uit de "
            "goedgekeurde en verzonden nieuwsbrieven zelf.",
        ),
    )
