"""``quantize`` and ``prune``: make a trained network smaller and faster."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from model.network import Network
from model.networks.checkpoint import WEIGHTS, Card, Checkpoint
from training.commands.finish import command_line, figures_of, measure_and_save, parts_of, table, with_history
from training.commands.fit import fitted_with_watchers, sample_of
from training.commands.options import RUNS, Device, EmnistRoot, EmnistSplit, Glyphs, Model, Name, Out, Runs, console
from training.cost import cost_of
from training.experiment import Experiment
from training.export import onnx_of, sha256_of
from training.importance import MEASURES
from training.layers import convolutions
from training.mixture import Mixture
from training.place import placed
from training.prune import LAST, RATE, Pruning, prune, without_masks
from training.quantize import BATCH, BATCHES, CALIBRATIONS, Quantization, quantize
from training.restore import restore
from training.sources import Emnist
from training.split import Split


def quantize_command(
    model: Model = "letternet",
    glyphs: Glyphs = None,
    emnist: EmnistRoot = None,
    emnist_split: EmnistSplit = "byclass",
    calibration: Annotated[str, typer.Option(help=f"One of {', '.join(CALIBRATIONS)}.")] = "min-max",
    per_channel: Annotated[bool, typer.Option("--per-channel/--per-tensor", help="One scale a channel.")] = True,
    signed: Annotated[bool, typer.Option("--signed/--unsigned", help="Activations int8 around 0, or uint8.")] = False,
    dynamic: Annotated[bool, typer.Option("--dynamic", help="Only the linear layer, uncalibrated.")] = False,
    batches: Annotated[int, typer.Option(min=1, help=f"Batches of {BATCH} training glyphs to calibrate on.")] = BATCHES,
    name: Name = "",
    out: Annotated[Path | None, typer.Option(help="Of the checkpoint; where the float32 one is.")] = None,
    runs: Runs = RUNS,
) -> None:
    """Make an int8 variant of a float32 checkpoint, calibrated on glyphs it was trained on."""
    how = Quantization(dynamic, calibration, per_channel, signed, batches)
    checkpoint = Checkpoint.load(model)
    parts, mixture, _ = parts_of(checkpoint.card, glyphs, Emnist(emnist, emnist_split) if emnist else None, runs)
    beside = Path(model).parent if model.endswith(".onnx") else WEIGHTS
    measure_and_save(quantized(checkpoint, parts, how, name), parts, mixture, out or beside)


def quantized(checkpoint: Checkpoint, parts: Split, how: Quantization, name: str = "") -> Checkpoint:
    """The int8 variant of a checkpoint; its card tells how, and the input's scale and zero point."""
    onnx = quantize(checkpoint.onnx, parts.train.frames, how)
    card = replace(
        checkpoint.card,
        name=name or f"{checkpoint.card.name}-{how.suffix}",
        precision="int8",
        sha256=sha256_of(onnx),
        accuracy={},
        training=with_history(checkpoint.card, quantized=command_line(), quantization=how.facts(onnx)),
    )
    return Checkpoint(card, onnx)


def prune_command(
    model: Model = "letternet",
    share: Annotated[float, typer.Option(help="Of the multiply-adds (of the weights, if single) that go.")] = 0.5,
    by: Annotated[str, typer.Option(help=f"One of {', '.join(MEASURES)}.")] = "gradient",
    single_weights: Annotated[
        bool, typer.Option("--single-weights", help="Set single weights to zero: no faster, for comparison.")
    ] = False,
    steps: Annotated[int, typer.Option(min=1, help="In how many steps.")] = 2,
    epochs: Annotated[int, typer.Option(min=1, help=f"Of fine-tuning after each step; {LAST} times at the end.")] = 2,
    learning_rate: Annotated[float, typer.Option(help="The highest of fine-tuning.")] = RATE,
    teacher: Annotated[str, typer.Option(help="Who teaches meanwhile; the unpruned network if left out.")] = "",
    alone: Annotated[bool, typer.Option("--alone", help="Fine-tune by the labels alone, which is faster.")] = False,
    glyphs: Glyphs = None,
    name: Name = "",
    out: Out = RUNS,
    runs: Runs = RUNS,
    device: Device = "auto",
) -> None:
    """Take whole channels out of a network, with fine-tuning between; what is left is smaller and faster.

    Channels go where the runtime saves most by it, and the whole network teaches what is left of it.
    """
    how = Pruning(share, by, single_weights, steps)
    checkpoint = Checkpoint.load(model)
    parts, mixture, base = parts_of(checkpoint.card, glyphs, None, runs)
    taught_by = "" if alone else teacher or model
    tuning = replace(base, epochs=epochs, learning_rate=learning_rate, start=model, teacher=taught_by)
    made = pruned(checkpoint, parts, mixture, how, tuning, name, runs, device)
    console.print(table(figures_of(checkpoint, parts, mixture), f"{checkpoint.card.name}, before"))
    measure_and_save(made, parts, mixture, out)
    facts = made.card.training["pruning"]
    widths = ", ".join(map(str, facts["widths"]))
    console.print(f"{facts['of_multiply_adds']:.1%} of the multiply-adds are left, in layers of {widths} channels.")


def pruned(
    checkpoint: Checkpoint,
    parts: Split,
    mixture: Mixture,
    how: Pruning,
    tuning: Experiment,
    name: str = "",
    runs: Path = RUNS,
    device: str = "auto",
) -> Checkpoint:
    """A pruned and fine-tuned variant of a float32 checkpoint; its card tells how."""
    name = name or f"{checkpoint.card.name}-{how.suffix}"
    tuning = replace(tuning, network=checkpoint.card.network)
    with placed(device) as place:

        def tune(network: Network, step: int) -> Network:
            own = how.tuned_after(step, tuning)
            fitted_with_watchers(parts, own, f"{name}-step-{step}", runs, place, network=network)
            return network.cpu()

        smaller = prune(restore(checkpoint, sample_of(parts, tuning)), how, parts.train, tuning, tune)
    onnx = onnx_of(without_masks(smaller))
    cost, before = cost_of(onnx), cost_of(checkpoint.onnx)
    facts = asdict(how) | {
        "widths": [layer.out_channels for layer in convolutions(smaller)],
        "multiply_adds": cost.multiply_adds,
        "of_multiply_adds": round(cost.multiply_adds / before.multiply_adds, 4),
        "zero_weights": round(cost.zeros / cost.parameters, 4),
        "fine_tuning": asdict(tuning),
    }
    training = with_history(checkpoint.card, pruned=command_line(), pruning=facts, sources=mixture.facts())
    card = Card(
        name, checkpoint.card.network, "float32", checkpoint.card.alphabet, sha256=sha256_of(onnx),
        training=training, remarks=checkpoint.card.remarks,
    )  # fmt: skip
    return Checkpoint(card, onnx)
