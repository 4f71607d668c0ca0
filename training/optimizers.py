"""The optimizers and learning rate schedules that a run may use."""

from __future__ import annotations

from collections.abc import Iterable

from torch import nn
from torch.optim import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler, OneCycleLR, StepLR

from training.errors import TrainingError
from training.experiment import Experiment

OPTIMIZERS = ("adamw", "adam", "sgd", "nesterov", "rmsprop", "adagrad")
SCHEDULES = ("one-cycle", "cosine", "step")

#: Share of the steps in which one-cycle rises.
RISE = 0.2
#: The step schedule divides the rate by ten after each of these shares of the steps.
STEP_SHARE = 1 / 3
STEP_FACTOR = 0.1


def make_optimizer(parameters: Iterable[nn.Parameter], experiment: Experiment) -> Optimizer:
    """Make the optimizer an experiment names.

    Raises:
        TrainingError: There is none of that name.
    """
    rate, decay, momentum = experiment.learning_rate, experiment.weight_decay, experiment.momentum
    match experiment.optimizer:
        case "adamw":
            return AdamW(parameters, rate, weight_decay=decay)
        case "adam":
            return Adam(parameters, rate, weight_decay=decay)
        case "sgd" | "nesterov":
            nesterov = experiment.optimizer == "nesterov"
            return SGD(parameters, rate, momentum=momentum, weight_decay=decay, nesterov=nesterov)
        case "rmsprop":
            return RMSprop(parameters, rate, momentum=momentum, weight_decay=decay)
        case "adagrad":
            return Adagrad(parameters, rate, weight_decay=decay)
    raise TrainingError(f"There is no optimizer {experiment.optimizer!r}. Use one of {', '.join(OPTIMIZERS)}.")


def make_schedule(optimizer: Optimizer, experiment: Experiment, steps: int) -> LRScheduler:
    """Make the schedule an experiment names, over that many steps in all.

    Raises:
        TrainingError: There is none of that name.
    """
    match experiment.schedule:
        case "one-cycle":
            # Momentum stays where the experiment put it for optimizers that have none to cycle.
            cycles = any(name in optimizer.defaults for name in ("betas", "momentum"))
            return OneCycleLR(
                optimizer, experiment.learning_rate, total_steps=steps, pct_start=RISE, cycle_momentum=cycles
            )
        case "cosine":
            return CosineAnnealingLR(optimizer, steps)
        case "step":
            return StepLR(optimizer, max(1, round(steps * STEP_SHARE)), STEP_FACTOR)
    raise TrainingError(f"There is no schedule {experiment.schedule!r}. Use one of {', '.join(SCHEDULES)}.")
