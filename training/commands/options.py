"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

#: Where all commands write.
console = Console()

Glyphs = Annotated[
    list[Path] | None,
    typer.Option(
        help="What to learn from, repeatable: a folder of pictures (A/*.png, lower-a/*.png, U+002C/*.png), an .npz of "
        "images, labels and perhaps writers, a stroke file, or a folder of those. The corpora beside the checkout "
        "if left out."
    ),
]
EmnistRoot = Annotated[Path | None, typer.Option("--emnist", help="Folder of the whole EMNIST, to learn from too.")]
EmnistSplit = Annotated[str, typer.Option(help="letters, balanced, byclass, digits or mnist.")]
Model = Annotated[str, typer.Option(help="Name of a bundled checkpoint, or path of an .onnx file with its card.")]
Name = Annotated[str, typer.Option(help="Of the checkpoint that is made; made up if left out.")]
Out = Annotated[Path, typer.Option(help="Folder the checkpoint is written to.")]
Runs = Annotated[Path, typer.Option(help="Folder for states, logs, curves and framed glyphs of runs.")]
Seed = Annotated[int, typer.Option(help="Of split, weights, order and augmentation.")]
Device = Annotated[str, typer.Option(help="cpu, cuda, or auto for CUDA where there is a GPU.")]

RUNS = Path("runs")


def counted() -> Progress:
    """A bar that counts, and tells when it will be done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)
