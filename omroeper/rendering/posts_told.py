"""Mails about posts to the people of the desk (Dutch)."""

from collections.abc import Sequence

from omroeper.domain.finding import Finding
from omroeper.domain.letter import Letter
from omroeper.domain.post import Post
from omroeper.domain.post_check import post_title
from omroeper.domain.post_reading import place_in


def changes_letter(post: Post, *, name: str, by: str, note: str) -> Letter:
    """To the author: what a colleague asks to change."""
    where = place_in(post.origin)
    how = (
        f"Pas het bestand aan ({where}); dan ziet de redactie het vanzelf opnieuw."
        if where.startswith("content/")
        else f"Pas de rij aan in de gedeelde lijst ({where}); dan ziet de redactie hem opnieuw."
        if where.startswith("lijst/")
        else "Lever het opnieuw aan met het formulier ‘Bijdrage’, met dezelfde titel."
    )
    text = (
        f"Dag {name},\n\n{by} vraagt een wijziging in uw LinkedIn-bericht ‘{post_title(post)}’:\n\n"
        f"{note}\n\n{how}\n\nTot dan wordt het niet geplaatst.\n"
    )
    return Letter(f"Wilt u dit LinkedIn-bericht aanpassen: ‘{post_title(post)}’", text)


def held_letter(post: Post, *, name: str, findings: Sequence[Finding]) -> Letter:
    """To the editor: what was approved is not placed, and why."""
    lines = "\n".join(f"- {one.reason} {one.remedy}" for one in findings)
    text = (
        f"Dag {name},\n\nDit LinkedIn-bericht was goedgekeurd, maar is niet geplaatst:\n\n"
        f"‘{post_title(post)}’\n\n{lines}\n\n"
        "De goedkeuring is vervallen. Het bericht staat opnieuw klaar ter beoordeling in Prefect.\n"
    )
    return Letter(f"Niet geplaatst op LinkedIn: ‘{post_title(post)}’", text)


def voided_letter(post: Post, *, name: str, approved_by: str) -> Letter:
    """To the editor: what was approved has other words now."""
    text = (
        f"Dag {name},\n\nHet LinkedIn-bericht ‘{post_title(post)}’ is gewijzigd nadat "
        f"{approved_by} het goedkeurde ({place_in(post.origin)}). Die goedkeuring is vervallen. Het "
        "bericht staat opnieuw klaar ter beoordeling in Prefect; tot dan wordt het niet geplaatst.\n"
    )
    return Letter(f"Goedkeuring vervallen: ‘{post_title(post)}’", text)
