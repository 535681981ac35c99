"""Following links: dead, moved, behind a log-in, refused, slow, looping, and what a page says itself."""

import gzip
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from omroeper.adapters.feeds.connecting import make_client
from omroeper.adapters.link_check import AT_ONE_HOST, SIDE_BY_SIDE, HttpLinkChecker
from omroeper.adapters.link_memory import KEPT, LinkMemory
from omroeper.adapters.link_page import is_login
from omroeper.adapters.link_visit import MOST_BYTES
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from tests.adapters.sites import Answer, Site, make_certificate, page, redirect, served
from tests.samples import FixedClock

T = LinkTrouble


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


Follow = Callable[..., list[tuple[LinkTrouble, str]]]


@pytest.fixture
def checker(tmp_path: Path, clock: FixedClock) -> Iterator[HttpLinkChecker]:
    with make_client(2, allow_private=True) as client:
        yield HttpLinkChecker(client, LinkMemory(tmp_path / "links.json", clock), seconds=8)


@pytest.fixture
def follow(site: Site, checker: HttpLinkChecker) -> Follow:
    """Follow one link to the site; gives its troubles."""

    def followed(answer: Answer | None = None, path: str = "/nieuws/a") -> Any:
        if answer is not None:
            site.answers[path.partition("#")[0]] = answer
        return list(checker.check([site.url + path])[site.url + path].troubles)

    return followed


