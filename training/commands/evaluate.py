"""``evaluate`` and ``language``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from model.networks.checkpoint import Checkpoint
from training.commands.finish import figures_of, measure_and_save, parts_of, table
from training.commands.options import RUNS, EmnistRoot, EmnistSplit, Glyphs, Model, Runs, console
from training.language import write_tables
from training.sources import Emnist
from training.vocabulary import write_vocabularies


def evaluate_command(
    model: Model = "letternet",
    glyphs: Glyphs = None,
    emnist: EmnistRoot = None,
    emnist_split: EmnistSplit = "byclass",
    save: Annotated[Path | None, typer.Option(help="Write the checkpoint with these figures into this folder.")] = None,
    runs: Runs = RUNS,
) -> None:
    """Measure a checkpoint on the glyphs that its training left out."""
    checkpoint = Checkpoint.load(model)
    parts, mixture, _ = parts_of(checkpoint.card, glyphs, Emnist(emnist, emnist_split) if emnist else None, runs)
    if save:
        measure_and_save(checkpoint, parts, mixture, save)
    else:
        console.print(table(figures_of(checkpoint, parts, mixture), checkpoint.card.name))


def language_command() -> None:
    """Make the tables of which letters follow which, and of words, anew from the word lists of wordfreq."""
    for path in (*write_tables(), *write_vocabularies()):
        console.print(f"Written: {path}")
