"""Where bounces are read, and when an address is given up."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from omroeper.domain.bounce import BounceRules
from omroeper.domain.errors import SettingsError
from omroeper.settings.values import PREFIX, Values

PORTS = {"imaps": 993, "imap": 143, "pop3s": 995, "pop3": 110}
FOLDERS = ("maildir", "mbox")
_REMEDY = (
    "Write imaps://user@host/INBOX, pop3s://user@host, maildir:/path or mbox:/path, and the password "
    f"in {PREFIX}BOUNCES_PASSWORD."
)


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """One mailbox: `scheme` is imaps, imap, pop3s, pop3 (a host's) or maildir, mbox (a path's)."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    path: Path = Path()

    @property
    def description(self) -> str:
        """The mailbox without whose it is."""
        return (
            f"{self.scheme}:{self.path}"
            if not self.host
            else f"{self.scheme}://{self.host}:{self.port}"
        )


@dataclass(frozen=True, slots=True)
class BounceSettings:
    """`keep_days`: how long a mail that nobody understood stays in the mailbox for a person."""

    mailbox: MailboxSettings | None
    rules: BounceRules
    keep_days: int


def bounce_settings(values: Values, home: Path) -> BounceSettings:
    """Read them; raises SettingsError naming the setting."""
    url = values.text("BOUNCES_URL", "")
    password = values.text("BOUNCES_PASSWORD", "")
    limit, days = (
        values.number("SOFT_BOUNCES", 3),
        values.number("SOFT_BOUNCE_DAYS", 30, range(0, 3651)),
    )
    return BounceSettings(
        mailbox=_mailbox(url, password, home) if url else None,
        rules=BounceRules(soft_limit=limit, soft_days=days),
        keep_days=values.number("BOUNCES_KEEP_DAYS", 30, range(1, 3651)),
    )


def _mailbox(url: str, password: str, home: Path) -> MailboxSettings:
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme in FOLDERS and rest.strip("/"):
        return MailboxSettings(scheme, path=(home / rest.removeprefix("//")).resolve())
    if scheme not in PORTS:
        raise _wrong("it names no mailbox that can be read")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as cause:
        raise _wrong("it is not an address") from cause
    return _remote(scheme, parts, port or PORTS[scheme], password)


def _remote(scheme: str, parts: SplitResult, port: int, password: str) -> MailboxSettings:
    if parts.password is not None:
        raise _wrong("it holds a password, which would be shown with it")
    if not parts.hostname or not parts.username:
        raise _wrong("it names no host or no user")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isascii():
        raise _wrong("its folder has letters beyond ASCII")
    if not password:
        raise SettingsError("is needed but not set", thing=f"{PREFIX}BOUNCES_PASSWORD",
                            remedy="Set the mailbox's password.")  # fmt: skip
    user = unquote(parts.username)
    return MailboxSettings(scheme, parts.hostname, port, user, password, folder)


def _wrong(problem: str) -> SettingsError:
    return SettingsError(problem, thing=f"{PREFIX}BOUNCES_URL", remedy=_REMEDY)
