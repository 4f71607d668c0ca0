"""Equals signs and colons: two strokes, or two dots, that stand one over the other.

No network names an equals sign, and frames lose how small the dots of a colon are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from model.alphabet import COLON, EQUALS, Charset
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
        plain: unless each is at least so many times as wide as high,
        level: and they share at least this share of their columns;
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
    plain: float = 2.2
    level: float = 0.75
    sure: float = 0.97


@dataclass(frozen=True, slots=True)
class ColonSettings:
    """Which two dots are a colon; lengths are shares of the line's letter height.

    Attributes:
        small: No side of either is longer,
        alike: and none shorter than this share of the longest: no strokes, and no dot beside a speck.
        over: Their middles are off each other to the left or right by at most this share of the wider.
        parted: Between them is paper of at least this share of the height of the higher,
        apart: and of at most this share of the letter height.
        sure: So sure is the colon then.
    """

    small: float = 0.32
    alike: float = 0.45
    over: float = 0.7
    parted: float = 0.4
    apart: float = 0.7
    sure: float = 0.95


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


def with_stacked(
    lattice: Lattice,
    reading: Reading,
    charset: Charset,
    equals: EqualsSettings | None = None,
    colon: ColonSettings | None = None,
) -> Reading:
    """Let two strokes of one width, one over the other, be an equals sign, and two dots a colon.

    Where the charset has none, two such strokes are nothing, and dots what the network says.

    Args:
        lattice: Every way to part a line into glyphs.
        reading: What the network says of each hypothesis.
        charset: Which letters may be answered.
        equals: Which strokes; the defaults if None.
        colon: Which dots; the defaults if None.
    """
    equals, colon = equals or EqualsSettings(), colon or ColonSettings()
    pairs = {at: pair for at in range(len(lattice.hypotheses)) if (pair := _uncut_pair(lattice, at)) is not None}
    strict = replace(equals, flat=equals.plain, shared=equals.level)
    unread = reading.letters.max(axis=1, initial=0.0) <= equals.unread
    signs = [
        at for at, pair in pairs.items() if _is_equals(*pair, lattice.height, equals if unread[at] else strict)
    ]
    reading = _named(reading, signs, EQUALS, charset, equals.sure)
    if COLON not in charset.letters:
        return reading
    dots = [at for at, pair in pairs.items() if _is_colon(*pair, lattice.height, colon)]
    return _named(reading, dots, COLON, charset, colon.sure)


def _named(reading: Reading, found: list[int], sign: str, charset: Charset, sure: float) -> Reading:
    """Hypotheses that are so surely a sign; no character where the charset has none."""
    if not found:
        return reading
    letters, inside, reject = (values.copy() for values in (reading.letters, reading.inside, reading.reject))
    letters[found] *= 1 - sure
    inside[found] *= 1 - sure
    if sign in charset.letters:
        letters[found, charset.letters.index(sign)] += sure
        inside[found] += sure
        reject[found] *= 1 - sure
    else:
        reject[found] = sure
    return replace(reading, letters=letters, inside=inside, reject=reject)


def _uncut_pair(lattice: Lattice, at: int) -> tuple[Fragment, Fragment] | None:
    """The two pieces of a hypothesis, None where they are more or fewer, or cut off something."""
    own = lattice.hypotheses[at]
    after = lattice.pieces[own.stop : own.stop + 1]
    if own.stop != own.start + 2 or any(piece.cut_cost for piece in (*lattice.pieces[own.start : own.stop], *after)):
        return None
    return lattice.pieces[own.start], lattice.pieces[own.start + 1]


def _is_equals(one: Fragment, other: Fragment, height: float, settings: EqualsSettings) -> bool:
    """Whether two pieces are strokes that make an equals sign."""
    strokes = all(_is_stroke(piece, height, settings) for piece in (one, other))
    return strokes and _are_equals(one.box, other.box, height, settings)


def _is_colon(one: Fragment, other: Fragment, height: float, settings: ColonSettings) -> bool:
    """Whether two pieces are the dots of a colon."""
    upper, lower = sorted((one.box, other.box), key=lambda box: box.top)
    sides = (upper.width, upper.height, lower.width, lower.height)
    widest, highest = max(sides[::2]), max(sides[1::2])
    off = abs(upper.left + upper.right - lower.left - lower.right) / 2
    return (
        max(sides) <= settings.small * height
        and min(sides) >= settings.alike * max(sides)
        and off <= settings.over * widest
        and settings.parted * highest <= lower.top - upper.bottom <= settings.apart * height
    )


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
