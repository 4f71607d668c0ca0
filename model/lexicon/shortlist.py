"""Which words of a long list may stand in a line: those that share most letters and pairs of letters with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lexicon.fold import SYMBOLS

_PAIRS = len(SYMBOLS)
#: Grams are numbered: single symbols first, then pairs.
GRAMS = _PAIRS + _PAIRS * _PAIRS


@dataclass(frozen=True, slots=True)
class ShortlistSettings:
    """How the shortlist is made.

    Attributes:
        most: Words on it.
        letters: Likeliest letters of each glyph that count.
        least: Letters less likely do not count.
        single: What a letter counts beside a pair of letters.
        apart: What a pair counts with a glyph between its letters, which may be none.
    """

    most: int = 160
    letters: int = 5
    least: float = 0.01
    single: float = 0.4
    apart: float = 0.5


class GramIndex:
    """For every letter and pair of letters the words of a list that hold it."""

    def __init__(self, keys: NDArray[np.int16]) -> None:
        """Index a list.

        Args:
            keys: (N, longest) folded words as `model.lexicon.fold.codes` gives them.
        """
        count = len(keys)
        wide = keys.astype(np.int32)
        pairs = np.where((wide[:, :-1] >= 0) & (wide[:, 1:] >= 0), _PAIRS + wide[:, :-1] * _PAIRS + wide[:, 1:], -1)
        grams = np.concatenate([wide, pairs], axis=1)
        held = np.repeat(np.arange(count, dtype=np.int64), grams.shape[1])[grams.ravel() >= 0]
        grams = grams.ravel()[grams.ravel() >= 0]
        # Each word once for each of its grams, however often it holds it.
        both = np.unique(grams.astype(np.int64) * count + held)
        self._words = (both % count).astype(np.int32)
        self._starts = np.searchsorted(both // count, np.arange(GRAMS + 1))
        self._sizes = np.sqrt(np.bincount(self._words, _weights(both // count, ShortlistSettings()), count)) + 1.0

    def shortlist(self, rows: NDArray[np.float64], settings: ShortlistSettings | None = None) -> NDArray[np.int64]:
        """Choose words.

        Args:
            rows: (N, symbols) how likely each symbol is for each glyph of a line, 0..1.
            settings: The tunables; the defaults if None.

        Returns:
            (K,) indices of words, in no order that means anything.
        """
        settings = settings or ShortlistSettings()
        grams, weights = _asked(rows, settings)
        lengths = self._starts[grams + 1] - self._starts[grams]
        places = np.repeat(self._starts[grams] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        shared = np.bincount(self._words[places], np.repeat(weights, lengths), len(self._sizes)) / self._sizes
        most = min(settings.most, len(shared))
        best = np.argpartition(-shared, most - 1)[:most]
        return np.asarray(best[shared[best] > 0])


def _weights(grams: NDArray[np.int64], settings: ShortlistSettings) -> NDArray[np.float64]:
    return np.where(grams < _PAIRS, settings.single, 1.0)


def _asked(
    rows: NDArray[np.float64], settings: ShortlistSettings
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The grams that a line may hold, and how much each counts."""
    weights = np.zeros(GRAMS)
    best = np.argsort(-rows, axis=1)[:, : settings.letters]
    likely = [
        [(int(symbol), float(row[symbol])) for symbol in own if row[symbol] >= settings.least]
        for row, own in zip(rows, best, strict=True)
    ]
    for at, here in enumerate(likely):
        for symbol, sure in here:
            weights[symbol] = max(weights[symbol], settings.single * sure)
            for step, counts in ((1, 1.0), (2, settings.apart)):
                for other, too in likely[at + step] if at + step < len(likely) else ():
                    pair = _PAIRS + symbol * _PAIRS + other
                    weights[pair] = max(weights[pair], counts * sure * too)
    grams = np.flatnonzero(weights)
    return grams, weights[grams]
