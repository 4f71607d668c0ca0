"""What lines say: words of many languages, codes, numbers, letters without sense, one letter over and over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import wordfreq

from model.alphabet import ALPHABET, DIGITS, LOWER, NOT_A_CHARACTER, UPPER
from model.spelling.language import LANGUAGES
from training.language import plain_letters

LONGEST = 22
_WORDS = 20_000
#: Share of the lines in which letters are doubled and trebled: neighbours of one shape are the easiest to lose.
_DOUBLING = 0.06
_MARKS = tuple(sorted(set(ALPHABET) - set(UPPER) - set(LOWER) - set(DIGITS) - {NOT_A_CHARACTER}))


def some_text(rng: np.random.Generator) -> str:
    """A line of at most `LONGEST` letters."""
    kinds: Sequence[Callable[[np.random.Generator], str]] = (_words, _letters, _number, _code, _repeated)
    kind = kinds[int(rng.choice(len(kinds), p=(0.5, 0.24, 0.1, 0.1, 0.06)))]
    text = kind(rng)
    if rng.random() < _DOUBLING:
        text = "".join(letter * int(rng.choice((1, 2, 3), p=(0.75, 0.2, 0.05))) for letter in text)
    return text[:LONGEST].strip() or "A"


def _words(rng: np.random.Generator) -> str:
    words = _listed()
    several = [words[int(rng.integers(len(words)))] for _ in range(int(rng.integers(1, 4)))]
    case = rng.random()
    if case < 0.42:
        text = " ".join(several).upper()
    elif case < 0.7:
        text = " ".join(word.lower() for word in several)
    else:
        text = " ".join(word.capitalize() for word in several)
    if rng.random() < 0.2:
        at = int(rng.integers(1, len(text) + 1))
        text = text[:at] + str(rng.choice([*_MARKS])) + text[at:]
    return text


def _letters(rng: np.random.Generator) -> str:
    """Letters without sense, of one case mostly."""
    pool = ([*UPPER], [*LOWER], [*UPPER, *LOWER], [*UPPER, *DIGITS])[int(rng.choice(4, p=(0.45, 0.2, 0.15, 0.2)))]
    return _spaced("".join(rng.choice(pool, int(rng.integers(1, 14)))), rng)


def _number(rng: np.random.Generator) -> str:
    digits = "".join(rng.choice([*DIGITS], int(rng.integers(1, 12))))
    if rng.random() < 0.5:
        return _spaced(digits, rng)
    mark = str(rng.choice([*".,-/:"]))
    return mark.join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _code(rng: np.random.Generator) -> str:
    pool = [*UPPER, *DIGITS, *_MARKS]
    return _spaced("".join(rng.choice(pool, int(rng.integers(2, 12)))), rng)


def _repeated(rng: np.random.Generator) -> str:
    letter = str(rng.choice([*UPPER, *LOWER, *DIGITS]))
    return ("" if rng.random() < 0.5 else " ").join([letter] * int(rng.integers(1, 10)))


def _spaced(text: str, rng: np.random.Generator) -> str:
    if len(text) < 3 or rng.random() < 0.6:
        return text
    at = int(rng.integers(1, len(text)))
    return f"{text[:at]} {text[at:]}"


@cache
def _listed() -> tuple[str, ...]:
    words = {plain_letters(word) for language in LANGUAGES for word in wordfreq.top_n_list(language, _WORDS)}
    return tuple(sorted(word for word in words if word))
