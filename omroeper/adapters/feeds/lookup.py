"""Looking up a name within a time, which the system's own resolver cannot be held to."""

import socket
from queue import Empty, SimpleQueue
from threading import Thread

import httpcore

_Answer = list[str] | Exception


def look_up(host: str, port: int, seconds: float | None) -> list[str]:
    """The addresses of a name, each once; raises httpcore's ConnectError or ConnectTimeout.

    A lookup that hangs is left behind in a thread of its own. It is a daemon: it ends with the name
    server's answer or with the process, and keeps neither its asker nor the process waiting.
    """
    answers: SimpleQueue[_Answer] = SimpleQueue()
    Thread(target=_ask, args=(host, port, answers), name=f"lookup {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise httpcore.ConnectTimeout("the name server gave no answer in time") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(f"the name cannot be resolved ({answer})") from answer
    return answer


def _ask(host: str, port: int, answers: SimpleQueue[_Answer]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        answers.put(failure)
    else:
        answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))
