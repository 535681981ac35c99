"""Logins of the team and tokens of programs, kept in the settings' files."""

import secrets
import threading
from dataclasses import replace
from functools import cached_property

from omroeper.adapters.login_files import read_clients, read_logins, write_clients, write_logins
from omroeper.domain.errors import NotFound
from omroeper.domain.login import ApiClient, Logins, Scope
from omroeper.domain.password import checked_name, checked_password, hashed, matches, token_hash
from omroeper.wiring.parts import Parts

_AT_ONCE = threading.BoundedSemaphore(2)
"""A try takes 32 MB: more at once would let strangers fill the memory."""


class StaffSteps(Parts):
    @property
    def logins(self) -> Logins:
        """As the file is now: who was removed is out at once."""
        return read_logins(self.settings.staff.logins)

    @property
    def api_clients(self) -> tuple[ApiClient, ...]:
        return read_clients(self.settings.staff.clients)

    def check_login(self, name: str, password: str) -> str:
        """The name as it is kept when the password is theirs; else nothing."""
        logins = self.logins
        known, nobodys = logins.named(name), self._nobodys
        with _AT_ONCE:
            right = matches(password, logins.hashes[known] if known else nobodys)
        return known if known and right else ""

    @cached_property
    def _nobodys(self) -> str:
        """Tried for a name that nobody has, so that the time a try takes tells nothing."""
        return hashed(secrets.token_urlsafe(), secrets.token_bytes(16))

    def set_login(self, name: str, password: str) -> str:
        """Give a person a login, or another password; gives the name as it is kept."""
        logins, wanted = self.logins, checked_name(name)
        kept = hashed(checked_password(password), secrets.token_bytes(16))
        known = logins.named(wanted) or wanted
        write_logins(self.settings.staff.logins, Logins({**logins.hashes, known: kept}))
        return known

    def remove_login(self, name: str) -> str:
        """Take a person's login away, their sessions with it; raises NotFound."""
        logins = self.logins
        known = logins.named(name)
        if not known:
            remedy = "`omroeper login` lists them."
            raise NotFound("nobody has a login by this name", thing=name, remedy=remedy)
        others = {one: kept for one, kept in logins.hashes.items() if one != known}
        write_logins(self.settings.staff.logins, replace(logins, hashes=others))
        return known

    def add_client(self, name: str, scope: Scope) -> str:
        """Let a program ask; gives its token, which is kept nowhere. An older one of the name ends."""
        wanted, token = checked_name(name), secrets.token_urlsafe(32)
        others = [one for one in self.api_clients if one.name != wanted]
        added = ApiClient(wanted, scope, token_hash(token))
        write_clients(self.settings.staff.clients, (*others, added))
        return token

    def remove_client(self, name: str) -> None:
        """End a program's token; raises NotFound."""
        others = tuple(one for one in self.api_clients if one.name != name)
        if len(others) == len(self.api_clients):
            raise NotFound(
                "no program has a token by this name",
                thing=name,
                remedy="`omroeper api` lists them.",
            )
        write_clients(self.settings.staff.clients, others)
