"""What one person got and why; and copies of which nobody knows whether they arrived."""

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import Segment, Suppression, SuppressionReason, address_hash
from omroeper.domain.delivery import Attempt, Campaign, CampaignState, Outcome, Tally
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.team import Team
from omroeper.services.explain import explain
from omroeper.services.send import begin_sending, finish_sending, require_campaign, send_batch
from omroeper.services.uncertain import send_again, settle_accepted
from tests.fixtures_database import SECRET
from tests.samples import FixedClock
from tests.services.test_send import NOW, RULES, message_for, prepare
from tests.services.test_steer import Accepts

NOBODY = Team()
SEGMENTS = (Segment("alle", "Alle abonnees"), Segment("pers", "Pers", ("pers",)))


def ended(store: DatabaseStore) -> Campaign:
    """Four copies: one accepted, two uncertain, one refused; the campaign is finished."""
    campaign = prepare(store, 4)
    copies = store.claim(campaign.id, worker="w", limit=4, lease_until=NOW, at=NOW)
    outcomes = (Outcome.ACCEPTED, Outcome.UNCERTAIN, Outcome.UNCERTAIN, Outcome.REFUSED)
    attempts = [
        Attempt(copy.id, outcome, f"said {outcome}")
        for copy, outcome in zip(copies, outcomes, strict=True)
    ]
    store.settle(attempts, worker="w", at=NOW)
    assert finish_sending(store, campaign.id, NOW)
    return campaign


def test_they_are_listed_by_key_and_domain_only(each_store: DatabaseStore) -> None:
    campaign = ended(each_store)
    found = each_store.uncertain_copies(campaign.id)
    assert [(one.subscriber, one.domain, one.reply) for one in found] == [
        ("key000002", "school.example", "said uncertain"),
        ("key000003", "school.example", "said uncertain"),
    ]
    assert "@" not in str(found)


def test_a_person_takes_one_as_sent_and_has_another_sent_again(each_store: DatabaseStore) -> None:
    campaign = ended(each_store)
    asked = ("key000002", "key000001", "nobody")  # only what is uncertain is settled
    assert settle_accepted(each_store, campaign.id, asked, "Sanne", NOBODY, NOW) == ("key000002",)
    assert require_campaign(each_store, campaign.id).state is CampaignState.FINISHED
    assert send_again(each_store, campaign.id, ("key000003",), "Ruben", NOBODY, NOW) == (
        "key000003",
    )
    assert each_store.tally(campaign.id) == Tally(4, accepted=2, refused=1, pending=1)

    begin_sending(each_store, campaign.id, NOW)
    clock = FixedClock(NOW)
    sent = send_batch(
        each_store, Accepts(), message_for, campaign, worker="v", clock=clock, rules=RULES
    )
    assert (sent.claimed, sent.accepted) == (1, 1)
    assert finish_sending(each_store, campaign.id, NOW)
    assert each_store.state(campaign.edition) is EditionState.SENT
    log = [
        (one.who, one.what, one.detail, one.before, one.after)
        for one in each_store.audit_log(campaign.edition)
        if one.what.startswith("uncertain")
    ]
    where = f"Verzending {campaign.id}."
    taken, again = "uncertain delivery taken as sent", "uncertain delivery sent again"
    assert log == [
        ("Sanne", taken, f"{where} Abonnee key000002.", "onzeker", "aangenomen"),
        ("Ruben", again, f"{where} Abonnee key000003.", "onzeker", "opnieuw te versturen"),
    ]
    accounts = [e.detail for e in each_store.audit_log(campaign.edition) if e.what == "sent"]
    assert [account.partition(",")[0] for account in accounts] == ["1 aangenomen", "3 aangenomen"]


def test_a_late_reply_settles_nothing_of_a_copy_that_is_sent_again(
    each_store: DatabaseStore,
) -> None:
    campaign = ended(each_store)
    (first, _) = each_store.uncertain_copies(campaign.id)
    send_again(each_store, campaign.id, (first.subscriber,), "Ruben", NOBODY, NOW)
    each_store.settle((Attempt(first.delivery, Outcome.REFUSED, "550"),), worker="w", at=NOW)
    assert each_store.tally(campaign.id).pending == 1


def test_nothing_is_decided_without_a_name_or_after_the_end(store: DatabaseStore) -> None:
    campaign = ended(store)
    with pytest.raises(InvalidValue, match="geen naam"):
        send_again(store, campaign.id, ("key000002",), " ", NOBODY, NOW)
    other = Campaign("x", campaign.edition, 1, "f", "alle", 0, NOW, CampaignState.CANCELLED)
    store.freeze(other, SEGMENTS[1], mail_domain="x.example", at=NOW)
    with pytest.raises(InvalidValue, match="gestopt"):
        send_again(store, "x", ("key000002",), "Ruben", NOBODY, NOW)
    assert store.tally(campaign.id).uncertain == 2


def test_a_person_is_told_what_they_got_and_why(each_store: DatabaseStore) -> None:
    campaign = ended(each_store)
    hashed = address_hash("p4@school.example", SECRET)
    each_store.suppress(Suppression(hashed, SuppressionReason.HARD_BOUNCE, NOW))
    found = explain(each_store, " P4@School.example ", SEGMENTS)
    assert (found.known, found.key, found.status) == (True, "key000004", "confirmed")
    assert found.segments == ("Alle abonnees",)
    assert found.suppression is SuppressionReason.HARD_BOUNCE
    (copy,) = found.copies
    assert copy.campaign == campaign.id
    assert copy.told == ("not sent: the mail server refused it; the server said: said refused")
    assert "@" not in str(found)


def test_skips_are_told_in_words_and_the_unknown_as_unknown(each_store: DatabaseStore) -> None:
    campaign = prepare(each_store, 2)
    each_store.cancel_pending(campaign.id, NOW)
    (copy,) = explain(each_store, "p1@school.example", SEGMENTS).copies
    assert copy.told == ("not sent: the campaign was stopped before it was this copy's turn")
    gone = explain(each_store, "p9@school.example", SEGMENTS)
    assert (gone.known, gone.copies, gone.suppression) == (False, (), None)
    with pytest.raises(InvalidValue) as caught:
        explain(each_store, "geen adres", SEGMENTS)
    assert "geen adres" not in caught.value.sentence
