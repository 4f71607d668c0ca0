"""Words of the vocabulary that one reader sees where those of all spell none or a shorter one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from model.fusion.join import joined
from model.spelling.spell import SpelledLine
from model.spelling.vocabulary import is_word, shapes_of_words


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Which words are read from the same ink.

    Attributes:
        same: Two words are read from the same ink where they share so much of the width of both,
        beside: and nothing else shares so much of its own width.
        edits: Words in which more than this share of the letters differ were not read from the same letters.
        sure: Letters that touch are overlooked far more often than seen where there are none: where two readings spell
            words, the longer is answered if it is this sure of each letter. Of 86 such pairs on 80 drawn pages
            of touching letters, in fonts and glyphs that are not held out, the longer was right in 85.
    """

    same: float = 0.85
    beside: float = 0.5
    edits: float = 0.5
    sure: float = 0.75


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a line: which glyphs, from where to where in pixels, and their shapes, -1 for what is no letter."""

    part: slice
    left: int
    right: int
    shapes: NDArray[np.int64]

    def shared(self, other: _Word, of: Callable[[int, int], int]) -> float:
        """The share of the width of the narrower (`of` is `min`) or of the wider (`max`) that both have, 0..1."""
        common = min(self.right, other.right) - max(self.left, other.left)
        return common / max(of(self.right - self.left, other.right - other.left), 1)


def with_words_of(
    fused: SpelledLine,
    other: SpelledLine,
    letters: tuple[str, ...],
    language: str,
    taken: Callable[[slice], SpelledLine],
    settings: WordSettings | None = None,
) -> SpelledLine:
    """Answer a word as another reading has it where that is one of the vocabulary and what was answered is not.

    Or is one, too, but shorter by letters that the other reading is sure of.

    Args:
        fused: What all readers read in a run of ink.
        other: What fewer of them read on its line.
        letters: What the columns of both mean.
        language: A name of `model.spelling.vocabulary.load_vocabulary`.
        taken: Gives some of the other's letters as they are to be answered.
        settings: The tunables; the defaults if None.
    """
    settings = settings or WordSettings()
    known = [word for word in _words(other, letters) if is_word(word.shapes, language)]
    words = list(_words(fused, letters)) if known else []
    instead = {
        number: word
        for word in known
        if (number := _same_ink(word, words, settings)) is not None
        and _is_better(words[number], word, other, language, settings)
    }
    if not instead:
        return fused
    parts = [
        taken(instead[number].part) if number in instead else fused.part(word.part)
        for number, word in enumerate(words)
    ]
    whole = joined(parts)
    return fused if whole is None else replace(whole, traces=fused.traces)


def _words(line: SpelledLine, letters: tuple[str, ...]) -> Iterator[_Word]:
    shapes = shapes_of_words(letters)[line.probabilities.argmax(axis=1)]
    for start, stop in pairwise([*line.word_starts, len(line.boxes)]):
        boxes = line.boxes[start:stop]
        left, right = min(box.left for box in boxes), max(box.right for box in boxes)
        yield _Word(slice(start, stop), left, right, shapes[start:stop])


def _same_ink(word: _Word, others: Sequence[_Word], settings: WordSettings) -> int | None:
    """The number of the only word that is read from the same ink; None where it is read as none or several."""
    numbers = [number for number, other in enumerate(others) if word.shared(other, min) >= settings.beside]
    return numbers[0] if len(numbers) == 1 and word.shared(others[numbers[0]], max) >= settings.same else None


def _is_better(answered: _Word, word: _Word, line: SpelledLine, language: str, settings: WordSettings) -> bool:
    """Whether a word of the vocabulary, a part of a line, is rather what is written than what was answered."""
    if (answered.shapes < 0).any():
        return False
    length = max(len(answered.shapes), len(word.shapes))
    if Levenshtein.distance(answered.shapes.tolist(), word.shapes.tolist()) > settings.edits * length:
        return False
    if not is_word(answered.shapes, language):
        return True
    sure = float(line.probabilities[word.part].max(axis=1).min())
    return len(word.shapes) > len(answered.shapes) and sure >= settings.sure
