"""Averaged weights lie between two networks of one shape."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.training.networks import chance_network, checkpoint_of
from training.average import averaged
from training.errors import TrainingError
from training.restore import onnx_weights


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_is_mixed(share: float) -> None:
    start = chance_network("letternet")
    one = checkpoint_of(start)
    for weights in start.parameters():
        weights.data += torch.randn_like(weights)
    other = checkpoint_of(start)
    layers = [onnx_weights(content) for content in (averaged(one, other, share), one.onnx, other.onnx)]
    for mixed, first, second in zip(*layers, strict=True):
        for got, before, after in zip(mixed, first, second, strict=True):
            assert not np.array_equal(before, after)
            assert np.allclose(got, (1 - share) * before + share * after, atol=1e-6)


def test_networks_of_two_shapes_are_refused() -> None:
    one, other = (checkpoint_of(chance_network(name)) for name in ("letternet", "letternet-plus"))
    with pytest.raises(TrainingError, match="not one network"):
        averaged(one, other)
