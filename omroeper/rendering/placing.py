"""What a person needs to place a post by hand: the texts as files, and the mail that asks for it."""

from collections.abc import Mapping
from datetime import tzinfo
from mimetypes import guess_type

from omroeper.domain.letter import Attachment, Letter
from omroeper.domain.post import Post, PostKind
from omroeper.domain.post_check import post_title
from omroeper.rendering import dutch

TEXT_FILE = "bericht.txt"
COMMENT_FILE = "eerste-reactie.txt"
ALT_FILE = "alt-teksten.txt"


def text_to_paste(post: Post) -> str:
    """What is pasted into LinkedIn: there the address of a card stands in the text too."""
    card = post.link if post.kind is PostKind.ARTICLE else ""
    return "\n\n".join(part for part in (post.commentary, card) if part)


def placing_files(post: Post) -> dict[str, str]:
    """The texts to copy, by file name."""
    files = {TEXT_FILE: text_to_paste(post) + "\n"}
    if post.first_comment:
        files[COMMENT_FILE] = post.first_comment + "\n"
    shown = (*post.media, *((post.thumbnail,) if post.thumbnail else ()))
    if alts := [f"{one.file}: {one.alt or one.title}" for one in shown if one.alt or one.title]:
        files[ALT_FILE] = "\n".join(alts) + "\n"
    return files


def placing_letter(
    post: Post,
    contents: Mapping[str, bytes],
    *,
    name: str,
    page_url: str,
    form_url: str,
    parent_url: str,
    zone: tzinfo,
) -> Letter:
    """The mail to who places it (Dutch). `form_url` is where the address is pasted afterwards;
    `parent_url` the post that it shows again."""
    steps = [f"Open de pagina met tekst en beeld: {page_url}"]
    if post.reshares:
        steps.append(f"Open het bericht dat u deelt: {parent_url or post.reshares}. Kies ‘Delen’.")
    steps.append("Plak de tekst in een nieuw bericht op LinkedIn, namens de pagina.")
    if post.media:
        what = "het document" if post.media[0].is_document else "het beeld, met de alt-tekst,"
        steps.append(f"Voeg {what} toe; de bestanden zitten bij deze mail.")
    if post.mentions:
        names = ", ".join(f"@{one.name}" for one in post.mentions)
        steps.append(f"Typ {names} opnieuw en kies de organisatie, dan wordt het een link.")
    if post.first_comment:
        steps.append("Plaats daarna de eerste reactie (in eerste-reactie.txt).")
    steps.append(
        f"Plak het adres van het bericht in het formulier (knop Resume): {form_url}"
        if form_url
        else "Start in Prefect een run van placed/geplaatst en plak daar het adres van het bericht."
    )
    listed = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    text = (
        f"Dag {name},\n\nDit bericht is goedgekeurd en mag nu op LinkedIn. Het stond gepland op "
        f"{dutch.moment_text(post.planned, zone)}.\n\n{listed}\n\n{'-' * 40}\n\n"
        f"{text_to_paste(post)}\n\n{'-' * 40}\n"
    )
    attached = tuple(
        Attachment(file, _type_of(file), content) for file, content in contents.items()
    )
    return Letter(f"Zet dit nu op LinkedIn: ‘{post_title(post)}’", text, attached)


def _type_of(file: str) -> str:
    return guess_type(file)[0] or "application/octet-stream"
