"""Fits a network and keeps the weights of its best epoch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.alphabet import ALPHABET
from model.classifier import Classifier
from model.network import NETWORKS
from training.augment import augment
from training.experiment import Experiment
from training.glyphs import GlyphSet, class_pairs
from training.loader import training_batches
from training.split import Split


@dataclass(frozen=True, slots=True)
class Epoch:
    """How a run stands after an epoch; accuracy in 0..1, a share of the validation glyphs."""

    number: int
    loss: float
    accuracy: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network with the weights of its best epoch."""

    network: nn.Module
    best: Epoch
    epochs: tuple[Epoch, ...]


def marginal_loss(logits: Tensor, classes: Tensor, smoothing: float = 0.0) -> Tensor:
    """Negative log likelihood of the sum of the classes a label stands for.

    Args:
        logits: (N, classes) float32.
        classes: (N, 2) int64; both the same where a label stands for one class.
        smoothing: Share of the target spread over all classes, 0..1.

    Returns:
        The mean over the batch.
    """
    log_probabilities = functional.log_softmax(logits, dim=1)
    both = log_probabilities.gather(1, classes)
    single = classes[:, 0] == classes[:, 1]
    wanted = torch.where(single, both[:, 0], torch.logsumexp(both, dim=1))
    return -((1 - smoothing) * wanted + smoothing * log_probabilities.mean(dim=1)).mean()


def fit(
    parts: Split,
    experiment: Experiment,
    report: Callable[[Epoch, int], None] = lambda epoch, steps: None,
    step: Callable[[], None] = lambda: None,
    keep: Callable[[dict[str, Tensor]], None] = lambda weights: None,
    teacher: Classifier | None = None,
) -> Fitted:
    """Train a network.

    Args:
        parts: What teaches and what chooses the epoch; the test part is not looked at.
        experiment: How.
        report: Called after each epoch with it and the number of steps an epoch has.
        step: Called after each step.
        keep: Called with the weights whenever an epoch is the best so far.
        teacher: A stronger network of the same alphabet whose doubts are learnt along with the labels.
    """
    torch.manual_seed(experiment.seed)
    # Channels last and bf16 make a step 4 times faster on CPUs with bf16 units; the weights stay float32.
    network = NETWORKS[experiment.network](len(ALPHABET)).to(memory_format=torch.channels_last)
    batches = training_batches(parts.train, ALPHABET, experiment)
    generator = torch.Generator().manual_seed(experiment.seed)
    optimizer = torch.optim.AdamW(network.parameters(), experiment.learning_rate, weight_decay=experiment.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, experiment.learning_rate, total_steps=experiment.epochs * len(batches), pct_start=0.2
    )
    epochs: list[Epoch] = []
    weights: dict[str, Tensor] = {}
    for number in range(1, experiment.epochs + 1):
        started, losses = time.perf_counter(), 0.0
        network.train()
        for frames, classes in batches:
            changed = augment(frames, experiment.augmentation, generator).contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16, enabled=experiment.mixed_precision):
                logits = network(changed)
            loss = marginal_loss(logits.float(), classes, experiment.label_smoothing)
            if teacher is not None:
                taught = distillation_loss(logits.float(), _doubts(teacher, changed), experiment.teacher_temperature)
                loss = (1 - experiment.teacher_share) * loss + experiment.teacher_share * taught
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            losses += loss.item()
            step()
        accuracy = share_right(network, parts.validation)
        epoch = Epoch(number, losses / max(len(batches), 1), accuracy, time.perf_counter() - started)
        if not epochs or accuracy >= max(past.accuracy for past in epochs):
            weights = {name: value.clone() for name, value in network.state_dict().items()}
            keep(weights)
        epochs.append(epoch)
        report(epoch, len(batches))
    network.load_state_dict(weights)
    best = max(epochs, key=lambda epoch: (epoch.accuracy, epoch.number))
    return Fitted(network.eval(), best, tuple(epochs))


def distillation_loss(logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """Cross entropy with the teacher's softened probabilities, scaled as Hinton et al. 2015 do.

    Args:
        logits: (N, classes) float32 of the network that learns.
        teacher_logits: (N, classes) float32.
        temperature: What both are divided by, 1 or more.
    """
    wanted = functional.softmax(teacher_logits / temperature, dim=1)
    given = functional.log_softmax(logits / temperature, dim=1)
    return functional.kl_div(given, wanted, reduction="batchmean") * temperature**2


def _doubts(teacher: Classifier, frames: Tensor) -> Tensor:
    """The teacher's logits for (N, 1, 28, 28) frames in 0..1."""
    rounded = (frames[:, 0] * 255).round().to(torch.uint8)
    return torch.from_numpy(teacher.classify(rounded.contiguous().numpy()))


def share_right(network: nn.Module, glyphs: GlyphSet, batch: int = 2048) -> float:
    """Share of the glyphs whose best class is one their label stands for, 0..1."""
    classes = torch.from_numpy(class_pairs(glyphs))
    right = 0
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(glyphs), batch):
            frames = torch.from_numpy(glyphs.frames[start : start + batch])[:, None].float() / 255
            best = network(frames).argmax(dim=1, keepdim=True)
            right += int((best == classes[start : start + batch]).any(dim=1).sum())
    return right / max(len(glyphs), 1)
