"""Fits a network and keeps the weights of its best epoch."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from model.alphabet import ALPHABET
from model.classifier import Classifier
from model.network import NETWORKS
from training.errors import TrainingError
from training.experiment import Experiment
from training.place import Place
from training.run import Run, State
from training.saving import write_whole
from training.split import Split
from training.watch import Epoch, Watcher


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network with the weights of its best epoch."""

    network: nn.Module
    best: Epoch
    epochs: tuple[Epoch, ...]


def fit(
    parts: Split,
    experiment: Experiment,
    watcher: Watcher | None = None,
    teacher: Classifier | None = None,
    network: nn.Module | None = None,
    place: Place | None = None,
    kept: Path | None = None,
    resume: bool = False,
) -> Fitted:
    """Train a network.

    Args:
        parts: What teaches and what chooses the epoch; the test part is not looked at.
        experiment: How.
        watcher: Told of each step and epoch.
        teacher: A stronger network of the same alphabet whose doubts are learnt along with the labels.
        network: The weights to start from; fresh ones of the experiment's network if None.
        place: Where to compute; this process alone, on the CPU, if None.
        kept: File that the state of the run is written to after each epoch, or None.
        resume: Go on from that file, where there is one, to the weights an unbroken run would have come to.

    Raises:
        TrainingError: The batch is larger than the set, the state cannot be written, or is that of another run.
    """
    torch.manual_seed(experiment.seed)
    fresh = network or NETWORKS[experiment.network](len(ALPHABET))
    place, watcher = place or Place(), watcher or Watcher()
    run = Run(parts, experiment, fresh, teacher, place)
    if kept and resume and kept.exists():
        run.restore(load_state(kept))
    watcher.began(run.steps, experiment.epochs, len(run.epochs))
    try:
        while not run.over:
            epoch = run.train_epoch(watcher)
            state = run.state()
            if kept and place.leads:
                save_state(state, kept)
            watcher.ended(epoch)
    finally:
        watcher.close()
    return Fitted(run.finished(), run.best_epoch, tuple(run.epochs))


def load_state(path: Path) -> State:
    """Read what `fit` wrote after an epoch; nothing in the file is run.

    Raises:
        TrainingError: It is no such file.
    """
    try:
        state: State = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        said = f"{path} is not the state of a run. Name another, or leave it out to begin anew."
        raise TrainingError(said) from error
    return state


def save_state(state: State, path: Path) -> None:
    """Write a state, whole or not at all.

    Raises:
        TrainingError: It cannot be written.
    """
    file = io.BytesIO()
    torch.save(state, file)
    write_whole(path, file.getvalue())
