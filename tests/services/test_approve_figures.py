"""What was fetched is silent until a person stands for it; what is missing is silent always."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.errors import InvalidValue, NotFound, SourceError
from omroeper.domain.figure import FigureDefinition, FigureObservation, FigureSourceKind, Missing
from omroeper.domain.figure_approval import ApprovalState
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.snapshot import RawSnapshot
from omroeper.ports import SnapshotStore
from omroeper.services.approve_figures import APPROVED, approve_figure, judged_figures
from omroeper.services.figures import all_observations, figure_story
from omroeper.services.gather_figures import gather_figures
from tests.samples import WHEN, FixedClock, figure_observation

SIGNED = figure_observation("vrouwen", "16.9")
RAW = RawSnapshot("https://cbs.example/t", "application/json", b'{"value": []}', WHEN)
FETCHED = replace(
    SIGNED,
    value=SIGNED.number + 1,
    source_kind=FigureSourceKind.CBS_V4,
    edition="CBS 85276NED",
    published=date(2024, 9, 1),
    snapshot=RAW.hash,
)
CLOCK = FixedClock()


class Source:
    """A figure source that gives these, or fails."""

    def __init__(
        self, *given: FigureObservation, name: str = "bron", fails: Exception | None = None
    ) -> None:
        self.name = name
        self.figures: tuple[str, ...] = ("vrouwen",)
        self._given = given
        self._fails = fails

    def read(self, _kept: SnapshotStore, _at: datetime) -> FigureReading:
        if self._fails:
            raise self._fails
        return FigureReading(self._given, (RAW,))


def speaks(store: DatabaseStore) -> FigureObservation | None:
    return store.latest_observations().get("vrouwen")


def states(store: DatabaseStore) -> Sequence[tuple[ApprovalState, FigureObservation]]:
    return [(one.state, one.observation) for one in judged_figures(store)]


def test_what_is_fetched_waits_for_a_person(each_store: DatabaseStore) -> None:
    found = gather_figures([Source(SIGNED, FETCHED)], each_store, CLOCK)
    assert (found.new, found.known) == (2, 0)
    assert found.waiting == ("vrouwen: 17.9 %, 2023",)
    assert each_store.snapshot(RAW.hash) == RAW
    assert speaks(each_store) == SIGNED
    assert states(each_store) == [
        (ApprovalState.APPROVED, SIGNED),
        (ApprovalState.PROPOSED, FETCHED),
    ]
    assert all_observations(each_store) == (SIGNED,)

    assert approve_figure(each_store, CLOCK, "vrouwen", by=" Ruben ") == (FETCHED,)
    assert speaks(each_store) == FETCHED
    (entry,) = each_store.audit_log("vrouwen")
    assert (entry.who, entry.what, entry.fingerprint) == ("Ruben", APPROVED, FETCHED.mark)
    assert entry.detail == "17,9%, 2023 (CBS 85276NED)"
    with pytest.raises(NotFound, match="nothing of it waits"):
        approve_figure(each_store, CLOCK, "vrouwen", by="Ruben")


def test_an_approval_has_a_name(store: DatabaseStore) -> None:
    gather_figures([Source(FETCHED)], store, CLOCK)
    with pytest.raises(InvalidValue, match="--by"):
        approve_figure(store, CLOCK, "vrouwen", by="  ")
    assert speaks(store) is None


def test_an_approval_is_of_one_record_and_of_its_repetitions(store: DatabaseStore) -> None:
    gather_figures([Source(FETCHED)], store, CLOCK)
    approve_figure(store, CLOCK, "vrouwen", by="Ruben")
    again = replace(FETCHED, snapshot="cd" * 32, published=date(2024, 10, 1))
    another = replace(again, value=SIGNED.number + 2, published=date(2024, 11, 1))
    gather_figures([Source(again, another)], store, CLOCK)
    assert speaks(store) == again
    assert store.proposed_observations() == (another,)


def test_a_missing_value_never_speaks_even_approved(store: DatabaseStore) -> None:
    masked = replace(FETCHED, value=None, missing=Missing.MASKED, period="2024")
    gather_figures([Source(SIGNED, masked)], store, CLOCK)
    approve_figure(store, CLOCK, "vrouwen", by="Ruben")
    assert speaks(store) == SIGNED
    with pytest.raises(InvalidValue, match="no number for 2024"):
        _ = masked.number


def test_a_story_tells_who_stands_for_what(store: DatabaseStore) -> None:
    gather_figures([Source(FETCHED)], store, CLOCK)
    story = figure_story(store, (), "vrouwen")
    assert (story.state, story.latest) == (ApprovalState.PROPOSED, FETCHED)
    gather_figures([Source(SIGNED)], store, CLOCK)
    story = figure_story(store, (), "vrouwen")
    assert (story.state, story.latest) == (ApprovalState.APPROVED, SIGNED)
    assert [told.state for told in story.history] == ["approved", "proposed"]


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (SourceError("down", "it is down", source="cbs", remedy="Wait."), "cbs: it is down. Wait."),
        (KeyError("Value"), "nobody foresaw"),
    ],
)
def test_a_source_that_fails_is_told_and_the_others_go_on(
    store: DatabaseStore, cause: Exception, told: str
) -> None:
    gather_figures([Source(SIGNED)], store, CLOCK)
    failing = Source(name="cbs", fails=cause)
    found = gather_figures([failing, Source(FETCHED)], store, CLOCK)
    (failed,) = found.failed
    assert told in failed.error
    assert failed.standing == "vrouwen: 16.9 %, 2023"
    assert found.new == 1


def test_an_address_remembers_what_it_gave_last(each_store: DatabaseStore) -> None:
    newer = replace(RAW, content=b"2")
    assert each_store.keep_snapshots([RAW]) == 1
    assert each_store.keep_snapshots([newer]) == 1
    assert each_store.last_snapshot(RAW.url) == newer
    assert each_store.keep_snapshots([RAW]) == 0
    assert each_store.last_snapshot(RAW.url) == RAW
    assert each_store.last_snapshot("https://elders.example") is None


def test_parts_that_do_not_give_their_total_are_not_approved(store: DatabaseStore) -> None:
    """104.600 is 25.100 and 79.500; a part that is off by more than rounding stops all three."""

    def fetched(figure: str, value: str) -> FigureObservation:
        return replace(FETCHED, figure=figure, value=Decimal(value), unit="vacatures")

    sentence = "{value} in {period}. {comparison}"
    parts = [
        FigureDefinition(name, name, "vacatures", "1", sentence, part_of="samen")
        for name in ("ict", "techniek")
    ]
    definitions = [*parts, FigureDefinition("samen", "Samen", "vacatures", "1", sentence)]
    wrong = [fetched("ict", "25100"), fetched("techniek", "69500"), fetched("samen", "104600")]
    store.save_observations(wrong)
    for figure in ("ict", "samen"):
        with pytest.raises(
            InvalidValue, match="samen: 2023: its parts sum to 94600, not to 104600"
        ):
            approve_figure(store, CLOCK, figure, by="Ruben", definitions=definitions)
    mended = replace(wrong[1], value=Decimal("79500"), retrieved=WHEN + timedelta(days=1))
    store.save_observations([mended])
    for figure in ("ict", "techniek", "samen"):
        assert approve_figure(store, CLOCK, figure, by="Ruben", definitions=definitions)
