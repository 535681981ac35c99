"""The only reader of the environment and .env. Frozen; every setting has a working default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from omroeper.domain.errors import SettingsError
from omroeper.domain.links import is_example_address
from omroeper.domain.retention import Retention
from omroeper.domain.signup import CONFIRM_WITHIN
from omroeper.domain.small_counts import FEWEST
from omroeper.domain.verp import ReturnPath
from omroeper.settings.analytics import AnalyticsKeys, analytics_keys
from omroeper.settings.bounces import BounceSettings, MailboxSettings, bounce_settings
from omroeper.settings.env_file import read_env_file
from omroeper.settings.linkedin import LinkedInSettings, linkedin_settings
from omroeper.settings.secret import SHORTEST, kept_secret
from omroeper.settings.ses import SesSettings, TopicSettings, ses_settings, topic_settings
from omroeper.settings.staff import StaffSettings, prefect_auth, staff_settings
from omroeper.settings.values import PORTS, PREFIX, Values

PROJECT = Path(__file__).resolve().parents[2]
_OUTER = ("HOME", "ENV_FILE")  # they say where .env is, so they cannot stand in it


__all__ = [
    "PREFIX",
    "PROJECT",
    "AnalyticsKeys",
    "BounceSettings",
    "DkimSettings",
    "LinkedInSettings",
    "MailboxSettings",
    "SesSettings",
    "Settings",
    "SmtpSettings",
    "StaffSettings",
    "TopicSettings",
    "load_settings",
]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How to reach the mail relay. `security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    connections: int = 1
    messages_per_connection: int = 0
    """0 is no bound."""
    authority: Path | None = None
    """A file of certificates (PEM) to trust, for a relay with a certificate of one's own making."""


@dataclass(frozen=True, slots=True)
class DkimSettings:
    """A file with a private key, where its public half stands in DNS, and which setting names it."""

    file: Path
    domain: str
    selector: str
    setting: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Paths are absolute; durations are in seconds."""

    home: Path
    var: Path
    database_url: str
    sources_file: Path
    list_inbox: Path
    public_url: str
    web_port: int
    prefect_port: int
    sender_name: str
    sender_address: str
    reply_to: str
    mail_domain: str
    bounce_address: str
    timezone: ZoneInfo
    four_eyes: bool
    secret: str
    link_secrets: tuple[str, ...]
    batch_size: int
    lease_seconds: int
    retry_seconds: int
    senders: int
    author: str
    newsletter: str
    allow_private_addresses: bool
    check_links: bool
    spam_score: int
    operator_address: str
    source_failures: int
    retention: Retention
    smtp: SmtpSettings | None
    ses: SesSettings | None
    ses_topic: TopicSettings | None
    dkim: tuple[DkimSettings, ...]
    linkedin: LinkedInSettings | None
    bounces: BounceSettings
    analytics: AnalyticsKeys
    opens_consent: str
    fewest_told: int
    staff: StaffSettings
    prefect_ui_url: str
    prefect_auth: str

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
    def return_path(self) -> ReturnPath | None:
        """Makes and reads the return path of each delivery; None without a mailbox for bounces."""
        return ReturnPath(self.bounce_address, self.secret) if self.bounce_address else None

    @property
    def mails(self) -> bool:
        """Whether mail leaves this machine; otherwise it is written to files."""
        return self.smtp is not None or self.ses is not None

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
    home = _home(outer.get(f"{PREFIX}HOME", ""))
    named = outer.get(f"{PREFIX}ENV_FILE", "")
    inner = read_env_file(Path(named or home / ".env"), named=bool(named))
    _refuse_outer(inner)
    values = Values({**inner, **outer})
    var = values.path("VAR", home / "var", home)
    mail_domain = values.host("MAIL_DOMAIN", "omroeper.example")
    sender_address = values.address("SENDER_ADDRESS", f"nieuwsbrief@{mail_domain}")
    secret = _secret(values, var)
    settings = Settings(
        home=home,
        var=var,
        database_url=values.text("DATABASE_URL", f"sqlite:///{var / 'omroeper.db'}"),
        sources_file=values.path("SOURCES_FILE", home / "config" / "sources.yaml", home),
        list_inbox=values.path("LIST_INBOX", var / "abonnees", home),
        public_url=values.url("PUBLIC_URL", ""),
        web_port=values.number("WEB_PORT", 8190, PORTS),
        prefect_port=values.number("PREFECT_PORT", 4200, PORTS),
        sender_name=values.text("SENDER_NAME", "Actieplan Groene en Digitale Banen"),
        sender_address=sender_address,
        reply_to=values.address("REPLY_TO", ""),
        mail_domain=mail_domain,
        bounce_address=values.address("BOUNCE_ADDRESS", ""),
        timezone=values.zone("TIMEZONE", "Europe/Amsterdam"),
        four_eyes=values.switch("FOUR_EYES", True),
        secret=secret,
        link_secrets=_link_secrets(values) or (secret,),
        batch_size=values.number("BATCH_SIZE", 500),
        lease_seconds=values.number("LEASE_SECONDS", 900),
        retry_seconds=values.number("RETRY_SECONDS", 600, range(0, 86_400)),
        senders=values.number("SENDERS", 1, range(1, 100)),
        author=values.text("AUTHOR", "omroeper"),
        newsletter=values.text("NEWSLETTER", "agdb"),
        allow_private_addresses=values.switch("ALLOW_PRIVATE_ADDRESSES", False),
        check_links=values.switch("CHECK_LINKS", _reached_by_readers(values)),
        spam_score=values.number("SPAM_SCORE", 5, range(0, 100)),
        operator_address=values.address("OPERATOR_ADDRESS", ""),
        source_failures=values.number("SOURCE_FAILURES", 3),
        retention=_retention(values),
        smtp=_smtp(values, home),
        ses=ses_settings(values),
        ses_topic=topic_settings(values),
        dkim=_dkim(values, home, sender_address),
        linkedin=linkedin_settings(values),
        bounces=bounce_settings(values, home),
        analytics=analytics_keys(values, home),
        opens_consent=values.text("OPENS_CONSENT", ""),
        fewest_told=values.number("FEWEST_TOLD", FEWEST, range(1, 1000)),
        staff=staff_settings(values, var, home),
        prefect_ui_url=values.url("PREFECT_UI_URL", ""),
        prefect_auth=prefect_auth(values),
    )
    values.refuse_unknown(_OUTER)
    return settings


def _home(given: str) -> Path:
    """The folder with content, config and templates: as given, the working folder, or our own."""
    if given:
        if not Path(given).is_dir():
            remedy = "Name the folder that holds content, config and templates."
            raise SettingsError(f"'{given}' is not a folder", thing=f"{PREFIX}HOME", remedy=remedy)
        return Path(given).resolve()
    here = Path.cwd()
    return here if (here / "content").is_dir() and (here / "config").is_dir() else PROJECT


def _reached_by_readers(values: Values) -> bool:
    """Whether the pages have an address of their own on the internet: no example, no loopback."""
    public = values.url("PUBLIC_URL", "")
    return bool(public) and not is_example_address(public)


def _refuse_outer(inner: Mapping[str, str]) -> None:
    for name in _OUTER:
        if PREFIX + name in inner:
            remedy = "Set it in the environment."
            raise SettingsError("it cannot stand in .env", thing=PREFIX + name, remedy=remedy)


def _secret(values: Values, var: Path) -> str:
    given = values.text("SECRET", "")
    if given and len(given) < SHORTEST:
        remedy = f"Use {SHORTEST} random characters or more."
        raise SettingsError("it is too short", thing=f"{PREFIX}SECRET", remedy=remedy)
    return given or kept_secret(var / "secret")


def _link_secrets(values: Values) -> tuple[str, ...]:
    """The keys of readers' links, oldest first; the last one signs."""
    given = tuple(values.text("LINK_SECRETS", "").split())
    if any(len(one) < SHORTEST for one in given):
        remedy = f"Use {SHORTEST} random characters or more for each, with a space between them."
        raise SettingsError("one is too short", thing=f"{PREFIX}LINK_SECRETS", remedy=remedy)
    return given


