"""The command line of training."""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from model.checkpoint import WEIGHTS, Card, Checkpoint
from model.classifier import OpenVinoClassifier
from training.errors import TrainingError
from training.evaluate import accuracy_by_corpus
from training.experiment import Experiment
from training.export import onnx_of, save_checkpoint, sha256_of
from training.fit import Epoch, Fitted, fit
from training.sources import corpora_names, gather, validate_only
from training.split import Split

app = typer.Typer(
    help="Fit, quantize and evaluate the networks that Blockletter reads with.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console()

DEFAULT_GLYPHS = Path("../shared/data/glyphs")
REMARKS = (
    "Research copies of public data; emnist-like and az-capitals are of the NIST family and overlap EMNIST, so "
    "near-twins (correlation above 0.98) were kept on one side of the split.",
    "The temperature is 1: confidences are the softmax of the network.",
)

Glyphs = Annotated[Path, typer.Option(help="Folder of glyph sets (.npz) and chars74k-strokes.json.")]
Out = Annotated[Path, typer.Option(help="Folder the checkpoint is written to.")]
Seed = Annotated[int, typer.Option(help="Of split, weights, order and augmentation.")]


@app.command("fit")
def fit_command(
    network: Annotated[str, typer.Option(help="letternet or letternet-plus.")] = "letternet",
    glyphs: Glyphs = DEFAULT_GLYPHS,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the training glyphs.")] = 40,
    batch: Annotated[int, typer.Option(min=2, help="Glyphs a step.")] = 256,
    learning_rate: Annotated[float, typer.Option(help="Peak of the one-cycle schedule.")] = 3e-3,
    seed: Seed = 7,
    out: Out = WEIGHTS,
    runs: Annotated[Path, typer.Option(help="Folder for the best weights so far, as torch keeps them.")] = Path("runs"),
) -> None:
    """Train a network on the glyph sets and export it as one ONNX file with its card."""
    experiment = replace(
        Experiment(), network=network, epochs=epochs, batch=batch, learning_rate=learning_rate, seed=seed
    )
    with console.status("Loading and framing glyphs, looking for twins ..."):
        parts = gather(glyphs, experiment)
    console.print(f"{len(parts.train)} glyphs train, {len(parts.validation)} choose the epoch, {len(parts.test)} test.")
    fitted = _fit_with_bar(parts, experiment, runs / f"{network}.pt")
    onnx = onnx_of(fitted.network)
    card = Card(name=network, network=network, precision="float32", sha256=sha256_of(onnx), remarks=REMARKS,
                training=_history(experiment, parts, fitted))
    classifier = OpenVinoClassifier(Checkpoint(card, onnx))
    with console.status("Measuring ..."):
        figures = accuracy_by_corpus(classifier, parts.test) | accuracy_by_corpus(classifier, validate_only(glyphs))
    path = save_checkpoint(out, onnx, replace(card, accuracy=figures))
    console.print(_table(figures))
    console.print(f"Written: {path}")


def _fit_with_bar(parts: Split, experiment: Experiment, kept: Path) -> Fitted:
    kept.parent.mkdir(parents=True, exist_ok=True)
    experiment.save(kept.with_suffix(".json"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("fitting", total=None)

        def report(epoch: Epoch, steps: int) -> None:
            progress.update(bar, total=steps * experiment.epochs)
            progress.console.print(
                f"epoch {epoch.number:3}: loss {epoch.loss:.4f}, validation {epoch.accuracy:.4f}, {epoch.seconds:.0f} s"
            )

        return fit(parts, experiment, report, lambda: progress.advance(bar), lambda best: torch.save(best, kept))


def _history(experiment: Experiment, parts: Split, fitted: Fitted) -> dict[str, object]:
    return {
        "command": " ".join(["python -m training", *sys.argv[1:]]),
        "experiment": asdict(experiment),
        "corpora": corpora_names(),
        "split": f"5 % validation and 10 % test of the groups of near-twins and writers, seed {experiment.seed}; "
        f"Chars74K writers from {experiment.unseen_writers} on are test only",
        "glyphs": {"train": len(parts.train), "validation": len(parts.validation), "test": len(parts.test)},
        "best_epoch": asdict(fitted.best),
    }


def _table(figures: dict[str, dict[str, float]]) -> Table:
    table = Table("corpus", "glyphs", "folded", "all classes", "mean over letters", title="Share right")
    for corpus, row in figures.items():
        table.add_row(corpus, *(f"{value:.4f}" if value <= 1 else f"{value:.0f}" for value in row.values()))
    return table


@app.command("evaluate")
def evaluate_command(
    model: Annotated[str, typer.Option(help="Name of a bundled checkpoint, or path of an .onnx file.")] = "letternet",
    glyphs: Glyphs = DEFAULT_GLYPHS,
    seed: Seed = 7,
) -> None:
    """Measure a checkpoint on the glyphs that its training left out."""
    classifier = OpenVinoClassifier.load(model)
    with console.status("Loading and framing glyphs, looking for twins ..."):
        parts = gather(glyphs, replace(Experiment(), seed=seed))
    figures = accuracy_by_corpus(classifier, parts.test) | accuracy_by_corpus(classifier, validate_only(glyphs))
    console.print(_table(figures))


def main() -> None:
    """Run the command line; what went wrong is one line on stderr and exit code 2."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    try:
        app(standalone_mode=True)
    except TrainingError as error:
        Console(stderr=True).print(f"[red]{error}[/red]")
        raise SystemExit(2) from error
