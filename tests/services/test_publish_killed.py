"""Promise 3 when the publishing process dies: a real process, killed at every moment there is.

The simulator kills it at each moment of a call, and the process kills itself before each of its
writes. Then the round runs again, some times over: no post or comment is ever on the page twice, and
each ends in a state that says what is so.
"""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.demo.linkedin import LinkedInSimulator
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import LEASE, AttemptEnd, AttemptStep
from omroeper.services.publish import publish_due
from omroeper.services.reconcile_posts import doubt_attempts
from tests.fixtures_linkedin import approved, channel_to, medium, post
from tests.samples import WHEN, FixedClock

PUBLISHER = """
import itertools, os, signal, sys
from pathlib import Path
from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.services.publish import publish_due
from omroeper.services.reconcile_posts import doubt_attempts
from tests.fixtures_database import SECRET
from tests.fixtures_linkedin import channel_to
from tests.samples import WHEN, FixedClock

url, linkedin, media, dies_before_write = sys.argv[1:]
store = open_store(url, SECRET)
writes, writing = itertools.count(1), DatabaseStore._writing

def mortal(self):
    if next(writes) == int(dies_before_write):
        os.kill(os.getpid(), signal.SIGKILL)
    return writing(self)

DatabaseStore._writing = mortal
sys.stdin.readline()
publish_due(store, channel_to(linkedin, Path(media)), FixedClock(WHEN))
"""
WRITES = 6
"""Begin, hand over and settle, of the post and of its comment."""
MOMENTS = (
    "upload asked",
    "uploaded",
    "polled",
    "create asked",
    "created",
    "comment asked",
    "commented",
)


def publisher(url: str, linkedin: LinkedInSimulator, media: Path, dies: int = 0) -> "Publisher":
    return Publisher([url, linkedin.url, str(media), str(dies)])


class Publisher:
    """A process that publishes what is due once it is told to go."""

    def __init__(self, told: list[str]) -> None:
        command = [sys.executable, "-c", PUBLISHER, *told]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE)

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def end(self) -> int:
        code = self.process.wait(60)
        assert self.process.stdin is not None
        self.process.stdin.close()
        return code


@pytest.fixture
def waiting(each_store: DatabaseStore, linkedin: LinkedInSimulator, tmp_path: Path) -> Post:
    """An approved post with a picture and a first comment, due now. LinkedIn takes it twice, if asked."""
    picture = medium(tmp_path, "zaal.png", alt="Een volle zaal")
    made = approved(post(media=(picture,), first_comment="Lees meer op de site."))
    each_store.save_posts([made])
    linkedin.state.refuses_duplicates = False
    return made


def go_on(store: DatabaseStore, linkedin: LinkedInSimulator, media: Path) -> Post:
    """The rounds after it, at once, after the lease, and again; gives the post as it ends."""
    linkedin.state.watch = lambda _: None
    for later in (timedelta(0), LEASE, LEASE, 2 * LEASE):
        publish_due(store, channel_to(linkedin.url, media), FixedClock(WHEN + later))
    found = store.post("p1")
    assert found is not None
    return found


def assert_once(store: DatabaseStore, linkedin: LinkedInSimulator, found: Post) -> None:
    """At most one post and one comment on the page, and the record says the same."""
    page, comments = linkedin.state.posts, linkedin.state.comments.get(found.urn, [])
    assert len(page) <= 1
    assert sum(len(one) for one in linkedin.state.comments.values()) <= 1
    assert found.state in (PostState.PUBLISHED, PostState.UNKNOWN)
    ends = {one.step: one.end for one in store.attempts(found.id)}
    if found.state is PostState.PUBLISHED:
        assert list(page) == [found.urn]
        assert ends[AttemptStep.POST] is AttemptEnd.DONE
        assert ends[AttemptStep.COMMENT] in (AttemptEnd.DONE, AttemptEnd.UNKNOWN)
        if ends[AttemptStep.COMMENT] is AttemptEnd.DONE:
            assert len(comments) == 1
        else:
            assert "onzeker of het eerste commentaar er staat" in found.note
    else:
        assert "the desk stopped during the call" in found.note
    assert AttemptEnd.OPEN not in ends.values()


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_by_linkedin_at_a_moment_of_a_call(
    each_store: DatabaseStore,
    each_database_url: str,
    linkedin: LinkedInSimulator,
    waiting: Post,
    tmp_path: Path,
    moment: str,
) -> None:
    worker = publisher(each_database_url, linkedin, tmp_path)

    def kill(now: str) -> None:
        if now == moment:
            os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.wait()

    linkedin.state.watch = kill
    worker.go()
    assert worker.end() == -signal.SIGKILL
    found = go_on(each_store, linkedin, tmp_path)
    assert_once(each_store, linkedin, found)
    assert waiting.id == found.id
    if moment != "create asked":  # the simulator makes it then, so it is found there too
        assert found.state is PostState.PUBLISHED


