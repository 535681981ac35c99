"""Amazon SES v2 on loopback, as its documentation describes it: SendEmail with Raw content, GetAccount.

Faithful where it hurts: signatures are checked, senders must be verified, Message-ID, Date and
Feedback-ID are replaced, a second DKIM-Signature is refused, sending too fast is a 429, and a reply
can be lost, or be a 500, after the message was taken.
"""

import base64
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import Any

from omroeper.demo.local_server import LocalServer
from omroeper.demo.ses_messages import Taken, problem_with, taken
from omroeper.demo.sigv4 import Credentials, refusal

KEY_ID, SECRET_KEY, REGION = "AKIADEMO", "demo-secret", "eu-central-1"
"""They open nothing but this simulator."""


class Fault(StrEnum):
    """What happens to one SendEmail instead of an answer; the last three after it was taken."""

    THROTTLED = "throttled"
    DROPPED = "dropped"
    FAILED = "failed"
    REPLY_LOST = "reply lost"
    FAILED_AFTER = "failed after it was taken"
    GARBLED = "garbled"


AFTER_TAKING = frozenset({Fault.REPLY_LOST, Fault.FAILED_AFTER, Fault.GARBLED})
_TOO_FAST = ("TooManyRequestsException", "Maximum sending rate exceeded.")


@dataclass(slots=True)
class SimulatedAccount:
    """The account, what it took, and how it misbehaves: `faults` befall the next messages in turn,
    `refuse` is an error code and message that every SendEmail gets, `account_refuses` a status and
    code that GetAccount gets."""

    verified: set[str] = field(default_factory=lambda: {"omroeper.example"})
    configuration_sets: set[str] = field(default_factory=lambda: {"nieuwsbrief"})
    per_second: float = 100_000.0
    per_day: float = -1.0
    enabled: bool = True
    in_production: bool = True
    account_refuses: tuple[int, str] | None = None
    faults: deque[Fault | None] = field(default_factory=deque)
    refuse: tuple[str, str] | None = None
    taken: list[Taken] = field(default_factory=list)
    requests: int = 0
    room: float = 1.0
    asked_at: float = field(default_factory=time.monotonic)
    guard: Lock = field(default_factory=Lock)

    def too_fast(self) -> bool:
        """Whether this message comes sooner than `per_second` allows."""
        now = time.monotonic()
        self.room = min(
            self.per_second, self.room + (now - self.asked_at) * self.per_second, 10_000
        )
        self.asked_at = now
        if self.room < 1:
            return True
        self.room -= 1
        return False


class SesSimulator(LocalServer):
    """Its `url` takes the place of https://email.<region>.amazonaws.com."""

    def __init__(self) -> None:
        self.state = SimulatedAccount()
        super().__init__(type("Handler", (_Handler,), {"state": self.state}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: SimulatedAccount

    def do_POST(self) -> None:
        self._signed("/v2/email/outbound-emails", self._send_email)

    def do_GET(self) -> None:
        self._signed("/v2/email/account", self._get_account)

    def _signed(self, path: str, go_on: Callable[[bytes], None]) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        credentials = Credentials(KEY_ID, SECRET_KEY, REGION, "ses")
        refused = refusal(credentials, self.command, self.path, headers, body)
        if refused is not None:
            self._error(403, *refused)
        elif self.path != path:
            self._error(404, "UnknownOperationException", "")
        else:
            go_on(body)

    def _get_account(self, _: bytes) -> None:
        state = self.state
        if state.account_refuses is not None:
            self._error(*state.account_refuses, "refused")
            return
        quota = {"Max24HourSend": state.per_day, "MaxSendRate": state.per_second,
                 "SentLast24Hours": float(len(state.taken))}  # fmt: skip
        self._answer(200, {"SendingEnabled": state.enabled, "SendQuota": quota,
                           "ProductionAccessEnabled": state.in_production,
                           "EnforcementStatus": "HEALTHY"})  # fmt: skip

    def _send_email(self, body: bytes) -> None:
        with self.state.guard:
            self.state.requests += 1
            fault = self.state.faults.popleft() if self.state.faults else None
            status, told = self._judged(json.loads(body), fault)
        if fault is Fault.DROPPED or (fault is Fault.REPLY_LOST and status == 200):
            self.close_connection = True
            self.connection.close()
        elif fault is Fault.FAILED or (fault is Fault.FAILED_AFTER and status == 200):
            self._error(500, "InternalServiceErrorException", "an error occurred")
        elif fault is Fault.GARBLED and status == 200:
            self._answer(200, {})
        elif status == 200:
            self._answer(200, told)
        else:
            self._error(status, told["code"], told["message"])

    def _judged(self, request: dict[str, Any], fault: Fault | None) -> tuple[int, dict[str, str]]:
        state = self.state
        if fault is Fault.DROPPED or fault is Fault.FAILED:
            return 500, {}
        if fault is Fault.THROTTLED or state.too_fast():
            return 429, dict(zip(("code", "message"), _TOO_FAST, strict=True))
        if 0 <= state.per_day <= len(state.taken):
            return 429, {"code": _TOO_FAST[0], "message": "Daily message quota exceeded."}
        content = base64.b64decode(request["Content"]["Raw"]["Data"])
        problem = state.refuse or problem_with(
            request, content, state.verified, state.configuration_sets, state.in_production
        )
        if problem is not None:
            code, message = problem
            return 404 if code == "NotFoundException" else 400, {"code": code, "message": message}
        one = taken(request, content, len(state.taken))
        state.taken.append(one)
        return 200, {"MessageId": one.message_id}

    def _error(self, status: int, code: str, message: str) -> None:
        self._answer(status, {"message": message}, code)

    def _answer(self, status: int, body: dict[str, Any], error: str = "") -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet: the desk tells what happened."""
