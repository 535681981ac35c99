"""The only reader of the environment and .env. Frozen; every setting has a working default."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from omroeper.domain.errors import SettingsError

PREFIX = "OMROEPER_"
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How to reach the mail relay. `security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class LinkedInSettings:
    """How to reach LinkedIn. `base_url` differs from LinkedIn's own only in the demo and the tests."""

    token: str
    organization: str
    version: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Paths are absolute; durations are in seconds."""

    home: Path
    var: Path
    database_url: str
    sources_file: Path
    public_url: str
    web_port: int
    prefect_port: int
    sender_name: str
    sender_address: str
    reply_to: str
    mail_domain: str
    timezone: ZoneInfo
    four_eyes: bool
    secret: str
    batch_size: int
    lease_seconds: int
    retry_seconds: int
    author: str
    smtp: SmtpSettings | None
    linkedin: LinkedInSettings | None

    @property
    def content(self) -> Path:
        return self.home / "content"

    @property
    def config(self) -> Path:
        return self.home / "config"

    @property
    def templates(self) -> Path:
        return self.home / "templates"

    @property
    def outbox(self) -> Path:
        return self.var / "outbox"

    @property
    def counts_clicks(self) -> bool:
        """Clicks are counted only when the pages have a public address to come through."""
        return bool(self.public_url)

    @property
    def web_url(self) -> str:
        """Where the web pages are: the public address, or the local one."""
        return self.public_url or f"http://127.0.0.1:{self.web_port}"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment over .env over the defaults; raise SettingsError naming the setting."""
    outer = dict(os.environ if environment is None else environment)
    home = Path(outer.get(f"{PREFIX}HOME") or _default_home()).resolve()
    env_file = Path(outer.get(f"{PREFIX}ENV_FILE") or home / ".env")
    values = _Values({**_dotenv(env_file), **outer})
    var = values.path("VAR", home / "var", home)
    mail_domain = values.text("MAIL_DOMAIN", "omroeper.example")
    return Settings(
        home=home,
        var=var,
        database_url=values.text("DATABASE_URL", f"sqlite:///{var / 'omroeper.db'}"),
        sources_file=values.path("SOURCES_FILE", home / "config" / "sources.yaml", home),
        public_url=values.text("PUBLIC_URL", "").rstrip("/"),
        web_port=values.number("WEB_PORT", 8190),
        prefect_port=values.number("PREFECT_PORT", 4200),
        sender_name=values.text("SENDER_NAME", "Actieplan Groene en Digitale Banen"),
        sender_address=values.text("SENDER_ADDRESS", f"nieuwsbrief@{mail_domain}"),
        reply_to=values.text("REPLY_TO", ""),
        mail_domain=mail_domain,
        timezone=values.zone("TIMEZONE", "Europe/Amsterdam"),
        four_eyes=values.switch("FOUR_EYES", True),
        secret=values.text("SECRET", "") or _kept_secret(var / "secret"),
        batch_size=values.number("BATCH_SIZE", 500),
        lease_seconds=values.number("LEASE_SECONDS", 900),
        retry_seconds=values.number("RETRY_SECONDS", 900),
        author=values.text("AUTHOR", "omroeper"),
        smtp=_smtp(values),
        linkedin=_linkedin(values),
    )


def _default_home() -> Path:
    here = Path.cwd()
    return here if (here / "content").is_dir() and (here / "config").is_dir() else PROJECT


def _dotenv(file: Path) -> dict[str, str]:
    return {k: v for k, v in dotenv_values(file).items() if v is not None} if file.exists() else {}


def _smtp(values: "_Values") -> SmtpSettings | None:
    host = values.text("SMTP_HOST", "")
    if not host:
        return None
    security = values.choice("SMTP_SECURITY", "starttls", ("none", "starttls", "tls"))
    default_port = {"none": 25, "starttls": 587, "tls": 465}[security]
    return SmtpSettings(
        host=host,
        port=values.number("SMTP_PORT", default_port),
        security=security,
        user=values.text("SMTP_USER", ""),
        password=values.text("SMTP_PASSWORD", ""),
    )


def _linkedin(values: "_Values") -> LinkedInSettings | None:
    token = values.text("LINKEDIN_TOKEN", "")
    if not token:
        return None
    return LinkedInSettings(
        token=token,
        organization=values.required(
            "LINKEDIN_ORGANIZATION", "Give the page's urn, for example urn:li:organization:123."
        ),
        version=values.text("LINKEDIN_VERSION", "202610"),
        base_url=values.text("LINKEDIN_BASE_URL", "https://api.linkedin.com").rstrip("/"),
    )


def _kept_secret(file: Path) -> str:
    """The desk's own secret, made on first use and readable only by its owner."""
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(32)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secret)
    return secret


class _Values:
    """Typed look-ups that name the setting when it is wrong."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str, default: str) -> str:
        return self._values.get(PREFIX + name, "").strip() or default

    def required(self, name: str, remedy: str) -> str:
        value = self.text(name, "")
        if not value:
            raise SettingsError("is needed but not set", thing=PREFIX + name, remedy=remedy)
        return value

    def path(self, name: str, default: Path, home: Path) -> Path:
        given = self.text(name, "")
        return (home / Path(given).expanduser()).resolve() if given else default

    def number(self, name: str, default: int) -> int:
        given = self.text(name, str(default))
        if not given.isdecimal():
            raise SettingsError(
                f"'{given}' is not a whole number",
                thing=PREFIX + name,
                remedy=f"Write digits only, for example {default}.",
            )
        return int(given)

    def switch(self, name: str, default: bool) -> bool:
        given = self.choice(name, "true" if default else "false", ("true", "false"))
        return given == "true"

    def choice(self, name: str, default: str, options: tuple[str, ...]) -> str:
        given = self.text(name, default).lower()
        if given not in options:
            raise SettingsError(
                f"'{given}' is not one of the choices",
                thing=PREFIX + name,
                remedy=f"Choose {' or '.join(options)}.",
            )
        return given

    def zone(self, name: str, default: str) -> ZoneInfo:
        given = self.text(name, default)
        try:
            return ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError) as cause:
            raise SettingsError(
                f"'{given}' is not a time zone",
                thing=PREFIX + name,
                remedy="Use an IANA name, for example Europe/Amsterdam.",
            ) from cause
