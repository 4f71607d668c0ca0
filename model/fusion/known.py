"""Words of the vocabulary in what a line reader sees: it reads them letter by letter, whatever the ink is cut into."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model.lines.slots import Slots
from model.vocabulary import is_word, shapes_of_words


@dataclass(frozen=True, slots=True)
class KnownSettings:
    """Which words are looked up.

    Attributes:
        space: A space stands between two letters from this probability on.
    """

    space: float = 0.5


def known_words(
    slots: Slots, letters: tuple[str, ...], language: str, settings: KnownSettings | None = None
) -> list[slice]:
    """The runs of slots that spell words people write.

    Args:
        slots: What a line reader sees.
        letters: The charset.
        language: A name of `model.vocabulary.load_vocabulary`.
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
