"""What every command ends with: a measured checkpoint on the disk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.table import Table

from model.classifier import OpenVinoClassifier
from model.networks.checkpoint import Card, Checkpoint
from training.commands.options import console
from training.evaluate import accuracy_by_corpus
from training.experiment import Experiment
from training.export import save_checkpoint
from training.mixture import Mixture, gather_all, glyphs_to_measure
from training.pictures import told
from training.sources import Emnist, with_cut_out
from training.split import Split

Figures = dict[str, dict[str, float | None]]

REMARKS = (
    "Trained on research copies of public data; the sets of the NIST family overlap one another, so near-twins "
    "(correlation above 0.98) were kept on one side of the split.",
    "mouse-drawn-capitals and pen-writers-validate were never trained on.",
)


def command_line() -> str:
    """The command that is running, for the card."""
    return " ".join(["python -m training", *sys.argv[1:]])


def gathered(mixture: Mixture, experiment: Experiment, runs: Path) -> Split:
    """Load everything, and tell what was skipped."""
    with console.status("Loading and framing glyphs, looking for twins ..."):
        found = gather_all(mixture, experiment, runs / "cache")
    for line in told(found.skipped):
        console.print(line, highlight=False)
    return with_cut_out(found.parts, experiment)


def parts_of(
    card: Card, glyphs: Sequence[Path] | None, emnist: Emnist | None, runs: Path
) -> tuple[Split, Mixture, Experiment]:
    """The split a checkpoint was trained with, or that of other glyphs by the same seed."""
    recorded = Mixture.recorded(card.training.get("sources", {}))
    mixture = Mixture.of(glyphs or (), emnist) if glyphs or emnist else recorded
    seed = int(card.training.get("experiment", {}).get("seed", Experiment().seed))
    experiment = replace(Experiment(), seed=seed)
    return gathered(mixture, experiment, runs), mixture, experiment


def figures_of(checkpoint: Checkpoint, parts: Split, mixture: Mixture) -> Figures:
    """Measure a checkpoint in the runtime that serves it."""
    with console.status(f"Measuring {checkpoint.card.name} ..."):
        return accuracy_by_corpus(OpenVinoClassifier(checkpoint), glyphs_to_measure(mixture, parts))


def measure_and_save(checkpoint: Checkpoint, parts: Split, mixture: Mixture, out: Path) -> Path:
    """Fill the accuracy into the card, write the checkpoint and show both."""
    figures = figures_of(checkpoint, parts, mixture)
    path = save_checkpoint(out, checkpoint.onnx, replace(checkpoint.card, accuracy=figures))
    console.print(table(figures, checkpoint.card.name))
    console.print(f"Written: {path}", soft_wrap=True)
    return path


def table(figures: Figures, name: str) -> Table:
    """The figures as rich draws them."""
    columns = ("corpus", "glyphs", "letters (26)", "mean over letters", "alnum (36)", "mixed")
    drawn = Table(*columns, title=f"Share right, {name}")
    for corpus, row in figures.items():
        glyphs, *shares = row.values()
        drawn.add_row(corpus, f"{glyphs:.0f}", *("" if share is None else f"{share:.4f}" for share in shares))
    return drawn


def with_history(card: Card, **facts: Any) -> dict[str, Any]:
    """The training part of a card with more facts."""
    return card.training | facts
