"""Preferences, leaving all, and being forgotten: for who comes with a link of their own.

The link is signed (from a mail that was asked for) or is the token of a copy (from a newsletter). The
address is shown in part only, and data go to the mailbox alone: a newsletter may have been passed on.
"""

from dataclasses import replace
from datetime import datetime

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response

from omroeper.domain.audience import Frequency, Subscriber, SubscriberStatus, Subscription
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.services.preferences import SOURCE, change_preferences
from omroeper.web.forms import Form
from omroeper.web.pages import Pages
from omroeper.web.strict import strict_page
from omroeper.wiring.signing import Purpose

_MAILED = {"data": ReaderMailKind.DATA, "erase": ReaderMailKind.ERASE}


class ChoiceViews:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def preferences(self, request: Request) -> Response:
        reader = self._reader(request.path_params["token"])
        return self._shown(reader) if reader else self._over()

    def change(self, request: Request, form: Form) -> Response:
        """Does what the button that was pressed says."""
        reader = self._reader(request.path_params["token"])
        if reader is None:
            return self._over()
        pages, what = self._of(reader), form.one("doen")
        if what == "afmelden":
            pages.store.unsubscribe(reader.key, pages.clock.now(), source=SOURCE)
            return strict_page(pages.page("left", everything=True))
        if what == "links":
            pages.store.revoke_links(reader.key, pages.clock.now().replace(microsecond=0))
            self._mail(reader, ReaderMailKind.PREFERENCES)
            told = pages.phrases.words["links_revoked"]
            return strict_page(pages.page("asked", told=told))
        if what in _MAILED:
            self._mail(reader, _MAILED[what])
            return self._shown(reader, told="mail_on_its_way")
        return self._save(reader, form)

    def ask_to_erase(self, request: Request) -> Response:
        """Only asks: a scanner that follows the link erases nobody."""
        read = self._pages.readers.tokens.read(Purpose.ERASE, request.path_params["token"])
        reader = self._pages.store.subscriber(read[0]) if read else None
        return strict_page(self._of(reader).page("erase")) if reader else self._over()

    def erase(self, request: Request, _: Form) -> Response:
        read = self._pages.readers.tokens.read(Purpose.ERASE, request.path_params["token"])
        reader = self._pages.store.subscriber(read[0]) if read else None
        if reader is None:
            return self._over()
        pages = self._of(reader)
        pages.store.erase_reader(reader.key, pages.clock.now(), source="verwijderen")
        return strict_page(pages.page("erased"))

    def _save(self, reader: Subscriber, form: Form) -> Response:
        pages = self._of(reader)
        chosen = self._chosen(reader, form)
        if not chosen.subscriptions:
            return self._shown(reader, found="choose_newsletter")
        text = pages.readers.consent(chosen.language)
        change_preferences(pages.store, pages.clock, reader, chosen, text)
        after = pages.store.subscriber(reader.key)
        return self._shown(after, told="saved") if after else self._over()

    def _chosen(self, reader: Subscriber, form: Form) -> Subscriber:
        """What the form says, as far as it is on offer; what the desk no longer offers stays."""
        readers = self._pages.readers
        offered = {one.id: one for one in self._pages.everything()}
        topics = {one.topic for one in readers.groups}
        programmes = {one.id for one in readers.programmes}
        kept = [one for one in reader.subscriptions if one.newsletter not in offered]
        figures = [
            one for one in form.all("cijfers") if one in offered and offered[one].figures_mail
        ]
        chosen = [
            Subscription(one, _frequency(form.one(f"hoe-vaak-{one}")), one in figures)
            for one in form.all("nieuwsbrief")
            if one in offered
        ]
        languages = {one.language for one in offered.values()}
        language = form.one("taal")
        return replace(
            reader,
            subscriptions=(*kept, *chosen),
            topics=_of_offer(reader.topics, form.all("groep"), topics),
            programmes=_of_offer(reader.programmes, form.all("programma"), programmes),
            language=language if language in languages else reader.language,
        )

    def _shown(self, reader: Subscriber, *, told: str = "", found: str = "") -> Response:
        pages = self._of(reader)
        words = pages.phrases.words
        newsletters = sorted(pages.everything(), key=lambda one: one.id)
        languages = sorted({one.language for one in newsletters}, reverse=True)
        page = pages.page(
            "preferences",
            reader=reader,
            masked=_masked(reader.address),
            newsletters=newsletters,
            figures_of=[one.id for one in newsletters if one.figures_mail],
            chosen={one.newsletter: one for one in reader.subscriptions},
            groups=pages.readers.groups,
            programmes=pages.readers.programmes,
            languages=[(one, str(Locale.parse(one).get_display_name(one))) for one in languages],
            consent=pages.readers.consent(pages.newsletter.language).text,
            told=words[told] if told else "",
            found={"nieuwsbrief": words[found]} if found else {},
        )
        return strict_page(page, 422 if found else 200)

    def _reader(self, token: str) -> Subscriber | None:
        """Who the link belongs to, if it still opens their preferences and they are on the list."""
        opened = self._opened(token)
        if opened is None:
            return None
        key, made = opened
        valid_from = self._pages.store.links_valid_from(key)
        reader = self._pages.store.subscriber(key)
        if reader is None or reader.status is not SubscriberStatus.CONFIRMED:
            return None
        return None if valid_from is not None and made < valid_from else reader

    def _opened(self, token: str) -> tuple[str, datetime] | None:
        store = self._pages.store
        delivery = store.delivery_by_token(token)
        if delivery is None:
            return self._pages.readers.tokens.read(Purpose.PREFERENCES, token)
        campaign = store.campaign(delivery.campaign)
        made = campaign.frozen_at if campaign else None
        return (delivery.subscriber, made) if made else None

    def _mail(self, reader: Subscriber, kind: ReaderMailKind) -> None:
        now = self._pages.clock.now()
        self._pages.store.ask_reader_mail(kind, reader.key, reader.address, now)
        self._pages.readers.wake()

    def _of(self, reader: Subscriber) -> Pages:
        """The pages in the reader's language, if a newsletter has it."""
        language = reader.language
        newsletters = self._pages.everything()
        mine = self._pages.readers.newsletter_for(language, reader.subscriptions)
        spoken = [one.id for one in (mine, *newsletters) if one.language == language]
        return self._pages.in_language(spoken[0] if spoken else mine.id)

    def _over(self) -> Response:
        return strict_page(self._pages.page("link_over"), 404)


def _frequency(text: str) -> Frequency:
    return Frequency.QUARTERLY if text == Frequency.QUARTERLY.value else Frequency.EVERY


def _of_offer(
    before: tuple[str, ...], chosen: tuple[str, ...], offered: set[str]
) -> tuple[str, ...]:
    kept = (one for one in before if one not in offered)
    return tuple(dict.fromkeys([*kept, *(one for one in chosen if one in offered)]))


def _masked(address: str) -> str:
    """Enough to recognise one's own address, too little to learn another's."""
    local, _, host = address.rpartition("@")
    return f"{local[:1]}…@{host}"
