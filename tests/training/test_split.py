"""No twin and no known writer stands on two sides of a split."""

from __future__ import annotations

import string

import numpy as np
import pytest

from tests.training.corpora import pictures
from training.glyphs import GlyphSet
from training.split import TWIN_CORRELATION, Split, groups_of_likeness, split


def letters_of(seed: int, each: int = 6) -> GlyphSet:
    labels = [letter for letter in string.ascii_uppercase for _ in range(each)]
    return GlyphSet.of_one_source("drawn", pictures(labels, seed), labels)


@pytest.fixture(scope="module")
def glyphs() -> GlyphSet:
    """Drawn letters by known and unknown hands, a third of them with a twin of slightly other ink."""
    plain = letters_of(1)
    rng = np.random.default_rng(2)
    chosen = rng.choice(len(plain), len(plain) // 3, replace=False)
    twins = np.clip(plain.frames[chosen] * 0.97 + rng.uniform(0, 4, plain.frames[chosen].shape), 0, 255)
    return GlyphSet(
        np.concatenate([plain.frames, twins.astype(np.uint8)]),
        np.concatenate([plain.labels, np.char.lower(plain.labels[chosen])]),
        np.zeros(len(plain) + len(chosen), np.bool_),
        np.concatenate([np.where(np.arange(len(plain)) % 2, np.arange(len(plain)) % 20, -1), [-1] * len(chosen)]),
        np.full(len(plain) + len(chosen), "drawn"),
    )


def sides(parts: Split) -> list[GlyphSet]:
    return [parts.train, parts.validation, parts.test]


def most_alike(one: GlyphSet, other: GlyphSet) -> float:
    """The highest correlation of two frames of one symbol on either side."""
    highest = -1.0
    for symbol in set(one.symbols.tolist()) & set(other.symbols.tolist()):
        flat = [side.frames[side.symbols == symbol].reshape(-1, 784).astype(np.float64) for side in (one, other)]
        flat = [rows - rows.mean(axis=1, keepdims=True) for rows in flat]
        flat = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in flat]
        highest = max(highest, float((flat[0] @ flat[1].T).max()))
    return highest


@pytest.mark.parametrize("seed", [0, 7])
def test_no_twin_and_no_writer_on_two_sides(glyphs: GlyphSet, seed: int) -> None:
    parts = split(glyphs, seed, validation_share=0.2, test_share=0.3)
    assert sum(len(side) for side in sides(parts)) == len(glyphs)
    for one, other in ((parts.train, parts.validation), (parts.train, parts.test), (parts.validation, parts.test)):
        assert min(len(one), len(other)) > 0
        assert most_alike(one, other) <= TWIN_CORRELATION + 1e-6
        assert not set(one.writers[one.writers >= 0].tolist()) & set(other.writers[other.writers >= 0].tolist())


def test_every_glyph_is_on_one_side(glyphs: GlyphSet) -> None:
    parts = split(glyphs, 3)
    frames = sorted(frame.tobytes() for side in sides(parts) for frame in side.frames)
    assert frames == sorted(frame.tobytes() for frame in glyphs.frames)


def test_seed_decides(glyphs: GlyphSet) -> None:
    one, again, other = (split(glyphs, seed).test for seed in (1, 1, 2))
    assert np.array_equal(one.frames, again.frames)
    assert not np.array_equal(one.frames, other.frames)


def test_twins_of_twins_are_one_group() -> None:
    frames = np.zeros((4, 28, 28), np.uint8)
    frames[:3, 4:24, 10:14] = 255
    frames[1, 4, 14] = frames[2, 4:6, 14] = 255
    frames[3, 10:14, 4:24] = 255
    groups = groups_of_likeness(GlyphSet.of_one_source("drawn", frames, ["I", "i", "I", "I"]))
    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_like_frames_of_other_symbols_are_no_twins() -> None:
    frames = np.repeat(pictures("O", 1), 2, axis=0)
    groups = groups_of_likeness(GlyphSet.of_one_source("drawn", frames, ["O", "0"]))
    assert groups[0] != groups[1]


def test_shares_are_those_asked_for() -> None:
    parts = split(letters_of(5, each=12), 1, validation_share=0.1, test_share=0.2)
    whole = sum(len(side) for side in sides(parts))
    assert abs(len(parts.validation) / whole - 0.1) < 0.05
    assert abs(len(parts.test) / whole - 0.2) < 0.06
