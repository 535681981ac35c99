"""The manual channel: for an organisation without access to LinkedIn's API.

The approved text is written to a file, ready to copy; a person places it and pastes the address.
"""

from pathlib import Path

from omroeper.domain.errors import WaitsForPerson
from omroeper.domain.post import Post


class ManualChannel:
    """Fulfils ports.SocialChannel as far as a folder can."""

    name = "handmatig"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def publish(self, post: Post) -> str:
        """Write the text; always raises WaitsForPerson, because nothing is published yet."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{post.id}.txt"
        file.write_text(
            f"{post.commentary}\n\n{post.link}\n\n"
            "---\nPlaats deze tekst op LinkedIn. Alles boven de streepjes hoort erbij.\n",
            encoding="utf-8",
        )
        raise WaitsForPerson(
            "the post waits for a person to place it",
            thing=post.id,
            remedy=f"Its text is ready in {file}.",
        )

    def find(self, post: Post) -> str | None:
        del post
        return None

    def statistics(self, urn: str) -> dict[str, int]:
        del urn
        return {}
