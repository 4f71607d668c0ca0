"""The networks are what their descriptions say."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from model.alphabet import ALPHABET
from model.network import NETWORKS


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("count", [1, 5])
def test_frames_in_logits_out(name: str, count: int) -> None:
    network = NETWORKS[name](len(ALPHABET)).eval()
    assert network(torch.zeros(count, 1, 28, 28)).shape == (count, len(ALPHABET))


def test_letternet_is_the_classic_net() -> None:
    network = NETWORKS["letternet"](47)
    convolutions = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    sizes = [(c.in_channels, c.out_channels, c.kernel_size, c.stride, c.padding) for c in convolutions]
    assert sizes == [(1, 16, (5, 5), (1, 1), (2, 2)), (16, 32, (5, 5), (1, 1), (2, 2))]
    pools = [layer.kernel_size for layer in network.modules() if isinstance(layer, nn.MaxPool2d)]
    assert pools == [2, 2]
    (linear,) = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
    assert (linear.in_features, linear.out_features) == (32 * 7 * 7, 47)
    parameters = sum(weights.numel() for weights in network.parameters())
    assert parameters == 16 * 25 + 16 + 32 * 16 * 25 + 32 + 32 * 49 * 47 + 47


@pytest.mark.parametrize("name", NETWORKS)
def test_glyphs_of_a_batch_do_not_see_each_other(name: str) -> None:
    torch.manual_seed(0)
    network = NETWORKS[name](len(ALPHABET)).eval()
    frames = torch.rand(6, 1, 28, 28)
    assert torch.allclose(network(frames)[2:3], network(frames[2:3]), atol=1e-5)
