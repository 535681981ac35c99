"""What a mailbox on a server is reached with, whatever it speaks."""

import ssl

from omroeper.settings import MailboxSettings


class MailServer:
    """`timeout_seconds` bounds each step of the dialogue; `context` judges the server's certificate."""

    def __init__(
        self,
        settings: MailboxSettings,
        *,
        context: ssl.SSLContext | None = None,
        timeout_seconds: float = 30,
    ) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()
        self._timeout = timeout_seconds

    @property
    def description(self) -> str:
        return self._settings.description