def _retention(values: Values) -> Retention:
    """In days. A request outlives its link, and a copy the quarter that it counts in."""
    standard, most = Retention(), 36_500
    return Retention(
        requests=values.number(
            "KEEP_REQUESTS_DAYS", standard.requests, range(CONFIRM_WITHIN.days + 1, most)
        ),
        left=values.number("KEEP_LEFT_DAYS", standard.left, range(0, most)),
        copies=values.number("KEEP_COPIES_DAYS", standard.copies, range(100, most)),
        events=values.number("KEEP_EVENTS_DAYS", standard.events, range(100, most)),
    )


def _smtp(values: Values, home: Path) -> SmtpSettings | None:
    host = values.host("SMTP_HOST", "")
    security = values.choice("SMTP_SECURITY", "starttls", ("none", "starttls", "tls"))
    default_port = {"none": 25, "starttls": 587, "tls": 465}[security]
    relay = SmtpSettings(
        host=host,
        port=values.number("SMTP_PORT", default_port, PORTS),
        security=security,
        user=values.text("SMTP_USER", ""),
        password=values.text("SMTP_PASSWORD", ""),
        connections=values.number("SMTP_CONNECTIONS", 4, range(1, 201)),
        messages_per_connection=values.number("SMTP_MESSAGES_PER_CONNECTION", 0, range(10**6)),
        authority=values.optional_path("SMTP_CA_FILE", home),
    )
    return relay if host else None


def _dkim(values: Values, home: Path, sender_address: str) -> tuple[DkimSettings, ...]:
    domain = values.host("DKIM_DOMAIN", sender_address.rpartition("@")[2])
    kinds = (
        ("DKIM_KEY", "DKIM_SELECTOR", "omroeper"),
        ("DKIM_ED25519_KEY", "DKIM_ED25519_SELECTOR", "omroeper-ed"),
    )
    given = [
        (values.optional_path(key, home), values.host(selector, default), PREFIX + key)
        for key, selector, default in kinds
    ]
    return tuple(DkimSettings(file, domain, name, key) for file, name, key in given if file)
