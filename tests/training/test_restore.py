"""A network comes back from its ONNX file as it was, and can learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.network import NETWORKS
from model.networks.checkpoint import Checkpoint
from tests.training.networks import as_input, chance_network, checkpoint_of, noise_frames
from training.errors import TrainingError
from training.quantize import Quantization, quantize
from training.restore import restore

NARROW = {"letternet": (5, 9), "letternet-plus": (8, 7, 12, 9, 10, 11)}


@pytest.fixture(scope="module", params=[(name, narrow) for name in NETWORKS for narrow in (False, True)],
                ids=lambda given: f"{given[0]}{', pruned' if given[1] else ''}")  # fmt: skip
def checkpoint(request: pytest.FixtureRequest) -> Checkpoint:
    name, narrow = request.param
    return checkpoint_of(chance_network(name, NARROW[name] if narrow else None))


@pytest.mark.parametrize("measured", [False, True])
def test_restored_network_says_what_the_file_says(checkpoint: Checkpoint, measured: bool) -> None:
    frames = as_input(noise_frames(64))
    restored = restore(checkpoint, frames if measured else None).eval()
    again = checkpoint_of(restored)
    with torch.inference_mode():
        difference = restored(frames) - chance_network(
            checkpoint.card.network, tuple(layer.out_channels for layer in restored.features
                                           if isinstance(layer, torch.nn.Conv2d))
        )(frames)  # fmt: skip
    assert float(difference.abs().max()) < 1e-4
    assert abs(len(again.onnx) - len(checkpoint.onnx)) < 0.01 * len(checkpoint.onnx) + 200


def test_measured_batch_norms_say_nearly_the_same_while_training(request: pytest.FixtureRequest) -> None:
    checkpoint = checkpoint_of(chance_network("letternet-plus"))
    frames = as_input(noise_frames(256))
    network = restore(checkpoint, frames)
    for layer in network.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0
    with torch.inference_mode():
        expected = network.eval()(frames)
        assert float((network.train()(frames) - expected).abs().max()) < 0.02 * float(expected.std())
        unmeasured = restore(checkpoint).train()(frames)
    assert float((unmeasured - expected).abs().max()) > 0.5 * float(expected.std()), "else measuring is for nothing"


def test_int8_cannot_be_trained_and_says_what_to_name() -> None:
    checkpoint = checkpoint_of(chance_network("letternet"))
    small = Checkpoint(replace(checkpoint.card, precision="int8"), b"")
    with pytest.raises(TrainingError, match="Name its float32 original"):
        restore(small)


def test_other_architectures_are_refused() -> None:
    checkpoint = checkpoint_of(chance_network("letternet"))
    with pytest.raises(TrainingError, match="not one of letternet"):
        restore(Checkpoint(replace(checkpoint.card, network="resnet"), checkpoint.onnx))
    with pytest.raises(TrainingError, match="2 convolutions"):
        restore(Checkpoint(replace(checkpoint.card, network="letternet-plus"), checkpoint.onnx))


@pytest.mark.parametrize(
    ("how", "suffix"),
    [
        (Quantization(batches=2), "int8"),
        (Quantization(batches=2, per_channel=False), "int8-tensor"),
        (Quantization(batches=2, signed=True), "int8-signed"),
        (Quantization(batches=2, calibration="entropy"), "int8-entropy"),
        (Quantization(batches=2, per_channel=False, calibration="percentile"), "int8-tensor-percentile"),
        (Quantization(dynamic=True), "int8-dynamic"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_every_way_of_quantizing_runs_and_says_nearly_the_same(how: Quantization, suffix: str) -> None:
    from model.classifier import OpenVinoClassifier
    from training.export import sha256_of

    whole = checkpoint_of(chance_network("letternet"))
    frames = noise_frames()
    small = quantize(whole.onnx, frames, how)
    assert how.suffix == suffix
    assert len(small) < 0.45 * len(whole.onnx)
    card = replace(whole.card, sha256=sha256_of(small), precision="int8")
    expected = OpenVinoClassifier(whole, 1).classify(frames)
    given = OpenVinoClassifier(Checkpoint(card, small), 1).classify(frames)
    difference = np.abs(given - expected)
    assert 0 < difference.mean() < 0.1 * expected.std()
    facts = how.facts(small)
    if how.dynamic:
        assert "input" not in facts
    else:
        assert facts["input"]["zero_point"] == (-128 if how.signed else 0)
        assert abs(facts["input"]["scale"] * 255 - 1) < 0.1, "as bright as these frames are"
        assert facts["input"]["type"] == ("int8" if how.signed else "uint8")


def test_unknown_calibration_names_the_known_ones() -> None:
    with pytest.raises(TrainingError, match="min-max, entropy, percentile"):
        Quantization(calibration="guess")
