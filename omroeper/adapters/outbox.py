"""Mail as files: what happens when no SMTP relay is set. Nothing leaves the machine."""

import os
from collections.abc import Iterable, Iterator
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path

from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError
from omroeper.ports import OutgoingMail


class OutboxMailer:
    """Fulfils ports.Mailer: writes each message to `<folder>/<delivery>.eml`, once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def description(self) -> str:
        return (
            f"NOT mailed: no SMTP relay is set, so messages are written to {self._folder} "
            "(set OMROEPER_SMTP_HOST or OMROEPER_SES_REGION to mail them)"
        )

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        """One Attempt each, in order; raises SendingError when the folder cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise self._unusable(cause) from cause
        for message in messages:
            try:
                self._write(message)
            except OSError as cause:
                raise self._unusable(cause) from cause
            yield Attempt(message.delivery, Outcome.ACCEPTED, "written to the outbox")

    def forget(self, address: str) -> int:
        """Remove every message to this address; give how many."""
        found = [one for one in self._folder.rglob("*.eml") if _is_to(one, address)]
        for file in found:
            file.unlink(missing_ok=True)
        return len(found)

    def _write(self, message: OutgoingMail) -> None:
        """Whole or not at all: a temporary file, synced, then renamed."""
        target = self._folder / f"{message.delivery}.eml"
        if target.exists():  # written before a crash: the same delivery is the same message
            return
        temporary = target.with_suffix(".part")
        with temporary.open("wb") as stream:
            stream.write(message.content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)

    def _unusable(self, cause: OSError) -> SendingError:
        return SendingError(
            f"cannot be written ({cause.strerror})",
            thing=f"outbox {self._folder}",
            remedy="Free space or mend its permissions; the messages stay in the ledger.",
        )


def _is_to(file: Path, address: str) -> bool:
    with file.open("rb") as stream:
        message = BytesHeaderParser(policy=policy.default).parse(stream)
    recipients = getaddresses([str(one) for one in message.get_all("To", [])])
    return any(given.lower() == address.lower() for _, given in recipients)
