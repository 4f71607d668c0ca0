"""Batches of strips: written ones without end, entries of forms among them, strips of like widths together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.lines.card import HEIGHT, STRIDE
from model.lines.reading import BLANK, SPACE, SYMBOLS
from training.lines.photograph import WIDEST, Taught, photograph
from training.lines.texts import some_text
from training.lines.write import write
from training.lines.writers import Writer

#: Batches are filled up to one of these widths: a CPU prepares itself for each shape that it has not seen before.
WIDTHS = (64, 96, 128, 160, 192, 256, 320, 384, 512, 640)
#: Strips are sorted by width among so many batches.
_POOL = 8
#: A letter is seen in this share of its columns, about its middle, and in one column at least.
_SEEN = 0.5
#: Share of written lines in the mixed writer of everybody.
_MIXED = 0.45


@dataclass(frozen=True, slots=True)
class Batch:
    """N strips.

    Attributes:
        strips: (N, 1, HEIGHT, W) uint8, filled up with 0.
        widths: (N,) steps of each.
        symbols: (sum of lengths,) what they say, one after the other.
        lengths: (N,) symbols of each.
        columns: (N, W / STRIDE) the symbol at each step.
        ends: (N, 2, W / STRIDE) how many steps before and after the middle of each step its letter begins and ends;
            NaN where there is none.
        folded: (N,) whether small letters are labelled as capitals.
    """

    strips: Tensor
    widths: Tensor
    symbols: Tensor
    lengths: Tensor
    columns: Tensor
    ends: Tensor
    folded: Tensor


class Strips:
    """Batches without end."""

    def __init__(
        self, writers: Sequence[Writer], everybody: Writer, entries: Sequence[Taught], size: int, share: float,
        seed: int,
    ) -> None:  # fmt: skip
        """Take what is written with and the entries that are mixed in.

        Args:
            writers: Who writes whole lines.
            everybody: Writes lines in a mixture of writers, and what a writer lacks.
            entries: Strips of real entries.
            size: Strips in a batch.
            share: Of the strips that are real entries, 0..1.
            seed: Of the chance.
        """
        self._writers, self._everybody, self._entries = list(writers), everybody, list(entries)
        self._size, self._share, self._seed = size, share if entries else 0.0, seed

    def __iter__(self) -> Iterator[Batch]:
        """Go on for ever."""
        rng = np.random.default_rng(self._seed)
        while True:
            pool = sorted((self._one(rng) for _ in range(_POOL * self._size)), key=lambda one: one.grey.shape[1])
            for number in rng.permutation(_POOL).tolist():
                yield batch_of(pool[number * self._size : (number + 1) * self._size])

    def singly(self) -> Iterator[Taught]:
        """One strip after the other, without end."""
        rng = np.random.default_rng(self._seed)
        while True:
            yield self._one(rng)

    def _one(self, rng: np.random.Generator) -> Taught:
        if rng.random() < self._share:
            return _varied(self._entries[int(rng.integers(len(self._entries)))], rng)
        mixed = rng.random() < _MIXED
        writer = self._everybody if mixed else self._writers[int(rng.integers(len(self._writers)))]
        return photograph(write(some_text(rng), writer, self._everybody, rng), rng)


def written_ahead(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches, a pool of them made by another thread while the network computes."""
    making = iter(batches)
    with ThreadPoolExecutor(1) as writer:
        ahead = deque(writer.submit(next, making, None) for _ in range(2 * _POOL))
        while (batch := ahead.popleft().result()) is not None:
            ahead.append(writer.submit(next, making, None))
            yield batch


def _varied(strip: Taught, rng: np.random.Generator) -> Taught:
    """A real strip, a little wider or narrower, shifted, fainter, coarser."""
    high, wide = strip.grey.shape
    stretch = float(np.exp(np.clip(rng.normal(0.05, 0.22), -0.4, 0.6)))
    width = int(np.clip(stretch * wide, HEIGHT, WIDEST))
    lean, size = rng.normal(0, 0.12), float(np.exp(np.clip(rng.normal(0, 0.06), -0.15, 0.15)))
    middle, shift = (high - 1) / 2, rng.normal(0, 0.8)
    way = np.array([[width / wide, lean, -lean * middle], [0, size, (1 - size) * middle + shift]], np.float64)
    grey = cv2.warpAffine(strip.grey, way, (width, high), flags=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        share = float(rng.uniform(0.3, 0.8))
        small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        grey = cv2.resize(small, (width, high), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        grey = np.clip(grey + rng.normal(0, rng.uniform(2, 18), grey.shape), 0, 255)
    moved = width / wide
    return replace(strip, grey=np.asarray(grey, np.uint8), middle=strip.middle * moved, wide=strip.wide * moved)


def batch_of(several: Sequence[Taught]) -> Batch:
    """Put strips together."""
    widest = _filled(max(one.grey.shape[1] for one in several))
    strips = np.zeros((len(several), 1, HEIGHT, widest), np.uint8)
    columns = np.zeros((len(several), widest // STRIDE), np.int64)
    ends = np.zeros((len(several), 2, widest // STRIDE), np.float32)
    numbers = {symbol: place for place, symbol in enumerate(SYMBOLS)}
    says = [[numbers[letter] for letter in one.text] for one in several]
    for row, (one, symbols) in enumerate(zip(several, says, strict=True)):
        strips[row, 0, :, : one.grey.shape[1]] = one.grey
        columns[row], ends[row] = _seen_at(one, symbols, widest // STRIDE)
    return Batch(
        torch.from_numpy(strips),
        torch.tensor([-(-one.grey.shape[1] // STRIDE) for one in several]),
        torch.tensor([symbol for symbols in says for symbol in symbols]),
        torch.tensor([len(symbols) for symbols in says]),
        torch.from_numpy(columns),
        torch.from_numpy(ends),
        torch.tensor([one.folded for one in several]),
    )


def _filled(width: int) -> int:
    """The width that a batch is filled up to, in pixels."""
    return next((filled for filled in WIDTHS if filled >= width), -(-width // STRIDE) * STRIDE)


def _seen_at(
    strip: Taught, symbols: Sequence[int], steps: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(steps,) the symbol seen at each step, and (2, steps) how far to the left and right of the step it ends."""
    columns, ends = np.full(steps, BLANK, np.int64), np.full((2, steps), np.nan, np.float32)
    at = (np.arange(steps) + 0.5) * STRIDE
    for symbol, middle, wide in zip(symbols, strip.middle.tolist(), strip.wide.tolist(), strict=True):
        seen = np.abs(at - middle) <= max(_SEEN * wide / 2, STRIDE / 2)
        columns[seen] = symbol
        if symbol != SPACE:
            ends[:, seen] = (np.stack([at - middle, middle - at])[:, seen] + wide / 2) / STRIDE
    return columns, ends
