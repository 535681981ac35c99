"""A report as markdown: foreign text literally, chapters with their tables."""

import re
from collections.abc import Iterator, Sequence

from omroeper.domain.report_table import Chapter, ReportTable, filled
from omroeper.rendering.report_cells import cell_text, is_number

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~-])")


def plain(text: str) -> str:
    """Foreign text as markdown that shows it literally, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def chapters_markdown(chapters: Sequence[Chapter]) -> str:
    """The chapters that have something to say, each under a heading of the second level."""
    return "\n\n".join(part for one in filled(chapters) for part in _chapter(one))


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {plain(chapter.title)}"
    yield from (plain(text) for text in chapter.texts)
    for table in chapter.tables:
        if table.rows:
            yield f"**{plain(table.title)}**"
            yield table_markdown(table)
            if table.note:
                yield f"*{plain(table.note)}*"


def table_markdown(table: ReportTable) -> str:
    """One table; columns of numbers stand to the right."""
    right = [all(is_number(row[place]) for row in table.rows) for place in range(len(table.heads))]
    rule = ["---:" if numbers else "---" for numbers in right]
    rows = [
        [cell if is_number(given) else plain(cell) for cell, given in zip(texts, row, strict=True)]
        for row in table.rows
        for texts in [[cell_text(one) for one in row]]
    ]
    heads = [plain(head) for head in table.heads]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *rows))
