"""Tables of which letters follow which, made from open word lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import wordfreq
from numpy.typing import NDArray

from model.spelling.language import LANGUAGES, SPACE, SYMBOLS, TABLES

WORDS = 60_000
#: Rare words count nearly as much as common ones: what people print by hand is rarely running text.
FREQUENCY_POWER = 0.3

# Letters that Unicode does not take apart.
_SPELT_OUT = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "œ": "oe", "æ": "ae"})


def write_tables(folder: Path = TABLES, words: int = WORDS) -> list[Path]:
    """Make the table of every language from its most frequent words.

    Args:
        folder: Where the ``.npz`` files are written.
        words: How many words of each language to use.

    Returns:
        The paths of the tables.

    Source: Speer 2022, "rspeer/wordfreq", whose lists come from many kinds of text in each language.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for language in LANGUAGES:
        listed = [word for word in wordfreq.top_n_list(language, words, wordlist="best") if word.isalpha()]
        weights = [wordfreq.word_frequency(word, language) ** FREQUENCY_POWER for word in listed]
        path = folder / f"{language}.npz"
        np.savez_compressed(path, trigrams=trigrams(map(plain_letters, listed), weights).astype(np.float16))
        paths.append(path)
    return paths


def plain_letters(word: str) -> str:
    """The word in capitals without accents; letters beyond A-Z are left out."""
    plain = word.lower().translate(_SPELT_OUT)
    spread = unicodedata.normalize("NFKD", plain).upper()
    return "".join(letter for letter in spread if letter in SYMBOLS and letter != SYMBOLS[SPACE])


def trigrams(words: Iterable[str], weights: Iterable[float]) -> NDArray[np.float64]:
    """Natural logarithms of the probability of each symbol after each pair.

    Shorter contexts fill in where a pair is rare (Witten and Bell 1991).

    Args:
        words: Capitals without accents.
        weights: How much each word counts.

    Returns:
        (27, 27, 27) float64, ``[before last, last, next]``; symbol 26 is the edge of a word.
    """
    size = len(SYMBOLS)
    counts = np.zeros((size, size, size))
    for word, weight in zip(words, weights, strict=True):
        numbers = [SPACE, SPACE, *(SYMBOLS.index(letter) for letter in word), SPACE]
        for triple in zip(numbers, numbers[1:], numbers[2:], strict=False):
            counts[triple] += weight
    counts /= counts.sum() / 1e6
    single = (counts.sum(axis=(0, 1)) + 1) / (counts.sum() + size)
    double = _backed_off(counts.sum(axis=0), np.broadcast_to(single, (size, size)))
    return np.log(_backed_off(counts, np.broadcast_to(double, counts.shape)))


def _backed_off(counts: NDArray[np.float64], shorter: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mix what was counted with the shorter context, by how many kinds of symbols were seen."""
    kinds = (counts > 0).sum(axis=-1, keepdims=True) * 3.0 + 1.0
    return np.asarray((counts + kinds * shorter) / (counts.sum(axis=-1, keepdims=True) + kinds))
