"""``harvest`` and ``pieces``: glyphs as the reader itself cuts them out of entries and of drawn pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from model import DEFAULT_CHECKPOINT
from model.alphabet import NOT_A_CHARACTER
from model.networks.checkpoint import Checkpoint
from model.reader import Reader
from training.aligned import entries
from training.commands.finish import parts_of
from training.commands.options import RUNS, Glyphs, Model, Runs, Seed, console, counted
from training.glyphs import GlyphSet
from training.harvest import harvest
from training.pieces import drawn_pieces, training_letters


def harvest_command(
    table: Annotated[Path, typer.Argument(help="Table with the columns file and transcription, pictures beside it.")],
    out: Annotated[Path, typer.Argument(help="File to write, such as runs/entries.npz.")],
    model: Model = DEFAULT_CHECKPOINT,
    seed: Seed = 7,
) -> None:
    """Cut letters out of entries of forms whose text is known, and wrong groupings of their ink."""
    several = entries(table)
    with counted() as progress:
        bar = progress.add_task("reading entries", total=len(several))
        glyphs = harvest(several, Reader.load(model), seed, lambda: progress.advance(bar))
    _save(glyphs, out)


def pieces_command(
    out: Annotated[Path, typer.Argument(help="File to write, such as runs/pieces.npz.")],
    pages: Annotated[int, typer.Option(min=1, help="How many pages are drawn.")] = 480,
    glyphs: Glyphs = None,
    model: Model = DEFAULT_CHECKPOINT,
    seed: Seed = 7,
    runs: Runs = RUNS,
) -> None:
    """Draw pages of training glyphs and fonts, and cut them up as the reader does, rightly and wrongly."""
    parts, _, _ = parts_of(Checkpoint.load(model).card, glyphs, None, runs)
    with counted() as progress:
        bar = progress.add_task("drawing pages", total=pages)
        letters = training_letters(parts.train)
        cut = drawn_pieces(pages, letters, Reader.load(model), seed, lambda: progress.advance(bar))
    _save(cut, out)


def _save(glyphs: GlyphSet, out: Path) -> None:
    glyphs.save(out)
    wrong = int((glyphs.labels == NOT_A_CHARACTER).sum())
    console.print(f"Written: {out}, {len(glyphs) - wrong} letters and {wrong} wrong groupings.", soft_wrap=True)
