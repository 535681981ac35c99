"""The demo's readers: some click, two scanners follow every link, and two leave by one click.

Each reader comes from a network of their own. One scanner says what it is; the other calls itself a
browser, and is known by following all links at once.
"""

import re
from dataclasses import dataclass

import httpx

from omroeper.demo.mail_catcher import MailCatcher

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
SCANNER = "Mozilla/5.0 (compatible; SafeLinks scanner)"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers did."""

    clicks: int
    scanned: int
    left: int


def read_and_click(catcher: MailCatcher) -> Reading:
    """Click as readers would: mostly the first links. The scanners are not counted."""
    messages = [message.parsed() for message in catcher.messages]
    links = _links(messages[0].get_body(("html",)).get_content())  # type: ignore[union-attr]
    clicks = 0
    with httpx.Client(timeout=20) as client:
        for place, link in enumerate(links):
            for _ in range(max(0, 23 - 3 * place)):
                network = f"10.{clicks // 250}.{clicks % 250}.7"
                client.get(link, headers={"User-Agent": BROWSER, "X-Forwarded-For": network})
                clicks += 1
            client.get(link, headers={"User-Agent": SCANNER})
        for link in links:
            client.get(link, headers={"User-Agent": BROWSER, "X-Forwarded-For": "198.51.100.7"})
        for message in messages[:2]:
            address = str(message["List-Unsubscribe"]).partition(">")[0].lstrip("<")
            client.get(address, headers={"User-Agent": SCANNER})  # a GET changes nothing
            client.post(address, data={"List-Unsubscribe": "One-Click"}).raise_for_status()
    return Reading(clicks, 2 * len(links), 2)


def _links(html: str) -> list[str]:
    """The counted links, each once, in the order of the mail."""
    return list(dict.fromkeys(re.findall(r'href="(http[^"]+/k/[0-9a-f]{12})"', html)))
