"""config/segments.yaml: what is there is read, and what is not there is named with what is."""

from pathlib import Path

import pytest

from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.segments import read_segments, read_topics
from omroeper.domain.audience import Criteria, Match, Segment
from omroeper.domain.errors import ContentError

ROOT = Path(__file__).resolve().parents[3]


def read(home: Path, text: str) -> dict[str, Segment]:
    (home / "config").mkdir(exist_ok=True)
    (home / "config/segments.yaml").write_text(text, encoding="utf-8")
    return read_segments(home, read_programmes(ROOT), ("agdb", "internationaal"))


def test_every_condition_is_read(tmp_path: Path) -> None:
    text = """
topics: [onderwijs, pers]
segments:
  - id: vmbo
    name: Vmbo
    match: any
    topics: [onderwijs]
    programmes: [sto]
    newsletters: [agdb]
    languages: [en]
    frequencies: [quarterly]
    without: {topics: [pers]}
"""
    assert read(tmp_path, text)["vmbo"] == Segment(
        "vmbo",
        "Vmbo",
        ("onderwijs",),
        ("sto",),
        ("agdb",),
        ("en",),
        ("quarterly",),
        Match.ANY,
        Criteria(topics=("pers",)),
    )
    assert read_topics(tmp_path) == ("onderwijs", "pers")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("topics: [ondewijs]", "segments.0.topics.0.*no topic ‘ondewijs’.*mean ‘onderwijs’"),
        ("programmes: [stoo]", "no programme ‘stoo’.*mean ‘sto’"),
        ("newsletters: [zzz]", "no newsletter ‘zzz’.*agdb, internationaal"),
        ("frequencies: [daily]", "'every' or 'quarterly'"),
        ("languages: [Dutch]", "languages"),
        ("match: some", "'all' or 'any'"),
        ("without: {topics: [pes]}", "without.topics.0.*mean ‘pers’"),
        ("topic: [pers]", "mean ‘topics’"),
    ],
)
def test_a_rule_that_fits_nothing_is_named_with_its_line(
    tmp_path: Path, rule: str, told: str
) -> None:
    text = f"topics: [onderwijs, pers]\nsegments:\n  - id: s\n    name: S\n    {rule}\n"
    with pytest.raises(ContentError, match=rf"config/segments\.yaml:5.*{told}"):
        read(tmp_path, text)


def test_without_a_list_of_topics_those_of_the_segments_are_known(tmp_path: Path) -> None:
    text = "segments:\n  - {id: a, name: A, topics: [x]}\n  - {id: b, name: B, without: {topics: [x]}}\n"
    assert set(read(tmp_path, text)) == {"a", "b"}
    assert read_topics(tmp_path) == ("x",)
