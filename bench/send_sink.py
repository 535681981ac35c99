"""A relay that takes everything, counts it, and answers each round trip after a while.

Commands that come in one write are answered in one, after the same while, as over a real line. It
prints its port when it listens, and at SIGTERM how many messages it took.
"""

import asyncio
import signal
import sys

_END = b"\r\n.\r\n"
_REPLIES = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-SIZE 99999999\r\n250 SMTPUTF8\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
taken = 0


class Sink(asyncio.Protocol):
    """One session. `tail` is what did not yet make a line, or the last bytes of a message."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._tail = b""
        self._in_message = False
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._answer(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        global taken
        replies = b""
        data = self._tail + data
        while data:
            if self._in_message:
                end = data.find(_END)
                if end < 0:
                    data = data[-4:]
                    break
                self._in_message = False
                taken += 1
                replies += b"250 taken\r\n"
                data = data[end + len(_END) :]
                continue
            line, found, rest = data.partition(b"\r\n")
            if not found:
                break
            verb, data = line[:4].upper(), rest
            replies += _REPLIES.get(verb, b"250 ok\r\n")
            if verb == b"DATA":
                self._in_message, data = True, b"\r\n" + data
        self._tail = data
        if replies:
            self._answer(replies)

    def _answer(self, replies: bytes) -> None:
        if self._delay:
            self._loop.call_later(self._delay, self._say, replies)
        else:
            self._say(replies)

    def _say(self, replies: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(replies)
            if replies.startswith(b"221"):
                self._transport.close()


async def serve(delay: float) -> None:
    """Until SIGTERM."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    server = await loop.create_server(lambda: Sink(delay), "127.0.0.1", 0, backlog=500)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()
    print(taken, flush=True)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
