"""Reading the mailbox over IMAP and POP3 in a process that is killed between commit and removal."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime
from typing import Any

import pytest

from omroeper.adapters.bounces.classify import Classifier
from omroeper.adapters.bounces.imap import OpenImapMailbox
from omroeper.adapters.bounces.mailbox import bounce_mailbox
from omroeper.adapters.bounces.pop3 import OpenPop3Mailbox
from omroeper.adapters.database import open_store
from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import BounceRules, BounceTally
from omroeper.domain.bounce_reading import BounceRound
from omroeper.domain.verp import ReturnPath
from omroeper.services.bounces import Reading, read_bounces
from omroeper.settings import MailboxSettings
from tests.adapters.bounces.test_classify import notification
from tests.fixtures_database import SECRET
from tests.fixtures_mailboxes import PASSWORD, USER, ImapDialogue, Pop3Dialogue, StartServer
from tests.samples import FixedClock
from tests.services.bouncing import sent

NOW = datetime(2024, 10, 15, 8, 0, tzinfo=UTC)
PATH = ReturnPath("bounces@omroeper.example", "a-secret-of-thirty-two-characters")
DIALOGUES = {"imap": ImapDialogue, "pop3": Pop3Dialogue}


def read(scheme: str, port: int, database_url: str, *, killed_at: int = 0) -> BounceRound:
    """A round in this process; it ends with SIGKILL instead of the so-manieth removal."""
    removals = 0

    def kill(self: Any, name: str) -> None:
        nonlocal removals
        removals += 1
        if removals == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        real(self, name)

    kind = OpenImapMailbox if scheme == "imap" else OpenPop3Mailbox
    real = kind.remove
    if killed_at:
        kind.remove = kill  # type: ignore[method-assign]
    settings = MailboxSettings(scheme, "127.0.0.1", port, USER, PASSWORD)
    with open_store(database_url, SECRET) as store:
        reader = Classifier("omroeper.example", PATH.delivery_of)
        reading = Reading(reader, store, FixedClock(NOW), BounceRules(), keep_days=30)
        return read_bounces(bounce_mailbox(settings), reading)


@pytest.mark.parametrize("killed_at", [1, 2, 3])
@pytest.mark.parametrize("scheme", DIALOGUES)
def test_each_bounce_counts_once_and_none_is_lost(
    scheme: str, killed_at: int, sqlite_url: str, start_mail_server: StartServer
) -> None:
    with open_store(sqlite_url, SECRET) as store:
        campaign, copies = sent(store, 3)
        mails = [
            notification(to=PATH.address_for(copy.id)).replace(b"p1@", copy.address[:3].encode())
            for copy in copies
        ]
        server = start_mail_server(DIALOGUES[scheme], mails)
        process = multiprocessing.get_context("spawn").Process(
            target=read, args=(scheme, server.port, sqlite_url), kwargs={"killed_at": killed_at}
        )
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        committed = store.bounce_tally(campaign.id).hard
        removed = (
            killed_at - 1 if scheme == "imap" else 0
        )  # POP3 removes when the session ends well
        assert (committed, len(server.mails)) == (killed_at, 3 - removed)

        done = read(scheme, server.port, sqlite_url)
        assert (done.hard, done.repeated) == (3 - committed, committed - removed)
        assert server.mails == {}
        assert store.bounce_tally(campaign.id) == BounceTally(hard=3)
        reasons = {store.suppression_of(copy.address) for copy in copies}
        assert reasons == {SuppressionReason.HARD_BOUNCE}
