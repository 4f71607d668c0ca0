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

from model import DEFAULT_CHECKPOINT
from model.alphabet import NOT_A_CHARACTER
from model.checkpoint import WEIGHTS, Card, Checkpoint
from model.classifier import OpenVinoClassifier
from model.errors import CheckpointError
from model.network import NETWORKS
from model.reader import Reader
from training.calibrate import calibrate
from training.errors import TrainingError
from training.evaluate import accuracy_by_corpus
from training.experiment import Experiment
from training.export import onnx_of, save_checkpoint, sha256_of
from training.fit import Epoch, Fitted, fit
from training.glyphs import GlyphSet
from training.harvest import SET_APART, entries, harvest
from training.language import write_tables
from training.pieces import drawn_pieces, training_letters
from training.quantize import BATCH, BATCHES, quantize
from training.sources import Emnist, corpora_names, gather, gather_emnist, validate_only
from training.split import Split

app = typer.Typer(
    help="Fit, quantize and evaluate the networks that Blockletter reads with.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
DEFAULT_GLYPHS = Path("../shared/data/glyphs")
ENTRIES = Path("../shared/data/names/train.tsv")
REMARKS = (
    "Trained on research copies of public data; the sets of the NIST family overlap one another, so near-twins "
    "(correlation above 0.98) were kept on one side of the split.",
    "mouse-drawn-capitals and pen-writers-validate were never trained on.",
)

Glyphs = Annotated[Path, typer.Option(help="Folder of glyph sets (.npz) and chars74k-strokes.json.")]
Out = Annotated[Path, typer.Option(help="Folder the checkpoint is written to.")]
Seed = Annotated[int, typer.Option(help="Of split, weights, order and augmentation.")]
Model = Annotated[str, typer.Option(help="Name of a bundled checkpoint, or path of an .onnx file with its card.")]
EmnistRoot = Annotated[
    Path | None, typer.Option("--emnist", help="Train on the whole EMNIST in this folder instead of --glyphs.")
]


@app.command("fit")
def fit_command(
    network: Annotated[str, typer.Option(help=f"One of {', '.join(NETWORKS)}.")] = "letternet",
    glyphs: Glyphs = DEFAULT_GLYPHS,
    emnist: EmnistRoot = None,
    emnist_split: Annotated[str, typer.Option(help="letters, balanced, byclass, digits or mnist.")] = "byclass",
    download: Annotated[bool, typer.Option("--download", help="Fetch EMNIST (560 MB) where it is missing.")] = False,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over as many glyphs as there are to train on.")] = 40,
    batch: Annotated[int, typer.Option(min=2, help="Glyphs a step.")] = 256,
    learning_rate: Annotated[float, typer.Option(help="Peak of the one-cycle schedule.")] = 3e-3,
    seed: Seed = 7,
    also: Annotated[
        list[Path] | None, typer.Option(help="Glyphs cut out of pages, from `harvest` or `pieces`; may be repeated.")
    ] = None,
    teacher: Annotated[str, typer.Option(help="Checkpoint whose doubts are learnt too, by name or path.")] = "",
    out: Out = WEIGHTS,
    runs: Annotated[Path, typer.Option(help="Folder for the best weights so far, as torch keeps them.")] = Path("runs"),
) -> None:
    """Train a network and export it as one ONNX file with its card.

    The best epoch is chosen by glyphs set apart; the test glyphs are only measured, once, at the end.
    """
    if network not in NETWORKS:
        raise TrainingError(f"There is no network {network!r}. Use one of {', '.join(NETWORKS)}.")
    experiment = replace(
        Experiment(),
        network=network,
        epochs=epochs,
        batch=batch,
        learning_rate=learning_rate,
        seed=seed,
        also=tuple(str(path) for path in also or ()),
        teacher=teacher,
    )
    with console.status("Loading and framing glyphs, looking for twins ..."):
        source = Emnist(emnist, emnist_split, download) if emnist else None
        parts = gather_emnist(source, experiment) if source else gather(glyphs, experiment)
    console.print(f"{len(parts.train)} glyphs train, {len(parts.validation)} choose the epoch, {len(parts.test)} test.")
    fitted = _fit_with_bar(parts, experiment, runs / f"{network}.pt")
    onnx = onnx_of(fitted.network)
    card = Card(
        name=network,
        network=network,
        precision="float32",
        sha256=sha256_of(onnx),
        remarks=REMARKS,
        training=_history(experiment, parts, fitted, source),
    )
    _measure_and_save(Checkpoint(card, onnx), parts, None if source else glyphs, out)


@app.command("harvest")
def harvest_command(
    table: Annotated[Path, typer.Argument(help="Table with the columns file and transcription, pictures beside it.")],
    out: Annotated[Path, typer.Argument(help="File to write, such as runs/entries.npz.")],
    model: Model = DEFAULT_CHECKPOINT,
    seed: Seed = 7,
) -> None:
    """Cut letters out of entries of forms whose text is known, and wrong groupings of their ink."""
    several = entries(table)
    with Progress(*COLUMNS, console=console) as progress:
        bar = progress.add_task("reading entries", total=len(several))
        glyphs = harvest(several, Reader.load(model), seed, lambda: progress.advance(bar))
    _save_cut_out(glyphs, out)


@app.command("pieces")
def pieces_command(
    out: Annotated[Path, typer.Argument(help="File to write, such as runs/pieces.npz.")],
    pages: Annotated[int, typer.Option(min=1, help="How many pages are drawn.")] = 900,
    glyphs: Glyphs = DEFAULT_GLYPHS,
    model: Model = DEFAULT_CHECKPOINT,
    seed: Seed = 7,
) -> None:
    """Draw pages of training glyphs and fonts, and cut them up as the reader does, rightly and wrongly."""
    with console.status("Loading and framing glyphs, looking for twins ..."):
        letters = training_letters(gather(glyphs, replace(Experiment(), seed=seed)).train)
    with Progress(*COLUMNS, console=console) as progress:
        bar = progress.add_task("drawing pages", total=pages)
        cut = drawn_pieces(pages, letters, Reader.load(model), seed, lambda: progress.advance(bar))
    _save_cut_out(cut, out)


def _save_cut_out(glyphs: GlyphSet, out: Path) -> None:
    glyphs.save(out)
    wrong = int((glyphs.labels == NOT_A_CHARACTER).sum())
    console.print(f"Written: {out}, {len(glyphs) - wrong} letters and {wrong} wrong groupings.")


@app.command("quantize")
def quantize_command(
    model: Model = "letternet",
    glyphs: Glyphs = DEFAULT_GLYPHS,
    batches: Annotated[int, typer.Option(min=1, help=f"Batches of {BATCH} training glyphs to calibrate on.")] = BATCHES,
    out: Out = WEIGHTS,
) -> None:
    """Make the int8 variant of a float32 checkpoint, calibrated on glyphs it was trained on."""
    checkpoint = Checkpoint.load(model)
    parts = _parts_of(checkpoint.card, glyphs)
    with console.status("Calibrating ..."):
        onnx = quantize(checkpoint.onnx, parts.train.frames, batches)
    card = replace(
        checkpoint.card,
        name=f"{checkpoint.card.name}-int8",
        precision="int8",
        sha256=sha256_of(onnx),
        training=checkpoint.card.training | {"quantized": _command(), "calibration_batches": batches},
    )
    _measure_and_save(Checkpoint(card, onnx), parts, glyphs, out)


@app.command("evaluate")
def evaluate_command(
    model: Model = "letternet",
    glyphs: Glyphs = DEFAULT_GLYPHS,
    save: Annotated[Path | None, typer.Option(help="Write the checkpoint with these figures into this folder.")] = None,
) -> None:
    """Measure a checkpoint on the glyphs that its training left out."""
    checkpoint = Checkpoint.load(model)
    parts = _parts_of(checkpoint.card, glyphs)
    if save:
        _measure_and_save(checkpoint, parts, glyphs, save)
    else:
        console.print(_table(_figures(checkpoint, parts, glyphs)))


@app.command("calibrate")
def calibrate_command(
    model: Model = DEFAULT_CHECKPOINT,
    table: Annotated[Path, typer.Option(help="Entries of forms; those that `harvest` leaves out are read.")] = ENTRIES,
    glyphs: Glyphs = DEFAULT_GLYPHS,
    seed: Seed = 7,
    out: Out = WEIGHTS,
) -> None:
    """Make confidence mean the chance to be right, charset by charset, on writers that did not train."""
    checkpoint = Checkpoint.load(model)
    with console.status("Loading and framing glyphs, looking for twins ..."):
        letters = training_letters(_parts_of(checkpoint.card, glyphs).validation)
    with console.status("Calibrating ...") as status:
        reader = Reader(OpenVinoClassifier(checkpoint))
        curves = calibrate(
            reader, entries(table)[::SET_APART], letters, seed, lambda name: status.update(f"Calibrating {name} ...")
        )
    path = save_checkpoint(out, checkpoint.onnx, replace(checkpoint.card, calibration=curves))
    console.print(f"Written: {path}")


@app.command("language")
def language_command() -> None:
    """Make the tables of which letters follow which anew, from the word lists of wordfreq."""
    for path in write_tables():
        console.print(f"Written: {path}")


def _parts_of(card: Card, glyphs: Path) -> Split:
    """The split that a checkpoint was trained with."""
    with console.status("Loading and framing glyphs, looking for twins ..."):
        seed = int(card.training.get("experiment", {}).get("seed", Experiment().seed))
        return gather(glyphs, replace(Experiment(), seed=seed))


def _fit_with_bar(parts: Split, experiment: Experiment, kept: Path) -> Fitted:
    kept.parent.mkdir(parents=True, exist_ok=True)
    experiment.save(kept.with_suffix(".json"))
    with Progress(*COLUMNS, console=console) as progress:
        bar = progress.add_task("fitting", total=None)

        def report(epoch: Epoch, steps: int) -> None:
            progress.update(bar, total=steps * experiment.epochs)
            progress.console.print(
                f"epoch {epoch.number:3}: loss {epoch.loss:.4f}, validation {epoch.accuracy:.4f}, {epoch.seconds:.0f} s"
            )

        teacher = OpenVinoClassifier.load(experiment.teacher) if experiment.teacher else None
        return fit(
            parts, experiment, report, lambda: progress.advance(bar), lambda best: torch.save(best, kept), teacher
        )


def _measure_and_save(checkpoint: Checkpoint, parts: Split, validate: Path | None, out: Path) -> None:
    """Fill the accuracy into the card, write the checkpoint and show both."""
    figures = _figures(checkpoint, parts, validate)
    path = save_checkpoint(out, checkpoint.onnx, replace(checkpoint.card, accuracy=figures))
    console.print(_table(figures))
    console.print(f"Written: {path}")


def _figures(checkpoint: Checkpoint, parts: Split, validate: Path | None) -> dict[str, dict[str, float | None]]:
    classifier = OpenVinoClassifier(checkpoint)
    with console.status("Measuring ..."):
        figures = accuracy_by_corpus(classifier, parts.test)
        return figures | (accuracy_by_corpus(classifier, validate_only(validate)) if validate else {})


def _command() -> str:
    return " ".join(["python -m training", *sys.argv[1:]])


def _history(experiment: Experiment, parts: Split, fitted: Fitted, emnist: Emnist | None) -> dict[str, object]:
    """What the card says of a training run."""
    split = (
        f"a twentieth of the train part of EMNIST {emnist.split} chooses the epoch, seed {experiment.seed}"
        if emnist
        else f"5 % validation and 10 % test of the groups of near-twins and writers, seed {experiment.seed}; "
        f"Chars74K writers from {experiment.unseen_writers} on are test only"
    )
    return {
        "command": _command(),
        "experiment": asdict(experiment),
        "corpora": corpora_names(emnist),
        "split": split,
        "glyphs": {"train": len(parts.train), "validation": len(parts.validation), "test": len(parts.test)},
        "best_epoch": asdict(fitted.best),
    }


def _table(figures: dict[str, dict[str, float | None]]) -> Table:
    table = Table("corpus", "glyphs", "letters (26)", "mean over letters", "alnum (36)", "mixed", title="Share right")
    for corpus, row in figures.items():
        glyphs, *shares = row.values()
        table.add_row(corpus, f"{glyphs:.0f}", *("" if share is None else f"{share:.4f}" for share in shares))
    return table


def main() -> None:
    """Run the command line; what went wrong is one line on stderr and exit code 2."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    try:
        app()
    except (TrainingError, CheckpointError) as error:
        Console(stderr=True, soft_wrap=True).print(f"[red]{error}[/red]", highlight=False)
        raise SystemExit(2) from error
