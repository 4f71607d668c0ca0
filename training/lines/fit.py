"""Fits linenet: CTC over whole lines, and letters at their columns where those are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from typing import Any

import openvino
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from model.lines.reading import BLANK, SYMBOLS
from model.networks.device import precision_here
from model.networks.line_network import LineNet
from training.errors import TrainingError
from training.lines.batches import Batch, Strips, written_ahead
from training.lines.photograph import Taught
from training.lines.writers import Writer
from training.run import OTHERS


@dataclass(frozen=True, slots=True)
class LineExperiment:
    """A run; saved as JSON beside the weights it made.

    Attributes:
        steps: Batches seen.
        batch: Strips a step.
        entries_share: Share of the strips that are real entries.
        learning_rate: The highest of the one-cycle schedule.
        warm_up: Share of the steps until it is reached.
        weight_decay: Of AdamW.
        columns: How much the letters at their columns count beside CTC, at the start; half-way it is a tenth of that.
        ends: How much it counts where letters end.
        average: Decay of the moving average of the weights that is kept.
        seed: Of everything.
        mixed_precision: Whether steps are computed in bf16 where the CPU has units for it; others take twice as long.
    """

    steps: int = 6000
    batch: int = 48
    entries_share: float = 0.25
    learning_rate: float = 2.5e-3
    warm_up: float = 0.3
    weight_decay: float = 1e-4
    columns: float = 1.0
    ends: float = 0.2
    average: float = 0.998
    seed: int = 7
    mixed_precision: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The experiment for JSON."""
        return asdict(self)


@dataclass(slots=True)
class LineRun:
    """A network on its way."""

    experiment: LineExperiment
    network: LineNet
    average: AveragedModel
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    step: int = 0

    @classmethod
    def start(cls, experiment: LineExperiment) -> LineRun:
        """Fresh weights."""
        torch.manual_seed(experiment.seed)
        network = LineNet(len(SYMBOLS)).to(memory_format=torch.channels_last)
        averaging = get_ema_multi_avg_fn(experiment.average)  # type: ignore[no-untyped-call]
        average = AveragedModel(network, multi_avg_fn=averaging, use_buffers=True)
        optimizer = torch.optim.AdamW(
            network.parameters(), experiment.learning_rate, weight_decay=experiment.weight_decay
        )
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, experiment.learning_rate, experiment.steps + 1, pct_start=experiment.warm_up
        )
        return cls(experiment, network, average, optimizer, schedule)

    def begin_with(self, state: dict[str, Any]) -> None:
        """Start from the averaged weights of another run.

        Raises:
            TrainingError: It was no run of linenet.
        """
        with _understood():
            self.average.load_state_dict(state["average"])
        self.network.load_state_dict(self.average.module.state_dict())

    def mix_with(self, state: dict[str, Any]) -> None:
        """Mix the averaged weights half and half with those of a run that this one goes back to.

        Such weights keep what the earlier run could and read better than either.

        Raises:
            TrainingError: It was no run of linenet.

        Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
        """
        with _understood(), torch.no_grad():
            for name, own in self.average.state_dict().items():
                if own.is_floating_point():
                    own.lerp_(state["average"][name], 0.5)

    def state(self) -> dict[str, Any]:
        """Everything the rest of the run depends on, but for the chance of its strips."""
        return {
            "experiment": self.experiment.as_dict(),
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where another run of the same experiment was.

        Raises:
            TrainingError: It was another experiment, or no run of linenet.
        """
        with _understood():
            if state["experiment"] != self.experiment.as_dict():
                raise TrainingError(OTHERS["experiment"])
            self.network.load_state_dict(state["network"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.schedule.load_state_dict(state["schedule"])
            self.step = state["step"]


@contextmanager
def _understood() -> Iterator[None]:
    """Says in words that a state is none of linenet."""
    try:
        yield
    except (KeyError, RuntimeError, ValueError, TypeError) as error:
        raise TrainingError("This is not the state of a run of linenet. Name another, or begin anew.") from error


def fit_lines(
    run: LineRun,
    writers: Sequence[Writer],
    everybody: Writer,
    entries: Sequence[Taught],
    watch: Callable[[LineRun, float], None],
) -> nn.Module:
    """Train to the end.

    Args:
        run: Fresh, or taken up again.
        writers: Who writes lines.
        everybody: The mixed writer.
        entries: Real strips.
        watch: Told of every step and its loss.

    Raises:
        TrainingError: There are symbols that nobody can write.
    """
    experiment = run.experiment
    missing = [symbol for symbol in SYMBOLS if symbol.strip() and symbol not in everybody.patches]
    if missing:
        raise TrainingError(f"No glyph shows {' '.join(missing)}. Lines need every symbol: learn from more glyphs.")
    # Another seed after a restart, or its first strips would be seen twice.
    strips = Strips(writers, everybody, entries, experiment.batch, experiment.entries_share, experiment.seed + run.step)
    for batch in written_ahead(islice(strips, max(experiment.steps - run.step, 0))):
        watch(run, _step(run, batch))
    averaged: nn.Module = run.average.module
    return averaged.eval()


def _step(run: LineRun, batch: Batch) -> float:
    experiment = run.experiment
    run.network.train()
    strips = (batch.strips.float() / 255).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16, enabled=experiment.mixed_precision and _has_bf16()):
        logits, ends = run.network(strips)
    share = max(0.1, 1 - 1.8 * run.step / experiment.steps)
    loss = line_loss(logits.float(), batch, experiment.columns * share)
    loss = loss + experiment.ends * ends_loss(ends.float(), batch)
    run.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimizer.step()
    run.schedule.step()
    run.average.update_parameters(run.network)
    run.step += 1
    return float(loss.item())


@cache
def _has_bf16() -> bool:
    return precision_here(openvino.Core()) == "bf16"


def line_loss(logits: Tensor, batch: Batch, columns: float) -> Tensor:
    """CTC a symbol, and the cross-entropy of the symbols at their columns.

    Args:
        logits: (N, symbols, T).
        batch: What they should be.
        columns: How much the second counts.
    """
    chances = logits.log_softmax(1)
    chances = torch.where(batch.folded[:, None, None], folded(chances), chances)
    ctc = nn.functional.ctc_loss(
        chances.permute(2, 0, 1), batch.symbols, batch.widths, batch.lengths, BLANK, zero_infinity=True
    )
    return ctc + columns * nn.functional.nll_loss(chances, batch.columns)


def ends_loss(ends: Tensor, batch: Batch) -> Tensor:
    """How far off the ends of letters are, in steps; large errors count no more than their size.

    Args:
        ends: (N, 2, T) steps to the left and right of each step.
        batch: What they should be.
    """
    known = ~batch.ends.isnan()
    return nn.functional.smooth_l1_loss(ends[known], batch.ends[known], beta=0.5)


def folded(chances: Tensor) -> Tensor:
    """Log probabilities (N, symbols, T) where a capital stands for either case, and small letters for nothing."""
    upper, lower = _cases()
    both = chances.clone()
    both[:, upper] = torch.logaddexp(chances[:, upper], chances[:, lower])
    both[:, lower] = -30.0
    return both


def _cases() -> tuple[list[int], list[int]]:
    pairs = [(place, SYMBOLS.index(symbol.lower())) for place, symbol in enumerate(SYMBOLS) if symbol.isupper()]
    return [upper for upper, _ in pairs], [lower for _, lower in pairs]
