"""Which glyph of a reading stands for which written letter, by the fewest edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pairing:
    """One step of an alignment.

    Attributes:
        want: Index of the written letter, None where one was added.
        got: Index of the read letter, None where one is missing.
    """

    want: int | None
    got: int | None


def align(want: Sequence[str], got: Sequence[str]) -> list[Pairing]:
    """Align a reading with what is written.

    Args:
        want: The written letters.
        got: The read letters.

    Returns:
        Every letter of both exactly once, in order; where several alignments have the fewest edits, the one that
        pairs letters from the end on.
    """
    table = _distances(want, got)
    row, column = len(want), len(got)
    steps = []
    while row or column:
        here = table[row][column]
        if row and column and here == table[row - 1][column - 1] + (want[row - 1] != got[column - 1]):
            row, column = row - 1, column - 1
            steps.append(Pairing(row, column))
        elif row and here == table[row - 1][column] + 1:
            row -= 1
            steps.append(Pairing(row, None))
        else:
            column -= 1
            steps.append(Pairing(None, column))
    return steps[::-1]


def _distances(want: Sequence[str], got: Sequence[str]) -> list[list[int]]:
    """The fewest edits between the first letters of both, for each two lengths."""
    table = [list(range(len(got) + 1))]
    for number, wanted in enumerate(want, 1):
        above, row = table[-1], [number]
        for at, letter in enumerate(got, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (wanted != letter)))
        table.append(row)
    return table
