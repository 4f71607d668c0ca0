"""What a network is taught by: labels that may stand for two classes, and a teacher's doubts."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from model.classifier import Classifier
from training.experiment import Experiment


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


def training_loss(
    logits: Tensor, classes: Tensor, frames: Tensor, experiment: Experiment, teacher: Classifier | None
) -> Tensor:
    """What a step lowers: the labels' loss, mixed with the teacher's where there is one.

    Args:
        logits: (N, classes) of the network that learns.
        classes: (N, 2) int64.
        frames: (N, 1, 28, 28) float32 in 0..1 that both saw.
        experiment: Smoothing, and how far the teacher is believed.
        teacher: A stronger network of the same alphabet, or None.
    """
    loss = marginal_loss(logits, classes, experiment.label_smoothing)
    if teacher is None:
        return loss
    taught = distillation_loss(logits, _doubts(teacher, frames), experiment.teacher_temperature)
    return (1 - experiment.teacher_share) * loss + experiment.teacher_share * taught


def _doubts(teacher: Classifier, frames: Tensor) -> Tensor:
    """The teacher's logits for (N, 1, 28, 28) frames in 0..1; it runs on the CPU."""
    rounded = (frames[:, 0] * 255).round().to(torch.uint8).cpu()
    return torch.from_numpy(teacher.classify(rounded.contiguous().numpy())).to(frames.device)
