"""Learning curves as a picture."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from training.saving import write_whole


def draw_curves(
    path: Path, epochs: Sequence[int], losses: Mapping[str, Sequence[float]], accuracy: Sequence[float]
) -> None:
    """Draw the losses and the validation accuracy over the epochs.

    Args:
        path: Of the PNG that is written.
        epochs: Their numbers.
        losses: Of each epoch, by name.
        accuracy: Share of the validation glyphs that is right after each epoch, 0..1.

    Raises:
        TrainingError: The picture cannot be written.
    """
    figure = Figure(figsize=(9, 3.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name, values in losses.items():
        left.plot(epochs, values, marker=".", label=name)
    left.set(xlabel="epoch", ylabel="loss")
    left.legend()
    right.plot(epochs, accuracy, marker=".", color="tab:green")
    right.set(xlabel="epoch", ylabel="share right, validation")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.xaxis.get_major_locator().set_params(integer=True)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=120)
    write_whole(path, picture.getvalue())
