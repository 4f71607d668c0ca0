"""Rare letters are drawn as often as common ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from training.experiment import Experiment
from training.glyphs import GlyphSet, class_pairs
from training.loader import FrameDataset, symbol_weights, training_batches

COUNTS = {"E": 900, "e": 90, "Q": 10, "7": 300, ",": 200, NOT_A_CHARACTER: 500}


def uneven() -> GlyphSet:
    labels = [label for label, count in COUNTS.items() for _ in range(count)]
    frames = np.random.default_rng(0).integers(0, 256, (len(labels), 28, 28), dtype=np.uint8)
    return GlyphSet.of_one_source("made up", frames, labels)


def test_symbols_are_drawn_by_their_share_and_not_their_number() -> None:
    glyphs, experiment = uneven(), replace(Experiment(), rejects_weight=2.0, punctuation_weight=0.25)
    weights = symbol_weights(glyphs, experiment)
    share = {symbol: float(weights[glyphs.symbols == symbol].sum()) for symbol in ("E", "Q", "7", ",", NOT_A_CHARACTER)}
    assert abs(sum(share.values()) - 1) < 1e-9
    assert abs(share["E"] - share["Q"]) < 1e-9
    assert abs(share[NOT_A_CHARACTER] / share["7"] - 2) < 1e-9
    assert abs(share[","] / share["7"] - 0.25) < 1e-9


def test_batches_hold_what_the_weights_promise() -> None:
    experiment = replace(Experiment(), rejects_weight=2.0, punctuation_weight=0.25)
    batches = training_batches(uneven(), ALPHABET, experiment)
    drawn = torch.cat([classes[:, 0] for _ in range(3) for _, classes in batches])
    share = {letter: float((drawn == ALPHABET.index(letter)).float().mean()) for letter in ("E", "e", "Q")}
    # 5.25 parts in all: the two cases of one letter share one of them.
    assert abs(share["E"] + share["e"] - 1 / 5.25) < 0.02
    assert abs(share["Q"] - 1 / 5.25) < 0.02


def test_batches_are_frames_with_their_classes() -> None:
    experiment = replace(Experiment(), batch=64)
    batches = training_batches(uneven(), ALPHABET, experiment)
    frames, classes = next(iter(batches))
    assert len(batches) == len(uneven()) // 64
    assert frames.shape == (64, 1, 28, 28)
    assert frames.dtype == torch.float32
    assert 0 <= float(frames.min()) < float(frames.max()) <= 1
    assert classes.shape == (64, 2)


def test_frames_keep_their_labels() -> None:
    glyphs = uneven()
    frames, classes = FrameDataset(glyphs, ALPHABET)[[0, 990, 1999]]
    for place, index in enumerate([0, 990, 1999]):
        assert np.array_equal((frames[place, 0] * 255).round().numpy().astype(np.uint8), glyphs.frames[index])
        assert classes[place].tolist() == class_pairs(glyphs)[index].tolist()


def test_seed_decides_and_epochs_differ() -> None:
    def first(seed: int) -> list[torch.Tensor]:
        batches = training_batches(uneven(), ALPHABET, replace(Experiment(), seed=seed))
        return [next(iter(batches))[0], next(iter(batches))[0]]

    one, again, other = first(1), first(1), first(2)
    assert torch.equal(one[0], again[0])
    assert not torch.equal(one[0], other[0])
    assert not torch.equal(one[0], one[1])
