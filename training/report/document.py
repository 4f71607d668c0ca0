"""A report as headings, words, tables and pictures, written as Markdown and as one HTML file."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.saving import write_together

#: What a cell holds; a float is shown with four places.
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads.

    Attributes:
        columns: The heads; the first column names the row.
        rows: As many cells each.
        words: How many columns hold words; the others are figures.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with what it shows."""

    name: str
    shows: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    parts: Sequence[Words | Table | Picture]


@dataclass(frozen=True, slots=True)
class Document:
    """A title and sections."""

    title: str
    sections: Sequence[Section]

    def markdown(self) -> str:
        """As Markdown; pictures are files beside it."""
        blocks = [f"# {self.title}"]
        for section in self.sections:
            blocks.append(f"## {section.heading}")
            blocks.extend(_markdown(part) for part in section.parts)
        return "\n\n".join(blocks) + "\n"

    def html(self) -> str:
        """As one HTML file that needs no other."""
        body = [f"<h1>{html.escape(self.title)}</h1>"]
        for section in self.sections:
            body.append(f"<h2>{html.escape(section.heading)}</h2>")
            body.extend(_html(part) for part in section.parts)
        return _PAGE.format(title=html.escape(self.title), style=_STYLE, body="\n".join(body))

    def save(self, folder: Path) -> list[Path]:
        """Write ``report.html``, ``report.md`` and the pictures, all or none.

        Raises:
            TrainingError: They cannot be written.
        """
        pictures = [part for section in self.sections for part in section.parts if isinstance(part, Picture)]
        contents = {folder / f"{picture.name}.png": picture.png for picture in pictures}
        written = {folder / "report.html": self.html().encode(), folder / "report.md": self.markdown().encode()}
        write_together(contents | written)
        return list(written)


def shown(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)


def _markdown(part: Words | Table | Picture) -> str:
    match part:
        case Words(text):
            return text
        case Picture(name, shows, _):
            return f"![{shows}]({name}.png)"
        case Table(columns, rows, words):
            rules = ["---" if number < words else "---:" for number in range(len(columns))]
            lines = [columns, rules, *([shown(cell).replace("|", "\\|") for cell in row] for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _html(part: Words | Table | Picture) -> str:
    match part:
        case Words(text):
            return f"<p>{html.escape(text)}</p>"
        case Picture(_, shows, png):
            source = base64.b64encode(png).decode()
            caption = html.escape(shows)
            return (
                f'<figure><img alt="{caption}" src="data:image/png;base64,{source}">'
                f"<figcaption>{caption}</figcaption></figure>"
            )
        case Table(columns, rows, words):
            head = "".join(_cell("th", number < words, column) for number, column in enumerate(columns))
            body = "".join(_row(row, words) for row in rows)
            return f"<div><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _row(row: Sequence[Cell], words: int) -> str:
    cells = (_cell("td" if number else "th", number < words, shown(cell)) for number, cell in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, word: bool, text: str) -> str:
    return f"<{tag}{' class=word' if word else ''}>{html.escape(text)}</{tag}>"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>{style}</style></head><body>
{body}
</body></html>
"""
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
div { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #ddd; text-align: right; font-variant-numeric: tabular-nums }
.word { text-align: left } thead th { border-bottom: 2px solid #888 }
figure { margin: 1rem 0 } img { max-width: 100% } figcaption { color: #555 }
"""
