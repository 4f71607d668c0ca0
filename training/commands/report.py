"""``report``: every variant of a network compared on the same glyphs and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from model import DEFAULT_CHECKPOINT
from model.networks.checkpoint import Checkpoint, bundled
from training.commands.compress import pruned, quantized
from training.commands.finish import command_line, parts_of
from training.commands.options import RUNS, Device, Glyphs, Model, Runs, console
from training.errors import TrainingError
from training.experiment import Experiment
from training.export import save_checkpoint
from training.mixture import Mixture, glyphs_to_measure
from training.prune import RATE, Pruning
from training.quantize import Quantization
from training.report.compose import compose
from training.report.measure import Measured, characters_of, measure
from training.report.pages import pages_in
from training.report.timing import ROUNDS, circumstances, time_all
from training.split import Split

QUANTIZATIONS = (Quantization(), Quantization(per_channel=False), Quantization(dynamic=True))
PRUNED_SHARES = (0.25, 0.5, 0.75)
PAGES = Path("../shared/data")


def report_command(
    model: Model = "letternet",
    explain: Annotated[str, typer.Option(help="Checkpoint whose mistakes are shown.")] = DEFAULT_CHECKPOINT,
    variants: Annotated[Path, typer.Option(help="Folder of checkpoints to compare; what is missing is made.")] = RUNS
    / "variants",
    make: Annotated[bool, typer.Option("--make/--no-make", help="Whether missing variants are made.")] = True,
    epochs: Annotated[int, typer.Option(min=1, help="Of fine-tuning after each step of pruning.")] = 2,
    glyphs: Glyphs = None,
    pages: Annotated[Path, typer.Option(help="Folder that holds pages/pages.tsv; left out where missing.")] = PAGES,
    rounds: Annotated[int, typer.Option(min=1, help="How often each network is timed with each batch.")] = ROUNDS,
    out: Annotated[Path, typer.Option(help="Folder of report.html, report.md and their pictures.")] = RUNS / "report",
    runs: Runs = RUNS,
    device: Device = "auto",
) -> None:
    """Compare the variants of a network, and the bundled ones, in one HTML and one Markdown report."""
    base = Checkpoint.load(model)
    explained = Checkpoint.load(explain)
    parts, mixture, experiment = parts_of(base.card, glyphs, None, runs)
    if make:
        tuning = replace(experiment, epochs=epochs, learning_rate=RATE, start=model, teacher=model)
        _make_missing(base, parts, mixture, tuning, variants, runs, device)
    checkpoints = _compared(base, explained, variants)
    measured_on = characters_of(glyphs_to_measure(mixture, parts))
    entries = pages_in(pages)
    measured: list[Measured] = []
    for checkpoint in checkpoints:
        with console.status(f"Measuring {checkpoint.card.name} ..."):
            measured.append(measure(checkpoint, measured_on, entries))
    with console.status("Timing all of them in turns ..."):
        timed = time_all(checkpoints, rounds)
    notes = (
        f"Made by: {command_line()}",
        f"{len(measured_on):,} glyphs and {len(entries)} pages that none was trained on; {circumstances()}.",
    )
    shown = next(one for one in measured if one.card.sha256 == explained.card.sha256)
    for path in compose(measured, timed, measured_on, shown, notes).save(out):
        console.print(f"Written: {path}", soft_wrap=True)


def _make_missing(
    base: Checkpoint, parts: Split, mixture: Mixture, tuning: Experiment, folder: Path, runs: Path, device: str
) -> None:
    """Make the quantized and pruned variants of a network that are not there yet."""
    for how in QUANTIZATIONS:
        if not _there(base, how.suffix, folder):
            with console.status(f"Quantizing {how.suffix} ..."):
                made = quantized(base, parts, how)
            save_checkpoint(folder, made.onnx, made.card)
    for share in PRUNED_SHARES:
        pruning = Pruning(share)
        if not _there(base, pruning.suffix, folder):
            made = pruned(base, parts, mixture, pruning, tuning, runs=runs, device=device)
            save_checkpoint(folder, made.onnx, made.card)


def _there(base: Checkpoint, suffix: str, folder: Path) -> bool:
    """Whether that variant exists, bundled or made before from the same training."""
    name = f"{base.card.name}-{suffix}"
    if name in bundled():
        return True
    if not (folder / f"{name}.onnx").exists():
        return False
    made = Checkpoint.load(folder / f"{name}.onnx").card
    if made.training.get("best_epoch") != base.card.training.get("best_epoch"):
        raise TrainingError(f"{folder / name}.onnx was made from another {base.card.name}. Remove it and repeat.")
    return True


def _compared(base: Checkpoint, explained: Checkpoint, folder: Path) -> list[Checkpoint]:
    """The network itself, the bundled ones, and those in the folder; each once."""
    others: Sequence[str | Path] = [*bundled(), *sorted(folder.glob("*.onnx"))]
    several = [base, explained, *(Checkpoint.load(source) for source in others)]
    once = {checkpoint.card.sha256: checkpoint for checkpoint in several}
    return sorted(once.values(), key=lambda checkpoint: (checkpoint is not base, checkpoint.card.name))
