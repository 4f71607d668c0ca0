"""Smaller networks from large ones: channels taken out, or single weights set to zero, with fine-tuning between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from torch import Tensor, nn
from torch.nn.utils import prune as masks

from model.alphabet import ALPHABET
from model.network import Network
from training.errors import TrainingError
from training.experiment import Experiment
from training.glyphs import GlyphSet
from training.importance import MEASURES, channel_importance, weight_importance
from training.layers import convolutions, weighted_layers, with_channels
from training.loader import Batch, training_batches
from training.widths import Build, chosen_widths, multiply_adds

#: Batches of training glyphs that gradients are taken on.
BATCHES = 20
#: The last fine-tuning is so many times as long as the others: most of what was lost comes back while the learning rate
#: falls to zero, in the network that stays.
LAST = 5
#: Its highest learning rate, that of a training from the start: half a network has much to learn anew.
RATE = 3e-3

#: Trains a network further and gives it back; the number is that of the step, from 1.
Tune = Callable[[Network, int], Network]


@dataclass(frozen=True, slots=True)
class Pruning:
    """What is taken away, and how.

    Attributes:
        share: Of the multiply-adds (of the weights, if `single`) that go, 0..1.
        measure: ``magnitude`` or ``gradient``.
        single: Set single weights to zero instead of taking channels out: no smaller and no faster, for comparison.
        steps: In how many steps.
        granularity: Channels are taken out so many at a time, or a runtime's whole block of them; 0 for an eighth of
            the narrowest layer.
    """

    share: float = 0.5
    measure: str = "gradient"
    single: bool = False
    steps: int = 2
    granularity: int = 0

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            TrainingError: The share is out of range, or the measure unknown.
        """
        if not 0 < self.share < 1:
            raise TrainingError(f"A share of {self.share} cannot be pruned. Give one between 0 and 1, such as 0.5.")
        if self.measure not in MEASURES:
            raise TrainingError(f"There is no measure {self.measure!r}. Use one of {', '.join(MEASURES)}.")

    def kept_after(self, step: int) -> float:
        """Share that is left after a step: each takes the same part of what the last one left."""
        return float((1 - self.share) ** (step / self.steps))

    def tuned_after(self, step: int, tuning: Experiment) -> Experiment:
        """How the network is trained after a step, each with other chances."""
        times = LAST if step == self.steps else 1
        return replace(tuning, epochs=tuning.epochs * times, seed=tuning.seed + step)

    @property
    def suffix(self) -> str:
        """What a checkpoint's name gets, such as ``pruned-50`` or ``sparse-50``."""
        words = ["sparse" if self.single else "pruned", f"{100 * self.share:.0f}"]
        return "-".join([*words, *([] if self.measure == "gradient" else [self.measure])])


def prune(network: Network, how: Pruning, glyphs: GlyphSet, experiment: Experiment, tune: Tune) -> Network:
    """Prune in steps.

    Args:
        network: Trained; is left as it was.
        how: What is taken away.
        glyphs: Training glyphs, which importance by gradient is measured on.
        experiment: How batches of them are drawn.
        tune: Trains the network after each step.

    Returns:
        A smaller network, or one of the same size with zeros where `how.single`.

    Raises:
        TrainingError: So much cannot be taken away.
    """
    whole, how = multiply_adds(network), replace(how, granularity=how.granularity or _granularity(network))
    for step in range(1, how.steps + 1):
        batches = list(islice(training_batches(glyphs, ALPHABET, experiment), BATCHES))
        if how.single:
            _zero_weights(network, how, step, batches)
        else:
            network = narrowed(network, how, round(whole * how.kept_after(step)), batches)
        network = tune(network, step)
    return network


def narrowed(network: Network, how: Pruning, most: int, batches: list[Batch]) -> Network:
    """Take channels out, those that matter least for the time they take, until few enough multiply-adds are left.

    Raises:
        TrainingError: Every layer is down to its last channels before that.
    """
    importance = channel_importance(network, how.measure, batches)
    orders = [channels.argsort(descending=True) for channels in importance]
    ranked = [channels[order] for channels, order in zip(importance, orders, strict=True)]
    widths = chosen_widths(Build.of(network), ranked, most, how.granularity or _granularity(network))
    if widths is None:
        raise TrainingError(f"No network is left when {how.share:.0%} is pruned. Prune less.")
    return with_channels(network, [order[:width].sort().values for order, width in zip(orders, widths, strict=True)])


def _granularity(network: Network) -> int:
    """An eighth of the narrowest layer."""
    return max(1, min(layer.out_channels for layer in convolutions(network)) // 8)


def _zero_weights(network: Network, how: Pruning, step: int, batches: list[Batch]) -> None:
    """Set the least important weights of all layers to zero, and hold them there while the network is trained."""
    # What went before is zero and so the least important: the count is of all.
    layers = weighted_layers(without_masks(network))
    scores: dict[tuple[nn.Module, str], Tensor] = {
        (layer, "weight"): scores.contiguous()
        for layer, scores in zip(layers, weight_importance(network, how.measure, batches), strict=True)
    }
    count = round((1 - how.kept_after(step)) * sum(layer.weight.numel() for layer in layers))
    masks.global_unstructured(scores.keys(), masks.L1Unstructured, importance_scores=scores, amount=count)


def without_masks(network: Network) -> Network:
    """Write the zeros into the weights, for export."""
    for layer in weighted_layers(network):
        if masks.is_pruned(layer):
            masks.remove(layer, "weight")  # type: ignore[no-untyped-call]
        # Training leaves weights channels last, which masks cannot be laid on.
        layer.weight.data = layer.weight.data.contiguous()
    return network
