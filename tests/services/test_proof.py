"""A proof: the real mail to colleagues, over real SMTP, with no trace among the deliveries."""

from dataclasses import replace

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.smtp import SmtpMailer
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.domain.audience import Suppression, SuppressionReason, address_hash
from omroeper.domain.delivery import Outcome
from omroeper.domain.errors import InvalidValue, SendingError
from omroeper.domain.team import Person, Team
from omroeper.rendering.mime import MessageBuilder
from omroeper.services.proof import ProofSent, proof_readers, send_proof
from omroeper.settings import SmtpSettings
from tests import samples
from tests.fixtures_database import SECRET
from tests.rendering.test_mime import SENDER, WEB
from tests.samples import WHEN, FixedClock, people

SANNE = Person("sanne", "Sanne Voorbeeld", "sanne@desk.example", editor=True)
RUBEN = Person("ruben", "Ruben Voorbeeld", "ruben@desk.example")
TEAM = Team({person.id: person for person in (SANNE, RUBEN)})
DRAFT = samples.draft(2)


def send(
    store: DatabaseStore, port: int, *readers: Person, kinds: tuple[str, ...] = ("De dag",)
) -> tuple[ProofSent, ...]:
    builders = [
        MessageBuilder(replace(DRAFT.rendered, subject=one), SENDER, campaign="c", web_url=WEB)
        for one in kinds
    ]
    return send_proof(
        store,
        SmtpMailer(SmtpSettings("127.0.0.1", port, "none"), timeout_seconds=5),
        [builder.proof_for for builder in builders],
        DRAFT,
        readers,
        by="Mila",
        mail_domain="omroeper.example",
        clock=FixedClock(),
    )


def test_colleagues_get_the_mail_and_the_ledger_knows_nothing(store: DatabaseStore) -> None:
    store.add_subscribers(people(3))
    with MailCatcher() as catcher:
        sent = send(store, catcher.port, SANNE, RUBEN)
    assert [(one.name, one.outcome) for one in sent] == [
        ("Sanne Voorbeeld", Outcome.ACCEPTED),
        ("Ruben Voorbeeld", Outcome.ACCEPTED),
    ]
    assert catcher.recipients == {SANNE.address: 1, RUBEN.address: 1}
    parsed = [message.parsed() for message in catcher.messages]
    assert {one["Subject"] for one in parsed} == {"[Proef] De dag"}
    assert len({one["Message-ID"] for one in parsed}) == 2
    assert store.campaigns() == ()


def test_the_audit_log_names_who_got_it_and_holds_no_address(store: DatabaseStore) -> None:
    with MailCatcher(faults=Faults(refused=frozenset({RUBEN.address}))) as catcher:
        sent = send(store, catcher.port, SANNE, RUBEN, kinds=("Een", "Twee"))
    assert [one.outcome for one in sent] == [Outcome.ACCEPTED] * 2 + [Outcome.REFUSED] * 2
    (entry,) = store.audit_log(DRAFT.edition.id)
    assert (entry.who, entry.what, entry.fingerprint) == ("Mila", "test sent", DRAFT.fingerprint)
    assert entry.detail == (
        "concept 2 naar Sanne Voorbeeld; niet zeker aangekomen bij Ruben Voorbeeld"
    )
    assert "@" not in entry.detail + "".join(one.reply for one in sent)


def test_a_relay_that_cannot_be_used_sends_nothing_and_says_so(store: DatabaseStore) -> None:
    with pytest.raises(SendingError, match=r"127\.0\.0\.1:1"):
        send(store, 1, SANNE)
    assert store.audit_log() == ()


def test_readers_are_known_by_id_and_name_and_each_is_one(store: DatabaseStore) -> None:
    names = ["sanne", "Sanne  voorbeeld", "Ruben Voorbeeld"]
    assert proof_readers(TEAM, store, names) == (SANNE, RUBEN)


def test_who_is_not_in_the_team_is_refused_with_those_who_are(store: DatabaseStore) -> None:
    with pytest.raises(InvalidValue, match=r"‘piet’: is not in the team.*sanne, ruben"):
        proof_readers(TEAM, store, ["sanne", "piet"])
    with pytest.raises(InvalidValue, match="not in the team"):  # an address is no name
        proof_readers(TEAM, store, ["iemand@school.example"])
    with pytest.raises(InvalidValue, match="nobody was named"):
        proof_readers(TEAM, store, [])
    with pytest.raises(InvalidValue, match=r"Put the colleagues .* content/team\.yaml"):
        proof_readers(Team(), store, [])


def test_an_address_outside_the_team_is_given_on_purpose_and_stays_unnamed(
    store: DatabaseStore,
) -> None:
    (reader,) = proof_readers(TEAM, store, [], [" gast@school.example "])
    assert (reader.address, reader.name) == ("gast@school.example", "een los adres")
    with pytest.raises(InvalidValue, match="not an e-mail address"):
        proof_readers(TEAM, store, [], ["gast"])


def test_an_address_that_must_not_be_mailed_is_refused(store: DatabaseStore) -> None:
    hashed = address_hash("weg@school.example", SECRET)
    store.suppress(Suppression(hashed, SuppressionReason.UNSUBSCRIBED, WHEN))
    with pytest.raises(InvalidValue, match="asked not to be mailed") as caught:
        proof_readers(TEAM, store, [], ["Weg@school.example"])
    assert "weg@" not in caught.value.sentence.lower()
