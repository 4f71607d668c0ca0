"""A reading beside a page of known truth: which boxes were found, and what was read in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from typing import Self

from benchmarks.alignment import align
from benchmarks.scoring import edit_distance, one_spaced
from model.elements import Glyph, Page

#: Boxes whose common area is at least this share of their joint area are the same glyph.
LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class BoxTally:
    """Counts over pages of known truth; tallies add up.

    Attributes:
        found: True boxes that a read box matches.
        true: True boxes.
        read: Read boxes.
        right: Matched boxes with the right letter, cases folded.
        spaces_right: Spaces read where there is one, between glyphs that were found.
        spaces: Spaces there are, between glyphs that were found.
        spaces_read: Spaces read, between glyphs that were found.
        touching_right: Touching pairs of which both were found and read right.
        touching_read: Touching pairs of which both letters stand in the text, wherever their boxes are.
        touching: Touching pairs.
        broken_right: Broken glyphs found and read right.
        broken_read: Broken glyphs whose letter stands in the text.
        broken: Broken glyphs.
        marked_wrong: Edits between the texts with cases, spaces and punctuation.
        marked: Letters, spaces and marks written.
    """

    found: int = 0
    true: int = 0
    read: int = 0
    right: int = 0
    spaces_right: int = 0
    spaces: int = 0
    spaces_read: int = 0
    touching_right: int = 0
    touching_read: int = 0
    touching: int = 0
    broken_right: int = 0
    broken_read: int = 0
    broken: int = 0
    marked_wrong: int = 0
    marked: int = 0

    def __add__(self, other: Self) -> Self:
        """Count both."""
        return type(self)(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def box_f1(self) -> float:
        """Harmonic mean of the shares of true boxes found and of read boxes that are true."""
        return _f1(self.found, self.true, self.read)

    @property
    def space_f1(self) -> float:
        """The same of the spaces; stricter than the share of gaps judged right, most of which are none."""
        return _f1(self.spaces_right, self.spaces, self.spaces_read)


def match(truth: list[Glyph], read: list[Glyph]) -> dict[int, int]:
    """Which read glyph stands for which true one; each at most once, the best overlaps first."""
    pairs = [
        (glyph.box.overlap(other.box), number, index)
        for number, glyph in enumerate(truth)
        for index, other in enumerate(read)
        if glyph.box.left < other.box.right and other.box.left < glyph.box.right
    ]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for share, number, index in sorted(pairs, reverse=True):
        if share >= LEAST_OVERLAP and number not in matched and index not in taken:
            matched[number] = index
            taken.add(index)
    return matched


def compare_boxes(truth: Page, reading: Page, touching: Collection[int], broken: Collection[int]) -> BoxTally:
    """Count what was found and read right.

    Args:
        truth: What is written.
        reading: What was read.
        touching: Which true glyphs touch the one before them, counted in reading order.
        broken: Which true glyphs have a gap.
    """
    true, read = list(truth.glyphs), list(reading.glyphs)
    matched = match(true, read)
    right = {number for number, index in matched.items() if _same(true[number].letter, read[index].letter)}
    stands = _standing(true, read)
    spaces = _spaces(truth, reading, matched)
    want, got = one_spaced(truth.text), one_spaced(reading.text)
    return BoxTally(
        found=len(matched), true=len(true), read=len(read), right=len(right),
        spaces_right=sum(written and seen for written, seen in spaces),
        spaces=sum(written for written, _ in spaces), spaces_read=sum(seen for _, seen in spaces),
        touching_right=sum({number - 1, number} <= right for number in touching),
        touching_read=sum({number - 1, number} <= stands for number in touching), touching=len(touching),
        broken_right=len(right & set(broken)), broken_read=len(stands & set(broken)), broken=len(broken),
        marked_wrong=edit_distance(want, got), marked=len(want),
    )  # fmt: skip


def _standing(true: list[Glyph], read: list[Glyph]) -> set[int]:
    """Which true glyphs have their letter in the text, cases folded."""
    want, got = ([glyph.letter.upper() for glyph in glyphs] for glyphs in (true, read))
    pairs = [(step.want, step.got) for step in align(want, got)]
    return {one for one, other in pairs if one is not None and other is not None and want[one] == got[other]}


def _spaces(truth: Page, reading: Page, matched: Mapping[int, int]) -> list[tuple[bool, bool]]:
    """Whether a space is written, and whether one is read, between any two neighbours on a line that were found."""
    words, read_words = _words(truth), _words(reading)
    return [
        (words[number] != words[number - 1], read_words[matched[number]] != read_words[matched[number - 1]])
        for number in range(1, len(words))
        if words[number][0] == words[number - 1][0] and {number - 1, number} <= matched.keys()
    ]


def _words(page: Page) -> list[tuple[int, int]]:
    """The line and the word on it of each glyph in reading order."""
    return [
        (row, column)
        for row, line in enumerate(page.lines)
        for column, word in enumerate(line.words)
        for _ in word.glyphs
    ]


def _same(one: str, other: str) -> bool:
    return one.upper() == other.upper()


def _f1(right: int, true: int, read: int) -> float:
    return 2 * right / (true + read) if true + read else 1.0
