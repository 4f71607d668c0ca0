"""Which glyphs teach, which choose the epoch, and which are only measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.glyphs import GlyphSet

#: Correlation of two frames above which they count as the same glyph.
TWIN_CORRELATION = 0.98


@dataclass(frozen=True, slots=True)
class Split:
    """Three sets without a glyph, a near-twin or a known writer in common."""

    train: GlyphSet
    validation: GlyphSet
    test: GlyphSet


def groups_of_likeness(glyphs: GlyphSet) -> NDArray[np.int64]:
    """Number the glyphs so that near-twins and glyphs of one known writer share a number.

    Twins are looked for among glyphs of one symbol, cases folded.

    Returns:
        (N,) int64 group numbers.
    """
    parent = np.arange(len(glyphs))
    for symbol in np.unique(glyphs.symbols):
        members = np.flatnonzero(glyphs.symbols == symbol)
        _join_twins(parent, members, glyphs.frames[members])
    for writer in np.unique(glyphs.writers[glyphs.writers >= 0]):
        members = np.flatnonzero(glyphs.writers == writer)
        for member in members[1:]:
            _join(parent, int(members[0]), int(member))
    return np.array([_root(parent, number) for number in range(len(glyphs))])


def split(glyphs: GlyphSet, seed: int, validation_share: float = 0.05, test_share: float = 0.1) -> Split:
    """Split by groups of likeness.

    Args:
        glyphs: Everything that may be trained on.
        seed: Of the draw.
        validation_share: Share of the groups that choose the epoch.
        test_share: Share of the groups that are only measured.
    """
    groups = groups_of_likeness(glyphs)
    # Larger groups (a writer with many glyphs) are drawn like any other, so that shares hold in the mean.
    numbers = np.random.default_rng(seed).permutation(np.unique(groups))
    test, validation = round(len(numbers) * test_share), round(len(numbers) * validation_share)
    in_test = np.isin(groups, numbers[:test])
    in_validation = np.isin(groups, numbers[test : test + validation])
    return Split(glyphs[~in_test & ~in_validation], glyphs[in_validation], glyphs[in_test])


def _join_twins(parent: NDArray[np.int64], members: NDArray[np.int64], frames: NDArray[np.uint8]) -> None:
    flat = frames.reshape(len(frames), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    for start in range(0, len(flat), 1024):
        rows, columns = np.nonzero(flat[start : start + 1024] @ flat.T > TWIN_CORRELATION)
        for row, column in zip((rows + start).tolist(), columns.tolist(), strict=True):
            if row < column:
                _join(parent, int(members[row]), int(members[column]))


def _root(parent: NDArray[np.int64], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = int(parent[number])
    return number


def _join(parent: NDArray[np.int64], one: int, other: int) -> None:
    parent[_root(parent, other)] = _root(parent, one)
