"""The bundled networks run, alike for one frame and for many, and for many threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
import pytest

from drawing.pens import FontPen
from model.classifier import BATCHES, LARGE, OpenVinoClassifier
from model.errors import CheckpointError
from model.frame import GlyphFrames, frame_glyphs
from model.networks.checkpoint import Checkpoint, bundled
from tests.model.fakes import FONT

LETTERS = "ABDEFGHJKMNQRTabdefghnqrt23456789"


@pytest.fixture(params=bundled())
def classifier(request: pytest.FixtureRequest) -> OpenVinoClassifier:
    """Every bundled network in turn."""
    return OpenVinoClassifier.load(str(request.param), threads=1)


@pytest.fixture(scope="module")
def frames() -> GlyphFrames:
    """Letters of a font that is not trained on, none of which has a twin."""
    pen, rng = FontPen(FONT), np.random.default_rng(0)
    return frame_glyphs(pen.draw(letter, 80, rng).ink for letter in LETTERS)


def test_logits_have_a_column_for_each_class(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    logits = classifier.classify(frames)
    assert logits.dtype == np.float32
    assert logits.shape == (len(LETTERS), len(classifier.card.alphabet))
    assert np.isfinite(logits).all()


def test_letters_of_an_unknown_font_are_mostly_right(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    best = classifier.classify(frames).argmax(axis=1)
    right = sum(classifier.card.alphabet[label] == letter for label, letter in zip(best, LETTERS, strict=True))
    assert right >= 0.85 * len(LETTERS)


def test_frames_turned_upright_are_hardly_read(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    turned = np.ascontiguousarray(frames.transpose(0, 2, 1))
    best = classifier.classify(turned).argmax(axis=1)
    right = sum(classifier.card.alphabet[label] == letter for label, letter in zip(best, LETTERS, strict=True))
    assert right < 0.5 * len(LETTERS), "the network expects EMNIST's own orientation"


def test_no_frames_give_no_logits(classifier: OpenVinoClassifier) -> None:
    logits = classifier.classify(np.zeros((0, 28, 28), np.uint8))
    assert logits.shape == (0, len(classifier.card.alphabet))


def test_batching_changes_nothing(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    together = classifier.classify(frames)
    alone = np.concatenate([classifier.classify(frames[n : n + 1]) for n in range(len(frames))])
    assert np.abs(together - alone).max() < 1e-3


@pytest.mark.parametrize("count", [2, BATCHES[-1], BATCHES[-1] + 1, 2 * BATCHES[-1] + 5, sum(LARGE) + 3])
def test_any_number_is_classified_as_a_few_are(classifier: OpenVinoClassifier, frames: GlyphFrames, count: int) -> None:
    many = np.resize(frames, (count, *frames.shape[1:]))
    expected = np.resize(classifier.classify(frames), (count, len(classifier.card.alphabet)))
    assert np.abs(classifier.classify(many) - expected).max() < 1e-3


def test_threads_do_not_disturb_each_other(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    parts = [frames[n : n + 3] for n in range(len(frames) - 3)] * 4
    expected = [classifier.classify(part) for part in parts]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(classifier.classify, parts))
    assert all(np.abs(one - other).max() < 1e-4 for one, other in zip(expected, answers, strict=True))


def test_later_calls_leave_earlier_answers_alone(classifier: OpenVinoClassifier, frames: GlyphFrames) -> None:
    first = classifier.classify(frames)
    kept = first.copy()
    classifier.classify(np.zeros_like(frames))
    assert np.array_equal(first, kept)


def test_float_network_runs_in_float32() -> None:
    """In bf16 the logits of a letter would be off by some hundredths."""
    checkpoint = Checkpoint.load("letternet")
    noise = np.random.default_rng(0).integers(0, 256, (64, 28, 28), dtype=np.uint8)
    one = OpenVinoClassifier(checkpoint, threads=1).classify(noise)
    session = onnxruntime.InferenceSession(checkpoint.onnx, providers=["CPUExecutionProvider"])
    reference = session.run(None, {session.get_inputs()[0].name: noise[:, None].astype(np.float32) / 255})[0]
    assert np.abs(one - np.asarray(reference)).max() < 1e-3


def test_missing_network_is_a_checkpoint_error() -> None:
    with pytest.raises(CheckpointError):
        OpenVinoClassifier.load("nosuchnet")
