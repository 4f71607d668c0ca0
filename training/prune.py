"""Smaller networks from large ones: channels taken out, or single weights set to zero, with fine-tuning between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

import torch
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

#: Batches of training glyphs that gradients are taken on.
BATCHES = 20

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
        granularity: Channels are taken out so many at a time; 0 for a quarter of the narrowest layer. Runtimes
            compute channels in blocks, so odd numbers of them are hardly faster.
    """

    share: float = 0.5
    measure: str = "magnitude"
    single: bool = False
    steps: int = 3
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

    @property
    def suffix(self) -> str:
        """What a checkpoint's name gets, such as ``pruned-50`` or ``sparse-50``."""
        words = ["sparse" if self.single else "pruned", f"{100 * self.share:.0f}"]
        return "-".join([*words, *(["gradient"] if self.measure == "gradient" else [])])


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
    whole, how = multiply_adds(network), replace(how, granularity=how.granularity or _block(network))
    for step in range(1, how.steps + 1):
        batches = list(islice(training_batches(glyphs, ALPHABET, experiment), BATCHES))
        if how.single:
            _zero_weights(network, how, step, batches)
        else:
            network = narrowed(network, how, round(whole * how.kept_after(step)), batches)
        network = tune(network, step)
    return network


def narrowed(network: Network, how: Pruning, most: int, batches: list[Batch]) -> Network:
    """Take the least important channels out until a glyph takes at most so many multiply-adds.

    Raises:
        TrainingError: Every layer is down to its last channels before that.
    """
    importance = channel_importance(network, how.measure, batches)
    block = how.granularity or _block(network)
    orders = [channels.argsort(descending=True) for channels in importance]
    widths = [len(order) for order in orders]
    while (now := _multiply_adds(network, widths)) > most:
        choices = []
        for layer, width in enumerate(widths):
            if width <= block:
                continue
            fewer = [own - block * (number == layer) for number, own in enumerate(widths)]
            lost = float(importance[layer][orders[layer][width - block : width]].sum())
            # What is saved beyond the goal counts for nothing, or the last block would be the most costly one.
            saved = now - max(_multiply_adds(network, fewer), most)
            choices.append((lost / saved, layer))
        if not choices:
            raise TrainingError(f"No network is left when {how.share:.0%} is pruned. Prune less.")
        widths[min(choices)[1]] -= block
    kept = [order[:width].sort().values for order, width in zip(orders, widths, strict=True)]
    return with_channels(network, kept)


def _block(network: Network) -> int:
    """A quarter of the narrowest layer."""
    return max(1, min(layer.out_channels for layer in convolutions(network)) // 4)


def multiply_adds(network: Network) -> int:
    """Multiply-adds of one glyph."""
    return _multiply_adds(network, [layer.out_channels for layer in convolutions(network)])


def _multiply_adds(network: Network, widths: list[int]) -> int:
    """Those of the same network with other widths."""
    total, before = 0, 1
    for layer, width, area in zip(convolutions(network), widths, _areas(network), strict=True):
        total += area * before * width * layer.kernel_size[0] * layer.kernel_size[1]
        before = width
    places = network.head.in_features // convolutions(network)[-1].out_channels
    return total + before * places * network.head.out_features


def _areas(network: Network) -> list[int]:
    """How many pixels each convolution gives of one glyph."""
    areas, frame = [], torch.zeros(1, 1, 28, 28)
    with torch.no_grad():
        network.eval()
        for layer in network.features:
            frame = layer(frame)
            if isinstance(layer, nn.Conv2d):
                areas.append(frame.shape[2] * frame.shape[3])
    return areas


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
