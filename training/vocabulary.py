"""Vocabularies of every language, made from open word lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import wordfreq
from numpy.typing import NDArray

from model.spelling.language import LANGUAGES, SPACE, SYMBOLS, log_probabilities
from model.spelling.vocabulary import TABLES
from training.language import plain_letters

#: Words of each language that are known as such.
KNOWN = 20_000
#: Words of fewer letters are left to the letters around them.
SHORTEST = 3


def write_vocabularies(folder: Path = TABLES, words: int = KNOWN) -> list[Path]:
    """Make the vocabulary of every language from its most frequent words, and ``any`` from all of them.

    Args:
        folder: Where the ``.npz`` files are written.
        words: How many words of each language to use.

    Returns:
        The paths of the vocabularies.

    Source: Speer 2022, "rspeer/wordfreq", whose lists come from many kinds of text in each language.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chances = {language: listed_words(language, words) for language in LANGUAGES}
    together: dict[str, float] = defaultdict(float)
    for own in chances.values():
        for word, chance in own.items():
            together[word] += chance / len(LANGUAGES)
    chances["any"] = together
    for name, own in chances.items():
        np.savez_compressed(folder / f"{name}.npz", **vocabulary(own, log_probabilities(name)))
    return [folder / f"{name}.npz" for name in chances]


def listed_words(language: str, words: int) -> dict[str, float]:
    """How often each word is written in a language, by its plain letters, as a share of all words.

    Words of one letter over and over are left out: it is rather rows of letters that are written so.
    """
    chances: dict[str, float] = defaultdict(float)
    for word in wordfreq.top_n_list(language, words, wordlist="best"):
        plain = plain_letters(word)
        if word.isalpha() and len(plain) >= SHORTEST and len(set(plain)) > 1:
            chances[plain] += wordfreq.word_frequency(word, language)
    return chances


def vocabulary(chances: Mapping[str, float], triples: NDArray[np.float64]) -> dict[str, Any]:
    """The columns of a vocabulary.

    Args:
        chances: How often each word is written, by its plain letters, as a share of all words.
        triples: As of `model.spelling.language.log_probabilities`.

    Returns:
        For each length ``letters…`` (length, N) uint8 and ``worth…`` (N,) float16 nats, as in
        `model.spelling.vocabulary.Words`.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(chances):
        by_length[len(word)].append(word)
    columns = {}
    for length, words in sorted(by_length.items()):
        numbers = np.array([[SYMBOLS.index(letter) for letter in word] for word in words]).T
        padded = np.pad(numbers, ((2, 1), (0, 0)), constant_values=SPACE)
        expected = triples[padded[:-2], padded[1:-1], padded[2:]].sum(axis=0)
        columns[f"letters{length}"] = numbers.astype(np.uint8)
        columns[f"worth{length}"] = (np.log([chances[word] for word in words]) - expected).astype(np.float16)
    return columns
