"""Reads one line: the best way through its lattice, then the letters of its glyphs with their doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset
from model.arrangement.words import split_words
from model.elements import BoundingBox, Source
from model.networks.calibration import Calibration, Curve
from model.quantiles import median
from model.segment import Fragment
from model.spelling.doubt import grouping_posteriors
from model.spelling.geometry import LineFrame, fit_frame, place_terms
from model.spelling.language import load_language, symbol_numbers
from model.spelling.lattice import Lattice
from model.spelling.marks import with_marks
from model.spelling.path import Evidence, best_path
from model.spelling.settle import Reading, settle
from model.spelling.stacked import with_stacked
from model.spelling.stems import without_stems
from model.spelling.traces import InkTrace, Traces
from model.spelling.vocabulary import weigh_words

#: Gaps from this share of a line's letter height on may begin a word; the words themselves are settled later.
LIKELY_WORD_GAP = 0.5
#: and from so many times the line's middle gap on.
LIKELY_WORD_GAPS = 2.0
#: Training shows as many wrong cuts and groups as the lattice proposes; a whole piece of ink seldom is no character.
WHOLE_IS_REJECT = 0.2
#: Glyphs that the network is less sure of do not tell where a line stands.
LEAST_CLEAR = 0.4
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class SpelledLine:
    """The glyphs of a line from left to right.

    Attributes:
        boxes: At working size.
        probabilities: (N, letters) how sure each letter of the charset is, given that the glyph was cut out rightly.
        groupings: (N,) how sure it is that the glyph was cut out rightly.
        word_starts: Index of the first glyph of each word.
        sources: Who saw each glyph, where the line reader was asked; its probabilities are calibrated then. Empty
            where the glyph reader read alone.
        disputed: Where two readers saw different letters; nowhere if empty.
        traces: What was weighed.
        curves: How sure words and lines of its letters are where a line reader was asked; None elsewhere.
        inks: What the boxes are around; empty where nobody asks any more.
        unasked: How sure the line is as a whole where nobody was asked though somebody was there; None elsewhere.
    """

    boxes: tuple[BoundingBox, ...]
    probabilities: NDArray[np.float64]
    groupings: NDArray[np.float64]
    word_starts: tuple[int, ...]
    sources: tuple[Source, ...] = ()
    disputed: tuple[bool, ...] = ()
    traces: Traces = field(default_factory=Traces)
    curves: Calibration | None = None
    inks: tuple[Fragment, ...] = ()
    unasked: Curve | None = None

    def part(self, part: slice) -> SpelledLine:
        """Some of the glyphs as one word, without what was weighed about them."""
        return SpelledLine(
            self.boxes[part], self.probabilities[part], self.groupings[part], (0,), self.sources[part],
            self.disputed[part], curves=self.curves, inks=self.inks[part],
        )  # fmt: skip


def spell(
    lattice: Lattice, angle_deg: float, reading: Reading, charset: Charset, language: str = "none"
) -> SpelledLine | None:
    """Read a line.

    Args:
        lattice: Every way to part it into glyphs.
        angle_deg: The tilt of the page's lines.
        reading: What the network says of each hypothesis.
        charset: Which letters may be answered.
        language: A name of `model.spelling.language.load_language`.

    Returns:
        The line, None where nothing on it is a character.
    """
    boxes = [hypothesis.glyph.box for hypothesis in lattice.hypotheses]
    whole = lattice.whole_fragments()
    reading = without_stems(lattice, reading.doubting(np.where(whole, WHOLE_IS_REJECT, 1.0)), charset)
    reading = with_stacked(lattice, reading, charset)
    frame = rough_frame(lattice, boxes, angle_deg, reading, charset)
    if frame is None:
        return None
    reading = with_marks(reading, boxes, whole, frame.capital_height, charset.letters)
    places = place_terms(frame, boxes, charset.letters)
    evidence = Evidence(np.log(reading.letters + _LEAST) + places, np.log(reading.reject + _LEAST),
                        symbol_numbers(charset.letters))  # fmt: skip
    path = best_path(lattice, evidence, load_language(language), _word_gap(lattice))
    if not path:
        return None
    chosen = tuple(boxes[index] for index in path)
    frame = fit_frame(chosen, angle_deg, charset.letters, reading.letters[path])
    word_starts = split_words(chosen, frame.capital_height)
    places = place_terms(frame, chosen, charset.letters)
    sure = settle(
        reading.letters[path], places, word_starts, charset.letters, language, inside=reading.inside[path]
    )
    sure = weigh_words(sure, word_starts, charset.letters, language)
    groupings = grouping_posteriors(lattice, evidence)[path]
    traces = Traces(InkTrace(lattice, evidence))
    inks = tuple(lattice.hypotheses[index].glyph for index in path)
    return SpelledLine(chosen, sure, groupings, tuple(word_starts), traces=traces, inks=inks)


def _word_gap(lattice: Lattice) -> float:
    """Gaps wider than this may begin a word, in pixels: wider ones where all letters stand apart, as in cells."""
    gaps = [after.box.left - before.box.right for before, after in pairwise(lattice.pieces)]
    return max(LIKELY_WORD_GAP * lattice.height, LIKELY_WORD_GAPS * median(gaps) if gaps else 0.0)


def rough_frame(
    lattice: Lattice, boxes: list[BoundingBox], angle_deg: float, reading: Reading, charset: Charset
) -> LineFrame | None:
    """Baseline and capital height from the clearest glyphs alone; None where the network sees no character."""
    clearest = reading.letters.max(axis=1)
    chosen: list[int] = []
    taken = np.zeros(len(lattice.pieces), np.bool_)
    for index in np.argsort(-clearest, kind="stable").tolist():
        pieces = slice(lattice.hypotheses[index].start, lattice.hypotheses[index].stop)
        if clearest[index] < LEAST_CLEAR and chosen:
            break
        if not taken[pieces].any():
            taken[pieces] = True
            chosen.append(index)
    if not chosen or clearest[chosen[0]] < _LEAST:
        return None
    return fit_frame([boxes[index] for index in chosen], angle_deg, charset.letters, reading.letters[chosen])
