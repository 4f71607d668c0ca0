"""Pruned networks are smaller, say nearly the same, and cost what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import nn

from model.network import NETWORKS, Network
from tests.training.networks import as_input, chance_network, checkpoint_of, noise_frames
from tests.training.small import font_parts
from training.cost import cost_of
from training.errors import TrainingError
from training.experiment import Experiment
from training.fit import fit
from training.importance import channel_importance, weight_importance
from training.layers import batch_norm_after, convolutions, weighted_layers, with_channels
from training.loader import Batch
from training.prune import Pruning, multiply_adds, narrowed, prune, without_masks


def batch() -> Batch:
    return as_input(noise_frames(32)), torch.arange(32)[:, None].repeat(1, 2)


def silence(network: Network, layer: int, channel: int) -> None:
    """Make a channel give zero."""
    own = convolutions(network)[layer]
    own.weight.data[channel] = 0
    if own.bias is not None:
        own.bias.data[channel] = 0
    else:
        norm = batch_norm_after(network, own)
        norm.weight.data[channel] = norm.bias.data[channel] = 0


@pytest.mark.parametrize("name", NETWORKS)
def test_taking_silent_channels_out_changes_nothing(name: str) -> None:
    network = chance_network(name)
    kept = [torch.arange(layer.out_channels) for layer in convolutions(network)]
    for layer, channel in ((0, 3), (1, 0), (len(kept) - 1, 5)):
        silence(network, layer, channel)
        kept[layer] = kept[layer][kept[layer] != channel]
    smaller = with_channels(network, kept).eval()
    frames = as_input(noise_frames(16))
    with torch.inference_mode():
        assert float((smaller(frames) - network(frames)).abs().max()) < 1e-4
    assert sum(w.numel() for w in smaller.parameters()) < sum(w.numel() for w in network.parameters())


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("measure", ["magnitude", "gradient"])
def test_silent_channels_are_the_least_important(name: str, measure: str) -> None:
    network = chance_network(name)
    silence(network, 1, 4)
    weighed = channel_importance(network, measure, [batch()])
    assert [len(channels) for channels in weighed] == [layer.out_channels for layer in convolutions(network)]
    assert float(weighed[1][4]) == 0
    assert float(weighed[1].max()) > 1
    assert abs(float(weighed[0].mean()) - 1) < 1e-5
    assert all(weights.grad is None or not weights.grad.any() for weights in network.parameters())


def test_gradient_sees_what_nobody_listens_to() -> None:
    network = chance_network("letternet")
    # A large channel whose answers the last layer ignores.
    convolutions(network)[1].weight.data[7] *= 50
    network.head.weight.data.view(-1, 32, 49)[:, 7] = 0
    assert float(channel_importance(network, "gradient", [batch()])[1][7]) == 0
    assert int(channel_importance(network, "magnitude", [])[1].argmax()) == 7


@pytest.mark.parametrize("name", NETWORKS)
def test_narrowed_network_costs_no_more_than_asked(name: str) -> None:
    network = chance_network(name)
    whole = multiply_adds(network)
    smaller = narrowed(network, Pruning(), whole // 2, [])
    assert 0.4 * whole < multiply_adds(smaller) <= whole / 2
    assert cost_of(checkpoint_of(smaller).onnx).multiply_adds == multiply_adds(smaller)
    assert multiply_adds(network) == whole, "the old one is left as it was"
    block = min(NETWORKS[name].WIDTHS) // 4
    assert all(layer.out_channels % block == 0 for layer in convolutions(smaller))


def test_least_important_channels_go() -> None:
    network = chance_network("letternet")
    convolutions(network)[0].weight.data[[2, 5, 8, 11]] *= 1e-6
    smaller = narrowed(network, Pruning(), round(0.8 * multiply_adds(network)), [])
    first = convolutions(smaller)[0]
    assert float(first.weight.detach().flatten(1).norm(dim=1).min()) > 1e-3


def test_counted_multiply_adds_are_those_of_the_formula() -> None:
    cost = cost_of(checkpoint_of(chance_network("letternet")).onnx)
    assert cost.multiply_adds == 784 * 25 * 16 + 196 * 25 * 16 * 32 + 32 * 49 * 76
    assert cost.parameters == 25 * 16 + 16 + 25 * 16 * 32 + 32 + 32 * 49 * 76 + 76
    assert cost.zeros == 0


def test_steps_take_equal_parts() -> None:
    how = Pruning(0.75, steps=2)
    assert [round(how.kept_after(step), 6) for step in (0, 1, 2)] == [1, 0.5, 0.25]


def test_channels_are_pruned_in_steps_with_fine_tuning_between() -> None:
    parts, costs = font_parts(1), []

    def tune(network: Network, step: int) -> Network:
        costs.append((step, multiply_adds(network)))
        return network

    network = chance_network("letternet")
    experiment = replace(Experiment(), batch=64)
    smaller = prune(network, Pruning(0.6, "gradient", steps=3), parts.train, experiment, tune)
    assert [step for step, _ in costs] == [1, 2, 3]
    assert costs[0][1] > costs[1][1] > costs[2][1] == multiply_adds(smaller)
    assert multiply_adds(smaller) <= 0.4 * multiply_adds(network)
    widths = [layer.out_channels for layer in convolutions(smaller)]
    assert all(width % 4 == 0 for width in widths), "blocks stay what they were in the first step"


@pytest.mark.parametrize("measure", ["magnitude", "gradient"])
def test_single_weights_stay_zero_while_the_others_learn(measure: str) -> None:
    parts, experiment = font_parts(1), replace(Experiment(), batch=64, epochs=1)
    before = chance_network("letternet")
    weights = [layer.weight.detach().clone() for layer in weighted_layers(before)]
    how = Pruning(0.8, measure, single=True, steps=2)
    sparse = without_masks(prune(before, how, parts.train, experiment,
                                 lambda network, _: (fit(parts, experiment, network=network), network)[1]))  # fmt: skip
    layers = weighted_layers(sparse)
    zeros = sum(int((layer.weight == 0).sum()) for layer in layers) / sum(layer.weight.numel() for layer in layers)
    assert abs(zeros - 0.8) < 0.001
    learnt = [bool((layer.weight != old)[layer.weight != 0].any()) for layer, old in zip(layers, weights, strict=True)]
    assert all(learnt)
    cost = cost_of(checkpoint_of(sparse).onnx)
    assert abs(cost.zeros / cost.parameters - 0.8) < 0.01
    assert cost.multiply_adds == multiply_adds(chance_network("letternet")), "no faster"


def test_weights_by_magnitude_are_their_size() -> None:
    network = chance_network("letternet")
    weighed = weight_importance(network, "magnitude", [])
    assert torch.equal(weighed[0], network.features[0].weight.detach().abs())  # type: ignore[operator]
    assert isinstance(network.features[0], nn.Conv2d)


@pytest.mark.parametrize(
    ("share", "measure", "said"), [(0.0, "magnitude", "between 0 and 1"), (1.0, "magnitude", "between"),
                                   (0.5, "taste", "magnitude, gradient")]
)  # fmt: skip
def test_senseless_pruning_is_refused(share: float, measure: str, said: str) -> None:
    with pytest.raises(TrainingError, match=said):
        Pruning(share, measure)


def test_more_than_can_be_pruned_is_told() -> None:
    with pytest.raises(TrainingError, match="Prune less"):
        narrowed(chance_network("letternet"), Pruning(0.99), 1000, [])
