"""Fits how sure words of a list are, on names whose text is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Entry
from benchmarks.fusion import fitted
from model.lexicon import answer
from model.lexicon.fold import fold
from model.lexicon.rank import RankSettings, signs, weighed
from model.lexicon.words import Lexicon
from model.options import Engine, ReadOptions
from model.reader import Reader
from model.spelling.spell import SpelledLine

#: Words of a line that are looked at.
_MOST = 8
#: Folded words, best first, with their worth.
_Ranked = tuple[list[str], NDArray[np.float64]]


def fit_settings(
    reader: Reader, entries: Sequence[Entry], engines: Sequence[Engine], lexicon: Lexicon
) -> RankSettings:
    """Fit both rows of weights: with each name in the list, and with it in the list and out of it half the time."""
    settings = RankSettings()
    held, out = [], []
    for entry in entries:
        want = fold(entry.want)
        for engine in engines:
            ranked = [own for own in _ranked(reader, entry, engine, lexicon) if len(own[0]) > 1]
            # Captions are lines, too: where the name was found they are nobody's mistake.
            found = [own for own in ranked if own[0][0] == want] or ranked
            held += [(signs(worth, len(words[0]), settings), words[0] == want) for words, worth in found]
            for words, worth in found:
                others = [at for at, word in enumerate(words) if word != want]
                out.append((signs(worth[others], len(words[others[0]]), settings), False))
    return replace(settings, strict=_weights(held), loose=_weights(held + out))


def _ranked(reader: Reader, entry: Entry, engine: Engine, lexicon: Lexicon) -> Iterator[_Ranked]:
    """What each line of an entry is weighed as."""
    lines: list[tuple[SpelledLine, tuple[str, ...]]] = []

    def watch(_: Lexicon, line: SpelledLine, letters: tuple[str, ...], *__: object) -> tuple[()]:
        lines.append((line, letters))
        return ()

    with patch.object(answer, "rank_line", watch):
        reader.read(entry.content, ReadOptions(engine=engine, lexicon=lexicon))
    for line, letters in lines:
        places, worth = weighed(lexicon, line.probabilities, line.traces, letters, _MOST, RankSettings())
        yield [fold(lexicon.written[place][0]) for place in places], worth


def _weights(rows: Sequence[tuple[tuple[float, ...], bool]]) -> tuple[float, float, float, float]:
    seen, truth = np.array([own for own, _ in rows]), np.array([float(right) for _, right in rows])
    constant, margin, apart, length = fitted(seen, truth).round(3).tolist()
    return constant, margin, apart, length
