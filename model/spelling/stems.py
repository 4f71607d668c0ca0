"""Single strokes beside letters: an I or a 1 changes little of a letter that it is joined to, and is no part of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset, shapes_of
from model.elements import BoundingBox
from model.spelling.lattice import Lattice
from model.spelling.settle import Reading

#: What a single stroke is read as.
STEMS = "1Il'!|/i"


@dataclass(frozen=True, slots=True)
class StemSettings:
    """When a piece is a letter by itself.

    Attributes:
        high: It is at least this share of the height of the piece beside it,
        slender: and at most this share of its own height wide;
        stem: it is read as a single stroke with at least this probability,
        letter: the other piece as some other letter with at least this one, and both together as just that letter.
        joined: Then the probability of every letter that both may be together counts this share.
    """

    high: float = 0.7
    slender: float = 0.35
    stem: float = 0.6
    letter: float = 0.9
    joined: float = 0.01


def without_stems(
    lattice: Lattice, reading: Reading, charset: Charset, settings: StemSettings | None = None
) -> Reading:
    """Let no letter swallow a single stroke that stands beside it.

    Args:
        lattice: Every way to part a line into glyphs.
        reading: What the network says of each hypothesis.
        charset: Which letters may be answered.
        settings: The tunables; the defaults if None.
    """
    settings = settings or StemSettings()
    alone = {own.start: at for at, own in enumerate(lattice.hypotheses) if own.stop == own.start + 1}
    pairs = [
        (at, alone[own.start], alone[own.start + 1])
        for at, own in enumerate(lattice.hypotheses)
        if own.stop == own.start + 2 and not lattice.pieces[own.start + 1].cut_cost
    ]
    ways = [(at, *way) for at, one, other in pairs for way in ((one, other), (other, one)) if _is_stem(
        lattice.hypotheses[way[0]].glyph.box, lattice.hypotheses[way[1]].glyph.box, settings
    )]  # fmt: skip
    if not ways:
        return reading
    joined, stems, others = np.array(ways).T
    columns = shapes_of(charset.letters)[1]
    strokes = np.array([letter in STEMS for letter in charset.letters])
    beside = reading.letters[others]
    same = (reading.letters[joined] @ columns).argmax(axis=1) == (beside @ columns).argmax(axis=1)
    swallowed = same & (beside.max(axis=1) >= settings.letter) & ~strokes[beside.argmax(axis=1)]
    swallowed &= reading.letters[stems][:, strokes].sum(axis=1) >= settings.stem
    letters: NDArray[np.float64] = reading.letters.copy()
    letters[joined[swallowed]] *= settings.joined
    return replace(reading, letters=letters)


def _is_stem(box: BoundingBox, other: BoundingBox, settings: StemSettings) -> bool:
    """Whether a piece is about as high as the one beside it, and a single stroke."""
    beside = min(box.right, other.right) <= max(box.left, other.left)
    return beside and box.height >= settings.high * other.height and box.width <= settings.slender * box.height
