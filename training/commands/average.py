"""``average``: mix a network with what it was fine-tuned from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from model.networks.checkpoint import Checkpoint
from training.average import averaged
from training.commands.finish import command_line, measure_and_save, parts_of, with_history
from training.commands.options import RUNS, Name, Runs
from training.export import sha256_of

Given = Annotated[str, typer.Argument(help="Name or path of a float32 checkpoint.", show_default=False)]


def average_command(
    one: Given,
    other: Given,
    share: Annotated[float, typer.Option(min=0, max=1, help="Of the second one's weights.")] = 0.5,
    name: Name = "",
    out: Annotated[Path, typer.Option(help="Folder of the checkpoint.")] = RUNS,
    runs: Runs = RUNS,
) -> None:
    """Mix the weights of a network with those it was fine-tuned from: often surer on what neither was trained on."""
    first, second = Checkpoint.load(one), Checkpoint.load(other)
    onnx = averaged(first, second, share)
    history = with_history(second.card, averaged={"command": command_line(), "with": first.card.sha256, "share": share})
    card = replace(
        second.card, name=name or f"{second.card.name}-averaged", sha256=sha256_of(onnx), training=history, accuracy={},
        calibration={},
    )  # fmt: skip
    parts, mixture, _ = parts_of(second.card, None, None, runs)
    measure_and_save(Checkpoint(card, onnx), parts, mixture, out)
