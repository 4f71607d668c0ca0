"""``calibrate``: make confidence mean the chance to be right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from model import DEFAULT_CHECKPOINT
from model.classifier import OpenVinoClassifier
from model.networks.checkpoint import WEIGHTS, Checkpoint
from model.reader import Reader
from training.aligned import SET_APART, entries
from training.calibrate import calibrate
from training.commands.finish import parts_of
from training.commands.options import RUNS, Glyphs, Model, Out, Runs, Seed, console
from training.export import save_checkpoint
from training.pieces import training_letters

ENTRIES = Path("../shared/data/names/train.tsv")


def calibrate_command(
    model: Model = DEFAULT_CHECKPOINT,
    table: Annotated[Path, typer.Option(help="Entries of forms; those that `harvest` leaves out are read.")] = ENTRIES,
    glyphs: Glyphs = None,
    seed: Seed = 7,
    out: Out = WEIGHTS,
    runs: Runs = RUNS,
) -> None:
    """Fit the curves of every charset on writers that did not train, and write them into the card."""
    checkpoint = Checkpoint.load(model)
    parts, _, _ = parts_of(checkpoint.card, glyphs, None, runs)
    letters, apart = training_letters(parts.validation), entries(table)[::SET_APART]
    with console.status("Calibrating ...") as status:
        reader = Reader(OpenVinoClassifier(checkpoint))
        curves = calibrate(reader, apart, letters, seed, lambda name: status.update(f"Calibrating {name} ..."))
    path = save_checkpoint(out, checkpoint.onnx, replace(checkpoint.card, calibration=curves))
    console.print(f"Written: {path}", soft_wrap=True)
