"""Words of the vocabulary in what a line reader sees: it reads them letter by letter, whatever the ink is cut into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.lines.slots import Slots
from model.spelling.vocabulary import is_word, shapes_of_words


@dataclass(frozen=True, slots=True)
class KnownSettings:
    """Which words are looked up.

    Attributes:
        space: A space stands between two letters from this probability on.
        same: Two readers see words in the same place where they share so much of the shorter of them.
    """

    space: float = 0.5
    same: float = 0.5


def known_words(
    slots: Slots, letters: tuple[str, ...], language: str, settings: KnownSettings | None = None
) -> list[slice]:
    """The runs of slots that spell words people write.

    Args:
        slots: What a line reader sees.
        letters: The charset.
        language: A name of `model.spelling.vocabulary.load_vocabulary`.
        settings: The tunables; the defaults if None.
    """
    settings = settings or KnownSettings()
    if language == "none" or not len(slots):
        return []
    best = shapes_of_words(letters)[slots.letters.argmax(axis=1)]
    parted = (slots.spaces[1:-1] >= settings.space) | (best[1:] < 0) | (best[:-1] < 0)
    edges = [0, *(np.flatnonzero(parted) + 1).tolist(), len(slots)]
    words = [slice(start, stop) for start, stop in pairwise(edges)]
    return [word for word in words if is_word(best[word], language)]


def undisputed(
    words: Sequence[slice], slots: Slots, others: Sequence[slice], heard: Slots, settings: KnownSettings | None = None
) -> list[slice]:
    """The words in whose place another line reader sees no word of more or fewer letters.

    Args:
        words: Which slots spell words.
        slots: What the line reader sees.
        others: Which of the other's slots do.
        heard: What the other sees.
        settings: The tunables; the defaults if None.
    """
    settings = settings or KnownSettings()

    def rivals(word: slice, other: slice) -> bool:
        (left, right), (first, last) = slots.x[word][[0, -1]], heard.x[other][[0, -1]]
        shared, shorter = min(right, last) - max(left, first), min(right - left, last - first)
        return bool(shared > settings.same * shorter) and word.stop - word.start != other.stop - other.start

    return [word for word in words if not any(rivals(word, other) for other in others)]
