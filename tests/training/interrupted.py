"""A run in a process of its own, which kills itself in the middle of an epoch, or shares its batches.

``python -m tests.training.interrupted NETWORK STATE WEIGHTS STEP``
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import torch

from tests.training.small import flat, font_parts
from training.experiment import Experiment
from training.fit import fit
from training.place import placed
from training.watch import Watcher

EXPERIMENT = replace(
    Experiment(), epochs=3, batch=64, seed=5, optimizer="nesterov", learning_rate=0.05, average=0.9, clip=1.0
)


class Killer(Watcher):
    """Kills its process at a step."""

    def __init__(self, step: int) -> None:
        """Take the number of the step."""
        self._step = step

    def stepped(self, number: int, loss: float, learning_rate: float) -> None:
        """Kill, if it is that step."""
        if number == self._step:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Train, and save what came out of it."""
    network, kept, weights, step = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(1)
    with placed("cpu") as place:
        experiment = replace(EXPERIMENT, network=network)
        fitted = fit(font_parts(1), experiment, Killer(step), place=place, kept=kept, resume=True)
        torch.save({"weights": flat(fitted.network), "right": fitted.best.accuracy}, f"{weights}.{place.rank}")


if __name__ == "__main__":
    main()
