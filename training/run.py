"""One training run: everything that changes while it goes on, and how to put it aside and take it up again."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from model.alphabet import ALPHABET
from model.classifier import Classifier
from training.augment import augment
from training.errors import TrainingError
from training.experiment import Experiment
from training.glyphs import GlyphSet
from training.loader import training_batches
from training.losses import training_loss
from training.measure import measured
from training.optimizers import make_optimizer, make_schedule
from training.place import Place
from training.split import Split
from training.watch import Epoch, Watcher

#: What `Run.state` gives and `Run.restore` takes; only what torch loads without running code.
State = dict[str, Any]


class Run:
    """A network on its way.

    Attributes:
        epochs: Those that are done.
        best: The weights of the best of them.
    """

    def __init__(
        self,
        parts: Split,
        experiment: Experiment,
        network: nn.Module,
        teacher: Classifier | None = None,
        place: Place | None = None,
    ) -> None:
        """Make everything ready for the first step.

        Args:
            parts: What teaches and what chooses the epoch.
            experiment: How.
            network: With the weights to start from.
            teacher: Whose doubts are learnt too, or None.
            place: Where to compute; this process alone, on the CPU, if None.
        """
        self._parts, self._experiment, self._teacher = parts, experiment, teacher
        self._place = place or Place()
        device = self._place.device
        # Channels last and bf16 make a step 4 times faster on CPUs with bf16 units; the weights stay float32.
        self._network = network.to(device).to(memory_format=torch.channels_last)
        self._shared = self._place.shared(self._network)
        self._average = _average_of(self._network, experiment.average)
        self._batches = training_batches(parts.train, ALPHABET, experiment, self._place)
        # Each process changes its share of a batch in its own way.
        if self._place.rank:
            torch.manual_seed(experiment.seed + self._place.rank)
        self._chance = torch.Generator(device).manual_seed(experiment.seed + self._place.rank)
        self._optimizer = make_optimizer(self._network.parameters(), experiment)
        self._schedule = make_schedule(self._optimizer, experiment, experiment.epochs * len(self._batches))
        self.epochs: list[Epoch] = []
        self.best: dict[str, Tensor] = {}

    @property
    def steps(self) -> int:
        """How many steps an epoch has."""
        return len(self._batches)

    @property
    def over(self) -> bool:
        """Whether all epochs are done, or none was better for too long."""
        if not self.epochs or not self._experiment.patience:
            return len(self.epochs) >= self._experiment.epochs
        waited = len(self.epochs) - self.best_epoch.number
        return waited >= self._experiment.patience or len(self.epochs) >= self._experiment.epochs

    @property
    def best_epoch(self) -> Epoch:
        """The one with the most validation glyphs right; the last of several."""
        return max(self.epochs, key=lambda epoch: (epoch.accuracy, epoch.number))

    def train_epoch(self, watcher: Watcher) -> Epoch:
        """Do one epoch, measure it, and keep its weights if it is the best so far."""
        started, losses = time.perf_counter(), 0.0
        self._shared.train()
        for number, (frames, classes) in enumerate(self._batches, 1 + self.steps * len(self.epochs)):
            loss = self._step(frames.to(self._place.device), classes.to(self._place.device))
            losses += loss
            watcher.stepped(number, loss, self._rate())
        right, validation_loss = self._measured()
        seconds, rate = time.perf_counter() - started, self._rate()
        epoch = Epoch(len(self.epochs) + 1, losses / max(self.steps, 1), right, seconds, validation_loss, rate)
        self.epochs.append(epoch)
        if self.best_epoch is epoch:
            self.best = {name: value.clone() for name, value in self._measured_network().state_dict().items()}
        return epoch

    def finished(self) -> nn.Module:
        """The network with the weights of its best epoch, on the CPU."""
        self._network.load_state_dict(self.best)
        return self._network.eval().cpu()

    def _step(self, frames: Tensor, classes: Tensor) -> float:
        # Chance is drawn where the frames are.
        with self._place.device:
            changed = augment(frames, self._experiment.augmentation, self._chance)
        changed = changed.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._place.device.type, torch.bfloat16, enabled=self._experiment.mixed_precision):
            logits = self._shared(changed)
        loss = training_loss(logits.float(), classes, changed, self._experiment, self._teacher)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        if self._experiment.clip:
            nn.utils.clip_grad_norm_(self._network.parameters(), self._experiment.clip)
        self._optimizer.step()
        self._schedule.step()
        if self._average:
            self._average.update_parameters(self._network)
        return loss.item()

    def _rate(self) -> float:
        return float(self._schedule.get_last_lr()[0])

    def _measured_network(self) -> nn.Module:
        """The network that validation measures: the average of the weights where one is kept."""
        averaged: nn.Module = self._average.module if self._average else self._network
        return averaged

    def _measured(self) -> tuple[float, float]:
        """Share right and loss on the validation glyphs, as the process that leads sees them."""
        right, loss = measured(self._measured_network(), self._parts.validation) if self._place.leads else (0.0, 0.0)
        return self._place.agreed(right), self._place.agreed(loss)

    def state(self) -> State:
        """Everything the rest of the run depends on; all processes must ask for it together."""
        generators = [self._chance.get_state(), _batch_chance(self._batches).get_state(), self._dropout_state()]
        return {
            "experiment": self._experiment.as_json(),
            "glyphs": fingerprint(self._parts.train),
            "world": self._place.world,
            "epochs": [asdict(epoch) for epoch in self.epochs],
            "best": self.best,
            "network": self._network.state_dict(),
            "average": self._average.state_dict() if self._average else {},
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "chance": [self._place.gathered(state) for state in generators],
        }

    def restore(self, state: State) -> None:
        """Go on where another run of the same experiment was when it gave its state.

        Raises:
            TrainingError: It was another experiment, had other glyphs, or another number of processes.
        """
        own = {
            "experiment": self._experiment.as_json(),
            "glyphs": fingerprint(self._parts.train),
            "world": self._place.world,
        }
        for name, value in own.items():
            if state[name] != value:
                raise TrainingError(OTHERS[name])
        self.epochs = [Epoch(**epoch) for epoch in state["epochs"]]
        self.best = state["best"]
        self._network.load_state_dict(state["network"])
        if self._average:
            self._average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        changes, order, dropout = (states[self._place.rank] for states in state["chance"])
        self._chance.set_state(changes)
        _batch_chance(self._batches).set_state(order)
        if self._place.device.type == "cuda":
            torch.cuda.set_rng_state(dropout, self._place.device)
        else:
            torch.set_rng_state(dropout)

    def _dropout_state(self) -> Tensor:
        """Of the generator that dropout draws from: the device's own."""
        on_gpu = self._place.device.type == "cuda"
        return torch.cuda.get_rng_state(self._place.device) if on_gpu else torch.get_rng_state()


OTHERS = {
    "experiment": "The interrupted run had other settings. Repeat its command with --resume added, or leave that out.",
    "glyphs": "The interrupted run learnt from other glyphs. Give it the same ones, or leave --resume out.",
    "world": "The interrupted run had another number of processes. Start as many, or leave --resume out.",
}


def _average_of(network: nn.Module, decay: float) -> AveragedModel | None:
    """The exponential moving average of the weights and of what batch norm counts."""
    if not decay:
        return None
    averaging = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return AveragedModel(network, multi_avg_fn=averaging, use_buffers=True)


def _batch_chance(batches: torch.utils.data.DataLoader[Any]) -> torch.Generator:
    """The generator that draws the order of glyphs."""
    generator = batches.generator
    if not isinstance(generator, torch.Generator):
        raise TypeError("batches need a generator of their own")
    return generator


def fingerprint(glyphs: GlyphSet) -> str:
    """Tells two training sets apart: the SHA-256 of frames and labels."""
    known = hashlib.sha256(glyphs.frames.tobytes())
    known.update("\0".join(glyphs.labels.tolist()).encode())
    return known.hexdigest()