def refuses_head(status: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        refused = handler.command == "HEAD"
        page(status=status if refused else 200)(handler)

    return answer


def hangs_until(event: threading.Event) -> Answer:
    def answer(_: BaseHTTPRequestHandler) -> None:
        event.wait(20)

    return answer


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Ends the connection with a reset, before any answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@pytest.mark.parametrize(
    "answer",
    [
        page(),
        page("%PDF", Content_Type="application/pdf"),
        refuses_head(405),
        refuses_head(501),
        refuses_head(403),
        refuses_head(404),
        redirect("/nieuws/b", 301),
        page("<title>Bouwnummer 4040</title><h1>Nieuws</h1>"),
    ],
    ids=["page", "file", "405", "501", "403", "404", "redirect", "4040"],
)
def test_a_link_that_works_gives_no_trouble(site: Site, follow: Follow, answer: Answer) -> None:
    site.answers["/nieuws/b"] = page()
    assert follow(answer) == []


def test_a_large_file_is_not_fetched(site: Site, follow: Follow) -> None:
    follow(page("x" * 10, Content_Type="application/pdf"))
    assert site.requests == ["HEAD /nieuws/a"]


@pytest.mark.parametrize(
    ("answer", "troubles"),
    [
        (page(status=404), [(T.GONE, "404")]),
        (page(status=410), [(T.GONE, "410")]),
        (page(status=403), [(T.UNSURE, "de site antwoordde 403")]),
        (page(status=429), [(T.UNSURE, "de site antwoordde 429")]),
        (page(status=503), [(T.UNSURE, "de site antwoordde 503")]),
        (page(status=401), [(T.LOGIN, "127.0.0.1")]),
        (redirect("/inloggen?terug=/nieuws/a"), [(T.LOGIN, "127.0.0.1")]),
        (redirect("/adfs/ls/?SAMLRequest=x"), [(T.LOGIN, "127.0.0.1")]),
        (redirect("/"), [(T.EMPTY, "de startpagina")]),
        (redirect("/nieuws/a"), [(T.UNSURE, "hij blijft doorverwijzen")]),
        (page("<title>404 - Pagina niet gevonden</title>"),
         [(T.EMPTY, "een pagina met de titel ‘404 - Pagina niet gevonden’")]),
        (page('<form><input name="p" type="password"></form>'), [(T.PASSWORD, "")]),
        (reset, [(T.UNSURE, "er kwam geen verbinding")]),
    ],
)  # fmt: skip
def test_each_trouble_is_named(
    site: Site, follow: Follow, answer: Answer, troubles: list[tuple[LinkTrouble, str]]
) -> None:
    for path in ("/", "/inloggen?terug=/nieuws/a", "/adfs/ls/?SAMLRequest=x"):
        site.answers[path] = page()
    assert follow(answer) == troubles


def test_a_chain_of_redirects_ends_where_it_ends(site: Site, follow: Follow) -> None:
    for number in range(5):
        site.answers[f"/stap/{number}"] = redirect(f"/stap/{number + 1}", 307)
    site.answers["/stap/5"] = page(status=404)
    assert follow(redirect("/stap/0", 308)) == [(T.GONE, "404")]


def test_another_site_is_told_by_name(site: Site, follow: Follow) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    site.answers["/b"] = page()
    assert follow(redirect(f"{other}/b")) == [(T.ELSEWHERE, "localhost")]


def test_a_redirect_to_what_is_no_web_address_is_not_followed(follow: Follow) -> None:
    assert follow(redirect("file:///etc/passwd")) == [(T.UNSURE, "er kwam geen verbinding")]


@pytest.mark.parametrize(
    ("html", "troubles"),
    [
        ('<h2 id="deel">x</h2>', []),
        ("<a name=deel>x</a>", []),
        ('<h2 id="deel-2">x</h2>', [(T.FRAGMENT, "deel")]),
    ],
)
def test_the_part_of_a_page_must_be_in_it(
    follow: Follow, html: str, troubles: list[tuple[LinkTrouble, str]]
) -> None:
    assert follow(page(html), "/nieuws/a#deel") == troubles


def packed_page(html: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        packed = gzip.compress(html)
        handler.send_response(200)
        for name, value in (("Content-Type", "text/html"), ("Content-Encoding", "gzip"),
                            ("Content-Length", str(len(packed)))):  # fmt: skip
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(packed)

    return answer


def test_a_packed_page_is_read(follow: Follow) -> None:
    assert follow(packed_page(b"<input type=password>")) == [(T.PASSWORD, "")]


@pytest.mark.parametrize("packed", [True, False])
def test_a_part_that_may_be_beyond_what_was_read_is_no_trouble(
    follow: Follow, packed: bool
) -> None:
    html = "x" * (MOST_BYTES + 1)
    answer = packed_page(html.encode()) if packed else page(html)
    assert follow(answer, "/nieuws/a#deel") == []


def test_a_site_that_hangs_is_given_up(follow: Follow) -> None:
    hanging = threading.Event()
    try:
        found = follow(hangs_until(hanging))
    finally:
        hanging.set()
    assert found == [(T.UNSURE, "de site antwoordde niet op tijd")]


def test_what_is_left_when_the_time_is_up_says_so(tmp_path: Path, site: Site) -> None:
    hanging = threading.Event()
    site.answers = {f"/{n}": hangs_until(hanging) for n in range(6)}
    urls = [f"{site.url}/{n}" for n in range(6)]
    with make_client(30, allow_private=True) as client:
        memory = LinkMemory(tmp_path / "links.json", FixedClock())
        try:
            answers = HttpLinkChecker(client, memory, seconds=0.5).check(urls)
        finally:
            hanging.set()
    assert set(answers) == set(urls)
    kinds = {trouble for answer in answers.values() for trouble, _ in answer.troubles}
    assert T.UNREACHED in kinds
    assert kinds <= {T.UNREACHED, T.UNSURE}


def test_one_host_is_not_asked_everything_at_once(site: Site, checker: HttpLinkChecker) -> None:
    site.answers = {f"/{n}": page() for n in range(20)}
    answers = checker.check([f"{site.url}/{n}" for n in range(20)])
    assert all(answer == LinkAnswer() for answer in answers.values())
    assert site.busiest <= AT_ONE_HOST


def test_a_name_that_does_not_exist_differs_from_a_name_server_that_fails(
    checker: HttpLinkChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str, *_: Any, **__: Any) -> Any:
        gone = name.startswith("weg")
        raise socket.gaierror(
            *((socket.EAI_NONAME, "Name or service not known") if gone
              else (socket.EAI_AGAIN, "Temporary failure in name resolution"))
        )  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    answers = checker.check(["https://weg.nl/a", "https://even-niet.nl/a"])
    assert answers["https://weg.nl/a"].troubles == ((T.NAMELESS, ""),)
    assert answers["https://even-niet.nl/a"].troubles == ((T.UNSURE, "er kwam geen verbinding"),)


@pytest.fixture
def hanging_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A name server that gives no answer for what ends in .hangt, until the test is over."""
    real, over = socket.getaddrinfo, threading.Event()

    def hangs(name: Any, *more: Any, **options: Any) -> Any:
        if str(name).endswith(".hangt"):
            over.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(name, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    yield over
    over.set()


def test_a_name_server_that_hangs_keeps_no_other_link_waiting(
    tmp_path: Path, site: Site, hanging_names: threading.Event
) -> None:
    site.answers["/nieuws/a"] = page(status=410)
    good = f"{site.url}/nieuws/a"
    hung = [f"https://{number}.hangt/a" for number in range(SIDE_BY_SIDE)]
    with make_client(0.5, allow_private=True) as client:
        memory = LinkMemory(tmp_path / "links.json", FixedClock())
        answers = HttpLinkChecker(client, memory).check([*hung, good])
    assert not hanging_names.is_set()
    assert answers[good].troubles == ((T.GONE, "410"),)
    no_answer = ((T.UNSURE, "de site antwoordde niet op tijd"),)
    assert {answers[url].troubles for url in hung} == {no_answer}


def test_the_whole_check_ends_though_every_name_hangs(
    tmp_path: Path, hanging_names: threading.Event
) -> None:
    urls = [f"http://{number}.hangt/a" for number in range(3 * SIDE_BY_SIDE)]
    with make_client(600) as client:
        memory = LinkMemory(tmp_path / "links.json", FixedClock())
        answers = HttpLinkChecker(client, memory, seconds=0.5).check(urls)
    assert not hanging_names.is_set()
    kinds = {trouble for answer in answers.values() for trouble, _ in answer.troubles}
    assert set(answers) == set(urls)
    assert T.UNREACHED in kinds
    assert kinds <= {T.UNREACHED, T.UNSURE}


def test_a_process_ends_though_a_lookup_still_hangs() -> None:
    code = (
        "import socket, threading, httpcore\n"
        "socket.getaddrinfo = lambda *_, **__: threading.Event().wait()\n"
        "from omroeper.adapters.feeds.lookup import look_up\n"
        "try:\n"
        "    look_up('x.example', 443, 0.2)\n"
        "except httpcore.ConnectTimeout as told:\n"
        "    print(told)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "the name server gave no answer in time\n"


def test_an_address_inside_is_not_followed(tmp_path: Path, site: Site) -> None:
    with make_client(2) as client:
        checker = HttpLinkChecker(client, LinkMemory(tmp_path / "links.json", FixedClock()))
        answers = checker.check([f"{site.url}/nieuws/a"])
    assert answers[f"{site.url}/nieuws/a"].troubles == ((T.PRIVATE, "127.0.0.1"),)
    assert site.requests == []


@pytest.mark.parametrize(
    ("valid_days", "trusted", "troubles"),
    [
        (30, False, [(T.CERTIFICATE, "niet geldig")]),
        (-3, True, [(T.CERTIFICATE, "verlopen")]),
        (30, True, []),
    ],
    ids=["self-signed", "expired", "good"],
)
def test_certificates(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    valid_days: int,
    trusted: bool,
    troubles: list[tuple[LinkTrouble, str]],
) -> None:
    certificate = make_certificate(tmp_path / "site.pem", valid_days=valid_days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with served(certificate) as safe, make_client(2, allow_private=True) as client:
        safe.answers["/a"] = page()
        checker = HttpLinkChecker(client, LinkMemory(tmp_path / "links.json", FixedClock()))
        answers = checker.check([f"{safe.url}/a"])
    assert list(answers[f"{safe.url}/a"].troubles) == troubles


def test_http_where_https_answers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    certificate = make_certificate(tmp_path / "site.pem", valid_days=30)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with served(certificate) as safe, make_client(2, allow_private=True) as client:
        safe.answers["/nieuws/a"] = page()
        site.answers["/nieuws/a"] = redirect(f"{safe.url}/nieuws/a")
        checker = HttpLinkChecker(client, LinkMemory(tmp_path / "links.json", FixedClock()))
        answers = checker.check([f"{site.url}/nieuws/a"])
    assert answers[f"{site.url}/nieuws/a"].troubles == ((T.PLAIN_HTTP, ""),)


def test_answers_are_remembered_for_hours_and_asked_afresh_when_told(
    site: Site, checker: HttpLinkChecker, clock: FixedClock
) -> None:
    url = f"{site.url}/nieuws/a"
    site.answers["/nieuws/a"] = page("x", Content_Type="application/pdf")
    first = checker.check([url])
    assert checker.check([url]) == first
    assert len(site.requests) == 1
    site.answers["/nieuws/a"] = page(status=410)
    assert checker.check([url], afresh=True)[url].troubles == ((T.GONE, "410"),)
    assert checker.check([url])[url].troubles == ((T.GONE, "410"),)
    asked = len(site.requests)
    clock.moment += KEPT + timedelta(minutes=1)
    checker.check([url])
    assert len(site.requests) > asked


def test_what_may_pass_is_asked_again(site: Site, checker: HttpLinkChecker) -> None:
    url = f"{site.url}/nieuws/a"
    site.answers["/nieuws/a"] = page(status=503)
    assert checker.check([url])[url].troubles
    site.answers["/nieuws/a"] = page()
    assert checker.check([url])[url].troubles == ()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": 1}', '{"a": ["x", []]}'])
def test_a_broken_memory_is_forgotten(tmp_path: Path, content: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(content)
    memory = LinkMemory(file, FixedClock())
    assert memory.recall(["a"]) == {}
    memory.keep({"a": LinkAnswer(((T.EMPTY, "x"),))})
    assert memory.recall(["a"]) == {"a": LinkAnswer(((T.EMPTY, "x"),))}


@pytest.mark.parametrize(
    ("address", "login"),
    [
        ("https://x.nl/login", True), ("https://x.nl/user/sign-in?next=/", True),
        ("https://login.microsoftonline.com/x", True), ("https://accounts.google.com/v3", True),
        ("https://x.nl/wp-login.php", True), ("https://x.nl/?SAMLRequest=x", True),
        ("https://x.nl/blog/inlogproblemen", False), ("https://x.nl/aanmelden", False),
        ("https://x.nl/casus/b", False), ("https://loginhulp.nl/", False),
    ],
)  # fmt: skip
def test_which_addresses_look_like_a_log_in(address: str, login: bool) -> None:
    assert is_login(address) is login
