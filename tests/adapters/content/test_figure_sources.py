"""config/figures/sources.yaml: optional; a mistake names file, line, field and remedy."""

from pathlib import Path

import pytest

from omroeper.adapters.content.figure_sources import read_figure_tables
from omroeper.domain.errors import ContentError
from omroeper.domain.figure import FigureDefinition, FigureSourceKind

ROOT = Path(__file__).resolve().parents[3]
KNOWN = [FigureDefinition("vacatures", "Vacatures", "vacatures", "1", "{value}")]
GOOD = """sources:
  - id: cbs
    kind: cbs_v4
    figure: vacatures
    source: CBS
    address: https://datasets.cbs.nl/odata/v1/CBS/80472ned/
    measure: D003834
    unit: "x 1 000"
    scale: 1000
    where: {Bedrijfstakken: T001081}
"""


def tables(home: Path, text: str) -> tuple[object, ...]:
    file = home / "config" / "figures" / "sources.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return read_figure_tables(home, KNOWN)


def test_a_table_is_as_declared(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, GOOD)
    assert (table.kind, table.scale) == (FigureSourceKind.CBS_V4, 1000)  # type: ignore[attr-defined]
    assert table.address.endswith("80472ned")  # type: ignore[attr-defined]


def test_the_file_is_optional_and_the_projects_own_fetches_nothing(tmp_path: Path) -> None:
    assert read_figure_tables(tmp_path, KNOWN) == ()
    assert read_figure_tables(ROOT, KNOWN) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: cbs_v4", "kind: cbs_v5", r"sources.yaml:3 \[sources.0.kind\]"),
        ("figure: vacatures", "figure: banen", r"yaml:4 \[sources.0.figure\].*no figure ‘banen’"),
        ("https://", "ftp://", r"yaml:6 \[sources.0.address\].*not a web address"),
        ("measure: D003834", "mesure: D003834", r"yaml:7 .*Did you mean ‘measure’"),
        ("scale: 1000", "scale: 0", r"yaml:9 \[sources.0.scale\]"),
        ("T001081", "x' or 'a' eq 'a", r"sources.0.where"),
        ("kind: cbs_v4", "kind: duo_ckan", r"Add ‘resource:’"),
        ("kind: cbs_v4", "kind: csv", r"Add ‘edition:’"),
        ("sources:\n", "sources:\n" + GOOD.partition("\n")[2], r"‘cbs’ is there twice"),
    ],
)
def test_a_mistake_names_line_field_and_remedy(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(ContentError, match=told) as caught:
        tables(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.remedy
