"""Equals signs: no network names them, their two strokes do, one over the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.alphabet import EQUALS, Charset
from model.elements import BoundingBox
from model.lattice import Lattice
from model.layout import TextLine
from model.settle import Reading


@dataclass(frozen=True, slots=True)
class EqualsSettings:
    """Which two strokes are an equals sign; lengths are shares of the line's letter height.

    Attributes:
        flat: Each is at least so many times as wide as high,
        narrow: at least this wide,
        wide: and at most this,
        alike: and the narrower at least this share of the wider.
        shared: They share at least this share of the columns that they take together.
        high: Both together, with what is between them, are at most so high.
        sure: How sure it is then.
    """

    flat: float = 1.7
    narrow: float = 0.2
    wide: float = 1.3
    alike: float = 0.6
    shared: float = 0.6
    high: float = 0.85
    sure: float = 0.97


def strokes_of_equals(line: TextLine, settings: EqualsSettings | None = None) -> set[int]:
    """The indices of the fragments of a line that make equals signs: such strokes are never cut."""
    settings = settings or EqualsSettings()
    height = line.letter_height
    flat = [
        (at, fragment.box)
        for at, fragment in enumerate(line.fragments)
        if _is_stroke(fragment.box, height, settings)
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
    found = [at for at in range(len(lattice.hypotheses)) if _is_equals(lattice, at, settings)]
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
    one, other = (lattice.pieces[place].box for place in (own.start, own.start + 1))
    strokes = all(_is_stroke(box, lattice.height, settings) for box in (one, other))
    return strokes and _are_equals(one, other, lattice.height, settings)


def _is_stroke(box: BoundingBox, height: float, settings: EqualsSettings) -> bool:
    return box.width >= settings.flat * box.height and settings.narrow * height <= box.width <= settings.wide * height


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
