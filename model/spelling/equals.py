"""Equals signs: no network names them, their two strokes do, one over the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.alphabet import EQUALS, Charset
from model.elements import BoundingBox
from model.layout import TextLine
from model.segment import Fragment
from model.spelling.lattice import Lattice
from model.spelling.settle import Reading


@dataclass(frozen=True, slots=True)
class EqualsSettings:
    """Which two strokes are an equals sign; lengths are shares of the line's letter height.

    Attributes:
        flat: Each is at least so many times as wide as high,
        narrow: at least this wide,
        wide: and at most this,
        alike: and the narrower at least this share of the wider.
        straight: Each is straight: its middle strays from a line by at most this share of its width in the mean,
        solid: and its columns are ink for at least this share of their height: halves of broken letters are arcs and
            loops.
        shared: They share at least this share of the columns that they take together.
        high: Both together, with what is between them, are at most so high.
        unread: The network reads no letter in both together with more than this probability,
        sure: and so sure is the sign then.
    """

    flat: float = 1.7
    narrow: float = 0.2
    wide: float = 1.3
    alike: float = 0.6
    straight: float = 0.04
    solid: float = 0.9
    shared: float = 0.6
    high: float = 0.85
    unread: float = 0.5
    sure: float = 0.97


def strokes_of_equals(line: TextLine, settings: EqualsSettings | None = None) -> set[int]:
    """The indices of the fragments of a line that make equals signs: such strokes are never cut."""
    settings = settings or EqualsSettings()
    height = line.letter_height
    flat = [
        (at, fragment.box)
        for at, fragment in enumerate(line.fragments)
        if _is_stroke(fragment, height, settings)
    ]
    return {
        at
        for at, box in flat
        for other, beside in flat
        if at != other and _are_equals(box, beside, height, settings)
    }


def with_equals(
    lattice: Lattice, reading: Reading, charset: Charset, settings: EqualsSettings | None = None
) -> Reading:
    """Let two strokes of one width, one over the other, be an equals sign, or nothing where the charset has none.

    Args:
        lattice: Every way to part a line into glyphs.
        reading: What the network says of each hypothesis.
        charset: Which letters may be answered.
        settings: The tunables; the defaults if None.
    """
    settings = settings or EqualsSettings()
    unread = np.flatnonzero(reading.letters.max(axis=1) <= settings.unread).tolist()
    found = [at for at in unread if _is_equals(lattice, at, settings)]
    if not found:
        return reading
    letters, inside, reject = (values.copy() for values in (reading.letters, reading.inside, reading.reject))
    letters[found] *= 1 - settings.sure
    inside[found] *= 1 - settings.sure
    if EQUALS in charset.letters:
        letters[found, charset.letters.index(EQUALS)] = settings.sure
        inside[found] += settings.sure
        reject[found] *= 1 - settings.sure
    else:
        reject[found] = settings.sure
    return replace(reading, letters=letters, inside=inside, reject=reject)


def _is_equals(lattice: Lattice, at: int, settings: EqualsSettings) -> bool:
    """Whether a hypothesis is two uncut strokes that make an equals sign."""
    own = lattice.hypotheses[at]
    if own.stop != own.start + 2:
        return False
    after = lattice.pieces[own.stop : own.stop + 1]
    if any(piece.cut_cost for piece in (*lattice.pieces[own.start : own.stop], *after)):
        return False
    one, other = (lattice.pieces[place] for place in (own.start, own.start + 1))
    strokes = all(_is_stroke(piece, lattice.height, settings) for piece in (one, other))
    return strokes and _are_equals(one.box, other.box, lattice.height, settings)


def _is_stroke(piece: Fragment, height: float, settings: EqualsSettings) -> bool:
    """Whether a piece is a straight stroke from left to right."""
    box = piece.box
    if box.width < settings.flat * box.height or not settings.narrow * height <= box.width <= settings.wide * height:
        return False
    ink = piece.ink > 0
    columns = np.flatnonzero(ink.any(axis=0))
    tops, bottoms = ink.argmax(axis=0)[columns], box.height - ink[::-1].argmax(axis=0)[columns]
    if ink.sum() < settings.solid * (bottoms - tops).sum():
        return False
    middles = (tops + bottoms) / 2
    strays = middles - np.polyval(np.polyfit(columns, middles, 1), columns) if len(columns) > 1 else np.zeros(1)
    return float(np.sqrt((strays**2).mean())) <= settings.straight * box.width


def _are_equals(one: BoundingBox, other: BoundingBox, height: float, settings: EqualsSettings) -> bool:
    """Whether two strokes stand over one another as those of an equals sign do."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    together = max(one.right, other.right) - min(one.left, other.left)
    high = max(one.bottom, other.bottom) - min(one.top, other.top)
    # What is as high as both strokes are wide is two dashes of two lines.
    return (
        shared >= settings.shared * together
        and min(one.width, other.width) >= settings.alike * max(one.width, other.width)
        and high <= settings.high * height
        and min(abs(one.top - other.bottom), abs(other.top - one.bottom)) <= together
    )
