"""Calls to LinkedIn by its own client, which is given what it lacks.

The client has no timeouts, raises nothing on a refusal, knows one base address, and misspells the
protocol header (`X-RestLi-Protocol_Version`). It prepares requests outside its session, so hooks and
headers of the session are never seen: what is missing stands in an HTTP adapter.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from linkedin_api.clients.restli.client import RestliClient
from linkedin_api.common.constants import VERSIONED_BASE_URL
from linkedin_api.common.errors import ResponseFormattingError
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from omroeper.adapters.linkedin.refusals import failed, lost, raise_refusal
from omroeper.domain.errors import ChannelError
from omroeper.settings import LinkedInSettings

API = VERSIONED_BASE_URL.removesuffix("/rest")
_CONNECT_SECONDS = 10.0
Keys = Mapping[str, str]


class Hardened(HTTPAdapter):
    """Timeouts, retries on reads only, the right protocol header, an error for a refusal, and
    another base address for the simulator."""

    def __init__(self, moved: Mapping[str, str], timeout_seconds: float) -> None:
        retry = Retry(
            total=2,
            backoff_factor=0.3,
            allowed_methods={"GET"},
            status_forcelist=(502, 503, 504),
            raise_on_status=False,
        )
        super().__init__(max_retries=retry)
        self._moved = moved
        self._timeout = (_CONNECT_SECONDS, timeout_seconds)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = self._timeout
        for known, base_url in self._moved.items():
            request.url = str(request.url).replace(known, base_url, 1)
        request.headers["X-Restli-Protocol-Version"] = "2.0.0"
        reply = super().send(request, *args, **kwargs)
        raise_refusal(reply)
        return reply


class Calls:
    """Each method is one call. All raise ChannelError when nothing changed; those that change
    something raise ReplyLost when nobody knows."""

    def __init__(
        self, settings: LinkedInSettings, token: Callable[[], str], timeout_seconds: float
    ) -> None:
        self._settings = settings
        self._token = token
        self._client = RestliClient()
        self._session: requests.Session = self._client.session
        hardened = Hardened({API: settings.base_url}, timeout_seconds)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, hardened)

    def create(self, path: str, entity: dict[str, Any], keys: Keys | None = None) -> str:
        """Create something; gives its id."""
        with _calling(changes=True):
            reply = self._client.create(
                resource_path=path, path_keys=keys, entity=entity, **self._common()
            )
        if not reply.decoded_entity_id:
            raise lost("it has no id")
        return str(reply.decoded_entity_id)

    def change(self, path: str, keys: Keys, changes: dict[str, Any]) -> None:
        with _calling(changes=True):
            self._client.partial_update(
                resource_path=path, path_keys=keys, patch_set_object=changes, **self._common()
            )

    def delete(self, path: str, keys: Keys) -> None:
        with _calling(changes=True):
            self._client.delete(resource_path=path, path_keys=keys, **self._common())

    def begin_upload(self, path: str, owner: str) -> dict[str, Any]:
        """Ask for an address to upload to; shows nothing, so an answer that is lost is no matter."""
        with _calling(changes=False):
            reply = self._client.action(
                resource_path=path,
                action_name="initializeUpload",
                action_params={"initializeUploadRequest": {"owner": owner}},
                **self._common(),
            )
        return dict(reply.value)

    def upload(self, address: str, content: bytes) -> None:
        """PUT the bytes; the token goes to LinkedIn's own hosts only."""
        host = urlsplit(address).hostname or ""
        ours = urlsplit(self._settings.base_url).hostname
        if host != ours and not host.endswith(".linkedin.com"):
            raise ChannelError(
                f"it names a strange host to upload to ({host})",
                thing="LinkedIn",
                remedy="Nothing was sent there; report this.",
            )
        headers = {"Authorization": f"Bearer {self._token()}"}
        with _calling(changes=False):
            self._session.put(address, data=content, headers=headers)

    def get(
        self, path: str, keys: Keys | None = None, query: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        with _calling(changes=False):
            reply = self._client.get(
                resource_path=path, path_keys=keys, query_params=query, **self._common()
            )
        return dict(reply.entity)

    def find(self, path: str, finder: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        with _calling(changes=False):
            reply = self._client.finder(
                resource_path=path, finder_name=finder, query_params=query, **self._common()
            )
        return list(reply.elements or [])

    def _common(self) -> dict[str, Any]:
        return {"access_token": self._token(), "version_string": self._settings.version}


@contextmanager
def _calling(*, changes: bool) -> Iterator[None]:
    try:
        yield
    except requests.RequestException as cause:
        raise failed(cause, changes=changes) from cause
    except ResponseFormattingError as cause:
        if changes:
            raise lost("it cannot be read") from cause
        raise ChannelError(
            "its answer cannot be read", thing="LinkedIn", remedy="Try again later."
        ) from cause
