"""``strips`` and ``fit-lines``: linenet, the network that reads lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

import typer
from torch import nn

from model import DEFAULT_CHECKPOINT
from model.classifier import OpenVinoClassifier
from model.lines.card import LinePrecision
from model.networks.checkpoint import Checkpoint
from training.aligned import entries
from training.commands.finish import command_line, parts_of
from training.commands.options import RUNS, Glyphs, Model, Runs, Seed, console, counted
from training.errors import TrainingError
from training.fit import load_state, save_state
from training.lines.batches import Strips
from training.lines.entries import entry_strips
from training.lines.export import int8_of, line_onnx_of, save_line_network
from training.lines.fit import LineExperiment, LineRun, fit_lines
from training.lines.measure import line_accuracy, served
from training.lines.photograph import Taught
from training.lines.restore import line_state
from training.lines.store import load_strips, save_strips
from training.lines.writers import Writer, everybody_of, single_writers

#: A run is saved after so many steps.
SAVED_EVERY = 250


def strips_command(
    table: Annotated[Path, typer.Argument(help="Table with the columns file and transcription, pictures beside it.")],
    out: Annotated[Path, typer.Argument(help="File to write, such as runs/strips.npz.")],
    model: Model = DEFAULT_CHECKPOINT,
) -> None:
    """Cut the lines out of entries of forms whose text is known, for fit-lines."""
    several = entries(table)
    with counted() as progress:
        bar = progress.add_task("reading entries", total=len(several))
        strips = entry_strips(several, OpenVinoClassifier.load(model), lambda: progress.advance(bar))
    save_strips(strips, out)
    console.print(f"Written: {out}, {len(strips)} strips.", soft_wrap=True)


def fit_lines_command(
    strips: Annotated[list[Path] | None, typer.Option(help="Real strips, made by strips; repeatable.")] = None,
    steps: Annotated[int, typer.Option(min=1, help="Batches seen.")] = LineExperiment().steps,
    batch: Annotated[int, typer.Option(min=1, help="Strips a step.")] = LineExperiment().batch,
    learning_rate: Annotated[float, typer.Option(min=0, help="The highest.")] = LineExperiment().learning_rate,
    warm_up: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the steps until it is reached.")
    ] = LineExperiment().warm_up,
    columns: Annotated[
        float, typer.Option(min=0, help="How much letters at their columns count beside CTC.")
    ] = LineExperiment().columns,
    entries_share: Annotated[
        float, typer.Option(min=0, max=1, help="Of real strips.")
    ] = LineExperiment().entries_share,
    start: Annotated[
        Path | None, typer.Option("--from", help="Weights (linenet.onnx) or state of a run (lines.pt) to start from.")
    ] = None,
    mixed_with: Annotated[
        Path | None, typer.Option(help="The same of an earlier run, whose weights are mixed half into the result.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted run.")] = False,
    glyphs: Glyphs = None,
    model: Model = DEFAULT_CHECKPOINT,
    seed: Seed = 7,
    out: Annotated[Path, typer.Option(help="Folder of weights and card.")] = RUNS / "lines",
    runs: Runs = RUNS,
) -> None:
    """Fit linenet on lines written with training glyphs and fonts, and on real strips."""
    if resume and start is not None:
        raise TrainingError("--resume goes on with a run, --from begins a new one: give one of them.")
    experiment = LineExperiment(
        steps=steps, batch=batch, learning_rate=learning_rate, warm_up=warm_up, columns=columns,
        entries_share=entries_share, seed=seed,
    )  # fmt: skip
    parts, _, _ = parts_of(Checkpoint.load(model).card, glyphs, None, runs)
    judge = OpenVinoClassifier.load(model)
    real = [strip for path in strips or () for strip in load_strips(path)]
    run, state = LineRun.start(experiment), runs / "lines.pt"
    writers, everybody = single_writers(parts.train, judge), everybody_of(parts.train, judge)
    some = Strips(writers, everybody, real, 1, entries_share, seed)
    # Before the run, which may write its results over it.
    mixed = None if mixed_with is None else line_state(mixed_with, some.singly())
    if resume:
        run.restore(load_state(state))
    elif start is not None:
        run.begin_with(line_state(start, some.singly()))
    network = _fitted(run, writers, everybody, real, state)
    if mixed is not None:
        run.mix_with(mixed)
    whole = line_onnx_of(network)
    small = int8_of(whole, some.singly())
    names = [path.name for path in strips or ()]
    training = {"command": command_line(), "experiment": experiment.as_dict(), "strips": names}
    others = everybody_of(parts.validation, judge)
    for onnx, precision in ((whole, "float32"), (small, "int8")):
        with console.status(f"Measuring linenet in {precision} ..."):
            accuracy = line_accuracy(served(onnx), others)
        path = save_line_network(out, onnx, cast(LinePrecision, precision), training, accuracy)
        console.print(f"Written: {path}; error rates on lines of glyphs not trained on: {accuracy}", soft_wrap=True)


def _fitted(
    run: LineRun, writers: Sequence[Writer], everybody: Writer, real: Sequence[Taught], state: Path
) -> nn.Module:
    """Train to the end, with a bar, the state saved now and then."""
    steps = run.experiment.steps
    with counted() as progress:
        bar = progress.add_task("fitting linenet", total=steps, completed=run.step)

        def watch(now: LineRun, loss: float) -> None:
            progress.update(bar, completed=now.step, description=f"loss {loss:.3f}")
            if now.step % SAVED_EVERY == 0 or now.step == steps:
                save_state(now.state(), state)

        return fit_lines(run, writers, everybody, real, watch)
