"""The previews of LinkedIn posts, for the desk's own people."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from omroeper.domain.errors import NotFound
from omroeper.web.pages import Pages
from omroeper.web.signing import is_signed


class PostViews:
    """A post as LinkedIn shows it, and the picture of that."""

    def __init__(self, pages: Pages, headers: Mapping[str, str]) -> None:
        self._pages = pages
        self._headers = headers

    def page(self, request: Request) -> Response:
        try:
            page = self._pages.post_page(self._signed(request))
        except NotFound as cause:
            raise HTTPException(404) from cause
        return HTMLResponse(page, headers=self._headers)

    def picture(self, request: Request) -> Response:
        file = self._pages.pictures / f"post-{self._signed(request)}.png"
        if not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, headers=self._headers)

    def _signed(self, request: Request) -> str:
        post, signature = str(request.path_params["post"]), str(request.path_params["signature"])
        if not is_signed(f"bericht/{post}", signature, self._pages.secret):
            raise HTTPException(404)
        return post
