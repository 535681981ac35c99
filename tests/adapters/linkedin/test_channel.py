"""The channel against the simulator: each kind of post, media, comments, and what is refused."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from omroeper.demo.linkedin import ORGANIZATION, SECOND, TOKEN, LinkedInSimulator
from omroeper.domain.errors import AlreadyThere, ChannelError, ReplyLost, SettingsError
from omroeper.domain.page_figure import PageFigure
from omroeper.domain.post import Post
from omroeper.domain.post_attempt import Prepared
from tests.fixtures_linkedin import channel_to, medium, post

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def published(linkedin: LinkedInSimulator, made: Post, media: Path, parent: str = "") -> str:
    channel = channel_to(linkedin.url, media)
    return channel.publish(made, channel.prepare(made, parent))


def test_an_article_has_its_card_with_thumbnail(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    thumbnail = medium(tmp_path, "kaart.png", alt="Een volle zaal")
    urn = published(linkedin, post(thumbnail=thumbnail), tmp_path)
    article = linkedin.state.posts[urn]["content"]["article"]
    image = article.pop("thumbnail")
    assert article == {
        "source": "https://x.example/a",
        "title": "Conferentie",
        "thumbnailAltText": "Een volle zaal",
    }
    assert linkedin.state.media[image].content == (tmp_path / "kaart.png").read_bytes()
    assert linkedin.state.media[image].owner == ORGANIZATION


def test_an_image_is_sent_with_its_alt_text_when_it_is_available(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    picture = medium(tmp_path, "zaal.jpg", alt="Docenten (mbo) # in gesprek")
    urn = published(linkedin, post(media=(picture,)), tmp_path)
    content = linkedin.state.posts[urn]["content"]["media"]
    assert content["altText"] == "Docenten (mbo) # in gesprek"
    assert linkedin.state.media[content["id"]].status == "AVAILABLE"
    assert "https://x.example/a" in linkedin.state.posts[urn]["commentary"]


def test_several_images_keep_their_order_and_each_its_alt_text(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    pictures = tuple(
        medium(tmp_path, f"{number}.png", f"bytes {number}".encode(), alt=f"Beeld {number}")
        for number in range(20)
    )
    urn = published(linkedin, post(media=pictures), tmp_path)
    images = linkedin.state.posts[urn]["content"]["multiImage"]["images"]
    assert [one["altText"] for one in images] == [one.alt for one in pictures]
    sent = [linkedin.state.media[one["id"]].content for one in images]
    assert sent == [f"bytes {number}".encode() for number in range(20)]


def test_a_document_has_its_title(linkedin: LinkedInSimulator, tmp_path: Path) -> None:
    monitor = medium(tmp_path, "monitor.pdf", b"%PDF", title="Monitor 2024")
    urn = published(linkedin, post(media=(monitor,)), tmp_path)
    content = linkedin.state.posts[urn]["content"]["media"]
    assert content["title"] == "Monitor 2024"
    assert content["id"].startswith("urn:li:document:")


def test_another_file_than_was_approved_is_refused_and_nothing_is_uploaded(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    good, swapped = medium(tmp_path, "a.png"), medium(tmp_path, "b.png")
    (tmp_path / "b.png").write_bytes(b"een ander beeld")
    with pytest.raises(
        ChannelError, match=r"b\.png: it is another file than the post was read with"
    ):
        published(linkedin, post(media=(good, swapped)), tmp_path)
    assert linkedin.state.media == {}
    assert linkedin.state.posts == {}


@pytest.mark.parametrize("file", ["../geheim.png", "weg.png"])
def test_a_file_that_is_not_there_or_lies_elsewhere_is_refused(
    linkedin: LinkedInSimulator, tmp_path: Path, file: str
) -> None:
    folder = tmp_path / "media"
    elsewhere = medium(tmp_path, "geheim.png")
    folder.mkdir()
    with pytest.raises(ChannelError, match=file):
        published(linkedin, post(media=(replace(elsewhere, file=file),)), folder)
    assert linkedin.state.calls == 0


def test_what_linkedin_does_not_take_is_refused_before_anything_goes(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    pictures = tuple(medium(tmp_path, f"{number}.png") for number in range(21))
    with pytest.raises(ChannelError, match="at most 20 pictures"):
        published(linkedin, post(media=pictures), tmp_path)
    mixed = (medium(tmp_path, "a.pdf"), pictures[0])
    with pytest.raises(ChannelError, match="or one document"):
        published(linkedin, post(media=mixed), tmp_path)
    assert linkedin.state.calls == 0


def test_a_picture_that_linkedin_cannot_read_or_finish_is_an_error(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    picture = medium(tmp_path, "a.png")
    linkedin.state.fail_processing = True
    with pytest.raises(ChannelError, match=r"a\.png: LinkedIn cannot read this file"):
        published(linkedin, post(media=(picture,)), tmp_path)
    linkedin.state.fail_processing, linkedin.state.polls = False, 10**6
    with pytest.raises(ChannelError, match="did not finish"):
        published(linkedin, post(media=(picture,)), tmp_path)
    assert linkedin.state.posts == {}


def test_the_token_goes_to_no_strange_host(linkedin: LinkedInSimulator, tmp_path: Path) -> None:
    channel = channel_to(linkedin.url, tmp_path)
    with pytest.raises(ChannelError, match=r"strange host to upload to \(evil-linkedin\.example\)"):
        channel._calls.upload("https://evil-linkedin.example/x", b"")


def test_a_second_page_shows_a_post_again(linkedin: LinkedInSimulator, tmp_path: Path) -> None:
    first = published(linkedin, post(), tmp_path)
    again = post("Lees dit!", id="p2", page="hca", reshares="p1", hashtags=(), link="")
    urn = published(linkedin, again, tmp_path, parent=first)
    made = linkedin.state.posts[urn]
    assert (made["author"], made["reshareContext"]) == (SECOND, {"parent": first})
    assert "content" not in made
    found = channel_to(linkedin.url).find(again, since=LONG_AGO, parent=first)
    assert found == urn


def test_a_page_nobody_set_is_named(linkedin: LinkedInSimulator, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no page ‘sto’ .known: hca"):
        published(linkedin, post(page="sto"), tmp_path)


def test_a_correction_changes_the_text_and_nothing_else(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    urn = published(linkedin, post(), tmp_path)
    before = dict(linkedin.state.posts[urn])
    better = post("De conferentie (3 oktober)!", id="p2", corrects="p1")
    assert published(linkedin, better, tmp_path, parent=urn) == urn
    after = linkedin.state.posts[urn]
    assert after["commentary"].startswith(r"De conferentie \(3 oktober\)!")
    assert (after["content"], after["createdAt"]) == (before["content"], before["createdAt"])
    channel = channel_to(linkedin.url)
    assert channel.find(better, since=LONG_AGO, parent=urn) == urn
    assert channel.find(replace(better, text="Anders"), since=LONG_AGO, parent=urn) is None
    with pytest.raises(ChannelError, match="only the text"):
        channel.prepare(replace(better, media=(medium(tmp_path, "a.png"),)), urn)


def test_a_post_is_found_by_text_and_moment_among_the_pages_others(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    channel, now = channel_to(linkedin.url), datetime.now(UTC)
    old = published(linkedin, post(), tmp_path)
    linkedin.state.posts[old]["createdAt"] -= 90 * 86_400_000
    for number in range(120):
        published(linkedin, post(f"Bericht {number}"), tmp_path)
    assert channel.find(post(), since=now - timedelta(days=100)) == old
    assert channel.find(post(), since=now - timedelta(days=1)) is None
    assert channel.find(post(page="hca"), since=LONG_AGO) is None


def test_deleting_twice_is_harmless(linkedin: LinkedInSimulator, tmp_path: Path) -> None:
    urn = published(linkedin, post(), tmp_path)
    channel = channel_to(linkedin.url)
    for _ in range(2):
        channel.delete(post(urn=urn))
    assert linkedin.state.posts == {}


def test_a_comment_is_plain_text_in_the_pages_name(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    channel = channel_to(linkedin.url)
    made = post(first_comment="Lees meer (gratis): https://x.example/a_b #tip", page="hca")
    placed = replace(made, urn=published(linkedin, made, tmp_path))
    assert channel.find_comment(placed) is None
    channel.comment(placed)
    (comment,) = linkedin.state.comments[placed.urn]
    assert comment["message"]["text"] == made.first_comment
    assert comment["actor"] == SECOND
    assert channel.find_comment(placed) == comment["commentUrn"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"token": "weg"}, "401 INVALID_ACCESS_TOKEN.*omroeper linkedin login"),
        ({"version": "202401"}, "426 NONEXISTENT_VERSION.*OMROEPER_LINKEDIN_VERSION"),
        ({"organization": "urn:li:organization:9"}, "403 ACCESS_DENIED.*administrator"),
    ],
)
def test_a_refusal_has_its_remedy_and_tells_no_token(
    linkedin: LinkedInSimulator, tmp_path: Path, broken: dict[str, str], told: str
) -> None:
    channel = channel_to(linkedin.url, tmp_path, **broken)
    with pytest.raises(ChannelError, match=told) as refused:
        channel.publish(post(), Prepared())
    assert TOKEN not in refused.value.sentence
    assert linkedin.state.posts == {}


def test_expired_and_revoked_tokens_quota_and_missing_scopes_are_told(
    linkedin: LinkedInSimulator,
) -> None:
    channel, token = channel_to(linkedin.url), linkedin.state.tokens[TOKEN]
    token.ends = linkedin.state.now() + 10
    linkedin.state.later = 11
    with pytest.raises(ChannelError, match="401 EXPIRED_ACCESS_TOKEN"):
        channel.publish(post(), Prepared())
    token.ends, token.revoked = float("inf"), True
    with pytest.raises(ChannelError, match="401 REVOKED_ACCESS_TOKEN"):
        channel.publish(post(), Prepared())
    token.revoked, token.scopes = False, ("r_organization_social",)
    with pytest.raises(ChannelError, match=r"403 ACCESS_DENIED.*w_organization_social"):
        channel.publish(post(), Prepared())
    linkedin.state.quota = 0
    with pytest.raises(ChannelError, match=r"429 TOO_MANY_REQUESTS.*00:00 UTC"):
        channel.publish(post(), Prepared())


def test_a_text_that_is_too_long_is_a_refusal_and_a_duplicate_names_its_twin(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    with pytest.raises(ChannelError, match="422 COMMENTARY_LENGTH_EXCEEDED"):
        published(linkedin, post("a" * 3001), tmp_path)
    urn = published(linkedin, post(), tmp_path)
    with pytest.raises(AlreadyThere) as twin:
        published(linkedin, post(), tmp_path)
    assert twin.value.urn == urn
    assert len(linkedin.state.posts) == 1


def test_reads_are_tried_again_and_writes_never(linkedin: LinkedInSimulator) -> None:
    linkedin.state.refuse = 503
    channel = channel_to(linkedin.url)
    with pytest.raises(ReplyLost):
        channel.publish(post(), Prepared())
    assert linkedin.state.calls == 1
    with pytest.raises(ChannelError):
        channel.find(post(), since=LONG_AGO)
    assert linkedin.state.calls == 1 + 3


def test_a_server_that_hangs_is_left_and_nobody_knows(linkedin: LinkedInSimulator) -> None:
    going_on = threading.Event()

    def hang(_: str) -> None:
        going_on.wait(20)

    linkedin.state.watch = hang
    channel = channel_to(linkedin.url)
    channel._calls._session.get_adapter("http://")._timeout = (1, 0.2)  # type: ignore[attr-defined]
    try:
        with pytest.raises(ReplyLost, match="ReadTimeout"):
            channel.publish(post(), Prepared())
    finally:
        going_on.set()


def test_statistics_of_both_kinds_leave_zeros_out(
    linkedin: LinkedInSimulator, tmp_path: Path
) -> None:
    channel = channel_to(linkedin.url)
    share, ugc = (published(linkedin, post(text), tmp_path) for text in ("Een", "Twee"))
    assert (":share:" in share, ":ugcPost:" in ugc) == (True, True)
    for number, urn in enumerate((share, ugc), 1):
        linkedin.state.statistics[urn] = {"impressionCount": number, "likeCount": 0}
        found = channel.statistics(urn)
        assert (found["impressionCount"], found["likeCount"], found["clickCount"]) == (number, 0, 0)


def test_page_statistics_tell_followers_and_each_day_that_linkedin_knows(
    linkedin: LinkedInSimulator,
) -> None:
    linkedin.state.followers[SECOND] = 1204
    linkedin.state.days[SECOND] = {
        "2024-09-30": {"impressionCount": 99},
        "2024-10-01": {"impressionCount": 12, "organicFollowerGain": 3},
        "2024-10-03": {"clickCount": 2},
        "2024-10-04": {"impressionCount": 99},
    }
    found = channel_to(linkedin.url).page_statistics("hca", date(2024, 10, 1), date(2024, 10, 3))
    assert found[0] == PageFigure("followers", "", 1204)
    assert {one.period for one in found[1:]} == {"2024-10-01", "2024-10-03"}
    told = {(one.metric, one.period): one.value for one in found}
    assert told["impressionCount", "2024-10-01"] == 12
    assert told["organicFollowerGain", "2024-10-01"] == 3
    assert told["impressionCount", "2024-10-03"] == 0
    assert told["clickCount", "2024-10-03"] == 2


def test_whose_administrator_the_token_is(linkedin: LinkedInSimulator) -> None:
    linkedin.state.administers = {SECOND}
    assert channel_to(linkedin.url).administered() == (SECOND,)
