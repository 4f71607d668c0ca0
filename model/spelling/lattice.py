"""Which pieces make which glyphs: every sensible grouping is a hypothesis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.fragments.cuts import cut
from model.layout import TextLine
from model.segment import Fragment, merged


@dataclass(frozen=True, slots=True)
class LatticeSettings:
    """How groupings are proposed; lengths are shares of the line's letter height.

    Attributes:
        most: Fragments in one glyph at most,
        most_connected: parts of one that was cut; letters have at most eight.
        crowded: Where more than so many pieces stand on each letter height of a line there are no letters to be cut
            or joined,
        many: if they are more than this.
        widest: A glyph of several fragments is at most this wide, as a share of its or the line's height.
        widest_connected: A glyph of one fragment that was cut is at most this wide.
        gap: Fragments further apart than this are never one glyph.
        gap_cost: What each letter height of gap inside a glyph costs, in nats.
        stop_cost: What it costs to join a full stop or comma to the letter before it, in nats.
        stop: Marks up to this size are dots, at the foot of a line full stops and commas.
        over: A dot stands over ink below whose middle is up to this far from its own.
    """

    most: int = 5
    most_connected: int = 10
    crowded: float = 3.0
    many: int = 40
    widest: float = 1.6
    widest_connected: float = 2.5
    gap: float = 0.3
    gap_cost: float = 6.0
    stop_cost: float = 4.0
    stop: float = 0.4
    over: float = 0.4


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
        height: The typical height of the line's fragments, in pixels.
    """

    pieces: tuple[Fragment, ...]
    hypotheses: tuple[Hypothesis, ...]
    height: float

    def size_of(self, place: int) -> float:
        """The longer side of a piece in letter heights, at most 1."""
        box = self.pieces[place].box
        return min(max(box.width, box.height) / self.height, 1.0)

    def standing_over(self, place: int) -> float:
        """How much of the narrower of a piece and the one before it shares columns with the other, 0..1."""
        if place == 0:
            return 0.0
        before, after = self.pieces[place - 1].box, self.pieces[place].box
        shared = min(before.right, after.right) - max(before.left, after.left)
        return max(0.0, shared / min(before.width, after.width))

    def whole_fragments(self) -> NDArray[np.bool_]:
        """(H,) True for hypotheses that are one connected piece of ink, neither cut nor joined."""
        cut = [piece.cut_cost > 0 for piece in self.pieces] + [False]
        whole = [
            not cut[own.start] and not cut[own.stop] and all(cut[own.start + 1 : own.stop]) for own in self.hypotheses
        ]
        return np.array(whole, dtype=np.bool_)


def build_lattice(
    line: TextLine,
    whole: Collection[int] = (),
    letters: Collection[int] = (),
    settings: LatticeSettings | None = None,
) -> Lattice:
    """Every grouping of neighbouring pieces that could be a glyph.

    Args:
        line: The line.
        whole: Indices of fragments that are one letter beyond doubt, so that they are not cut.
        letters: Indices of those that are so plainly letters that no two of them are one.
        settings: The tunables; the defaults if None.
    """
    settings = settings or LatticeSettings()
    height = line.letter_height
    parts = [
        [fragment] if index in whole else cut(fragment, height) for index, fragment in enumerate(line.fragments)
    ]
    pieces = _in_order([piece for several in parts for piece in several], height, settings)
    if _is_crowded(pieces, height, settings):
        pieces, settings = list(line.fragments), replace(settings, most=1)
    plain = {id(line.fragments[index]) for index in letters}
    hypotheses = _hypotheses(pieces, [id(piece) in plain for piece in pieces], height, settings)
    return Lattice(tuple(pieces), tuple(hypotheses), height)


def _in_order(pieces: list[Fragment], height: float, settings: LatticeSettings) -> list[Fragment]:
    """From left to right, dots beside the pieces that they stand over: a group is made of neighbours."""
    bodies = [piece.box for piece in pieces if not _is_dot(piece, height, settings)]
    middles = np.array([(box.left + box.right) / 2 for box in bodies])
    tops = np.array([box.top for box in bodies])

    def place(piece: Fragment) -> float:
        box = piece.box
        if not bodies or not _is_dot(piece, height, settings):
            return box.left
        away = np.abs(middles - (box.left + box.right) / 2) + np.where(tops >= box.bottom, 0, np.inf)
        nearest = int(away.argmin())
        return bodies[nearest].left if away[nearest] <= settings.over * height else box.left

    return sorted(pieces, key=lambda piece: (place(piece), piece.box.left))


def _is_dot(piece: Fragment, height: float, settings: LatticeSettings) -> bool:
    return max(piece.box.width, piece.box.height) <= settings.stop * height


def _is_crowded(pieces: list[Fragment], height: float, settings: LatticeSettings) -> bool:
    """Whether a line is torn into so many pieces that it is texture: its groups would be thousands."""
    width = max(piece.box.right for piece in pieces) - pieces[0].box.left
    return len(pieces) > max(settings.many, settings.crowded * (width / height + 1))


def _hypotheses(
    fragments: list[Fragment], plain: list[bool], height: float, settings: LatticeSettings
) -> list[Hypothesis]:
    hypotheses = []
    for start in range(len(fragments)):
        right, cost = fragments[start].box.right, 0.0
        for stop in range(start + 1, len(fragments) + 1):
            if sum(plain[start:stop]) > 1:
                break
            group = fragments[start:stop]
            # Ink that hangs together may be one wide letter, whatever it was cut into.
            connected = all(piece.cut_cost > 0 for piece in group[1:])
            if stop > start + 1:
                gap = (group[-1].box.left - right) / height
                right = max(right, group[-1].box.right)
                # Capitals stand out of a line of small letters; an M is wide against its own height.
                tallest = max(height, *(piece.box.height for piece in group))
                widest = settings.widest_connected if connected else settings.widest
                if gap > settings.gap or right - group[0].box.left > widest * tallest:
                    break
                cost += settings.gap_cost * max(gap, 0.0) + settings.stop_cost * _is_stop(group, gap, height, settings)
            if len(group) > (settings.most_connected if connected else settings.most):
                break
            hypotheses.append(Hypothesis(start, stop, merged(group), cost))
    return hypotheses


def _is_stop(pieces: list[Fragment], gap: float, height: float, settings: LatticeSettings) -> bool:
    """Whether the last piece is a small mark at the foot of the others, beside them: no letter has such a part."""
    *others, last = (piece.box for piece in pieces)
    if gap <= 0 or last.height > settings.stop * height or last.width > settings.stop * height:
        return False
    middle = (min(box.top for box in others) + max(box.bottom for box in others)) / 2
    return last.top > middle
