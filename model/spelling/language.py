"""Which letters follow which: small tables of three letters, cases and accents folded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import UPPER
from model.errors import OptionError

TABLES = Path(__file__).parent / "languages"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv")

#: What the tables know; the last stands for the edge of a word and for all that is no letter.
SYMBOLS = (*UPPER, " ")
SPACE = len(SYMBOLS) - 1

# The mean surprise of a letter in its own language, in nats: adding it makes likely letters worth more than nothing,
# so that readings of more letters are not worse in themselves.
_MEAN_SURPRISE = 2.3


@dataclass(frozen=True, slots=True)
class Language:
    """What letters are worth after others.

    Attributes:
        worth: (27, 27, 27) float64 nats, ``[before last, last, next]``; 0 for a letter of common surprise.
    """

    worth: NDArray[np.float64]


@lru_cache(maxsize=32)
def symbol_numbers(letters: tuple[str, ...]) -> NDArray[np.int64]:
    """The table's number of each letter; digits and marks have that of the edge of a word."""
    number = {symbol: label for label, symbol in enumerate(UPPER)}
    numbers = np.array([number.get(letter.upper(), SPACE) for letter in letters], np.int64)
    numbers.setflags(write=False)
    return numbers


def check_language(name: str) -> None:
    """Refuse a language there is no table of.

    Raises:
        OptionError: There is no such language.
    """
    if name not in {"any", "none", *LANGUAGES}:
        raise OptionError(f"There is no language {name[:20]!r}. Use any, none (for codes) or {', '.join(LANGUAGES)}.")


@lru_cache(maxsize=16)
def load_language(name: str) -> Language | None:
    """Load a table.

    Args:
        name: A code such as ``fr``, ``any`` for the mean of all, or ``none``.

    Returns:
        The language, None for ``none``.

    Raises:
        OptionError: There is no such language.
    """
    check_language(name)
    if name == "none":
        return None
    worth = log_probabilities(name) + _MEAN_SURPRISE
    worth.setflags(write=False)
    return Language(worth)


def log_probabilities(name: str) -> NDArray[np.float64]:
    """(27, 27, 27) natural logarithms of the probability of each symbol after each pair.

    Args:
        name: A code such as ``fr``, or ``any`` for the mean of all.
    """
    names = LANGUAGES if name == "any" else (name,)
    return np.asarray(np.log(np.mean([np.exp(_table(own)) for own in names], axis=0)))


def _table(name: str) -> NDArray[np.float64]:
    with np.load(TABLES / f"{name}.npz") as columns:
        return np.asarray(columns["trigrams"], np.float64)
