"""Every check of a post gives its finding where it should, and nothing where it should not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.domain.finding import Level
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.post import Medium, Mention, Post, PostState
from omroeper.domain.post_check import PostSurroundings, check_post, links_to_follow

ZONE = ZoneInfo("Europe/Amsterdam")
WHEN = datetime(2024, 10, 15, 8, tzinfo=UTC)  # a Tuesday, ten o'clock in Amsterdam
LINK = "https://ptvt.nl/a?utm_source=linkedin&utm_medium=social&utm_campaign=agdb-2024-10"
GOOD = Post(
    "p1", "", "sto", "Techniek leren kan dicht bij huis.\n\nKijk maar.", LINK, "Titel", WHEN,
    hashtags=("STO", "GroeneBanen"), state=PostState.IN_REVIEW,
)  # fmt: skip
AROUND = PostSurroundings(
    WHEN - timedelta(days=1),
    ZONE,
    (),
    lambda day: "Kerstmis" if day.month == 12 else "",
    trial=False,
)
PICTURE = Medium("open-dag.png", "ab", "Twee leerlingen meten een muur.")


def codes(post: Post, around: PostSurroundings = AROUND) -> list[str]:
    return [one.code for one in check_post(post, around)]


def test_a_good_post_has_no_findings() -> None:
    assert check_post(GOOD, AROUND) == ()
    assert check_post(replace(GOOD, media=(PICTURE,)), AROUND) == ()


@pytest.mark.parametrize(
    ("code", "level", "bad"),
    [
        ("leeg", Level.BLOCKING, replace(GOOD, text=" \n")),
        ("lang", Level.BLOCKING, replace(GOOD, text="Kort.\n" + "woord " * 510)),
        ("onaf", Level.BLOCKING, replace(GOOD, text="Kom naar [PLAATS].")),
        ("onaf", Level.BLOCKING, replace(GOOD, first_comment="TODO")),
        ("post-moment", Level.BLOCKING, replace(GOOD, planned=WHEN - timedelta(days=4))),
        ("post-alt", Level.BLOCKING, replace(GOOD, media=(replace(PICTURE, alt=" "),))),
        ("post-alt", Level.BLOCKING, replace(GOOD, thumbnail=replace(PICTURE, alt=""))),
        ("post-alt", Level.BLOCKING, replace(GOOD, media=(Medium("a.pdf", "ab"),))),
        ("post-bijlagen", Level.BLOCKING, replace(GOOD, media=(PICTURE,) * 21)),
        ("post-bijlagen", Level.BLOCKING,
         replace(GOOD, media=(Medium("a.pdf", "ab", title="Gids"), PICTURE))),
        ("post-link", Level.BLOCKING, replace(GOOD, link=LINK.replace("https", "http"))),
        ("post-link", Level.BLOCKING, replace(GOOD, link="javascript:alert(1)")),
        ("post-link", Level.BLOCKING, replace(GOOD, link=LINK.replace("ptvt.nl", "x.example"))),
        ("post-naam", Level.BLOCKING, replace(GOOD, text="Dank aan @Katapult!")),
        ("post-naam", Level.BLOCKING,
         replace(GOOD, mentions=(Mention("Katapult", "urn:li:organization:1"),))),
        ("vouw", Level.WARNING, replace(GOOD, text="woord " * 24)),
        ("hashtag", Level.WARNING, replace(GOOD, hashtags=("groenebanen",))),
        ("hashtag", Level.WARNING, replace(GOOD, text="Over #techniek gesproken.")),
        ("hashtags", Level.WARNING, replace(GOOD, hashtags=tuple("ABCDEF"))),
        ("nepletters", Level.WARNING, replace(GOOD, text="Dit is 𝗯𝗲𝗹𝗮𝗻𝗴𝗿𝗶𝗷𝗸.")),
        ("alt-bestandsnaam", Level.WARNING,
         replace(GOOD, media=(replace(PICTURE, alt="IMG_2041.jpg"),))),
        ("alt-bestandsnaam", Level.WARNING,
         replace(GOOD, media=(replace(PICTURE, alt="Schermafbeelding 2024-10-01"),))),
        ("utm", Level.WARNING, replace(GOOD, link="https://ptvt.nl/a?utm_source=linkedin")),
        ("post-tijdstip", Level.WARNING, replace(GOOD, planned=WHEN.replace(hour=5))),
        ("post-tijdstip", Level.WARNING, replace(GOOD, planned=WHEN.replace(hour=17))),
        ("post-tijdstip", Level.WARNING, replace(GOOD, planned=WHEN.replace(month=12, hour=9))),
    ],
)  # fmt: skip
def test_each_fault_gives_its_finding_and_no_other(code: str, level: Level, bad: Post) -> None:
    (one, *more) = check_post(bad, AROUND)
    assert {found.code for found in (one, *more)} == {code}
    assert one.level is level
    assert one.place
    assert one.reason.endswith((".", "!", "?"))
    assert one.remedy.endswith(".")


def test_the_fold_of_phone_and_desktop_are_told_apart() -> None:
    (phone,) = check_post(replace(GOOD, text="a" * 141), AROUND)
    (both,) = check_post(replace(GOOD, text="a" * 211), AROUND)
    assert "op een telefoon: 141 tekens" in phone.reason
    assert "op telefoon en computer: 211 tekens" in both.reason
    assert check_post(replace(GOOD, text="a" * 140), AROUND) == ()


@pytest.mark.parametrize("tag", ["GroeneBanen", "STO", "Mbo", "2024", "Één", "PTvT"])
def test_a_hashtag_that_can_be_read_aloud_is_fine(tag: str) -> None:
    assert check_post(replace(GOOD, hashtags=(tag,)), AROUND) == ()


@pytest.mark.parametrize("tag", ["groenebanen", "GROENEBANEN", "Groene_Banen", "groene-banen"])
def test_a_hashtag_that_cannot_is_told(tag: str) -> None:
    assert codes(replace(GOOD, hashtags=(tag,))) == ["hashtag"]


def test_a_mention_may_hold_spaces_and_a_mail_address_is_none() -> None:
    name = "Platform Talent voor Technologie"
    known = (Mention(name, "urn:li:organization:1"), Mention("Platform", "urn:li:organization:2"))
    text = f"Dank aan @{name} en @Platform. Mail naar info@ptvt.nl."
    assert check_post(replace(GOOD, text=text, mentions=known), AROUND) == ()


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (LinkTrouble.GONE, "post-link"),
        (LinkTrouble.NAMELESS, "post-link"),
        (LinkTrouble.UNREACHED, "post-link"),
        (LinkTrouble.UNSURE, "post-link-twijfel"),
        (LinkTrouble.LOGIN, "post-link-twijfel"),
    ],
)
def test_a_link_is_judged_by_what_it_answered(trouble: LinkTrouble, code: str) -> None:
    answers = {LINK: LinkAnswer(((trouble, "404"),))}
    (one,) = check_post(GOOD, replace(AROUND, answers=answers))
    assert one.code == code
    assert "(404)" in one.reason


def test_only_links_that_a_machine_can_open_are_followed() -> None:
    example = replace(GOOD, link="https://programmas.example/sto")
    plain = replace(GOOD, link="http://ptvt.nl/")
    assert links_to_follow([GOOD, GOOD, example, plain, replace(GOOD, link="")]) == (LINK,)
    assert check_post(example, replace(AROUND, trial=True))[0].code == "utm"


def other(**changes: object) -> Post:
    made = replace(GOOD, id="p2", text="Iets heel anders.", programme="agdb")
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        (other(planned=WHEN + timedelta(hours=3, minutes=59)), ["post-botst"]),
        (other(planned=WHEN - timedelta(hours=4)), []),
        (other(state=PostState.CANCELLED), []),
        (other(page="iol"), []),
        (other(text=GOOD.text.upper(), planned=WHEN - timedelta(days=90)), ["post-herhaald"]),
        (other(text=GOOD.text, planned=WHEN - timedelta(days=91)), []),
        (other(text=GOOD.text, planned=WHEN - timedelta(days=9), page="iol"), []),
        (other(text=GOOD.text, planned=WHEN, state=PostState.DRAFT), []),
        (replace(GOOD, planned=WHEN), []),
    ],
)
def test_a_post_is_judged_beside_the_others_of_its_page(beside: Post, found: list[str]) -> None:
    assert codes(GOOD, replace(AROUND, others=(beside,))) == found


def test_what_corrects_a_post_may_say_much_the_same() -> None:
    placed = other(text=GOOD.text, state=PostState.PUBLISHED)
    assert codes(replace(GOOD, corrects="p2"), replace(AROUND, others=(placed,))) == []


def test_access_that_ends_before_the_slot_blocks() -> None:
    assert codes(GOOD, replace(AROUND, access_ends=WHEN)) == ["post-toegang"]
    assert codes(GOOD, replace(AROUND, access_ends=WHEN + timedelta(seconds=1))) == []


def test_the_moment_is_not_looked_at_when_a_post_is_about_to_be_placed() -> None:
    late = replace(GOOD, planned=WHEN - timedelta(days=2))
    assert codes(late) == ["post-moment"]
    assert codes(late, replace(AROUND, now=None)) == []


def test_a_programme_over_its_share_of_four_weeks_is_told_with_its_numbers() -> None:
    def earlier(days: int, programme: str) -> Post:
        return other(
            id=f"{programme}{days}", text=f"Bericht {days}", programme=programme,
            planned=WHEN - timedelta(days=days), state=PostState.PUBLISHED,
        )  # fmt: skip

    posts = (earlier(1, "sto"), earlier(5, "agdb"), earlier(9, "agdb"), earlier(29, "sto"))
    around = replace(AROUND, others=posts, weights={"sto": 1, "agdb": 3, "iol": 1},
                     names={"sto": "Sterk Techniekonderwijs"})  # fmt: skip
    (one,) = check_post(GOOD, around)
    assert one.code == "post-aandeel"
    assert "Sterk Techniekonderwijs heeft met dit bericht 2 van de 4" in one.reason
    assert "zijn deel is 1" in one.reason
    assert codes(GOOD, replace(around, weights={"sto": 2, "agdb": 1})) == []


def _imitate(text: str) -> str:
    return "".join(chr(0x1D5EE + ord(ch) - ord("a")) if ch.islower() else ch for ch in text)


@pytest.mark.parametrize("imitate", [_imitate, lambda text: "ｆｕｌｌ", lambda text: "ⓑⓞⓛ"])
def test_letters_that_only_look_like_letters_are_found(imitate: Callable[[str], str]) -> None:
    assert codes(replace(GOOD, text=f"Lees {imitate('dit')} eens.")) == ["nepletters"]


def test_emoji_and_accents_are_letters_or_none() -> None:
    text = "Één école, 100% ½ kans 🚀 ✅ – €5 per m²"
    assert codes(replace(GOOD, text=text)) == []


def test_a_day_off_is_named() -> None:
    free = replace(AROUND, day_off=lambda day: "zaterdag" if day == date(2024, 10, 15) else "")
    (one,) = check_post(GOOD, free)
    assert "(zaterdag)" in one.reason
