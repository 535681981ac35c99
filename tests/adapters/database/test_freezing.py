"""A large audience is frozen in parts, and each copy has what it needs."""

import re

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.database.freezing import READ_AT_ONCE, opaque_tokens
from omroeper.domain.audience import Segment, Suppression, SuppressionReason, address_hash
from omroeper.domain.delivery import DeliveryState, Tally
from omroeper.services.send import freeze_audience
from tests.fixtures_database import SECRET
from tests.samples import WHEN, FixedClock, approved_draft, people

SIZE = READ_AT_ONCE + 3


def test_everyone_of_an_audience_of_several_parts_gets_one_delivery(
    each_store: DatabaseStore,
) -> None:
    draft = approved_draft(each_store)
    each_store.add_subscribers(people(SIZE))
    hashed = address_hash("p5002@school.example", SECRET)
    each_store.suppress(Suppression(hashed, SuppressionReason.COMPLAINT, WHEN))
    segment, clock = Segment("alle", "Iedereen"), FixedClock(WHEN)
    campaign = freeze_audience(each_store, draft, segment, clock, mail_domain="omroeper.example")
    assert campaign.size == SIZE
    assert each_store.tally(campaign.id) == Tally(SIZE, pending=SIZE - 1, skipped=1)
    found = each_store.deliveries_in(campaign.id, DeliveryState.PENDING)
    assert len({one.subscriber for one in found}) == SIZE - 1
    assert len({one.token for one in found}) == SIZE - 1
    assert len({one.message_id for one in found}) == SIZE - 1
    for one in found[:3] + found[-3:]:
        assert re.fullmatch(r"[0-9a-z]{32}", one.token)
        assert one.message_id.startswith(f"<{campaign.id}.")
        assert one.message_id.endswith("@omroeper.example>")
        assert one.token not in one.message_id


def test_a_token_is_used_once() -> None:
    tokens = opaque_tokens()
    assert len({next(tokens) for _ in range(3 * READ_AT_ONCE)}) == 3 * READ_AT_ONCE