@pytest.mark.parametrize("write", range(1, WRITES + 2))
def test_killed_before_each_write(
    each_store: DatabaseStore,
    each_database_url: str,
    linkedin: LinkedInSimulator,
    waiting: Post,
    tmp_path: Path,
    write: int,
) -> None:
    worker = publisher(each_database_url, linkedin, tmp_path, write)
    worker.go()
    assert worker.end() == (-signal.SIGKILL if write <= WRITES else 0)
    found = go_on(each_store, linkedin, tmp_path)
    assert_once(each_store, linkedin, found)
    assert found.state is PostState.PUBLISHED, waiting
    assert len(linkedin.state.comments[found.urn]) == 1


def test_killed_after_the_mark_and_before_the_request_waits_for_a_person(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post, tmp_path: Path
) -> None:
    attempt = each_store.begin_attempt("p1", AttemptStep.POST, WHEN)
    assert each_store.hand_over_post(attempt, WHEN)
    found = go_on(each_store, linkedin, tmp_path)
    assert (found.state, linkedin.state.posts) == (PostState.UNKNOWN, {})
    assert_once(each_store, linkedin, found)
    assert waiting.state is PostState.APPROVED


def test_what_was_not_handed_over_and_is_too_late_by_then_expires(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post, tmp_path: Path
) -> None:
    each_store.begin_attempt(waiting.id, AttemptStep.POST, WHEN)
    late = FixedClock(WHEN + timedelta(hours=25))
    publish_due(each_store, channel_to(linkedin.url, tmp_path), late)
    found = each_store.post(waiting.id)
    assert found is not None
    assert (found.state, found.note) == (PostState.EXPIRED, "te laat om nog te plaatsen")
    assert linkedin.state.calls == 0


def test_after_a_restore_the_page_decides_on_what_was_under_way(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post, tmp_path: Path
) -> None:
    """The backup was made between two writes; since then the post and another's comment went out."""
    placed = replace(approved(post("Al geplaatst", first_comment="Lees meer.")), id="p0")
    each_store.save_posts([placed])
    attempt = each_store.begin_attempt(placed.id, AttemptStep.POST, WHEN)
    channel = channel_to(linkedin.url, tmp_path)
    urn = channel.publish(placed, channel.prepare(placed))
    each_store.end_attempt(attempt, AttemptEnd.DONE, WHEN, urn=urn)
    channel.comment(replace(placed, urn=urn))
    each_store.begin_attempt(waiting.id, AttemptStep.POST, WHEN)
    channel.publish(waiting, channel.prepare(waiting))
    assert sorted(doubt_attempts(each_store, WHEN)) == ["p0", "p1"]
    assert doubt_attempts(each_store, WHEN) == ()
    for later in (timedelta(0), LEASE, 2 * LEASE):
        publish_due(each_store, channel, FixedClock(WHEN + later))
    assert len(linkedin.state.posts) == 2
    assert len(linkedin.state.comments[urn]) == 1
    assert {one.state for one in each_store.posts()} == {PostState.PUBLISHED}


def test_a_post_that_shows_up_late_is_found_in_a_later_round(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post, tmp_path: Path
) -> None:
    linkedin.state.lose, linkedin.state.hidden = {"created"}, True
    assert go_on(each_store, linkedin, tmp_path).state is PostState.UNKNOWN
    linkedin.state.hidden = False
    found = go_on(each_store, linkedin, tmp_path)
    assert found.state is PostState.PUBLISHED
    assert_once(each_store, linkedin, found)
    assert waiting.urn == ""


def test_two_processes_at_once_make_one_post_and_one_comment(
    each_store: DatabaseStore,
    each_database_url: str,
    linkedin: LinkedInSimulator,
    waiting: Post,
    tmp_path: Path,
) -> None:
    several = [
        replace(approved(post(f"Bericht {n}", first_comment="Lees meer.")), id=f"q{n}")
        for n in range(5)
    ]
    each_store.save_posts(several)
    workers = [publisher(each_database_url, linkedin, tmp_path) for _ in range(3)]
    for worker in workers:
        threading.Thread(target=worker.go).start()
    assert [worker.end() for worker in workers] == [0, 0, 0]
    states = {one.state for one in each_store.posts()}
    assert states == {PostState.PUBLISHED}, waiting
    assert len(linkedin.state.posts) == 6
    assert [len(one) for one in linkedin.state.comments.values()] == [1] * 6
