"""Local web sites for the link check: each path answers as told; over TLS too."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(html: str = "<title>Nieuws</title>", status: int = 200, **headers: str) -> Answer:
    """An answer to HEAD and GET alike, as html unless said otherwise."""
    content = html.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"Content-Type": "text/html; charset=utf-8", **named}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in told.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(content)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    return page("", status, Location=to)


class Site:
    """A local web server and the requests it got, as `METHOD /path`."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.busy = self.busiest = 0
        lock, site = threading.Lock(), self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                with lock:
                    site.requests.append(f"{self.command} {self.path}")
                    site.busy += 1
                    site.busiest = max(site.busiest, site.busy)
                try:
                    site.answers.get(self.path, page(status=404))(self)
                finally:
                    with lock:
                        site.busy -= 1

            do_GET = do_HEAD = answer  # noqa: N815 - the server's own names

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # they hang up
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}"


@contextmanager
def served(certificate: Path | None = None) -> Iterator[Site]:
    site = Site(certificate)
    thread = threading.Thread(target=site.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


def make_certificate(file: Path, *, valid_days: int) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key; negative days are past."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=60))
    builder = builder.not_valid_after(now + timedelta(days=valid_days))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, form, none) + signed.public_bytes(pem))
    return file
