"""What was weighed when a line was read, kept for those who ask again with a list of words in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.segment import Fragment
from model.spelling.lattice import Hypothesis, Lattice
from model.spelling.path import Evidence

#: Lines that are laid end to end stand so many letter heights apart.
_BETWEEN = 2.0


@dataclass(frozen=True, slots=True)
class InkTrace:
    """Every way to part a line's ink into glyphs, with how well each letter explains each of them."""

    lattice: Lattice
    evidence: Evidence

    def within(self, left: int, right: int) -> InkTrace | None:
        """The same between two columns, in pixels; None where there is no ink."""
        places = [
            place
            for place, piece in enumerate(self.lattice.pieces)
            if left <= (piece.box.left + piece.box.right) / 2 <= right
        ]
        if not places:
            return None
        first, end = places[0], places[-1] + 1
        kept = [at for at, own in enumerate(self.lattice.hypotheses) if first <= own.start and own.stop <= end]
        moved = tuple(
            replace(self.lattice.hypotheses[at], start=self.lattice.hypotheses[at].start - first,
                    stop=self.lattice.hypotheses[at].stop - first)
            for at in kept
        )  # fmt: skip
        evidence = replace(self.evidence, letters=self.evidence.letters[kept], reject=self.evidence.reject[kept])
        return InkTrace(replace(self.lattice, pieces=self.lattice.pieces[first:end], hypotheses=moved), evidence)


    @classmethod
    def joined(cls, lines: Sequence[InkTrace | None]) -> InkTrace | None:
        """Lines laid end to end; None for no ink."""
        several = [line for line in lines if line is not None]
        if len(several) < 2:
            return several[0] if several else None
        pieces: list[Fragment] = []
        hypotheses: list[Hypothesis] = []
        height, right = several[0].lattice.height, 0
        for line in several:
            first, shift = len(pieces), right - line.lattice.pieces[0].box.left
            pieces += [_moved(piece, shift) for piece in line.lattice.pieces]
            hypotheses += [
                replace(own, start=own.start + first, stop=own.stop + first, glyph=_moved(own.glyph, shift))
                for own in line.lattice.hypotheses
            ]
            right = max(piece.box.right for piece in pieces) + round(_BETWEEN * height)
        evidence = replace(
            several[0].evidence,
            letters=np.concatenate([line.evidence.letters for line in several]),
            reject=np.concatenate([line.evidence.reject for line in several]),
        )
        return cls(Lattice(tuple(pieces), tuple(hypotheses), height), evidence)


@dataclass(frozen=True, slots=True)
class StepTrace:
    """What the line reader saw at each step along a line.

    Attributes:
        letters: (T, letters) probability of each letter of the charset; what is missing to 1 is no letter.
        x: (T,) the columns of the steps at working size, in pixels.
    """

    letters: NDArray[np.float64]
    x: NDArray[np.float64]

    def within(self, left: int, right: int) -> StepTrace | None:
        """The same between two columns, in pixels; None where there is no step."""
        inside = (self.x >= left) & (self.x <= right)
        return StepTrace(self.letters[inside], self.x[inside]) if inside.any() else None

    @classmethod
    def joined(cls, runs: Sequence[StepTrace | None]) -> StepTrace | None:
        """The steps of all runs of a line behind one another; None for no steps."""
        several = [run for run in runs if run is not None]
        if not several:
            return None
        return cls(np.concatenate([run.letters for run in several]), np.concatenate([run.x for run in several]))


@dataclass(frozen=True, slots=True)
class Traces:
    """Both readers' traces of a line; None of a reader that was not asked."""

    ink: InkTrace | None = None
    steps: StepTrace | None = None

    def within(self, left: int, right: int) -> Traces:
        """The same between two columns, in pixels."""
        return Traces(
            None if self.ink is None else self.ink.within(left, right),
            None if self.steps is None else self.steps.within(left, right),
        )

    @classmethod
    def joined(cls, lines: Sequence[Traces]) -> Traces:
        """Lines laid end to end."""
        return cls(InkTrace.joined([line.ink for line in lines]), StepTrace.joined([line.steps for line in lines]))


def _moved(piece: Fragment, right: int) -> Fragment:
    box = piece.box
    return replace(piece, box=BoundingBox(box.left + right, box.top, box.right + right, box.bottom))
