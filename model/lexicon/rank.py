"""Which words of a list a line says: a shortlist by letters read, ranked by the ink and by what both readers saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from model.elements import Entry
from model.lexicon.fold import sums
from model.lexicon.ink import worth_of_ink
from model.lexicon.steps import CELLS, StepSettings, worth_of_steps
from model.lexicon.words import Lexicon, LexiconMode
from model.spelling.spell import SpelledLine
from model.spelling.traces import StepTrace, Traces


@dataclass(frozen=True, slots=True)
class RankSettings:
    """When words are believed; fitted on names of the training part by ``python -m benchmarks.lexicon --fit``.

    Attributes:
        strict: Log-odds that the best word is right where the list holds all there can be: a constant, for each nat it
            is better than the next, for the logarithm of 1 + the nats a letter that ink and word disagree by, and for
            that of the letters of the word.
        loose: The same where half of what is written is not in the list.
        clear: Nats by which it can be better.
        least: Words less likely to be right are no answer, 0..1.
        review: Words less likely should be looked at.
        slack: Words that are worse by more nats than leaving everything out are no answer either.
        most: Words that are answered beside the best.
    """

    strict: tuple[float, float, float, float] = (-3.55, 0.44, -0.96, 2.22)
    loose: tuple[float, float, float, float] = (-1.60, 0.306, -1.94, 0.577)
    clear: float = 15.0
    least: float = 0.005
    review: float = 0.9
    slack: float = 25.0
    most: int = 4


#: Letters in cells of their own are neither lost nor joined, so that short words can be sure, too. Chosen on forms
#: drawn with another seed (900) than those of ``python -m benchmarks.forms --part lists``.
IN_CELLS = RankSettings(strict=(-1.2, 0.44, -0.96, 0.7))


def rank_line(
    lexicon: Lexicon,
    line: SpelledLine,
    letters: tuple[str, ...],
    mode: LexiconMode = "strict",
    settings: RankSettings | None = None,
) -> tuple[Entry, ...]:
    """Find the words of a list that a line, or a part of it, may say.

    Ink before and behind the word may be left out, as the captions of forms are.

    Args:
        lexicon: The list.
        line: As it was spelled, with its traces.
        letters: What the columns of its probabilities mean.
        mode: Whether the list holds all there can be.
        settings: The tunables; the defaults if None.

    Returns:
        The likeliest first; none where no word of the list has anything to do with the line.
    """
    return _ranked(lexicon, line.probabilities, line.traces, letters, mode, settings or RankSettings())


def rank_cells(
    lexicon: Lexicon,
    probabilities: NDArray[np.float64],
    letters: tuple[str, ...],
    mode: LexiconMode = "strict",
    settings: RankSettings | None = None,
) -> tuple[Entry, ...]:
    """Find the words of a list that glyphs, cut out beforehand, may say: a letter for each cell of a comb.

    Args:
        lexicon: The list.
        probabilities: (N, letters) how likely each letter is for each glyph, from left to right, without empty cells.
        letters: What the columns mean.
        mode: Whether the list holds all there can be.
        settings: The tunables; `IN_CELLS` if None.

    Returns:
        The likeliest first; none where no word of the list has anything to do with the glyphs.
    """
    # As a line reader would see them: a step for each glyph, and one without a letter behind it.
    steps = np.zeros((2 * len(probabilities), len(letters)))
    # Signs do not count in words of a list: a step that shows one shows no letter.
    steps[::2] = probabilities * [letter.isalnum() for letter in letters]
    traces = Traces(steps=StepTrace(steps, np.arange(len(steps), dtype=np.float64)))
    return _ranked(lexicon, probabilities, traces, letters, mode, settings or IN_CELLS, CELLS)


def weighed(
    lexicon: Lexicon,
    probabilities: NDArray[np.float64],
    traces: Traces,
    letters: tuple[str, ...],
    most: int,
    settings: RankSettings,
    steps: StepSettings | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The words that explain a line best.

    Args:
        lexicon: The list.
        probabilities: (N, letters) of the glyphs that were read.
        traces: What was weighed when they were.
        letters: What their columns mean.
        most: How many words.
        settings: The tunables.
        steps: Those of steps; the defaults if None.

    Returns:
        (K,) places of words in the list's `written`, best first, and (K,) how many nats each is worse than the best
        reading of all, whatever that says. Words that have nothing to do with the line are left out.
    """
    chosen = lexicon.index.shortlist(sums(probabilities, letters))
    if not len(chosen):
        return chosen, np.zeros(0)
    keys = lexicon.keys[chosen]
    worth = _worth(keys[:, : int((keys >= 0).sum(axis=1).max())], traces, letters, settings, steps)
    order = np.argsort(-worth, kind="stable")[:most]
    order = order[np.isfinite(worth[order])]
    return chosen[order], worth[order]


