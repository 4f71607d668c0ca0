from __future__ import annotations

import time

import numpy as np

import model.reader
from benchmarks.stages import ORDERING, timed_stages
from drawing import draw_page
from model.alphabet import ALPHABET
from model.classifier import Logits
from model.frame import GlyphFrames
from model.networks.checkpoint import Card


class FakeClassifier:
    """Takes everything for the first letter."""

    card = Card("fake", "fake", "float32")

    def classify(self, frames: GlyphFrames) -> Logits:
        logits = np.zeros((len(frames), len(ALPHABET)), np.float32)
        logits[:, 0] = 9
        return logits


def test_every_stage_is_timed_and_let_go() -> None:
    reader = model.reader.Reader(FakeClassifier())
    before, classifier = [dict(vars(module)) for module in ORDERING], reader.classifier
    start = time.perf_counter()
    with timed_stages(reader) as seconds:
        reader.read(draw_page(["ONE TWO"]).png())
    whole = time.perf_counter() - start
    assert {"decode", "ink", "fragments", "lines", "frames", "classify", "settle"} <= set(seconds)
    assert min(seconds.values()) >= 0
    # Stages that call one another are not counted twice.
    assert sum(seconds.values()) <= whole
    assert [dict(vars(module)) for module in ORDERING] == before
    assert reader.classifier is classifier
