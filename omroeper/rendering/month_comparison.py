"""A month beside earlier ones, each at the same age, and the list's month (Dutch)."""

from collections.abc import Callable
from decimal import Decimal

from omroeper.domain.report import MonthNumbers, MonthReport
from omroeper.domain.report_table import Cell, Chapter, ReportTable, people
from omroeper.domain.uncertainty import Difference, Rate
from omroeper.rendering import dutch
from omroeper.rendering.report_cells import cell_text

_HEADS = (
    "Editie",
    "Aangenomen",
    "Aantal",
    "Per 100 mails",
    "Minstens",
    "Hoogstens",
    "Deze editie is",
)
_MEASURES: tuple[tuple[str, str, Callable[[MonthNumbers], Rate | None]], ...] = (
    ("kliks", "Kliks", lambda one: one.clicks_per_mail),
    ("afmeldingen", "Afmeldingen", lambda one: one.part(one.unsubscribed)),
    ("teruggekomen", "Teruggekomen mail", lambda one: one.part(one.bounced)),
)


def comparison_chapter(report: MonthReport) -> Chapter:
    """Each measure beside that of earlier editions, with the bounds of chance."""
    if not report.earlier:
        return Chapter(
            "eerder",
            "Vergeleken met eerdere maanden",
            ("Er is nog geen eerdere editie om mee te vergelijken.",),
        )
    days = report.now.days
    age = "op de dag van verzending" if days < 1 else f"{days} dagen na verzending"
    if days == 1:
        age = "één dag na verzending"
    return Chapter(
        "eerder",
        "Vergeleken met eerdere maanden",
        (
            f"Elke editie staat hier zoals zij {age} was, want oudere edities hadden meer tijd.",
            "‘Minstens’ en ‘hoogstens’ zijn de grenzen waar het echte cijfer met 95% zekerheid "
            "tussen ligt. Overlappen die van twee edities, of gaat het om weinig mails, dan is het "
            f"{Difference.TOO_LITTLE.dutch}.",
        ),
        tuple(_table(report, *measure) for measure in _MEASURES),
    )


def _table(
    report: MonthReport, name: str, title: str, rate_of: Callable[[MonthNumbers], Rate | None]
) -> ReportTable:
    now = rate_of(report.now)
    rows = [_row(report, report.now, now, "")]
    for one in report.earlier:
        rate = rate_of(one)
        rows.append(_row(report, one, rate, _difference(report, now, rate)))
    note = (
        "Eén lezer kan meer keren klikken. Daarom zijn deze grenzen voor kliks eerder te smal dan te ruim."
        if name == "kliks"
        else ""
    )
    return ReportTable(f"eerder-{name}", title, _HEADS, tuple(rows), note)


def _difference(report: MonthReport, now: Rate | None, earlier: Rate | None) -> str:
    if now is None or earlier is None:
        return "niet gemeten"
    if report.is_small(now.count) or report.is_small(earlier.count):
        return Difference.TOO_LITTLE.dutch
    return now.beside(earlier).dutch


def _row(
    report: MonthReport, one: MonthNumbers, rate: Rate | None, difference: str
) -> tuple[Cell, ...]:
    named = f"{dutch.month_text(one.month.first_day)} ({one.edition})"
    if rate is None:
        return (named, one.accepted, None, None, None, None, difference)
    if report.is_small(rate.count) or rate.value is None:
        return (
            named,
            one.accepted,
            people(rate.count, report.fewest),
            None,
            None,
            None,
            difference,
        )
    return (
        named,
        one.accepted,
        rate.count,
        _per_hundred(rate.value),
        _per_hundred(rate.low),
        _per_hundred(rate.high),
        difference,
    )


def _per_hundred(part: float) -> Decimal:
    return dutch.rounded(Decimal(repr(100 * part)), 1)


def health_chapter(report: MonthReport) -> Chapter:
    """Growth, who was taken off, and who is not reached; and what is not known, with why."""
    health, back = report.health, report.bounces
    texts = [
        "Of een lezer leest, weten we niet: we volgen niemand en zien niet wie een mail opent."
    ]
    if health.unreached is not None:
        texts.insert(0, _unreached(report, health.unreached))
    if not health.measured_days:
        texts.append("Wat er deze maand bij de lijst kwam en af ging, is niet gemeten.")
    fewest = report.fewest
    rows: list[tuple[Cell, ...]] = [
        ("Lezers bij de eerste meting van de maand", health.before),
        ("Lezers bij de laatste meting van de maand", health.after),
        ("Verschil", _growth(health.before, health.after)),
        ("Teruggekomen mail van deze editie", back.bounced),
        ("Klachten over deze editie", people(back.complaints, fewest)),
        ("Aanmeldingen die nog niet bevestigd zijn", people(health.unconfirmed, fewest)),
    ]
    events: list[tuple[Cell, ...]] = []
    if health.measured_days:
        events = [
            ("Bevestigde aanmeldingen", people(health.confirmed, fewest)),
            ("Afmeldingen", people(health.left, fewest)),
            (
                "Van de lijst gehaald (onbestelbaar, klacht, beheerder)",
                people(health.suppressed, fewest),
            ),
            ("Gegevens gewist op verzoek", people(health.erased, fewest)),
        ]
    return Chapter(
        "lijst",
        "Hoe het met de lijst gaat",
        tuple(texts),
        (
            ReportTable("lijst-stand", "De lijst in deze maand", ("Wat", "Aantal"), tuple(rows)),
            ReportTable(
                "lijst-verloop",
                "Wat erbij kwam en af ging, van alle nieuwsbrieven samen",
                ("Wat", "Aantal"),
                tuple(events),
                f"Gemeten op {health.measured_days} dagen.",
            ),
        ),
    )


def _unreached(report: MonthReport, readers: int) -> str:
    mails = report.health.mails
    if not readers:
        return f"Van de laatste {mails} mails kwam er bij elke lezer minstens één aan."
    count = cell_text(people(readers, report.fewest)).replace("<", "minder dan")
    return f"Bij {count} lezers kwam geen van de laatste {mails} mails aan. Zij zijn niet meer bereikbaar."


def _growth(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before
