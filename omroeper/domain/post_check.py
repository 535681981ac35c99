"""What a machine can see in a post before it is approved, and again before it is placed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from urllib.parse import parse_qs, urlsplit

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.links import is_example_address
from omroeper.domain.planning import HolidayOf
from omroeper.domain.post import Medium, Post
from omroeper.domain.post_share import counted, four_weeks_to, shares_of
from omroeper.domain.post_text import (
    DESKTOP_FOLD,
    MOST_CHARACTERS,
    MOST_HASHTAGS,
    PHONE_FOLD,
    hashtags_in,
    hook,
    imitated_letters,
    is_camel_case,
    unresolved_names,
    unused_mentions,
)
from omroeper.domain.text import unfinished

SAME_TEXT = timedelta(days=90)
APART = timedelta(hours=4)
FIRST_HOUR, LAST_HOUR = 8, 18
"""Working hours in local time: from 8.00 up to and with 18.00."""
MOST_PICTURES = 20
_UTM = ("utm_source", "utm_medium", "utm_campaign")
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?|heic|pdf|docx?|pptx?)|"
    r"(?:img|dsc|dscf|pxl|foto|image|screenshot|schermafbeelding)[\s_-]*\d[\w\s.-]*",
    re.IGNORECASE,
)
_SILENT = frozenset({LinkTrouble.GONE, LinkTrouble.NAMELESS, LinkTrouble.UNREACHED,
                     LinkTrouble.CERTIFICATE, LinkTrouble.PRIVATE})  # fmt: skip
_DOUBTFUL = {
    LinkTrouble.UNSURE: "Het is niet zeker dat deze pagina open gaat{}.",
    LinkTrouble.LOGIN: "Deze pagina vraagt om in te loggen{}.",
    LinkTrouble.EMPTY: "Deze pagina is leeg{}.",
}


def no_day_off(_: date) -> str:
    """Every day is a working day."""
    return ""


@dataclass(frozen=True, slots=True)
class PostSurroundings:
    """What a post is judged beside. All moments are aware.

    `now` is None where the moment of the post itself no longer matters: when it is to be placed.
    `others` are the posts kept, this one too; `day_off` gives the Dutch reason why nobody works on a
    day; `answers` are those of the links that were followed; `access_ends` is when the token or the
    API version ends, if it does; `weights` share the posts out over the programmes, whose `names`
    people know. On a trial desk (`trial`) addresses for examples are let through.
    """

    now: datetime | None = None
    zone: tzinfo = UTC
    others: Sequence[Post] = ()
    day_off: HolidayOf = no_day_off
    answers: Mapping[str, LinkAnswer] = field(default_factory=dict)
    access_ends: datetime | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    trial: bool = True


def post_title(post: Post) -> str:
    """How a person names a post: its first line, bounded."""
    line = (post.text.strip() or post.id).splitlines()[0]
    return line if len(line) <= 60 else f"{line[:59]}…"


def check_post(post: Post, around: PostSurroundings | None = None) -> tuple[Finding, ...]:
    """All findings on one post, what blocks first."""
    beside = around or PostSurroundings()
    findings = [
        *_text(post),
        *_readable(post),
        *_names(post),
        *_media(post),
        *_link(post, beside),
        *_moment(post, beside),
        *_beside(post, beside),
        *_share(post, beside),
    ]
    return tuple(sorted(findings, key=lambda one: one.level.value))


def links_to_follow(posts: Sequence[Post]) -> tuple[str, ...]:
    """The addresses of posts that a machine can visit."""
    links = (post.link for post in posts if post.link.startswith("https://"))
    return tuple(dict.fromkeys(link for link in links if not is_example_address(link)))


def _text(post: Post) -> Iterator[Finding]:
    place = post_title(post)
    if not post.text.strip() and not post.reshares:
        yield found("leeg", place, "Het bericht is leeg.", "Schrijf een tekst.")
    over = len(post.commentary) - MOST_CHARACTERS
    if over > 0:
        reason = f"Het bericht is langer dan 3.000 tekens: {over} te veel."
        yield found("lang", place, reason, "Kort het in. Link en hashtags tellen mee.")
    for part, text in (("", post.commentary), (", eerste reactie", post.first_comment)):
        if left := unfinished(text):
            reason = f"Er staat nog ‘{left}’ in."
            yield found("onaf", f"{place}{part}", reason, "Vul het in of haal het weg.")


def _readable(post: Post) -> Iterator[Finding]:
    place, first = post_title(post), hook(post.text)
    if len(first) > PHONE_FOLD:
        where = "telefoon en computer" if len(first) > DESKTOP_FOLD else "een telefoon"
        reason = (
            f"De eerste regel is langer dan wat LinkedIn direct laat zien op {where}: "
            f"{len(first)} tekens."
        )
        remedy = f"Begin met een zin tot {PHONE_FOLD} tekens, en dan een lege regel."
        yield found("vouw", place, reason, remedy)
    tags = hashtags_in(post.text, post.hashtags)
    for tag in tags:
        if not is_camel_case(tag):
            remedy = "Begin elk woord met een hoofdletter, zoals #GroeneBanen, zonder streepjes."
            reason = f"#{tag} is voor een schermlezer één onleesbaar woord."
            yield found("hashtag", place, reason, remedy)
    if len(tags) > MOST_HASHTAGS:
        reason = f"Het bericht heeft {len(tags)} hashtags."
        yield found("hashtags", place, reason, f"Houd de {MOST_HASHTAGS} over die ertoe doen.")
    if run := imitated_letters(f"{post.text}\n{post.first_comment}"):
        reason = f"‘{run}’ zijn tekens die op letters lijken; een schermlezer leest ze niet."
        yield found("nepletters", place, reason, "Typ gewone letters; LinkedIn kent geen vet.")


def _names(post: Post) -> Iterator[Finding]:
    place = post_title(post)
    for name in unresolved_names(post.text, post.mentions):
        reason = f"LinkedIn weet niet wie @{name} is."
        remedy = "Zet de organisatie bij de vermeldingen, of schrijf de naam zonder @."
        yield found("post-naam", place, reason, remedy)
    for name in unused_mentions(post.text, post.mentions):
        reason = f"{name} staat bij de vermeldingen, maar @{name} staat niet in de tekst."
        yield found(
            "post-naam", place, reason, f"Schrijf @{name} in de tekst, of haal de naam weg."
        )


def _media(post: Post) -> Iterator[Finding]:
    place = post_title(post)
    documents = [one for one in post.media if one.is_document]
    if len(post.media) > MOST_PICTURES or (documents and len(post.media) > 1):
        reason = f"LinkedIn neemt één document of ten hoogste {MOST_PICTURES} beelden."
        yield found("post-bijlagen", place, reason, "Kies, of verdeel het over twee berichten.")
    shown = (post.thumbnail,) if post.thumbnail and post.link and not post.media else ()
    for medium in (*shown, *post.media):
        yield from _medium(medium, f"{place}, {medium.file}")


def _medium(medium: Medium, place: str) -> Iterator[Finding]:
    if medium.is_document:
        if not medium.title.strip():
            reason = "Dit document heeft geen titel; LinkedIn toont die erboven."
            yield found("post-alt", place, reason, "Geef het een titel.")
        return
    alt = medium.alt.strip()
    if not alt:
        reason = "Dit beeld heeft geen alt-tekst."
        yield found("post-alt", place, reason, "Schrijf in één zin wat erop te zien is.")
    elif _FILE_NAME.fullmatch(alt):
        reason = f"De alt-tekst ‘{alt}’ is een bestandsnaam."
        yield found("alt-bestandsnaam", place, reason, "Schrijf in één zin wat erop te zien is.")


def _link(post: Post, around: PostSurroundings) -> Iterator[Finding]:
    if not post.link:
        return
    place, parts = f"{post_title(post)}, link", urlsplit(post.link)
    if is_example_address(post.link) and parts.scheme in ("http", "https"):
        if not around.trial:
            reason = f"{post.link} is een voorbeeldadres, dat niemand kan openen."
            yield found("post-link", place, reason, "Zet er de echte pagina in.")
    elif parts.scheme != "https" or not parts.netloc:
        reason = "De link is geen webadres dat met https:// begint."
        yield found("post-link", place, reason, "Begin met https://.")
    yield from _answer(around.answers.get(post.link, LinkAnswer()), place)
    query = parse_qs(parts.query)
    own = (parts.hostname or "").endswith(("linkedin.com", "lnkd.in"))
    is_page = parts.scheme in ("http", "https") and not own
    if is_page and (missing := [name for name in _UTM if name not in query]):
        reason = f"De link zegt niet waar de lezer vandaan komt: {', '.join(missing)} ontbreekt."
        yield found("utm", place, reason, "Vul ‘utm’ in, zoals agdb-2024-10.")


def _answer(answer: LinkAnswer, place: str) -> Iterator[Finding]:
    for trouble, shown in answer.troubles:
        told = f" ({shown})" if shown else ""
        if trouble in _SILENT:
            reason = f"De link antwoordt niet{told}."
            yield found("post-link", place, reason, "Kijk of het adres klopt, of kies een ander.")
        elif trouble in _DOUBTFUL:
            reason = _DOUBTFUL[trouble].format(told)
            yield found("post-link-twijfel", place, reason, "Open hem zelf, zonder in te loggen.")


def _moment(post: Post, around: PostSurroundings) -> Iterator[Finding]:
    place, local = post_title(post), post.planned.astimezone(around.zone)
    if around.now is not None and post.planned < around.now:
        reason = f"Het geplande moment ({local:%d-%m-%Y %H:%M}) is voorbij."
        remedy = "Vul een ander moment in; ‘nu’ mag ook. Te laat wordt er niets geplaatst."
        yield found("post-moment", place, reason, remedy)
    if around.access_ends is not None and post.planned >= around.access_ends:
        ends = around.access_ends.astimezone(around.zone)
        reason = f"De toegang tot LinkedIn eindigt op {ends:%d-%m-%Y %H:%M}, voor dit bericht."
        remedy = "Vraag de beheerder de toegang te vernieuwen, of plan het bericht eerder."
        yield found("post-toegang", place, reason, remedy)
    off = around.day_off(local.date())
    early = local.hour < FIRST_HOUR or (local.hour, local.minute) > (LAST_HOUR, 0)
    if off or early:
        when = f"op een vrije dag ({off})" if off else "buiten werktijd"
        reason = f"Het bericht staat gepland {when}; dan reageert er niemand."
        remedy = f"Kies een werkdag tussen {FIRST_HOUR}.00 en {LAST_HOUR}.00 uur."
        yield found("post-tijdstip", place, reason, remedy)


def _beside(post: Post, around: PostSurroundings) -> Iterator[Finding]:
    place = post_title(post)
    for other in counted(around.others):
        if other.id == post.id or other.page != post.page or other.id == post.corrects:
            continue
        away, day = abs(other.planned - post.planned), other.planned.astimezone(around.zone)
        if away <= SAME_TEXT and _same(post, other):
            reason = f"Dezelfde tekst staat op {day:%d-%m-%Y} ook op de pagina."
            yield found("post-herhaald", place, reason, "Schrijf het anders, of wacht 90 dagen.")
        elif away < APART:
            reason = (
                f"‘{post_title(other)}’ staat op {day:%d-%m-%Y %H:%M}, minder dan 4 uur verder."
            )
            yield found("post-botst", place, reason, "Kies een ander moment voor een van de twee.")


def _same(post: Post, other: Post) -> bool:
    if post.reshares or other.reshares:
        return post.reshares == other.reshares and post.text.strip() == other.text.strip()
    return _bare(post.text) == _bare(other.text) != ""


def _bare(text: str) -> str:
    """The words alone: other case, spaces or punctuation do not make another text."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _share(post: Post, around: PostSurroundings) -> Iterator[Finding]:
    others = [other for other in around.others if other.id != post.id]
    near = (*four_weeks_to(others, post.planned), post)
    own = next(one for one in shares_of(near, around.weights) if one.programme == post.programme)
    if own.over:
        name = around.names.get(post.programme, post.programme)
        reason = (
            f"{name} heeft met dit bericht {own.count} van de {own.total} berichten van vier weken; "
            f"zijn deel is {own.allowed}."
        )
        remedy = "Plaats eerst een ander programma, of plan dit later."
        yield found("post-aandeel", post_title(post), reason, remedy)
