"""A whole desk whose campaign goes wrong: it pauses, and the operator and the editor are told once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from omroeper.domain.delivery import Attempt, CampaignState, Outcome
from omroeper.domain.edition import EditionState
from omroeper.ports import OutgoingMail
from omroeper.wiring import Desk
from tests.fixtures_relay import frozen
from tests.samples import FixedClock
from tests.wiring.test_held_back import Told


@dataclass
class Relay:
    """Refuses every reader and takes the team's own mail."""

    description: str = "refuses readers"
    told: list[str] = field(default_factory=list)

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for message in messages:
            if message.recipient.endswith("@school.example"):
                yield Attempt(message.delivery, Outcome.REFUSED, "550 5.7.1 blocked")
            else:
                self.told.append(message.recipient)
                yield Attempt(message.delivery, Outcome.ACCEPTED, "250")


def test_operator_and_editor_are_told_once_and_nothing_more_goes_out(desk: Desk) -> None:
    plan = "stop: {refused: {percent: 10, at_least: 3}}\n"
    (desk.settings.config / "sending.yaml").write_text(plan, encoding="utf-8")
    relay, operator = Relay(), Told()
    desk.__dict__.update(mailer=relay, notifier=operator, clock=FixedClock())
    campaign = frozen(desk.store, 4).id
    desk.store.move_campaign(campaign, CampaignState.SENDING)
    desk.store.move("agdb-2024-10", EditionState.SENDING)

    assert desk.send_batch(campaign, worker="a").refused == 4
    assert desk.send_batch(campaign, worker="b").claimed == 0

    assert desk.campaign(campaign).state is CampaignState.PAUSED
    assert desk.next_attempt(campaign) is None
    assert desk.campaigns_due() == []
    assert desk.campaigns_to_measure() == [campaign]
    (notice,) = operator.notices
    assert "4 van 4 geweigerd, dat is 100,0%" in notice.text
    assert "4 keer: 550 5.7.1 blocked" in notice.text
    editor = desk.newsroom.team.editors[0]
    assert relay.told == [editor.address]
