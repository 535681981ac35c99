"""`omroeper doctor`: is the desk in order, and if not, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import typer

from omroeper.cli.measure import measuring
from omroeper.cli.output import AsJson, print_json
from omroeper.domain.errors import OmroeperError

if TYPE_CHECKING:
    from omroeper.wiring import Desk


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `status` is ok, note (works, but read this) or wrong."""

    name: str
    status: str
    message: str


def doctor(as_json: AsJson = False) -> None:
    """Check settings, content, language, database, mail, LinkedIn, browser and gate; 1 if one is wrong."""
    checks = list(_checks())
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            typer.echo(f"{check.status:5}  {check.name}: {check.message}")
    if any(check.status == "wrong" for check in checks):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    from omroeper.settings import load_settings
    from omroeper.wiring import Desk

    try:
        settings = load_settings()
    except OmroeperError as error:
        yield Check("settings", "wrong", error.sentence)
        return
    yield Check("settings", "ok", f"home {settings.home}, data {settings.var}")
    desk = Desk(settings)
    try:
        yield _tried("content", lambda: _content(desk))
        for newsletter in desk.newsletters:
            yield _tried(f"newsletter {newsletter}", partial(_newsletter, desk, newsletter))
        yield _tried("language", lambda: _language(desk))
        yield _tried("database", lambda: _database(desk))
        yield _tried("sources", lambda: _sources(desk))
        yield _tried("mail", lambda: _mail(desk))
        yield _tried("dkim", lambda: _dkim(desk))
        yield _tried("bounces", lambda: _bounces(desk))
        yield _tried("measuring", lambda: Check("measuring", *measuring(desk)))
        yield _tried("linkedin", lambda: _linkedin(desk))
    finally:
        desk.close()
    yield _browser()
    yield _gate(desk)


def _tried(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except OmroeperError as error:
        return Check(name, "wrong", error.sentence)


def _content(desk: "Desk") -> Check:
    room, sources = desk.newsroom, desk.sources
    told = f"{len(room.programmes)} programmes, {len(sources)} sources, {len(room.figures)} figures"
    return Check("content", "ok", told)


def _newsletter(desk: "Desk", newsletter: str) -> Check:
    """Its folder as a whole, with its own brand, templates and words, and the letters to its readers."""
    room = desk.newsroom_of(newsletter)
    desk.style_of(newsletter)
    desk.require_reader_texts(room.newsletter.language)
    about, themes = room.newsletter, len(room.calendar.themes)
    told = f"in ‘{about.language}’, {themes} themes, to segment {about.segment}"
    return Check(f"newsletter {newsletter}", "ok", told)


def _language(desk: "Desk") -> Check:
    words = desk.dutch_words
    hard = len({form.of for forms in words.hard.values() for form in forms})
    return Check("language", "ok", f"Dutch dictionary, {len(words.names)} names, {hard} hard words")


def _database(desk: "Desk") -> Check:
    campaigns = desk.store.campaigns()
    uncertain = sum(desk.store.tally(campaign.id).uncertain for campaign in campaigns)
    if uncertain:
        return Check("database", "note", f"{uncertain} deliveries are uncertain: look at them")
    return Check("database", "ok", f"up to date, {len(campaigns)} campaigns")


def _sources(desk: "Desk") -> Check:
    records = desk.store.source_records([source.id for source in desk.sources])
    found = desk.source_health()
    if found:
        told = "; ".join(f"{one.source} {one.in_short}" for one in found)
        return Check(
            "sources", "note", f"{told}: look at them in {desk.settings.sources_file.name}"
        )
    if not records:
        return Check("sources", "note", "not visited yet: run omroeper gather")
    return Check("sources", "ok", f"{len(records)} of {len(desk.sources)} visited, none in trouble")


def _mail(desk: "Desk") -> Check:
    if desk.settings.ses is not None:
        from omroeper.cli.provider import standing

        return Check("mail", *standing(desk, desk.settings.ses))
    status = "ok" if desk.settings.mails else "note"
    return Check("mail", status, desk.mailer.description)


def _dkim(desk: "Desk") -> Check:
    """What to publish in DNS; aligned, or DMARC fails (RFC 7489, §3.1.1)."""
    signer, sender = desk.signer, desk.settings.sender_address
    if signer is None:
        told = "no key: copies leave unsigned, unless the relay signs them (set OMROEPER_DKIM_KEY)"
        return Check("dkim", "note", told)
    told = "; ".join(f'{key.record_name} TXT "{key.record}"' for key in signer.keys)
    if not all(key.signs_for(sender) for key in signer.keys):
        told = f"the keys' domain is not that of {sender} (mend OMROEPER_DKIM_DOMAIN); {told}"
        return Check("dkim", "wrong", told)
    return Check("dkim", "ok", f"DNS should hold {told}")


def _bounces(desk: "Desk") -> Check:
    """The mailbox is opened, so that a wrong password shows here and not in a report."""
    settings = desk.settings
    if settings.bounces.mailbox is None and settings.ses_topic is not None:
        told = f"heard from Amazon SES at {settings.web_url}/webhooks/ses"
        return Check("bounces", "ok", told)
    if settings.bounces.mailbox is None:
        told = "no mailbox: nobody reads what comes back (set OMROEPER_BOUNCES_URL)"
        return Check("bounces", "note", told)
    told = f"read from {desk.check_bounce_mailbox()}"
    if not settings.bounce_address:
        told += "; set OMROEPER_BOUNCE_ADDRESS too, so that a bounce says whose it is"
        return Check("bounces", "note", told)
    return Check("bounces", "ok", told)


def _linkedin(desk: "Desk") -> Check:
    from omroeper.cli.linkedin import standing

    return Check("linkedin", *standing(desk))


def _browser() -> Check:
    from omroeper.wiring.parts import browser

    found = browser()
    if found:
        return Check("browser", "ok", f"{found} makes the pictures of drafts")
    told = "no Chromium: drafts come without a picture (Debian, Ubuntu: apt install chromium)"
    return Check("browser", "note", told)


def _gate(desk: "Desk") -> Check:
    from omroeper.wiring.gate import spamassassin

    left_out = []
    if not desk.settings.check_links:
        left_out.append(
            "links are not followed (on by default with a public address; OMROEPER_CHECK_LINKS)"
        )
    if spamassassin() is None:
        left_out.append("no SpamAssassin (Debian, Ubuntu: apt install spamassassin)")
    elif not desk.settings.spam_score:
        left_out.append("the spam score is left out (OMROEPER_SPAM_SCORE=0)")
    if left_out:
        return Check("gate", "note", "; ".join(left_out))
    return Check("gate", "ok", "drafts' links are followed, and SpamAssassin gives its score")
