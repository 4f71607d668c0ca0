"""All ways to read a field as letters: arcs over its ink, from cells or from the lattice of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.alphabet import TWINS, Charset
from model.elements import BoundingBox
from model.spelling.geometry import LineFrame, fit_frame, place_terms
from model.spelling.lattice import Lattice
from model.spelling.marks import with_marks
from model.spelling.path import PathSettings, boundary_worth, drop_cost
from model.spelling.settle import Reading, SettleSettings, settle
from model.spelling.spell import WHOLE_IS_REJECT, rough_frame
from model.spelling.stacked import with_stacked

_LEAST = 1e-9
#: What neighbours are worth in cells: frames tell less of a letter there than lines do, and values are names, towns and
#: numbers rather than sentences. Chosen on forms drawn with another seed (900) than those of
#: ``python -m benchmarks.forms --part cells``.
IN_CELLS = SettleSettings(
    digit_letter=3.5, capital_inside=3.0, small_inside=3.0, small_second=0.5, sign_letter=3.0, digit_digit=0.6,
    small_first=1.5, mark_mark=4.0, mark_soon=2.0, mark_third=1.5, sign_first=2.5, sign_last=2.5, language=0.7,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrellisSettings:
    """What gaps and cells are worth, in nats.

    Attributes:
        no_space: What it costs to read letters on both sides of an empty cell as one word.
        gap: Gaps of this many letter heights part words as often as not.
        steep: How fast that becomes certain, for each letter height more.
        surest: And how certain at most.
        left_out: What it costs to leave out the ink of a cell, beside the network's judgement.
        letter: The ink of a cell is a letter at least this surely, 0..1, when it is compared with a list.
    """

    no_space: float = 4.0
    gap: float = 0.5
    steep: float = 12.0
    surest: float = 5.0
    left_out: float = 3.0
    letter: float = 0.95


@dataclass(frozen=True, slots=True)
class Trellis:
    """Arcs from node to node, left to right.

    Attributes:
        starts: (A,) the node where each arc begins.
        stops: (A,) and where it ends.
        fit: (A, letters) how well each letter explains each arc by itself, 0..1.
        places: (A, letters) how well each letter fits its place on the line, in nats.
        pieces: (A,) pieces of ink in each arc, which weigh it: fewer letters are no better in themselves.
        costs: (A,) what joining and cutting its ink costs, in nats.
        inside: (A,) how sure it is that each arc is any of the letters, 0..1.
        boxes: The ink of each arc, in pixels of the sheet.
        skips: Start, stop and worth of passing over ink as no letter.
        joint: (nodes,) what it is worth to go on without a space at each node.
        space: (nodes,) and with one.
    """

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    fit: NDArray[np.float64]
    places: NDArray[np.float64]
    pieces: NDArray[np.int64]
    costs: NDArray[np.float64]
    inside: NDArray[np.float64]
    boxes: tuple[BoundingBox, ...]
    skips: tuple[tuple[int, int, float], ...]
    joint: NDArray[np.float64]
    space: NDArray[np.float64]

    @property
    def nodes(self) -> int:
        """How many nodes there are; 1 where there is no ink."""
        return len(self.joint)

    def worth(self, letters: Sequence[str], allowed: NDArray[np.bool_]) -> NDArray[np.float64]:
        """(A, letters) what it is worth to read each arc as each letter, in nats.

        Args:
            letters: What the columns mean.
            allowed: (letters,) which of them may stand there: a stroke that may be no I is all the more a 1.
        """
        fit = self.fit.copy()
        for group in TWINS:
            own = np.array([letter in group for letter in letters], np.bool_)
            others = self.fit[:, own & ~allowed].sum(axis=1)
            fit[:, own & allowed] += others[:, None]
        return self.pieces[:, None] * (np.log(np.minimum(fit, 1.0) + _LEAST) + self.places) - self.costs[:, None]


def of_cells(
    boxes: Sequence[BoundingBox], cells: Sequence[int], reading: Reading, charset: Charset,
    settings: TrellisSettings | None = None,
) -> Trellis:  # fmt: skip
    """The trellis of cells, a letter each.

    Args:
        boxes: The ink of the cells that are not empty.
        cells: Their numbers along the field.
        reading: What the network says of each.
        charset: What its columns mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or TrellisSettings()
    count = len(boxes)
    reading = reading.doubting(np.full(count, WHOLE_IS_REJECT))
    places = np.zeros((count, len(charset.letters)))
    if count:
        frame = _capital_frame(boxes, reading, charset)
        reading = with_marks(reading, list(boxes), np.ones(count, np.bool_), frame.capital_height, charset.letters)
        places = place_terms(frame, boxes, charset.letters)
    apart = np.diff(np.array(cells, np.int64), prepend=-1) > 1
    joint, space = np.zeros(count + 1), np.full(count + 1, -np.inf)
    joint[1:-1][apart[1:]] = -settings.no_space
    space[1:-1][apart[1:]] = 0.0
    nodes = np.arange(count)
    left_out = np.log(reading.reject + _LEAST) - settings.left_out
    return Trellis(
        nodes, nodes + 1, reading.letters, places, np.ones(count, np.int64), np.zeros(count), reading.inside,
        tuple(boxes),
        tuple((node, node + 1, float(left_out[node])) for node in nodes.tolist()), joint, space,
    )  # fmt: skip


