"""Pruned networks are smaller, say nearly the same, and cost what is counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from model.network import NETWORKS, Network
from tests.training.networks import as_input, chance_network, checkpoint_of, noise_frames
from tests.training.small import font_parts
from training.commands.compress import pruned
from training.cost import cost_of
from training.errors import TrainingError
from training.experiment import Experiment
from training.fit import fit
from training.importance import channel_importance, weight_importance
from training.layers import batch_norm_after, convolutions, weighted_layers, with_channels
from training.loader import Batch
from training.mixture import Mixture
from training.prune import LAST, Pruning, narrowed, prune, without_masks
from training.split import Split
from training.widths import BLOCK, Build, chosen_widths, multiply_adds


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
    smaller = narrowed(network, Pruning(measure="magnitude"), whole // 2, [])
    assert 0.4 * whole < multiply_adds(smaller) <= whole / 2
    assert cost_of(checkpoint_of(smaller).onnx).multiply_adds == multiply_adds(smaller)
    assert multiply_adds(network) == whole, "the old one is left as it was"
    granularity = min(NETWORKS[name].WIDTHS) // 8
    assert all(layer.out_channels % granularity == 0 for layer in convolutions(smaller))


def ranked(widths: Sequence[int]) -> list[torch.Tensor]:
    """Channels of falling importance, the last a quarter of the first."""
    return [torch.linspace(1.6, 0.4, width) for width in widths]


def test_half_of_letternet_is_taken_where_the_runtime_saves_it() -> None:
    build = Build.of(chance_network("letternet"))
    whole = [16, 32]
    chosen = chosen_widths(build, ranked(whole), build.multiply_adds(whole) // 2, 2)
    assert chosen == [8, 30], "20 outputs take as long as 32"
    assert build.multiply_adds(chosen, BLOCK) < build.multiply_adds(whole, BLOCK) / 1.5


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_no_layer_is_closed_and_whole_blocks_are_saved(name: str, share: float) -> None:
    build, whole, goal = Build.of(chance_network(name)), NETWORKS[name].WIDTHS, 1 - share
    widths = chosen_widths(build, ranked(whole), round(goal * build.multiply_adds(whole)), 2)
    assert widths is not None
    assert all(width >= most * goal / 2 for width, most in zip(widths, whole, strict=True))
    busy = build.multiply_adds(widths, BLOCK) / build.multiply_adds(whole, BLOCK)
    assert busy < goal + 0.12, "what the runtime computes falls nearly as far as what is counted"


def test_runtimes_compute_whole_blocks() -> None:
    build = Build.of(chance_network("letternet"))
    wide = build.multiply_adds([8, 32], BLOCK)
    assert wide == 784 * 25 * 16 + 196 * 25 * 8 * 32 + 32 * 49 * 80
    assert build.multiply_adds([8, 17], BLOCK) == wide - 15 * 49 * 80
    assert build.multiply_adds([8, 16], BLOCK) < 0.7 * wide


def test_least_important_channels_go() -> None:
    network = chance_network("letternet")
    convolutions(network)[0].weight.data[[2, 5, 8, 11]] *= 1e-6
    smaller = narrowed(network, Pruning(measure="magnitude"), round(0.8 * multiply_adds(network)), [])
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


def test_last_step_is_followed_by_the_longest_training() -> None:
    how, tuning = Pruning(steps=2), replace(Experiment(), epochs=3, teacher="whole")
    first, last = (how.tuned_after(step, tuning) for step in (1, 2))
    assert (first.epochs, last.epochs) == (3, 3 * LAST)
    assert (first.teacher, last.teacher) == ("whole", "whole")
    assert len({tuning.seed, first.seed, last.seed}) == 3


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
    assert all(width % 2 == 0 for width in widths), "granularity stays what it was in the first step"


def test_pruned_checkpoint_tells_how_it_was_made(tmp_path: Path) -> None:
    whole = checkpoint_of(chance_network("letternet"), "whole")
    tuning, parts = replace(Experiment(), batch=64, epochs=1), font_parts(1)
    few = Split(parts.train[np.arange(128)], parts.validation[np.arange(32)], parts.test)
    made = pruned(whole, few, Mixture(()), Pruning(steps=1), tuning, runs=tmp_path, device="cpu")
    facts = made.card.training["pruning"]
    assert (made.card.name, made.card.network, made.card.precision) == ("whole-pruned-50", "letternet", "float32")
    assert facts["of_multiply_adds"] == round(cost_of(made.onnx).multiply_adds / cost_of(whole.onnx).multiply_adds, 4)
    assert facts["of_multiply_adds"] <= 0.5
    assert len(facts["widths"]) == 2
    kept = json.loads((tmp_path / "whole-pruned-50-step-1" / "experiment.json").read_text())
    assert kept["epochs"] == LAST


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
        narrowed(chance_network("letternet"), Pruning(0.99, "magnitude"), 1000, [])
