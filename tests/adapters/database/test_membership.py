"""The database and `Segment.includes` agree on who belongs to a segment."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import (
    Criteria,
    Frequency,
    Match,
    Segment,
    Subscriber,
    SubscriberStatus,
    Subscription,
)
from omroeper.domain.variant import first_segment
from tests.samples import WHEN

TOPICS, PROGRAMMES, NEWSLETTERS = ("onderwijs", "pers", "o'n\"d"), ("sto", "fll"), ("agdb", "int")


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True).map(tuple)


FIELDS = {
    "topics": some(TOPICS),
    "programmes": some(PROGRAMMES),
    "newsletters": some(NEWSLETTERS),
    "languages": some(("nl", "en")),
    "frequencies": some(tuple(one.value for one in Frequency)),
}
CRITERIA = st.builds(Criteria, **FIELDS)
SEGMENTS = st.builds(
    Segment,
    st.sampled_from("abc"),
    st.just("S"),
    **FIELDS,
    match=st.sampled_from(Match),
    without=CRITERIA,
    figures_of=st.sampled_from(["", "", "agdb"]),
)
READERS = [
    Subscriber(
        key=f"k{number:02d}",
        address=f"p{number}@school.example",
        consent_at=WHEN,
        topics=TOPICS[: number % 4],
        programmes=PROGRAMMES[number % 3 :],
        subscriptions=tuple(
            Subscription(one, list(Frequency)[number % 2], figures_only=number % 4 == 1)
            for one in NEWSLETTERS[number % 3 :]
        ),
        language=("nl", "en")[number % 5 == 0],
    )
    for number in range(24)
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(audience=SEGMENTS, segments=st.lists(SEGMENTS, max_size=3, unique_by=lambda one: one.id))
def test_the_database_counts_as_the_rule_says(
    each_store: DatabaseStore, audience: Segment, segments: list[Segment]
) -> None:
    away = replace(
        READERS[0], key="weg", address="weg@x.example", status=SubscriberStatus.UNSUBSCRIBED
    )
    each_store.add_subscribers([*READERS, away])
    members = [one for one in READERS if audience.includes(one)]
    expected: dict[str, int] = {}
    for reader in members:
        first = first_segment(segments, reader)
        name = first.id if first else ""
        expected[name] = expected.get(name, 0) + 1
    assert each_store.reader_counts(audience, segments) == expected
    sizes = {one: sum(reader.gets(one) for reader in members) for one in NEWSLETTERS}
    found = each_store.segment_sizes(audience)
    assert found.pop("") == len(members)
    assert found == {one: size for one, size in sizes.items() if size}
