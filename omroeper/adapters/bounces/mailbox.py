"""The mailbox that the settings name."""

from omroeper.adapters.bounces.folders import FolderMailbox
from omroeper.adapters.bounces.imap import ImapMailbox
from omroeper.adapters.bounces.pop3 import Pop3Mailbox
from omroeper.ports import BounceMailbox
from omroeper.settings import MailboxSettings


def bounce_mailbox(settings: MailboxSettings) -> BounceMailbox:
    """Reads it by its own protocol; connects only when it is opened."""
    if settings.scheme.startswith("imap"):
        return ImapMailbox(settings)
    if settings.scheme.startswith("pop3"):
        return Pop3Mailbox(settings)
    return FolderMailbox(settings)
