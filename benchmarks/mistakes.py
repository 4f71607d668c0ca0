"""Draw the worst readings, to see what kind of mistakes they are: ``python -m benchmarks.mistakes``.

Writes a sheet for each page, worst first, and contact sheets of the worst names, all as PNG.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rich.progress import Progress

from benchmarks.corpora import DEFAULT_CORPORA, Entry, load_names, load_pages
from benchmarks.marks import IGNORED, LONGEST_SIDE, RIGHT, WRONG, marked_page
from benchmarks.scoring import FREE_LETTERS, Tally, tally
from benchmarks.tables import progress_bars
from model import DEFAULT_CHECKPOINT
from model.decode import decode
from model.elements import Page
from model.errors import BlockletterError
from model.options import ReadOptions
from model.reader import Reader

SEED = 7
#: A cell of a contact sheet in pixels, and how many stand side by side and in a column.
CELL = (400, 120)
ACROSS, DOWN = 4, 12


@dataclass(frozen=True, slots=True)
class Misread:
    """A reading with its errors.

    Attributes:
        entry: What was read.
        preview: (H, W, 3) uint8 RGB.
        page: The reading.
        tally: Its errors.
    """

    entry: Entry
    preview: NDArray[np.uint8]
    page: Page
    tally: Tally

    @property
    def badness(self) -> float:
        """1 where everything is wrong; more where more was read than is written."""
        return 1 - (self.tally.purity or 0) if self.tally.cer is None else self.tally.cer


def read_all(reader: Reader, entries: Sequence[Entry], options: ReadOptions, progress: Progress) -> list[Misread]:
    """Read all entries and keep those with errors, worst first."""
    readings = []
    for entry in progress.track(entries, description=f"reading {entries[0].scope}"):
        picture = decode(entry.content, preview_side=LONGEST_SIDE)
        assert picture.preview is not None
        page = reader.read(picture, options)
        counted = tally(entry.scope, entry.want, page.text, entry.count)
        readings.append(Misread(entry, picture.preview, page, counted))
    return sorted((one for one in readings if one.badness), key=lambda one: -one.badness)


def draw_pages(misread: Sequence[Misread], out: Path) -> None:
    """Write a sheet for each page, named by its rank."""
    out.mkdir(parents=True, exist_ok=True)
    for rank, one in enumerate(misread, 1):
        what = "impure" if one.tally.cer is None else "CER"
        title = f"{one.entry.name} ({one.entry.scope}): {what} {one.badness:.3f}"
        sheet = marked_page(one.preview, one.page, one.entry.want, title)
        sheet.save(out / f"{rank:02}-{Path(one.entry.name).stem}.png")


def contact_sheet(misread: Sequence[Misread]) -> Image.Image:
    """The pictures of entries with boxes, and below each what is written and what was read."""
    width, height = CELL
    rows = -(-len(misread) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * width, rows * height), "white")
    for number, one in enumerate(misread):
        sheet.paste(_cell(one), (number % ACROSS * width, number // ACROSS * height))
    return sheet


def _cell(one: Misread) -> Image.Image:
    width, height = CELL
    cell = Image.new("RGB", CELL, "white")
    picture = Image.fromarray(one.preview).convert("RGB")
    scale = min((width - 8) / picture.width, (height - 56) / picture.height, 3.0)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    cell.paste(picture.resize(size), (4, 4))
    pen = ImageDraw.Draw(cell)
    on_cell = size[0] / one.page.width
    for glyph in one.page.glyphs:
        box = glyph.box.scaled(on_cell, *size)
        pen.rectangle((box.left + 4, box.top + 4, box.right + 3, box.bottom + 3), outline=IGNORED)
    font = ImageFont.load_default(18)
    pen.text((4, height - 50), one.entry.want, RIGHT, font)
    pen.text((4, height - 28), one.page.text.replace("\n", " | "), WRONG, font)
    pen.text((width - 4, height - 50), f"{one.badness:.2f} {one.entry.name[-8:-4]}", IGNORED, font, anchor="ra")
    return cell


def draw_names(misread: Sequence[Misread], most: int, out: Path) -> None:
    """Write contact sheets, the worst entries first, those with too much read around the entry apart."""
    out.mkdir(parents=True, exist_ok=True)
    kinds = {
        "around": [one for one in misread if one.tally.spurious > FREE_LETTERS],
        "letters": [one for one in misread if one.tally.spurious <= FREE_LETTERS],
    }
    for kind, several in kinds.items():
        print(f"{len(several)} names {'with too much read around them' if kind == 'around' else 'misread themselves'}")
        for number, start in enumerate(range(0, min(most, len(several)), ACROSS * DOWN), 1):
            sheet = contact_sheet(several[start : min(most, start + ACROSS * DOWN)])
            sheet.save(out / f"names-{kind}-{number:02}.png")


def main(
    model: Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file.")] = DEFAULT_CHECKPOINT,
    charset: Annotated[str, typer.Option(help="Which letters may be answered.")] = "mixed",
    language: Annotated[str, typer.Option(help="Whose letters follow one another: any, none, fr ...")] = "any",
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("runs/mistakes"),
    most: Annotated[int, typer.Option(min=1, help="How many misread pages to draw.")] = 30,
    names: Annotated[int, typer.Option(min=0, help="How many misread names of each kind to draw.")] = 96,
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
) -> None:
    """Read pages and names and draw the worst of them."""
    try:
        reader, options = Reader.load(model), ReadOptions(charset, language)
        pages, fields = load_pages(folder), [entry for some in load_names(folder, 0, SEED).values() for entry in some]
    except (BlockletterError, FileNotFoundError) as error:
        sys.exit(str(error))
    with progress_bars() as progress:
        wrong = read_all(reader, pages, options, progress)
        draw_pages(wrong[:most], out / "pages")
        print(f"{len(wrong)} of {len(pages)} pages have errors, {min(most, len(wrong))} are in {out / 'pages'}")
        if names:
            wrong = read_all(reader, fields, options, progress)
            draw_names(wrong, names, out)
            print(f"{len(wrong)} of {len(fields)} names have errors; contact sheets are in {out}")


if __name__ == "__main__":
    typer.run(main)
