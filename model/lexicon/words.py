"""A list of words, made ready once for any number of lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from model.errors import LexiconError
from model.lexicon.fold import codes, fold
from model.lexicon.shortlist import GramIndex

#: Whether the list holds all that can be written, or what is likely.
LexiconMode = Literal["strict", "loose"]
LEXICON_MODES: tuple[LexiconMode, ...] = get_args(LexiconMode)
#: Whether a whole line is an entry of the list, or each of its words.
LexiconUnit = Literal["line", "word"]
LEXICON_UNITS: tuple[LexiconUnit, ...] = get_args(LexiconUnit)

MOST_WORDS = 200_000
MOST_BYTES = 5_000_000
LONGEST_WORD = 60


class Lexicon:
    """Words that may stand in a place, each answered as it is written in the list.

    Words that differ in case, accents and signs alone are told apart by what was read of these.

    Attributes:
        keys: (N, longest) the folded words, each once, as `model.lexicon.fold.codes` gives them.
        written: For each of them the words of the list that fold to it, in the order of the list.
        index: Finds those that may stand in a line.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Make a list ready.

        Args:
            words: Any text with letters or digits in it; white space around it does not count, empty words neither.

        Raises:
            LexiconError: There is no word, a word cannot be read by hand letters, is too long, or there are too many.
        """
        written: dict[str, list[str]] = {}
        kept = dict.fromkeys(" ".join(word.split()) for word in words)
        kept.pop("", None)
        if not kept or len(kept) > MOST_WORDS:
            raise LexiconError(f"A list of words holds 1 to {MOST_WORDS:,} words, this one {len(kept):,}.")
        for word in kept:
            key = fold(word)
            if not key or len(word) > LONGEST_WORD:
                wrong = "has no letter or digit that can be read" if not key else f"is longer than {LONGEST_WORD}"
                raise LexiconError(f"The word {word[:40]!r} of the list {wrong}. Change it or leave it out.")
            written.setdefault(key, []).append(word)
        self.written: tuple[tuple[str, ...], ...] = tuple(map(tuple, written.values()))
        self.keys: NDArray[np.int16] = codes(list(written))
        self.index = GramIndex(self.keys)

    def __len__(self) -> int:
        """How many words."""
        return sum(map(len, self.written))

    @classmethod
    def parse(cls, content: bytes) -> Lexicon:
        """Read a text file with a word a line; a list that was just read is not made ready again.

        Raises:
            LexiconError: It is no such file.
        """
        return _parsed(content)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a text file with a word a line.

        Raises:
            LexiconError: It is no such file.
            OSError: It cannot be opened.
        """
        with path.open("rb") as file:
            return cls.parse(file.read(MOST_BYTES + 1))


@lru_cache(maxsize=8)
def _parsed(content: bytes) -> Lexicon:
    if len(content) > MOST_BYTES:
        raise LexiconError(f"The list of words is larger than {MOST_BYTES / 1e6:g} MB. Leave out words.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError("The list of words is no UTF-8 text. Save it as UTF-8, a word a line.") from error
    return Lexicon(text.splitlines())
