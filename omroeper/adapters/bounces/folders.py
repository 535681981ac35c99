"""The bounces' mailbox on this machine: a Maildir or an mbox file, with the standard library's mailbox."""

import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from omroeper.adapters.bounces.letter import LARGEST
from omroeper.adapters.bounces.refusals import may_fail
from omroeper.domain.bounce_reading import ReceivedMail
from omroeper.settings import MailboxSettings

_FAILURES = (mailbox.Error, OSError)


class FolderMailbox:
    """Fulfils ports.BounceMailbox. An mbox is locked while it is open, and rewritten at the end."""

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings

    @property
    def description(self) -> str:
        return self._settings.description

    @contextmanager
    def opened(self) -> Iterator["OpenFolderMailbox"]:
        with may_fail(self.description, "opening", _FAILURES):
            box = self._box()
            box.lock()
        try:
            yield OpenFolderMailbox(box, self.description)
        finally:
            with may_fail(self.description, "removing what was recorded", _FAILURES):
                box.close()  # writes, unlocks and closes

    def _box(self) -> mailbox.Mailbox[Any]:
        path = self._settings.path
        if self._settings.scheme == "maildir":
            if not (path / "new").is_dir():
                raise mailbox.NoSuchMailboxError(f"{path} is no Maildir")
            return mailbox.Maildir(path, create=False)
        return mailbox.mbox(path, create=False)


class OpenFolderMailbox:
    """Fulfils ports.OpenMailbox."""

    def __init__(self, box: mailbox.Mailbox[Any], description: str) -> None:
        self._box = box
        self._description = description
        self._keys: dict[str, Any] = {}
        self.unreadable = 0

    def mails(self) -> Iterator[ReceivedMail]:
        """Each mail by its key; one that another program took away in the meantime is passed over."""
        with may_fail(self._description, "listing its mails", _FAILURES):
            keys = list(self._box.keys())
        for key in keys:
            content = self._read(key)
            if content is not None:
                self._keys[str(key)] = key
                yield ReceivedMail(str(key), content)

    def remove(self, name: str) -> None:
        with may_fail(self._description, "removing a mail", _FAILURES):
            self._box.discard(self._keys.pop(name))

    def _read(self, key: Any) -> bytes | None:
        try:
            with self._box.get_file(key) as file:
                return bytes(file.read(LARGEST))
        except KeyError:
            return None
        except OSError:
            self.unreadable += 1
            return None
