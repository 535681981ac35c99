"""What the bench of sending sends: a newsletter of some 60 kB, and audiences of any size."""

import sqlite3
import time
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.dkim_keys import read_dkim_key
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import TOKEN_PLACEHOLDER, Campaign, Delivery
from omroeper.domain.edition import RenderedEdition
from omroeper.domain.verp import ReturnPath
from omroeper.rendering.dkim import DkimSigner
from omroeper.rendering.mime import MessageBuilder, Sender
from omroeper.services.send import freeze_audience
from tests.samples import WHEN, FixedClock, approved_draft

PLACEHOLDER = TOKEN_PLACEHOLDER.encode()
SECRET = "a-secret-of-the-bench-of-32-characters"
DESK = "desk@omroeper.example"
WEB = "https://nieuws.omroeper.example"
_SENTENCE = "Vakmensen en scholen werken samen aan banen voor morgen, in heel Nederland. "
_PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO subscribers
  (key, address, address_folded, name, status, topics, consent_source, consent_at)
SELECT lower(hex(randomblob(10))), 'p' || i || '@school.example', 'p' || i || '@school.example',
  '', 'confirmed', '[]', 'bench', NULL FROM n
"""
_THEIRS = """
INSERT INTO subscriptions (subscriber, newsletter, frequency, figures_only, since)
SELECT key, 'agdb', 'every', 0, '2024-01-01 00:00:00.000000' FROM subscribers
"""


def newsletter() -> RenderedEdition:
    leave = f"{WEB}/afmelden/{TOKEN_PLACEHOLDER}"
    cells = f'<td style="padding:8px;font-family:Roboto">{_SENTENCE}</td>' * 440
    return RenderedEdition(
        subject="Nieuws van het actieplan",
        preheader="",
        html=f'<html lang="nl"><body><table><tr>{cells}</tr></table><a href="{leave}">x</a></body></html>',
        text=f"{_SENTENCE}\n" * 40 + f"Afmelden: {leave}\n",
        mjml="",
        archive_html="",
    )


def mail_builder(campaign: str, signer: DkimSigner | None) -> MessageBuilder:
    sender = Sender("De desk", DESK, "", "Nieuws", "agdb.omroeper.example", "omroeper.example")
    path = ReturnPath("bounces@omroeper.example", SECRET) if signer else None
    return MessageBuilder(
        newsletter(), sender, campaign=campaign, web_url=WEB, return_path=path, signer=signer
    )


@cache
def raw_mail() -> bytes:
    """One copy with the placeholder in both bodies and nowhere else."""
    reader = Delivery(1, "c", "s", "p0@school.example", "OMROEPERTOK", "<m@omroeper.example>")
    content = mail_builder("c", None).message_for(reader, WHEN).content
    head, _, body = content.partition(b"\r\n\r\n")
    pieces = body.replace(b"=\r\n", b"").split(b"OMROEPERTOK")
    lines = PLACEHOLDER.join(pieces).replace(b". ", b". =\r\n")
    return head + b"\r\n\r\n" + lines


def make_signer(folder: Path) -> DkimSigner:
    """With an RSA key of 2048 bits."""
    file = folder / "dkim.pem"
    key = generate_private_key(65537, 2048)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    file.chmod(0o600)
    domain = "omroeper.example"
    return DkimSigner([read_dkim_key(file, domain=domain, selector="s", setting="bench")])


def frozen_campaign(folder: Path, size: int) -> tuple[DatabaseStore, Campaign, float]:
    """A store with so many subscribers, its campaign, and the seconds that freezing took."""
    database = folder / "bench.db"
    store = open_store(f"sqlite:///{database}", SECRET)
    draft = approved_draft(store)
    with sqlite3.connect(database) as connection:
        connection.execute(_PEOPLE, (size,))
        connection.execute(_THEIRS)
    connection.close()
    began = time.perf_counter()
    segment, clock = Segment("alle", "Iedereen"), FixedClock(WHEN)
    campaign = freeze_audience(store, draft, segment, clock, mail_domain="omroeper.example")
    return store, campaign, time.perf_counter() - began
