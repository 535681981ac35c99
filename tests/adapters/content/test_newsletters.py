"""The folder of a newsletter: what it may hold, and what is said of a mistake in it."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from omroeper.adapters.content.brand import read_brand
from omroeper.adapters.content.newsroom import newsletter_folder, newsletter_ids, read_newsroom
from omroeper.adapters.content.phrases import read_phrases
from omroeper.adapters.content.templates import read_templates, with_own_templates
from omroeper.domain.edition import Section
from omroeper.domain.errors import ContentError
from omroeper.domain.leaving import LeavingReason
from omroeper.domain.newsletter import STANDARD_SECTIONS
from omroeper.domain.programme import Domain
from omroeper.rendering.phrases import DateForms
from tests.adapters.content.test_content import ROOT, ZONE, change

ENGLISH = "content/newsletters/internationaal/newsletter.yaml"
DUTCH = "content/newsletters/agdb/newsletter.yaml"
OWN_BRAND = "content/newsletters/internationaal/brand.yaml"
LANGUAGES = [file.stem for file in sorted((ROOT / "templates/phrases").glob("*.yaml"))]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("newsletter", newsletter_ids(ROOT))
def test_every_shipped_newsletter_reads_with_its_brand_and_words(newsletter: str) -> None:
    room = read_newsroom(ROOT, ZONE, newsletter)
    folder = newsletter_folder(ROOT, newsletter)
    assert list(read_brand(ROOT, folder / "brand.yaml").too_faint()) == []
    read_phrases(ROOT, room.newsletter.language)
    assert room.calendar.themes


def test_without_sections_it_has_the_standard_ones(home: Path) -> None:
    text = (home / DUTCH).read_text(encoding="utf-8")
    start, end = text.index("sections:"), text.index("hashtags:")
    (home / DUTCH).write_text(text[:start] + text[end:], encoding="utf-8")
    assert read_newsroom(home, ZONE).newsletter.sections == STANDARD_SECTIONS
    assert read_newsroom(ROOT, ZONE).newsletter.sections == STANDARD_SECTIONS


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "told"),
    [
        (ENGLISH, "{id: lead, title: In focus}", "{id: theme, title: T}", "sections", "no lead"),
        (ENGLISH, "{id: agenda", "{id: agnda", "sections.2.id", "choose 'lead'"),
        (ENGLISH, "{id: agenda", "{id: lead", "sections.2", "‘lead’ is there twice"),
        (ENGLISH, "{id: agenda, title: Events}", "{id: agenda}", "sections.2", "no title"),
        (ENGLISH, "{id: agenda", "{id: figures", "sections.2", "figures are Dutch"),
        (ENGLISH, "[internationaal, bridges-5-0]", "[bridges]", "programmes.0", "‘bridges’"),
        (ENGLISH, "language: en", "figures_mail: true\nlanguage: en", "figures_mail", "no figures"),
        (ENGLISH, "language: en", "language: English", "language", "pattern"),
        (ENGLISH, "  moved: New date\n", "", "texts.moved", "missing"),
        (ENGLISH, "[SkillsAcrossEurope, STEM]", '["#STEM"]', "hashtags.0", "pattern"),
        (ENGLISH, "id: internationaal", "id: agdb", "id", "the folder ‘internationaal’"),
    ],
)
def test_a_mistake_is_named(
    home: Path, name: str, old: str, new: str, field: str, told: str
) -> None:
    change(home, name, old, new)
    place = rf"{re.escape(name)}:\d+ \[{re.escape(field)}\]"
    with pytest.raises(ContentError, match=place) as caught:
        read_newsroom(home, ZONE, "internationaal")
    assert told in caught.value.sentence


def test_a_dutch_section_needs_no_title(home: Path) -> None:
    change(home, DUTCH, "{id: agenda, title: Agenda}", "{id: agenda}")
    (agenda,) = [
        one
        for one in read_newsroom(home, ZONE).newsletter.sections
        if one.section is Section.AGENDA
    ]
    assert agenda.title == "Agenda"


def test_its_own_brand_stands_for_part_of_the_shared_one(home: Path) -> None:
    shared, own = read_brand(home), read_brand(home, home / OWN_BRAND)
    assert (own.wordmark_second, own.light.brand) == ("europe", "#1e2c68")
    assert (own.font, own.light.paper) == (shared.font, shared.light.paper)
    assert own.domains == {**shared.domains, "internationaal": "#2a4aae"}
    (home / OWN_BRAND).write_text("# niets anders\n")
    assert read_brand(home, home / OWN_BRAND) == shared
    assert read_brand(home, home / "nergens.yaml") == shared


@pytest.mark.parametrize(
    ("content", "place", "told"),
    [
        ("light: {link: '#cccccc'}\n", ":1 [light.link]", "stand out enough from light.paper"),
        ("wordmark: x\ndark:\n  brand: '#c6f25b'\n", ":2 [dark.on_brand]", "from dark.brand"),
        ("chart: '#ffffff'\n", ":1 [chart]", "from light.paper"),
        ("light: {lnk: '#111111'}\n", ":1 [light.lnk]", "Did you mean ‘link’?"),
        ("light: rood\n", ":1 [light]", "fields"),
        ("- wordmark\n", ":1", "fields"),
        ("domains: {groen: '#111111'}\n", ":1 [domains.groen]", "groen-digitaal"),
    ],
)
def test_a_mistake_in_its_brand_is_named(home: Path, content: str, place: str, told: str) -> None:
    (home / OWN_BRAND).write_text(content)
    with pytest.raises(ContentError) as caught:
        read_brand(home, home / OWN_BRAND)
    assert f"{OWN_BRAND}{place}" in caught.value.sentence
    assert told in caught.value.sentence


def test_its_own_template_stands_for_the_shared_one_of_that_name(home: Path) -> None:
    own, shared = home / "own", read_templates(home / "templates", home)
    (own / "newsletter").mkdir(parents=True)
    (own / "newsletter/newsletter.txt").write_text("Eigen\n")
    both = with_own_templates(shared, own, home)
    assert both == {**shared, "newsletter/newsletter.txt": "Eigen\n"}
    assert with_own_templates(shared, home / "nergens", home) == shared


@pytest.mark.parametrize(
    ("name", "told"),
    [("newsletter/newsleter.txt", "newsletter/newsletter.txt"), ("brand/brand.yaml", "templates/")],
)
def test_a_template_that_stands_for_none_is_named(home: Path, name: str, told: str) -> None:
    own = home / "own" / name
    own.parent.mkdir(parents=True)
    own.write_text("x")
    with pytest.raises(ContentError, match=f"own/{name}: it takes the place of no") as caught:
        with_own_templates(read_templates(home / "templates", home), home / "own", home)
    assert told in caught.value.remedy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    read = read_phrases(ROOT, language)
    assert set(read.domains) == {domain.value for domain in Domain}
    assert set(read.words) == set(read_phrases(ROOT, "nl").words)


def test_the_dutch_words_are_the_dutch_of_the_code() -> None:
    dutch = read_phrases(ROOT, "nl")
    assert dutch.dates == DateForms()
    assert dutch.domains == {domain.value: domain.title for domain in Domain}


def test_every_word_is_used_and_none_is_missing() -> None:
    folders = ("templates/newsletter", "templates/web")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.*")]
    files += [
        ROOT / "omroeper/services/propose_posts.py",
        ROOT / "omroeper/rendering/newsletter.py",
    ]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in files)
    used = re.findall(r"words(?:\.|\[\"|\[')(\w+)", texts)
    pages = "\n".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "omroeper/web").glob("*.py")
    )
    named = {
        *re.findall(r'"(\w+)"', pages),
        *(f"reason_{one or 'not_said'}" for one in LeavingReason),
    }
    words = set(read_phrases(ROOT, "nl").words)
    assert set(used) <= words <= {*used, *named}


@pytest.mark.parametrize(
    ("change_it", "field", "told"),
    [
        (lambda all_: all_["words"].pop("issue"), "words.issue", "missing"),
        (lambda all_: all_["words"].update(isue="x"), "words.isue", "no such field"),
        (lambda all_: all_["words"].update(issue="Issue"), "words.issue", "Use {month}"),
        (lambda all_: all_["words"].update(period="{"), "words.period", "fills in other things"),
        (lambda all_: all_["domains"].pop("funderend"), "domains.funderend", "missing"),
        (lambda all_: all_["dates"].update(locale="xx_YY"), "dates.locale", "no such locale"),
        (lambda all_: all_["dates"].pop("until"), "dates.until", "missing"),
    ],
)
def test_a_mistake_in_a_language_is_named(
    home: Path, change_it: object, field: str, told: str
) -> None:
    file = home / "templates/phrases/en.yaml"
    whole = yaml.safe_load(file.read_text(encoding="utf-8"))
    change_it(whole)  # type: ignore[operator]
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    with pytest.raises(ContentError, match=rf"phrases/en\.yaml:\d+ \[{field}\]") as caught:
        read_phrases(home, "en")
    assert told in caught.value.sentence


def test_a_language_without_words_is_named(home: Path) -> None:
    with pytest.raises(ContentError, match=r"phrases/fr\.yaml: there are no words in .*‘fr’"):
        read_phrases(home, "fr")


def test_every_deployment_of_a_newsletter_names_one_there_is() -> None:
    declared = yaml.safe_load((ROOT / "deployments/prefect.yaml").read_text(encoding="utf-8"))
    named = {
        one["name"]: one["parameters"]["newsletter"]
        for one in declared["deployments"]
        if one["entrypoint"] == "flows/newsletter.py:newsletter"
    }
    assert sorted(named.values()) == list(newsletter_ids(ROOT))
