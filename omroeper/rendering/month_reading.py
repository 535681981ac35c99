"""What of a month was read, and what each story earned (Dutch); small counts hidden over all tables."""

from collections.abc import Callable, Iterable, Mapping

from omroeper.domain.report import LinkClicks, MonthReport, StoryResult
from omroeper.domain.report_table import Cell, Chapter, ReportTable, apart, people
from omroeper.domain.told_tables import Cell as Part
from omroeper.domain.told_tables import told_together
from omroeper.rendering.report_cells import cell_text

_OTHER = "Overige links"


def reading_chapters(report: MonthReport) -> tuple[Chapter, ...]:
    """What was read and what each story earned, with the small counts of all tables hidden together."""
    theme = f"Thema: {report.theme}" if report.theme else "Thema van de maand"
    stories = _grouped(report.links, lambda link: link.story or _OTHER)
    groups = (
        stories,
        _grouped(report.links, lambda link: link.programme or _OTHER),
        _grouped(report.links, lambda link: link.domain or "Geen werkdomein"),
        _grouped(report.links, lambda link: theme if link.on_theme else "Niet over het thema"),
    )
    counts = {link.link: link.clicks for link in report.links}
    tables = [[Part(name, parts) for name, parts in group.items()] for group in groups]
    by_story, *others = told_together(counts, tables, report.fewest)
    named = (("programma", "Programma of bron"), ("werkdomein", "Werkdomein"), ("thema", "Thema"))
    total = cell_text(people(report.clicks, report.fewest))
    return (
        Chapter(
            "gelezen",
            "Wat er gelezen is",
            (
                f"Er is {total} keer op een link geklikt. We tellen kliks per link, niet per lezer. "
                f"Aantallen onder de {report.fewest} tonen we niet, en ook niet wat zo’n aantal zou "
                "verraden.",
            ),
            tuple(
                ReportTable(
                    f"kliks-per-{name}",
                    f"Kliks per {title.lower()}",
                    (title, "Kliks"),
                    _clicks(report, group, shown),
                    bars=name != "thema",
                )
                for (name, title), group, shown in zip(named, groups[1:], others, strict=True)
                if report.links
            ),
        ),
        _earned(report, by_story),
    )


def _grouped(
    links: Iterable[LinkClicks], name_of: Callable[[LinkClicks], str]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(name_of(link), set()).add(link.link)
    return {name: frozenset(parts) for name, parts in found.items()}


def _clicks(
    report: MonthReport, group: Mapping[str, frozenset[str]], shown: Mapping[str, int | None]
) -> tuple[tuple[Cell, ...], ...]:
    """Most clicks first; what is hidden stands last, so that its place tells nothing."""
    counts = {link.link: link.clicks for link in report.links}
    rows = [
        (name, apart(sum(counts[part] for part in parts), shown[name], report.fewest))
        for name, parts in group.items()
    ]
    return tuple(sorted(rows, key=lambda row: _order(row[1], row[0])))


def _order(cell: Cell, name: str) -> tuple[int, str]:
    return (-cell, name) if isinstance(cell, int) else (1, name)


def _earned(report: MonthReport, shown: Mapping[str, int | None]) -> Chapter:
    rows = [_story(one, _told(report, one, shown), report.fewest) for one in report.stories]
    heads = (
        "Bericht",
        "Kliks in de mail",
        "Weergaven op LinkedIn",
        "Kliks op LinkedIn",
        "Bezoeken via LinkedIn",
        "Bezoeken via de mail",
        "utm_content",
        "Onderdeel",
        "Programma of bron",
    )
    return Chapter(
        "opbrengst",
        "Wat elk bericht opleverde",
        (
            "Een klik, een weergave en een bezoek zijn drie verschillende dingen. Tel ze niet op: "
            "wie in de mail klikt, is daarna ook een bezoek.",
        )
        if rows
        else (),
        (
            ReportTable(
                "berichten",
                "Nieuwsbrief, LinkedIn en website naast elkaar",
                heads,
                tuple(sorted(rows, key=lambda row: _order(row[1], str(row[0])))),
                "De website kent berichten in de mail aan hun onderdeel (utm_content). Staan daar "
                "meer berichten in, dan zijn de bezoeken van die berichten samen.",
                bars=True,
            ),
        ),
    )


def _told(report: MonthReport, story: StoryResult, shown: Mapping[str, int | None]) -> Cell:
    if story.key not in shown:
        return None
    return apart(story.clicks, shown[story.key], report.fewest)


def _story(story: StoryResult, clicks: Cell, fewest: int) -> tuple[Cell, ...]:
    totals = [post.totals for post in story.posts if post.totals]
    visits = [post.visits for post in story.posts if post.visits is not None]
    return (
        story.title,
        clicks,
        sum(one.get("impressionCount", 0) for one in totals) if totals else None,
        people(sum(one.get("clickCount", 0) for one in totals), fewest) if totals else None,
        people(sum(visits), fewest) if visits else None,
        _shared(story, fewest),
        story.content,
        story.section,
        story.programme,
    )


def _shared(story: StoryResult, fewest: int) -> Cell:
    visits = people(story.visits, fewest)
    if story.visits is None or story.sharing == 1:
        return visits
    return f"{cell_text(visits)}, met {story.sharing} berichten"
