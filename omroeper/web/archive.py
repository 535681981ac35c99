"""The archive: what was sent, found by its words, and as an Atom feed (RFC 4287)."""

from datetime import UTC

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.search import LONGEST_QUERY, Passage, found_titles, passages_of
from omroeper.rendering.templates import fill
from omroeper.web.pages import Pages

IN_ARCHIVE = (EditionState.SENDING, EditionState.SENT)
_FEED_ENTRIES = 30
_MOST_TITLES = 3


class ArchiveViews:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._passages: dict[tuple[str, int], tuple[Passage, ...]] = {}

    def archive(self, request: Request) -> Response:
        return self.of_newsletter(self._pages, request)

    def of_newsletter(self, pages: Pages, request: Request) -> Response:
        """What one newsletter sent, newest first, or what of it holds the words asked for."""
        query = " ".join(request.query_params.get("zoek", "").split())[:LONGEST_QUERY]
        dates = pages.phrases.dates
        rows = [
            (one, dates.month(one.month.first_day), titles[:_MOST_TITLES])
            for one, titles in self._found(pages, query)
        ]
        page = pages.page("archive", editions=rows, query=query, others=list(pages.others()))
        return HTMLResponse(page)

    def feed(self, request: Request) -> Response:
        """The newest editions, for feed readers."""
        named = request.path_params["newsletter"]
        if named not in {one.id for one in self._pages.everything()}:
            raise HTTPException(404)
        pages = self._pages.in_language(named)
        sent = _sent(pages)[:_FEED_ENTRIES]
        rows = [(one, one.send_at.astimezone(UTC).isoformat()) for one in sent]
        web_url = pages.readers.web_url
        content = fill(
            pages.environment,
            "web/feed.xml",
            newsletter=pages.newsletter,
            language=pages.newsletter.language,
            archive=f"{web_url}/archief/{named}",
            web_url=web_url,
            editions=rows,
            updated=max((moment for _, moment in rows), default="1970-01-01T00:00:00+00:00"),
        )
        return Response(content, media_type="application/atom+xml; charset=utf-8")

    def _found(self, pages: Pages, query: str) -> list[tuple[Edition, tuple[str, ...]]]:
        if not query:
            return [(one, ()) for one in _sent(pages)]
        stem = pages.readers.stem(pages.newsletter.id)
        found = []
        for one in _sent(pages):
            key = one.id, one.version
            passages = self._passages.get(key) or passages_of(one, stem)
            self._passages[key] = passages
            titles = found_titles(query, passages, stem)
            if titles is not None:
                found.append((one, titles))
        return found


def _sent(pages: Pages) -> list[Edition]:
    told = pages.store.told_editions(pages.newsletter.id)
    return [edition for edition, state in told if state in IN_ARCHIVE]
