"""Networks with weights of chance, their batch norms included, and their checkpoints."""

from __future__ import annotations

import numpy as np
import torch

from model.alphabet import ALPHABET
from model.frame import GlyphFrames
from model.network import NETWORKS, Network
from model.networks.checkpoint import Card, Checkpoint
from training.export import onnx_of, sha256_of


def chance_network(name: str, widths: tuple[int, ...] | None = None) -> Network:
    """A network that has seen a few batches of noise."""
    torch.manual_seed(3)
    kind = NETWORKS[name]
    fresh = kind(len(ALPHABET), widths or kind.WIDTHS)
    with torch.no_grad():
        for _ in range(3):
            fresh.train()(torch.rand(16, 1, 28, 28))
    fresh.eval()
    return fresh


def checkpoint_of(network: Network, name: str = "mine") -> Checkpoint:
    """Its float32 checkpoint."""
    kind = next(own for own, network_type in NETWORKS.items() if isinstance(network, network_type))
    onnx = onnx_of(network)
    return Checkpoint(Card(name, kind, "float32", sha256=sha256_of(onnx)), onnx)


def noise_frames(count: int = 256) -> GlyphFrames:
    """(N, 28, 28) uint8, brighter downwards."""
    rng = np.random.default_rng(2)
    ramp = np.minimum(np.arange(28)[:, None] * rng.uniform(2, 9, (count, 1, 1)), 255)
    return (ramp * rng.uniform(0, 1, (count, 28, 28))).astype(np.uint8)


def as_input(frames: GlyphFrames) -> torch.Tensor:
    """(N, 1, 28, 28) float32 in 0..1."""
    return torch.from_numpy(frames)[:, None].float() / 255
