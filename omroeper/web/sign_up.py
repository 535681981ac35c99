"""Signing up and confirming. A GET shows a form or a button; only a POST does something."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from omroeper.domain.errors import InvalidValue
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.services.sign_up import (
    Asked,
    ask_reader_mail,
    ask_sign_up,
    confirm_sign_up,
    mailable_address,
)
from omroeper.web.asking import answer_later
from omroeper.web.forms import Form, Judgement
from omroeper.web.pages import Pages
from omroeper.web.strict import strict_page
from omroeper.wiring.signing import Purpose

_ASKED = {
    "preferences": ReaderMailKind.PREFERENCES,
    "data": ReaderMailKind.DATA,
    "erase": ReaderMailKind.ERASE,
}


class SignUpViews:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def form(self, request: Request) -> Response:
        pages = self._of_query(request)
        return self._form(pages, "", (pages.newsletter.id,), {})

    def ask(self, request: Request, form: Form) -> Response:
        """The same answer whoever is on the list; what differs is mailed, after the answer."""
        pages = self._of_query(request)
        known = {one.id for one in pages.everything()}
        chosen = tuple(one for one in form.all("nieuwsbrief") if one in known)
        found: dict[str, str] = {}
        address = _address(pages, form, found)
        if not chosen:
            found["nieuwsbrief"] = pages.phrases.words["choose_newsletter_first"]
        language = pages.newsletter.language
        asked = Asked(address, chosen, language, f"aanmelden/{pages.newsletter.id}")
        text = pages.readers.consent(language)

        def keep() -> bool:
            return ask_sign_up(pages.store, pages.clock, asked, text)

        again = lambda: self._form(pages, form.one("adres"), chosen, found)  # noqa: E731
        return self._answer(request, form, pages, found, again, keep, "sign_up_asked")

    def my_data_form(self, request: Request) -> Response:
        return self._my_data(self._of_query(request), "", "preferences", {})

    def ask_my_data(self, request: Request, form: Form) -> Response:
        """Mails a link, the data, or a link to erase them; only ever to the address itself."""
        pages = self._of_query(request)
        found: dict[str, str] = {}
        address, what = _address(pages, form, found), form.one("wat")
        kind = _ASKED.get(what, ReaderMailKind.PREFERENCES)

        def keep() -> bool:
            return ask_reader_mail(pages.store, pages.clock, kind, address)

        again = lambda: self._my_data(pages, form.one("adres"), what, found)  # noqa: E731
        return self._answer(request, form, pages, found, again, keep, "data_asked")

    def ask_to_confirm(self, request: Request) -> Response:
        """Only asks: a scanner that follows the link signs nobody up."""
        read = self._pages.readers.tokens.read(Purpose.CONFIRM, request.path_params["token"])
        asked = self._pages.store.sign_up(read[0]) if read else None
        if asked is None or asked.expired(self._pages.clock.now()):
            return strict_page(self._pages.page("link_over"), 404)
        pages = self._spoken(asked.language, [one.newsletter for one in asked.subscriptions])
        wanted = {one.newsletter for one in asked.subscriptions}
        newsletters = [one for one in pages.everything() if one.id in wanted]
        consent = pages.readers.consent(asked.language).text
        return strict_page(pages.page("confirm", newsletters=newsletters, consent=consent))

    def confirm(self, request: Request, _: Form) -> Response:
        """Puts on the list whoever asked; twice is the same as once."""
        pages = self._pages
        read = pages.readers.tokens.read(Purpose.CONFIRM, request.path_params["token"])
        key = confirm_sign_up(pages.store, pages.clock, read[0]) if read else None
        reader = pages.store.subscriber(key) if key else None
        if reader is None:
            return strict_page(pages.page("link_over"), 404)
        pages.readers.wake()
        spoken = self._spoken(reader.language, [one.newsletter for one in reader.subscriptions])
        token = pages.readers.tokens.make(Purpose.PREFERENCES, reader.key)
        return strict_page(spoken.page("confirmed", token=token))

    def _form(
        self, pages: Pages, given: str, chosen: tuple[str, ...], found: dict[str, str]
    ) -> Response:
        page = pages.page(
            "sign_up",
            given=given,
            chosen=chosen,
            found=found,
            newsletters=pages.everything(),
            consent=pages.readers.consent(pages.newsletter.language).text,
            stamp=pages.readers.guard.stamp(),
        )
        return strict_page(page, 422 if found else 200)

    def _my_data(self, pages: Pages, given: str, what: str, found: dict[str, str]) -> Response:
        chosen = what if what in _ASKED else "preferences"
        stamp = pages.readers.guard.stamp()
        page = pages.page("my_data", given=given, what=chosen, found=found, stamp=stamp)
        return strict_page(page, 422 if found else 200)

    def _answer(
        self,
        request: Request,
        form: Form,
        pages: Pages,
        found: dict[str, str],
        again: Callable[[], Response],
        keep: Callable[[], bool],
        told: str,
    ) -> Response:
        """What the guard and the mistakes make of a form; a robot is thanked, and nothing is done."""
        judged = pages.readers.guard.judge(request, form)
        if judged is Judgement.TOO_MANY:
            return strict_page(pages.page("too_many"), 429)
        if judged is Judgement.AGAIN and not found:
            found["knop"] = pages.phrases.words["send_again"]
        if found:
            return again()
        task = answer_later(keep, pages.readers.wake) if judged is Judgement.GOOD else None
        return strict_page(pages.page("asked", told=pages.phrases.words[told]), 200, task)

    def _of_query(self, request: Request) -> Pages:
        return self._pages.in_language(request.query_params.get("nieuwsbrief", ""))

    def _spoken(self, language: str, newsletters: list[str]) -> Pages:
        """The pages of the first of these newsletters that is in this language."""
        found = [self._pages.in_language(one) for one in newsletters]
        spoken = [pages for pages in found if pages.newsletter.language == language]
        return next(iter([*spoken, *found]), self._pages)


def _address(pages: Pages, form: Form, found: dict[str, str]) -> str:
    """The address that was filled in; a mistake goes into `found`."""
    try:
        return mailable_address(form.one("adres"))
    except InvalidValue:
        found["adres"] = pages.phrases.words["address_wrong"]
        return ""
