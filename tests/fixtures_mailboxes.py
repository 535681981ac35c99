"""Small IMAP and POP3 servers on loopback, with what RFC 9051 and RFC 1939 ask of a reader's session.

Both keep their mails in `mails` and can go wrong: refuse the login, give no to one fetch, or hang up at
the n-th one.
"""

import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

USER, PASSWORD = "bounces@omroeper.example", 'geheim "en\\lastig'


class MailServer(socketserver.ThreadingTCPServer):
    """What both have in common. `log` holds the verbs that came in."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        dialogue: type[socketserver.BaseRequestHandler],
        mails: list[bytes],
        *,
        hang_up_at: int = 0,
        refuse: int = 0,
        uidplus: bool = True,
        starttls: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.mails = dict(enumerate(mails, start=1))
        self.hang_up_at = hang_up_at
        self.refuse = refuse
        self.uidplus = uidplus
        self.starttls = starttls
        self.tls = tls
        self.fetched = 0
        self.longest = 0
        self.log: list[str] = []
        super().__init__(("127.0.0.1", 0), dialogue)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def hangs_up(self) -> bool:
        """Whether the connection ends at this fetch."""
        self.fetched += 1
        return self.fetched == self.hang_up_at


class _Lines(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        try:
            if self.server.tls and not self.server.starttls:
                self.encrypt()
            self.greet()
            while line := self.rfile.readline():
                text = line.decode().rstrip("\r\n")
                if not self.answer(text):
                    return
        except (ConnectionError, ssl.SSLError):
            return

    def encrypt(self) -> None:
        assert self.server.tls
        secured = self.server.tls.wrap_socket(self.request, server_side=True)
        self.request = self.connection = secured
        self.rfile = secured.makefile("rb")
        self.wfile = secured.makefile("wb", buffering=0)  # type: ignore[assignment]

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def greet(self) -> None:
        raise NotImplementedError

    def answer(self, line: str) -> bool:
        """False to hang up."""
        raise NotImplementedError


class ImapDialogue(_Lines):
    def greet(self) -> None:
        self.deleted: set[int] = set()
        self.logged_in = False
        self.say("* OK ready")

    def answer(self, line: str) -> bool:
        tag, _, rest = line.partition(" ")
        verb = " ".join(rest.split()[: 2 if rest.upper().startswith("UID") else 1]).upper()
        self.server.log.append(verb)
        handler = getattr(self, f"do_{verb.replace(' ', '_').lower()}", None)
        if handler is None or (verb.startswith("UID") and not self.logged_in):
            self.say(f"{tag} BAD what?")
            return True
        return bool(handler(tag, rest))

    def do_capability(self, tag: str, rest: str) -> bool:
        words = (
            ["IMAP4rev1"] + ["UIDPLUS"] * self.server.uidplus + ["STARTTLS"] * self.server.starttls
        )
        self.say(f"* CAPABILITY {' '.join(words)}")
        self.say(f"{tag} OK done")
        return True

    def do_starttls(self, tag: str, rest: str) -> bool:
        if not self.server.starttls:
            self.say(f"{tag} BAD no TLS here")
            return True
        self.say(f"{tag} OK begin")
        self.encrypt()
        return True

    def do_login(self, tag: str, rest: str) -> bool:
        given = [re.sub(r"\\(.)", r"\1", one) for one in re.findall(r'"((?:[^"\\]|\\.)*)"', rest)]
        words = [rest.split()[1].strip('"'), given[-1]] if given else []
        self.logged_in = words == [USER, PASSWORD]
        told = "OK welcome" if self.logged_in else f"NO [AUTHENTICATIONFAILED] {USER}: wrong"
        self.say(f"{tag} {told}")
        return True

    def do_select(self, tag: str, rest: str) -> bool:
        if '"INBOX"' not in rest:
            self.say(f"{tag} NO no such folder")
            return True
        self.say(f"* {len(self.server.mails)} EXISTS")
        self.say(f"{tag} OK [READ-WRITE] selected")
        return True

    def do_uid_search(self, tag: str, rest: str) -> bool:
        found = [str(uid) for uid in sorted(self.server.mails) if uid not in self.deleted]
        self.say(" ".join(["* SEARCH", *found]))
        self.say(f"{tag} OK done")
        return True

    def do_uid_fetch(self, tag: str, rest: str) -> bool:
        if self.server.hangs_up():
            return False
        uid, most = int(rest.split()[2]), int(rest.rpartition(".")[2].rstrip(">)"))
        if self.server.fetched == self.server.refuse:
            self.say(f"{tag} NO not now")
            return True
        content = self.server.mails.get(uid)
        if content is not None:
            part = content[:most]
            self.server.longest = max(self.server.longest, len(part))
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(part)}}}\r\n".encode())
            self.wfile.write(part)
            self.say(")")
        self.say(f"{tag} OK done")
        return True

    def do_uid_store(self, tag: str, rest: str) -> bool:
        self.deleted.add(int(rest.split()[2]))
        self.say(f"{tag} OK done")
        return True

    def do_uid_expunge(self, tag: str, rest: str) -> bool:
        self._expunge({int(rest.split()[2])} & self.deleted)
        self.say(f"{tag} OK done")
        return True

    def do_expunge(self, tag: str, rest: str) -> bool:
        self._expunge(self.deleted)
        self.say(f"{tag} OK done")
        return True

    def do_logout(self, tag: str, rest: str) -> bool:
        self.say("* BYE")
        self.say(f"{tag} OK bye")
        return False

    def _expunge(self, uids: set[int]) -> None:
        for uid in uids:
            self.server.mails.pop(uid, None)


class Pop3Dialogue(_Lines):
    def greet(self) -> None:
        self.deleted: set[int] = set()
        self.user = ""
        self.say("+OK ready")

    def answer(self, line: str) -> bool:
        verb, _, rest = line.partition(" ")
        self.server.log.append(verb.upper())
        handler = getattr(self, f"do_{verb.lower()}", None)
        if handler is None:
            self.say("-ERR what?")
            return True
        return bool(handler(rest))

    def do_capa(self, rest: str) -> bool:
        self.say("+OK")
        for word in ["TOP", "UIDL"] + ["STLS"] * self.server.starttls:
            self.say(word)
        self.say(".")
        return True

    def do_stls(self, rest: str) -> bool:
        if not self.server.starttls:
            self.say("-ERR no TLS here")
            return True
        self.say("+OK begin")
        self.encrypt()
        return True

    def do_user(self, rest: str) -> bool:
        self.user = rest
        self.say("+OK")
        return True

    def do_pass(self, rest: str) -> bool:
        right = (self.user, rest) == (USER, PASSWORD)
        self.say("+OK welcome" if right else f"-ERR [AUTH] {USER}: wrong")
        return True

    def do_list(self, rest: str) -> bool:
        self.say("+OK")
        for number, content in sorted(self.server.mails.items()):
            self.say(f"{number} {len(content)}")
        self.say(".")
        return True

    def do_retr(self, rest: str) -> bool:
        return self._give(self.server.mails[int(rest)])

    def do_top(self, rest: str) -> bool:
        number, count = (int(one) for one in rest.split())
        head, _, body = self.server.mails[number].partition(b"\r\n\r\n")
        lines = body.split(b"\r\n")[:count]
        return self._give(b"\r\n".join([head, b"", *lines]))

    def do_dele(self, rest: str) -> bool:
        self.deleted.add(int(rest))
        self.say("+OK")
        return True

    def do_quit(self, rest: str) -> bool:
        for number in self.deleted:
            self.server.mails.pop(number, None)
        self.say("+OK bye")
        return False

    def _give(self, content: bytes) -> bool:
        if self.server.hangs_up():
            return False
        if self.server.fetched == self.server.refuse:
            self.say("-ERR not now")
            return True
        self.server.longest = max(self.server.longest, len(content))
        self.say("+OK")
        stuffed = re.sub(rb"(?m)^\.", b"..", content)
        self.wfile.write(stuffed + b"\r\n.\r\n")
        return True


StartServer = Callable[..., MailServer]


@pytest.fixture
def start_mail_server() -> Iterator[StartServer]:
    """Lets a server answer until the test ends."""
    started: list[MailServer] = []

    def start(dialogue: type[_Lines], mails: list[bytes], **options: object) -> MailServer:
        server = MailServer(dialogue, mails, **options)  # type: ignore[arg-type]
        started.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost and 127.0.0.1 that only tests trust, with its key in one file."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
