"""Lists of values as automata: a tree of their letters, so that the decoding answers one of them or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from model.alphabet import ALPHABET, Charset, parse_charset
from model.errors import PatternError
from model.fields.expression import SPACE
from model.fields.pattern import DEAD, Pattern

#: Larger trees are for those who rank.
MOST_STATES = 60_000


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """Values as they can be read.

    Attributes:
        pattern: Their tree.
        values: Each value by what is read of it: without accents, cases folded as the charset folds them.
    """

    pattern: Pattern
    values: Mapping[str, str]


@lru_cache(maxsize=32)
def word_list(values: tuple[str, ...], charset: str) -> WordList:
    """Make the tree of a list.

    Args:
        values: The values.
        charset: A name of `model.alphabet.parse_charset`.

    Raises:
        PatternError: None of them can be read, or they are too many.
    """
    wanted = parse_charset(charset)
    readable: dict[str, str] = {}
    for value in values:
        text = plain(value, wanted)
        if text and set(text) <= {*wanted.letters, SPACE}:
            readable.setdefault(text, value)
    if not readable:
        raise PatternError(f"matches no text: no value of the list can be written in the charset {charset!r}.")
    return WordList(_tree(tuple(readable), wanted), readable)


def plain(value: str, charset: Charset) -> str:
    """A value as it is read: marks that no network knows are left out."""
    letters = unicodedata.normalize("NFKD", value.upper() if charset.folded else value)
    kept = (letter for letter in letters if letter in ALPHABET or letter == SPACE)
    return " ".join("".join(kept).split())


def _tree(texts: Sequence[str], charset: Charset) -> Pattern:
    letters = tuple(letter for letter in charset.letters if any(letter in text for text in texts))
    column = {letter: number for number, letter in enumerate((*letters, SPACE))}
    rows: list[dict[int, int]] = [{}]
    ends: set[int] = set()
    for text in texts:
        state = 0
        for letter in text:
            following = rows[state].setdefault(column[letter], len(rows))
            if following == len(rows):
                rows.append({})
            state = following
        ends.add(state)
        if len(rows) > MOST_STATES:
            raise PatternError(f"needs more than {MOST_STATES} states. Shorten the list.")
    steps = np.full((len(rows), len(letters) + 1), DEAD, np.int64)
    for state, row in enumerate(rows):
        steps[state, list(row)] = list(row.values())
    accepting = np.zeros(len(rows), np.bool_)
    accepting[list(ends)] = True
    return Pattern(letters, steps, accepting, min(len(text.replace(SPACE, "")) for text in texts))
