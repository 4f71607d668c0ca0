"""What leaves training is what was trained: one file, the same logits, a card that fits it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from model.alphabet import ALPHABET
from model.classifier import OpenVinoClassifier
from model.frame import GlyphFrames
from model.network import NETWORKS
from model.networks.checkpoint import Card, Checkpoint
from training.export import onnx_of, save_checkpoint, sha256_of
from training.quantize import Quantization, quantize


@pytest.fixture(scope="module", params=NETWORKS)
def network(request: pytest.FixtureRequest) -> nn.Module:
    """A network with weights of chance, its batch norms included."""
    torch.manual_seed(3)
    fresh = NETWORKS[request.param](len(ALPHABET))
    with torch.no_grad():
        for _ in range(3):
            fresh.train()(torch.rand(16, 1, 28, 28))
    return fresh.eval()


@pytest.fixture(scope="module")
def exported(network: nn.Module) -> bytes:
    return onnx_of(network)


@pytest.fixture(scope="module")
def frames() -> GlyphFrames:
    return np.random.default_rng(1).integers(0, 256, (37, 28, 28), dtype=np.uint8)


def card_of(exported: bytes, name: str = "mine") -> Card:
    return Card(name, "letternet", "float32", sha256=sha256_of(exported))


def torch_logits(network: nn.Module, frames: GlyphFrames) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    with torch.inference_mode():
        return np.asarray(network(torch.from_numpy(frames)[:, None].float() / 255).numpy(), np.float32)


@pytest.mark.parametrize("count", [1, 2, 37])
def test_openvino_gives_the_logits_of_torch(
    network: nn.Module, exported: bytes, frames: GlyphFrames, count: int
) -> None:
    classifier = OpenVinoClassifier(Checkpoint(card_of(exported), exported), threads=1)
    difference = np.abs(classifier.classify(frames[:count]) - torch_logits(network, frames[:count]))
    assert difference.max() < 1e-4


def test_onnx_runtime_gives_them_as_well(network: nn.Module, exported: bytes, frames: GlyphFrames) -> None:
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"frames": frames[:, None].astype(np.float32) / 255})
    assert np.abs(np.asarray(logits) - torch_logits(network, frames)).max() < 1e-4


def test_weights_are_inside_the_file(exported: bytes) -> None:
    graph = onnx.load_from_string(exported).graph
    assert graph.initializer
    assert not any(tensor.external_data for tensor in graph.initializer)
    shape = [side.dim_value or side.dim_param for side in graph.input[0].type.tensor_type.shape.dim]
    assert isinstance(shape[0], str), "the batch size is free"
    assert shape[1:] == [1, 28, 28]


def test_saved_checkpoint_is_loaded_as_it_was(exported: bytes, tmp_path: Path) -> None:
    card = card_of(exported)
    path = save_checkpoint(tmp_path / "new" / "folder", exported, card)
    assert Checkpoint.load(path) == Checkpoint(card, exported)
    assert sorted(file.name for file in path.parent.iterdir()) == ["mine.json", "mine.onnx"]


def test_saving_again_replaces_both(exported: bytes, tmp_path: Path) -> None:
    save_checkpoint(tmp_path, b"older", card_of(b"older"))
    path = save_checkpoint(tmp_path, exported, card_of(exported))
    assert Checkpoint.load(path).onnx == exported


def test_int8_is_smaller_and_says_nearly_the_same(exported: bytes, network: nn.Module) -> None:
    rng = np.random.default_rng(2)
    ramp = np.minimum(np.arange(28)[:, None] * rng.uniform(2, 9, (256, 1, 1)), 255) * rng.uniform(0, 1, (256, 28, 28))
    frames = ramp.astype(np.uint8)
    small = quantize(exported, frames, Quantization(batches=4))
    assert len(small) < 0.45 * len(exported)
    classifier = OpenVinoClassifier(Checkpoint(card_of(small), small), threads=1)
    expected = torch_logits(network, frames)
    difference = np.abs(classifier.classify(frames) - expected)
    assert difference.max() > 0, "it is quantized"
    assert difference.mean() < 0.1 * expected.std()
