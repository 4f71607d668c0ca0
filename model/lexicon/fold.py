"""What of a text counts when it is looked for in ink: letters and digits as capitals, without accents or signs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, UPPER

#: What a folded text is made of.
SYMBOLS = DIGITS + UPPER
#: Letters that hold no other letter in Unicode's eyes, as they are printed by hand without their accents.
_PLAIN = str.maketrans(
    {"ß": "SS", "ẞ": "SS", "Æ": "AE", "æ": "AE", "Œ": "OE", "œ": "OE", "Ø": "O", "ø": "O", "Ł": "L", "ł": "L",
     "Đ": "D", "đ": "D", "Ð": "D", "ð": "D", "Þ": "TH", "þ": "TH", "\u0131": "I", "Ħ": "H", "ħ": "H",
     "Ŋ": "N", "ŋ": "N"}
)  # fmt: skip


def fold(text: str) -> str:
    """The letters and digits of a text as capitals without accents; nothing else."""
    return "".join(symbols for _, symbols in folded_letters(text))


def folded_letters(text: str) -> list[tuple[str, str]]:
    """Each letter of a text with what it folds to: ``é`` to ``E``, ``ß`` to ``SS``, a hyphen to nothing."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return [(letter, letter.upper() if letter.isalnum() else "") for letter in composed]
    return [(letter, _plain(letter)) for letter in composed]


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter.translate(_PLAIN)).upper()
    return "".join(symbol for symbol in plain if symbol in SYMBOLS)


def codes(keys: list[str]) -> NDArray[np.int16]:
    """(N, longest) the place of each symbol of folded texts in `SYMBOLS`, -1 behind their ends."""
    longest = max((len(key) for key in keys), default=0)
    padded = "".join(key.ljust(longest, "\0") for key in keys).encode("ascii")
    table = np.full(256, -1, np.int16)
    table[list(SYMBOLS.encode("ascii"))] = np.arange(len(SYMBOLS))
    return table[np.frombuffer(padded, np.uint8)].reshape(len(keys), longest)


@lru_cache(maxsize=64)
def symbol_of(letters: tuple[str, ...]) -> NDArray[np.int64]:
    """(letters,) the place in `SYMBOLS` of what each letter folds to, -1 for signs."""
    return np.array([SYMBOLS.index(letter.upper()) if letter.isalnum() else -1 for letter in letters])


def sums(rows: NDArray[np.float64], letters: tuple[str, ...]) -> NDArray[np.float64]:
    """(N, symbols) probabilities of letters summed up by symbol."""
    symbols = symbol_of(letters)
    return np.asarray(rows @ (symbols[:, None] == np.arange(len(SYMBOLS))[None]).astype(np.float64))


def bests(rows: NDArray[np.float64], letters: tuple[str, ...], least: float) -> NDArray[np.float64]:
    """(N, symbols) of each symbol the best of its letters' worth, `least` where it has none."""
    symbols = symbol_of(letters)
    best = np.full((len(SYMBOLS), len(rows)), least)
    known = symbols >= 0
    np.maximum.at(best, symbols[known], rows.T[known])
    return best.T
