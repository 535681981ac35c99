"""What mailboxes of all kinds share when they fail: one clear error, without address or password."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from omroeper.domain.errors import MailboxError
from omroeper.domain.text import one_line

_ADDRESS = re.compile(r"[^\s<>'\"]+@[^\s<>'\"]+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@contextmanager
def may_fail(
    mailbox: str, moment: str, failures: tuple[type[BaseException], ...]
) -> Iterator[None]:
    """Turns a failure into MailboxError, saying when it happened."""
    try:
        yield
    except failures as cause:
        told = _ADDRESS.sub("…", one_line(str(cause)))[:200] or type(cause).__name__
        raise MailboxError(
            f"{moment} failed ({told})",
            thing=f"mailbox {mailbox}",
            remedy="Check OMROEPER_BOUNCES_URL and _PASSWORD; what was not yet recorded is still there.",
        ) from cause


def is_loopback(host: str) -> bool:
    """Whether no network lies between, so that a password may go without TLS."""
    return host.lower() in _LOOPBACK
