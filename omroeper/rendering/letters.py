"""The desk's own mails to its team, in Dutch."""

from collections.abc import Sequence
from datetime import tzinfo

from babel import Locale

from omroeper.domain.chase import ChaseList, ContactAsked
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.team import Person
from omroeper.domain.theme import Theme
from omroeper.rendering import dutch


def chase_letter(
    contact: ContactAsked, chase: ChaseList, newsletter: Newsletter, form_url: str
) -> Letter:
    """What is asked of one contact: for which programmes, about what, before when, and how."""
    month = dutch.month_text(chase.issue.month.first_day)
    by = f" uiterlijk {dutch.weekday_text(chase.deadline)}" if chase.deadline else ""
    parts = [
        f"Beste {contact.person.name},",
        f"We maken {newsletter.name} van {month}. Van deze programma’s hebben we nog niets:",
        "\n".join(f"- {one.programme.name} ({one.reason})" for one in contact.asked),
        _theme(chase),
        f"Lever{by} één kort bericht per programma aan, van 60 tot 120 woorden: wat is er gebeurd, "
        "voor wie is dat van belang en waar leest iemand meer? Een bijeenkomst voor de agenda mag ook. "
        "Is er niets te melden, laat ons dat dan weten.",
        _language(newsletter),
        _how(form_url),
        f"Vragen? Mail naar {newsletter.contact}.",
        f"Met vriendelijke groet,\nde redactie van {newsletter.name}",
    ]
    subject = f"Nieuws voor de nieuwsbrief van {month}{f', graag{by}' if by else ''}"
    return Letter(subject, "\n\n".join(part for part in parts if part) + "\n")


def calendar_letter(
    person: Person,
    changed: Sequence[Theme],
    gone: Sequence[Issue],
    newsletter: Newsletter,
    file: Attachment,
    url: str,
    zone: tzinfo,
) -> Letter:
    """What is new in the calendar of the coming months, with the file and where to subscribe to it."""
    lines = [_planned(theme, zone) for theme in changed]
    lines += [f"- {_edition(issue)}: vervalt; haal deze dagen uit uw agenda" for issue in gone]
    parts = [
        f"Beste {person.name},",
        f"In de kalender van {newsletter.name} is dit nieuw of veranderd:",
        "\n".join(lines),
        "In de bijlage staan alle dagen die nog komen. Open het bestand om ze in uw agenda te zetten.",
        f"Wilt u dat uw agenda zelf bijblijft, abonneer u dan op dit adres: {url}\n"
        "Het adres is alleen voor de redactie; stuur het niet door.",
        f"Met vriendelijke groet,\nde redactie van {newsletter.name}",
    ]
    subject = f"De kalender van {newsletter.name} is bijgewerkt"
    return Letter(subject, "\n\n".join(parts) + "\n", (file,))


def _edition(issue: Issue) -> str:
    extra = f" (extra editie ‘{issue.slug}’)" if issue.slug else ""
    return f"{dutch.month_text(issue.month.first_day)}{extra}"


def _planned(theme: Theme, zone: tzinfo) -> str:
    days = [f"verzenden {dutch.moment_text(theme.send_at, zone)}"]
    if theme.review_by is not None:
        days.insert(0, f"beoordelen {dutch.moment_text(theme.review_by, zone)}")
    if theme.deadline is not None:
        days.insert(0, f"inleveren {dutch.weekday_text(theme.deadline)}")
    return f"- {_edition(theme.issue)}, {theme.title}: {'; '.join(days)}"


def _theme(chase: ChaseList) -> str:
    if not chase.theme_title:
        return ""
    told = f" {chase.theme_description}" if chase.theme_description else ""
    return f"Het thema is: {chase.theme_title.rstrip('.')}.{told} Ander nieuws is ook welkom."


def _language(newsletter: Newsletter) -> str:
    """What is asked is in the newsletter's language, though the team is written to in Dutch."""
    if newsletter.language == "nl":
        return ""
    name = Locale.parse(newsletter.language).get_display_name("nl")
    return f"Deze nieuwsbrief is in het {name}; schrijf het bericht dus ook in het {name}."


def _how(form_url: str) -> str:
    if form_url:
        return (
            f"Aanleveren doet u met het formulier: {form_url}\n"
            "Kies daar ‘Quick run’, open de run en druk op Resume."
        )
    return "Aanleveren doet u met het formulier ‘bijdrage’, of met een bestand in content/updates."