def signs(worth: NDArray[np.float64], length: int, settings: RankSettings) -> tuple[float, float, float, float]:
    """What tells how sure the best word is.

    Args:
        worth: (K,) of the best words, best first.
        length: Letters of the best.
        settings: The tunables.
    """
    margin = min(float(worth[0] - worth[1]), settings.clear) if len(worth) > 1 else settings.clear
    return 1.0, margin, float(np.log1p(max(0.0, -float(worth[0])) / length)), float(np.log(length))


def _ranked(
    lexicon: Lexicon,
    probabilities: NDArray[np.float64],
    traces: Traces,
    letters: tuple[str, ...],
    mode: LexiconMode,
    settings: RankSettings,
    steps: StepSettings | None = None,
) -> tuple[Entry, ...]:
    places, worth = weighed(lexicon, probabilities, traces, letters, settings.most + 1, settings, steps)
    if not len(places):
        return ()
    lengths = (lexicon.keys[places] >= 0).sum(axis=1)
    sure = _chances(worth, int(lengths[0]), mode, settings)
    if sure[0] < settings.least:
        return ()
    read = "".join(letters[label] for label in probabilities.argmax(axis=1))
    texts = [_nearest(lexicon.written[place], read) for place in places]
    apart = np.maximum(0.0, -worth) / lengths
    return tuple(Entry(text, float(chance), float(own)) for text, chance, own in zip(texts, sure, apart, strict=True))


def _worth(
    keys: NDArray[np.int16],
    traces: Traces,
    letters: tuple[str, ...],
    settings: RankSettings,
    steps: StepSettings | None,
) -> NDArray[np.float64]:
    """(K,) nats that each word is worse than the best reading of all; -inf where leaving all out is better."""
    several = []
    if traces.ink is not None:
        several.append(worth_of_ink(keys, traces.ink, letters))
    if traces.steps is not None:
        several.append(worth_of_steps(keys, traces.steps, letters, steps))
    words = np.sum([own.words for own in several], axis=0)
    nothing = sum(own.nothing for own in several) - settings.slack
    return np.asarray(np.where(words > nothing, words - sum(own.free for own in several), -np.inf))


def _chances(
    worth: NDArray[np.float64], length: int, mode: LexiconMode, settings: RankSettings
) -> NDArray[np.float64]:
    """(K,) the chance that each of the best words is right, the others sharing what the best leaves."""
    weights = settings.strict if mode == "strict" else settings.loose
    best = 1 / (1 + np.exp(-float(np.dot(weights, signs(worth, length, settings)))))
    others = np.exp(np.maximum(worth[1:] - worth[0], -settings.clear))
    shares = others / max(float(others.sum()), 1.0) * (1 - best)
    return np.array([best, *np.minimum(shares, best)])


def _nearest(written: Sequence[str], read: str) -> str:
    """Of words that differ in case, accents and signs alone the one that looks most like what was read."""
    if len(written) == 1:
        return written[0]

    def unlike(word: str) -> tuple[int, int]:
        plain = word.replace(" ", "")
        return Levenshtein.distance(plain.upper(), read.upper()), Levenshtein.distance(plain, read)

    return min(written, key=unlike)

