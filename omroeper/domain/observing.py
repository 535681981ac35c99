"""What the numbers of a month say, in plain Dutch: each sentence with the numbers it rests on."""

from omroeper.domain.report import MonthNumbers, MonthReport, Observation, whole
from omroeper.domain.uncertainty import Difference


def observations(report: MonthReport) -> tuple[Observation, ...]:
    """Three plain observations: what arrived, what was read, and who left."""
    return (_delivered(report), _read(report), _left(report))


def previous(report: MonthReport) -> MonthNumbers | None:
    """The newest earlier edition."""
    return report.earlier[0] if report.earlier else None


def _delivered(report: MonthReport) -> Observation:
    tally = report.tally
    basis = f"{whole(tally.accepted)} van {whole(tally.frozen)} aangenomen"
    bounced = report.bounces.bounced
    if bounced:
        basis = f"{basis}, {whole(bounced)} daarvan teruggekomen"
    if tally.uncertain:
        return Observation(
            f"Van {whole(tally.uncertain)} ontvangers is niet zeker of de mail aankwam. Zij krijgen hem "
            "niet nog eens; bekijk ze met de beheerder.",
            f"{basis}, {whole(tally.uncertain)} onzeker",
        )
    if bounced * 20 >= tally.accepted > 0:
        return Observation("Van de aangenomen mail kwam een deel later terug.", basis)
    if tally.frozen and tally.accepted * 100 >= tally.frozen * 95:
        return Observation("De mail is bij vrijwel iedereen op de lijst aangenomen.", basis)
    return Observation("Een deel van de lijst is niet bereikt. Kijk hieronder waarom.", basis)


def _read(report: MonthReport) -> Observation:
    """The story that was followed most; with it whether more was followed than last time."""
    followed = [one for one in report.stories if one.clicks and not one.is_source]
    if not followed:
        return Observation("Er is nog niet op een bericht geklikt.", "0 kliks geteld")
    best = max(one.clicks for one in followed)
    first = sorted(one.title for one in followed if one.clicks == best)
    total = report.shown(report.clicks)
    compared, basis = _compared(report)
    if report.is_small(best):
        return Observation(
            f"Er is te weinig geklikt om te zeggen wat het meest gelezen is.{compared}",
            f"{total} kliks{basis}",
        )
    if len(first) > 1:
        sentence = f"{len(first)} berichten zijn even vaak gelezen, het vaakst van alle."
    else:
        (story,) = (one for one in followed if one.clicks == best)
        sentence = f"Het meest gelezen bericht is ‘{story.title}’ ({story.programme})."
    return Observation(f"{sentence}{compared}", f"{whole(best)} van {total} kliks{basis}")


def _compared(report: MonthReport) -> tuple[str, str]:
    """What is said of the clicks beside those of the edition before, and its basis."""
    before = previous(report)
    mine, theirs = report.now.clicks_per_mail, before.clicks_per_mail if before else None
    if before is None or mine is None or theirs is None:
        return "", ""
    if report.is_small(mine.count) or report.is_small(theirs.count):
        return "", ""
    found = mine.beside(theirs)
    basis = (
        f"; per 100 mails {_per_hundred(mine.value)}, "
        f"en {_per_hundred(theirs.value)} bij {before.edition} na evenveel dagen"
    )
    if found is Difference.TOO_LITTLE:
        return " Het verschil in kliks met de vorige keer kan toeval zijn.", basis
    more = "meer" if found is Difference.HIGHER else "minder"
    return f" Er is per mail {more} geklikt dan de vorige keer.", basis


def _left(report: MonthReport) -> Observation:
    if report.unsubscribed == 0:
        return Observation("Niemand heeft zich na deze mail afgemeld.", "0 afmeldingen")
    count = report.shown(report.unsubscribed).replace("<", "minder dan")
    basis = f"{report.shown(report.unsubscribed)} van {whole(report.tally.accepted)} aangenomen"
    sentence = f"Na deze mail meldden {count} lezers zich af."
    before = previous(report)
    mine = report.now.part(report.now.unsubscribed)
    theirs = before.part(before.unsubscribed) if before else None
    if mine is None or theirs is None or before is None:
        return Observation(sentence, basis)
    basis = f"{basis}; {report.shown(theirs.count)} van {whole(theirs.trials)} bij {before.edition}"
    found = mine.beside(theirs)
    if found is Difference.TOO_LITTLE:
        return Observation(f"{sentence} Het verschil met de vorige keer kan toeval zijn.", basis)
    return Observation(f"{sentence} Dat aandeel is {found.dutch} dan de vorige keer.", basis)


def _per_hundred(rate: float | None) -> str:
    return f"{100 * (rate or 0):.1f}".replace(".", ",")
