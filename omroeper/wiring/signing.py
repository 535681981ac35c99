"""Signed addresses of pages that only the desk's own people get a link to."""

from itsdangerous import URLSafeSerializer

from omroeper.settings import Settings

_SALT = "omroeper pages"


def sign(path: str, secret: str) -> str:
    """The signature that opens this path."""
    return str(URLSafeSerializer(secret, salt=_SALT).dumps(path)).rpartition(".")[2]


def signed_url(settings: Settings, path: str, suffix: str = "") -> str:
    """The whole address of a signed page."""
    return f"{settings.web_url}/{path}/{sign(path, settings.secret)}{suffix}"
