"""Figures for people: their story, their changes, and the data package, with the desk's own parts."""

from pathlib import Path

from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.figure import FigureFact
from omroeper.domain.figure_approval import ApprovalState
from omroeper.domain.figure_change import FigureChange
from omroeper.rendering import dutch
from omroeper.services import figures as service
from omroeper.wiring.gathering import GatheringSteps


class FigureSteps(GatheringSteps):
    def figure_story(self, figure: str) -> service.FigureStory:
        """Everything known of a figure; the desk's own editions are read first."""
        self.read_own_figures()
        return service.figure_story(self.store, self.newsroom.figures, figure)

    def figure_sentence(self, story: service.FigureStory) -> str:
        """The figure as the newsletter would say it (Dutch); empty where it may not say it."""
        fact = self.figure_fact(story)
        return dutch.fact_sentence(fact) if fact else ""

    def figure_fact(self, story: service.FigureStory) -> FigureFact | None:
        """The approved observation with its definition, and what it is compared with.

        None for a figure that the registry has not, or of which nothing is approved.
        """
        definition = story.definition
        if definition is None or story.state is ApprovalState.PROPOSED:
            return None
        observed = self.store.approved_observations(definition.compare_with or "")
        same = [one for one in observed if one.edition == story.latest.edition]
        return FigureFact(definition, story.latest, same[-1] if same else None)

    def diff_editions(self, before: str, after: str) -> tuple[FigureChange, ...]:
        self.read_own_figures()
        return service.diff_editions(self.store, before, after)

    def export_figures(self, out: Path) -> list[str]:
        """Write the data package into a folder; gives the names of its files."""
        from omroeper.adapters.content.licences import read_licences
        from omroeper.adapters.datapackage import data_package

        self.read_own_figures()
        files = data_package(
            self.newsroom.figures,
            service.all_observations(self.store),
            read_licences(self.settings.home),
        )
        return write_files(files, out)

    def draw_figure(self, figure: str, out: Path) -> list[str]:
        """Write a figure's chart as SVG and PNG, with its alt text; gives the names of the files."""
        from omroeper.rendering.figure_chart import figure_png, figure_svg

        fact = self.figure_fact(self.figure_story(figure))
        if fact is None:
            raise NotFound(
                "there is nothing approved to draw, or the registry no longer has this figure",
                thing=figure,
                remedy="Approve it, or put it back in config/figures/ since a chart needs its words.",
            )
        files = {
            f"{figure}.svg": figure_svg(fact, self.brand, name=figure).encode(),
            f"{figure}.png": figure_png(fact, self.brand),
            f"{figure}.txt": f"{dutch.conclusion(fact)}\n".encode(),
        }
        return write_files(files, out)


def write_files(files: dict[str, bytes], out: Path) -> list[str]:
    """Write files into a folder, made if needed; raises InvalidValue where that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as cause:
        raise InvalidValue(
            f"it cannot be written to ({cause.strerror})",
            thing=f"--out {cause.filename or out}",
            remedy="Name a folder that you can write to; it is made if needed.",
        ) from cause
    return sorted(files)