def chances_in_cells(trellis: Trellis, settings: TrellisSettings | None = None) -> NDArray[np.float64]:
    """(cells, letters) how likely each cell that is not empty holds each letter, cases told apart by their places."""
    settings = settings or TrellisSettings()
    own = (trellis.fit + _LEAST) * np.exp(trellis.places)
    inside = np.clip(trellis.inside, settings.letter, 1.0)
    return np.asarray(own / own.sum(axis=1, keepdims=True) * inside[:, None])


def settled(trellis: Trellis, letters: tuple[str, ...], language: str) -> Trellis:
    """The trellis of cells once its letters were weighed by their places and neighbours, as those of a line are."""
    if not trellis.boxes:
        return trellis
    starts = [0, *(node for node in range(1, trellis.nodes - 1) if np.isfinite(trellis.space[node]))]
    inside = np.minimum(trellis.inside, 1.0)
    # Codes keep to no such rule.
    neighbours = None if language == "none" else IN_CELLS
    fit = settle(trellis.fit, trellis.places, starts, letters, language, neighbours, inside)
    return replace(trellis, fit=fit, places=np.zeros_like(trellis.places))


def _capital_frame(boxes: Sequence[BoundingBox], reading: Reading, charset: Charset) -> LineFrame:
    return fit_frame(list(boxes), 0.0, charset.letters, reading.letters)


def of_lattice(
    lattice: Lattice, reading: Reading, charset: Charset, settings: TrellisSettings | None = None
) -> Trellis:
    """The trellis of a line.

    Args:
        lattice: Every way to part its ink.
        reading: What the network says of each of its hypotheses.
        charset: What the columns mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or TrellisSettings()
    own, path = lattice.hypotheses, PathSettings()
    boxes = [hypothesis.glyph.box for hypothesis in own]
    whole = lattice.whole_fragments()
    reading = with_stacked(lattice, reading.doubting(np.where(whole, WHOLE_IS_REJECT, 1.0)), charset)
    frame = rough_frame(lattice, boxes, 0.0, reading, charset)
    places = np.zeros((len(own), len(charset.letters)))
    if frame is not None:
        reading = with_marks(reading, boxes, whole, frame.capital_height, charset.letters)
        places = place_terms(frame, boxes, charset.letters)
    starts, stops = (np.array([getattr(one, end) for one in own], np.int64) for end in ("start", "stop"))
    costs = np.array([one.cost for one in own]) - [boundary_worth(lattice, int(start), path) for start in starts]
    single = {int(start): row for row, (start, stop) in enumerate(zip(starts, stops, strict=True)) if stop == start + 1}
    skips = tuple(
        (
            place, place + 1,
            boundary_worth(lattice, place, path) + float(np.log(reading.reject[single[place]] + _LEAST))
            - drop_cost(lattice, place, path),
        )
        for place in range(len(lattice.pieces))
    )  # fmt: skip
    joint, space = _gaps(lattice, settings)
    return Trellis(
        starts, stops, reading.letters, places, stops - starts, costs, reading.inside, tuple(boxes), skips, joint, space
    )


def _gaps(lattice: Lattice, settings: TrellisSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What going on within a word, and with a new one, is worth at each node."""
    count = len(lattice.pieces) + 1
    joint, space = np.zeros(count), np.full(count, -np.inf)
    right = -np.inf
    for place, piece in enumerate(lattice.pieces):
        if place:
            gap = (piece.box.left - right) / lattice.height
            odds = float(np.clip(settings.steep * (gap - settings.gap), -settings.surest, settings.surest))
            joint[place], space[place] = -np.logaddexp(0, odds), -np.logaddexp(0, -odds)
            if gap <= 0:
                space[place] = -np.inf
        right = max(right, piece.box.right)
    return joint, space


def chained(parts: Sequence[Trellis], spaced: bool) -> Trellis:
    """Several lines as one, with spaces between them where they are lines of words.

    Args:
        parts: At least one.
        spaced: Whether a space stands between two lines; otherwise nothing does.
    """
    shift = 0
    starts, stops, skips, joints, spaces = [], [], [], [], []
    for number, part in enumerate(parts):
        starts.append(part.starts + shift)
        stops.append(part.stops + shift)
        skips += [(start + shift, stop + shift, worth) for start, stop, worth in part.skips]
        joint, space = part.joint.copy(), part.space.copy()
        if number and spaced:
            joint[0], space[0] = -TrellisSettings().surest, 0.0
        joints.append(joint if number == len(parts) - 1 else joint[:-1])
        spaces.append(space if number == len(parts) - 1 else space[:-1])
        shift += part.nodes - 1
    return Trellis(
        np.concatenate(starts), np.concatenate(stops), np.concatenate([part.fit for part in parts]),
        np.concatenate([part.places for part in parts]), np.concatenate([part.pieces for part in parts]),
        np.concatenate([part.costs for part in parts]), np.concatenate([part.inside for part in parts]),
        tuple(box for part in parts for box in part.boxes),
        tuple(skips), np.concatenate(joints), np.concatenate(spaces),
    )  # fmt: skip
