"""One sender of the bench: `send_peers.py KIND PORT CONNECTIONS MESSAGES` prints what it took, as JSON.

Each sends the same mail of some 60 kB with the reader's own token in it. `omroeper` freezes, claims,
patches, signs, hands over and settles; the others only send.
"""

import asyncio
import json
import queue
import resource
import smtplib
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from send_mail import (  # noqa: E402 - the bench's own module, beside this one
    PLACEHOLDER,
    frozen_campaign,
    mail_builder,
    make_signer,
    raw_mail,
)

DESK = "desk@omroeper.example"


def copies(count: int) -> Iterator[tuple[str, bytes]]:
    """Recipients with their own copies, the cheapest way: the pieces lie ready."""
    pieces = raw_mail().split(PLACEHOLDER)
    for number in range(count):
        yield f"p{number}@school.example", f"{number:032d}".encode().join(pieces)


def smtplib_in_threads(port: int, connections: int, count: int) -> None:
    waiting: queue.Queue[tuple[str, bytes] | None] = queue.Queue(maxsize=2 * connections)

    def line() -> None:
        with smtplib.SMTP("127.0.0.1", port) as session:
            while (one := waiting.get()) is not None:
                session.sendmail(DESK, [one[0]], one[1])

    threads = [threading.Thread(target=line) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for copy in copies(count):
        waiting.put(copy)
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()


def over_aiosmtplib(port: int, connections: int, count: int) -> None:
    import aiosmtplib

    left = copies(count)

    async def line() -> None:
        session = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, use_tls=False)
        async with session:
            for recipient, content in left:
                await session.sendmail(DESK, [recipient], content)

    async def all_lines() -> None:
        await asyncio.gather(*(line() for _ in range(connections)))

    asyncio.run(all_lines())


def prepared_omroeper(port: int, connections: int, count: int) -> Callable[[], None]:
    """A frozen campaign in a database of its own, and what sends it."""
    from omroeper.adapters.smtp import SmtpMailer
    from omroeper.services.send import SendingRules, begin_sending, send_batch
    from omroeper.settings import SmtpSettings

    folder = tempfile.TemporaryDirectory(prefix="omroeper-bench-")
    store, campaign, _ = frozen_campaign(Path(folder.name), count)
    mailer = SmtpMailer(SmtpSettings("127.0.0.1", port, "none", connections=connections))
    builder = mail_builder(campaign.id, make_signer(Path(folder.name)))
    clock = _Clock()

    def work() -> None:
        begin_sending(store, campaign.id, clock.now())
        while send_batch(
            store,
            mailer,
            builder.message_for,
            campaign,
            worker="bench",
            clock=clock,
            rules=SendingRules(batch_size=1000),
        ).claimed:
            pass
        accepted = store.tally(campaign.id).accepted
        if accepted != count:
            raise SystemExit(f"accepted {accepted} of {count}")

    return work


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def main() -> None:
    kind, port, connections, count = sys.argv[1], *map(int, sys.argv[2:5])
    work: Callable[[], None]
    if kind == "omroeper":
        work = prepared_omroeper(port, connections, count)
    else:
        plain = {"smtplib": smtplib_in_threads, "aiosmtplib": over_aiosmtplib}[kind]
        raw_mail()

        def work() -> None:
            plain(port, connections, count)

    began, cpu = time.perf_counter(), time.process_time()
    work()
    told = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
