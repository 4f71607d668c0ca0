"""Answers lines and words out of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from model.elements import BoundingBox, Line, Word
from model.lexicon.fold import fold
from model.lexicon.lay import laid
from model.lexicon.rank import RankSettings, rank_line
from model.lexicon.words import Lexicon, LexiconMode, LexiconUnit
from model.spelling.spell import SpelledLine
from model.spelling.traces import Traces


@dataclass(frozen=True, slots=True)
class Answering:
    """How lines are answered out of a list.

    Attributes:
        lexicon: The list.
        mode: ``strict`` answers a word of the list or nothing; under ``loose`` what was read stays where it is surer.
        unit: Whether the whole line is looked for, captions around it left out, or each of its words.
        letters: What the columns of lines' probabilities mean.
        settings: The tunables.
    """

    lexicon: Lexicon
    mode: LexiconMode
    unit: LexiconUnit
    letters: tuple[str, ...]
    settings: RankSettings = field(default_factory=RankSettings)

    def answer(self, spelled: SpelledLine, line: Line) -> Line | None:
        """Answer a line.

        Args:
            spelled: As it was spelled.
            line: The same as an element of the page, glyph for glyph.

        Returns:
            The line; None where nothing of it is in a list that holds all there can be.
        """
        if self.unit == "line":
            return self._answered(spelled, line)
        edges = [*spelled.word_starts, len(spelled.boxes)]
        parts = [
            self._answered(part_of(spelled, start, stop), Line((word,), word.confidence, word.needs_review))
            for start, stop, word in zip(edges, edges[1:], line.words, strict=False)
        ]
        kept = [part for part in parts if part is not None]
        if not kept:
            return None
        words: tuple[Word, ...] = tuple(word for part in kept for word in part.words)
        confidence = min(line.confidence if part.entries == () else part.confidence for part in kept)
        return Line(words, confidence, any(word.needs_review for word in words))

    def _answered(self, spelled: SpelledLine, line: Line) -> Line | None:
        entries = rank_line(self.lexicon, spelled, self.letters, self.mode, self.settings)
        if not entries:
            return None if self.mode == "strict" else line
        same = fold(entries[0].text) == fold(line.text)
        if self.mode == "loose" and not same and entries[0].confidence < line.confidence:
            return replace(line, entries=entries)
        review = entries[0].confidence < self.settings.review
        glyphs = [glyph for word in line.words for glyph in word.glyphs]
        return Line(laid(entries[0], glyphs, review), entries[0].confidence, review, entries)


def joined(lines: Sequence[SpelledLine]) -> SpelledLine:
    """Lines laid end to end, where a word goes on from one to the next; at least one."""
    return lines[0] if len(lines) == 1 else SpelledLine(
        tuple(box for line in lines for box in line.boxes),
        np.concatenate([line.probabilities for line in lines]),
        np.concatenate([line.groupings for line in lines]),
        (0,),
        traces=Traces.joined([line.traces for line in lines]), curves=lines[0].curves,
    )  # fmt: skip


def part_of(line: SpelledLine, start: int, stop: int) -> SpelledLine:
    """Some of the glyphs of a line, with what was weighed about them."""
    around = BoundingBox.around(line.boxes[start:stop])
    return replace(line.part(slice(start, stop)), traces=line.traces.within(around.left, around.right))
