"""What `omroeper doctor` says of mail through Amazon SES."""

from typing import TYPE_CHECKING

from omroeper.domain.mail_account import MailAccount
from omroeper.settings import SesSettings, Settings

if TYPE_CHECKING:
    from omroeper.wiring import Desk


def standing(desk: "Desk", ses: SesSettings) -> tuple[str, str]:
    """ok, note or wrong, and why; the account itself is asked. Raises SendingError."""
    account = desk.mail_account()
    if account is not None and not account.enabled:
        return "wrong", f"{desk.mailer.description}, which may not send: ask AWS why"
    left_out = [*_of_the_account(account), *_of_the_settings(desk.settings, ses)]
    quota = [account.quota] if account is not None else []
    told = "; ".join([desk.mailer.description, *quota, *left_out])
    return ("note" if left_out else "ok"), told


def _of_the_account(account: MailAccount | None) -> list[str]:
    if account is None:
        return ["what the account may send cannot be asked (permit the key ses:GetAccount)"]
    if not account.in_production:
        return ["in the sandbox, so only verified addresses get mail (ask for production access)"]
    return []


def _of_the_settings(settings: Settings, ses: SesSettings) -> list[str]:
    found = []
    if not ses.in_europe:
        found.append("this region is outside the European Union, and readers' addresses go there")
    if settings.ses_topic is None and settings.bounces.mailbox is None:
        found.append("nobody hears of bounces and complaints (set OMROEPER_SES_TOPIC)")
    if settings.ses_topic is not None and not ses.configuration_set:
        found.append("OMROEPER_SES_CONFIGURATION_SET is not set, so SES tells the topic nothing")
    if not settings.bounce_address:
        found.append("set OMROEPER_BOUNCE_ADDRESS, so that a bounce says whose it is")
    if len(settings.dkim) > 1:
        found.append("SES takes one signature: Ed25519 is left out")
    return found
