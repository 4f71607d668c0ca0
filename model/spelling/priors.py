"""How common each letter is in what people print by hand, against how often training shows it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, PUNCTUATION

# Share of each letter in running English and French text, in per mille, the mean of both.
_LETTER_PER_MILLE = {
    "a": 79, "b": 12, "c": 30, "d": 40, "e": 137, "f": 16, "g": 15, "h": 34, "i": 72, "j": 4, "k": 4, "l": 48, "m": 27,
    "n": 69, "o": 65, "p": 25, "q": 7, "r": 63, "s": 71, "t": 81, "u": 46, "v": 14, "w": 12, "x": 3, "y": 11, "z": 2,
}  # fmt: skip

#: Names, codes and lists differ from running text: the shares only count with this power.
_TRUST = 0.6
#: A digit is this common, as a multiple of a letter of middle frequency.
_DIGIT = 0.5
#: Marks, as a multiple of how often training shows them.
_COMMON_MARKS, _RARE_MARKS = 0.6, 0.15


@lru_cache(maxsize=8)
def class_weights(alphabet: tuple[str, ...]) -> NDArray[np.float64]:
    """What the probabilities of a network trained on balanced classes are multiplied by.

    Args:
        alphabet: The classes in label order.

    Returns:
        (classes,) float64, about 1 for a letter of middle frequency, 1 for all that is no letter, digit or mark.
    """
    weights = np.array([_weight(letter) for letter in alphabet])
    weights.setflags(write=False)
    return weights


def _weight(letter: str) -> float:
    if letter in DIGITS:
        return _DIGIT
    if letter in PUNCTUATION:
        return _COMMON_MARKS if letter in ".,-" else _RARE_MARKS
    per_mille = _LETTER_PER_MILLE.get(letter.lower())
    return 1.0 if per_mille is None else float((per_mille * 26 / 1000) ** _TRUST)
