"""Which fragments make which glyphs: every sensible grouping is a hypothesis, the network judges each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.cuts import cut
from model.layout import TextLine
from model.segment import Fragment, letter_height, merged


@dataclass(frozen=True, slots=True)
class LatticeSettings:
    """How groupings are proposed and weighed; lengths are shares of the line's letter height.

    Attributes:
        most: Fragments in one glyph at most.
        widest: A glyph of several fragments is at most this wide.
        gap: Fragments further apart than this are never one glyph.
        gap_cost: What each letter height of gap inside a glyph costs, in nats.
        overlap_cost: What it costs to read two fragments standing over one another as two glyphs, in nats.
        drop_cost: What it costs to leave a fragment out as no character, in nats, beside the network's judgement.
    """

    most: int = 5
    widest: float = 1.6
    gap: float = 0.3
    gap_cost: float = 6.0
    overlap_cost: float = 2.5
    drop_cost: float = 1.5


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """Pieces `start` to `stop` (exclusive) of a line taken as one glyph; `cost` in nats."""

    start: int
    stop: int
    glyph: Fragment
    cost: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """All ways to part a line into glyphs.

    Attributes:
        pieces: From left to right; fragments, and parts of those that were cut.
        hypotheses: At least one for every piece.
    """

    pieces: tuple[Fragment, ...]
    hypotheses: tuple[Hypothesis, ...]


def build_lattice(line: TextLine, settings: LatticeSettings | None = None) -> Lattice:
    """Every grouping of neighbouring pieces that could be a glyph.

    Args:
        line: The line.
        settings: The tunables; the defaults if None.
    """
    settings = settings or LatticeSettings()
    height = letter_height(np.array([fragment.box.height for fragment in line.fragments], np.float64))
    pieces = sorted(
        (piece for fragment in line.fragments for piece in cut(fragment, height)), key=lambda piece: piece.box.left
    )
    return Lattice(tuple(pieces), tuple(_hypotheses(pieces, height, settings)))


def _hypotheses(fragments: list[Fragment], height: float, settings: LatticeSettings) -> list[Hypothesis]:
    hypotheses = []
    for start in range(len(fragments)):
        right, cost = fragments[start].box.right, 0.0
        for stop in range(start + 1, min(start + settings.most, len(fragments)) + 1):
            if stop > start + 1:
                box = fragments[stop - 1].box
                gap = (box.left - right) / height
                right = max(right, box.right)
                wide = right - fragments[start].box.left
                if gap > settings.gap or wide > settings.widest * height:
                    break
                cost += settings.gap_cost * max(gap, 0.0)
            glyph = merged(fragments[start:stop])
            hypotheses.append(Hypothesis(start, stop, glyph, cost))
    return hypotheses


def best_path(
    lattice: Lattice,
    letter: NDArray[np.float64],
    reject: NDArray[np.float64],
    settings: LatticeSettings | None = None,
) -> list[int]:
    """The most likely way to part a line into glyphs.

    Args:
        lattice: The line.
        letter: (H,) log probability of the best letter of each hypothesis.
        reject: (H,) log probability that each hypothesis is no character.
        settings: The tunables; the defaults if None.

    Returns:
        The indices of the chosen hypotheses from left to right; fragments that are no characters are left out.
    """
    settings = settings or LatticeSettings()
    fragments, hypotheses = lattice.pieces, lattice.hypotheses
    best: list[tuple[float, int, bool]] = [(0.0, -1, False)] + [(-np.inf, -1, False)] * len(fragments)
    for index, hypothesis in enumerate(hypotheses):
        count = hypothesis.stop - hypothesis.start
        before = best[hypothesis.start][0] + _boundary(fragments, hypothesis.start, settings)
        # Weighed by its fragments, so that fewer glyphs are no better in themselves.
        read = before + count * float(letter[index]) - hypothesis.cost
        dropped = before + float(reject[index]) - settings.drop_cost if count == 1 else -np.inf
        value = max(read, dropped)
        if value > best[hypothesis.stop][0]:
            best[hypothesis.stop] = (value, index, bool(dropped > read))
    path, at = [], len(fragments)
    while at:
        _, index, dropped = best[at]
        if not dropped:
            path.append(index)
        at = hypotheses[index].start
    return path[::-1]


def _boundary(fragments: Sequence[Fragment], start: int, settings: LatticeSettings) -> float:
    """The (negative) worth of a boundary: between fragments that share columns, or where ink was cut."""
    if start == 0:
        return 0.0
    before, after = fragments[start - 1].box, fragments[start].box
    shared = min(before.right, after.right) - max(before.left, after.left)
    standing_over = max(0.0, shared / min(before.width, after.width))
    return -settings.overlap_cost * standing_over - fragments[start].cut_cost
