"""Which program asks: a token of its own (RFC 6750), and no more questions than it may."""

import hmac

from starlette.requests import Request

from omroeper.domain.login import ApiClient, Scope
from omroeper.domain.password import token_hash
from omroeper.web.limits import Limits
from omroeper.wiring import Desk

PER_HOUR = 3600
_LONGEST = 256


class Programs:
    """Checks tokens and counts questions."""

    def __init__(self, desk: Desk, *, per_hour: int = PER_HOUR) -> None:
        self._desk = desk
        self._limits = Limits(desk.settings.secret, per_hour=per_hour)

    def known(self, request: Request, scope: Scope) -> ApiClient | None:
        """The program whose token this is, if it opens this; as long for one token as for another."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not 0 < len(token) <= _LONGEST:
            return None
        given, found = token_hash(token.strip()), None
        for client in self._desk.api_clients:
            if hmac.compare_digest(client.kept, given) and client.scope is scope:
                found = client
        return found

    def may_ask(self, client: ApiClient) -> bool:
        """Count one question; False when there were too many this hour."""
        return self._limits.allow_one(client.name, self._desk.clock.now())
