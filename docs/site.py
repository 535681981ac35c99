"""MkDocs hook: the pages of the project's root as pages of the site, so that each text exists once."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "README.md": "index.md",
    "DECISIONS.md": "decisions.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "LICENSE.txt",
}
ELSEWHERE = {".env.example": "reference/settings.md"}
_LINK = re.compile(r"(?<=\]\()([\w./-]+)(?=[)#])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add them, with links that lead to the site's pages."""
    for source, page in PAGES.items():
        text = _LINK.sub(_moved, (ROOT / source).read_text(encoding="utf-8"))
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Links from docs/ to the project's root."""
    for source, page in PAGES.items():
        markdown = markdown.replace(f"](../{source})", f"]({page})")
    return markdown


def _moved(link: re.Match[str]) -> str:
    """docs/ is the site's root; a page of the project's root has its new name."""
    return (PAGES | ELSEWHERE).get(link[0], link[0].removeprefix("docs/"))
