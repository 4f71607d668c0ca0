"""Words that people write: readings that spell one are likelier than the same letters in another order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.spelling.language import SPACE, check_language, symbol_numbers

TABLES = Path(__file__).parent / "vocabularies"

#: Shorter words come about by chance: that letters spell one says nothing.
TELLING = 4
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """How much a word of the vocabulary counts; tuned on drawn pages and names that nothing else was taken from.

    Attributes:
        share: How much likelier a word is to be one of the vocabulary than not, before it is looked at.
        weight: How much of a word's worth counts.
        sure: Words whose every letter is surer than this are not looked up.
        floor: A word with a letter less likely than this is not considered.
    """

    share: float = 0.3
    weight: float = 0.8
    sure: float = 0.995
    floor: float = 1e-4


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one length.

    Attributes:
        letters: (length, N) uint8, 0 for A .. 25 for Z; accents and cases folded.
        worth: (N,) nats, how much likelier each is than its triples of letters make it.
    """

    letters: NDArray[np.uint8]
    worth: NDArray[np.float64]


@lru_cache(maxsize=16)
def load_vocabulary(name: str) -> Mapping[int, Words]:
    """Load the words of a language.

    Args:
        name: A code such as ``fr``, ``any`` for those of all, or ``none`` for no words.

    Returns:
        The words by their length.

    Raises:
        OptionError: There is no such language.
    """
    check_language(name)
    if name == "none":
        return {}
    with np.load(TABLES / f"{name}.npz") as columns:
        lengths = [int(column.removeprefix("letters")) for column in columns if column.startswith("letters")]
        return {
            length: Words(columns[f"letters{length}"], np.asarray(columns[f"worth{length}"], np.float64))
            for length in lengths
        }


def is_word(spelled: NDArray[np.int64], language: str) -> bool:
    """Whether letters spell a word of the vocabulary that is long enough to tell.

    Args:
        spelled: (length,) as in `shapes_of_words`.
        language: A name of `load_vocabulary`.
    """
    words = load_vocabulary(language).get(len(spelled)) if len(spelled) >= TELLING else None
    return words is not None and bool(_possible(words.letters, spelled[:, None] == np.arange(SPACE)).size)


def weigh_words(
    probabilities: NDArray[np.float64],
    word_starts: Sequence[int],
    letters: tuple[str, ...],
    language: str,
    settings: VocabularySettings | None = None,
) -> NDArray[np.float64]:
    """Weigh each glyph's letters by the words that they may spell together.

    A word is either one of the vocabulary or any string of letters, whose probabilities are what came in.

    Args:
        probabilities: (N, letters) of the glyphs of a line, neighbours weighed.
        word_starts: Index of the first glyph of each word.
        letters: What the columns mean.
        language: A name of `load_vocabulary`.
        settings: The tunables; the defaults if None.

    Returns:
        (N, letters) probabilities; each row sums to what it summed to before.
    """
    settings = settings or VocabularySettings()
    vocabulary = load_vocabulary(language)
    weighed = probabilities.copy()
    for part in _letter_runs(probabilities, word_starts, letters):
        words = vocabulary.get(part.stop - part.start)
        if words is not None:
            weighed[part] = _weighed(probabilities[part], words, letters, settings)
    return weighed


def _letter_runs(
    probabilities: NDArray[np.float64], word_starts: Sequence[int], letters: tuple[str, ...]
) -> Iterator[slice]:
    """The parts of words between marks."""
    written = np.array([letter.isalnum() for letter in letters])[probabilities.argmax(axis=1)]
    starting = np.isin(np.arange(len(written)), word_starts)
    first = np.flatnonzero(written & (starting | ~np.append(False, written[:-1])))
    last = np.flatnonzero(written & np.append(starting[1:] | ~written[1:], True))
    return (slice(start, stop + 1) for start, stop in zip(first.tolist(), last.tolist(), strict=True))


def _weighed(
    part: NDArray[np.float64], words: Words, letters: tuple[str, ...], settings: VocabularySettings
) -> NDArray[np.float64]:
    """The rows of one word."""
    total = part.sum(axis=1, keepdims=True)
    own = part / np.maximum(total, _LEAST)
    shapes = _shapes(letters)
    folded = own @ shapes
    if folded.max(axis=1).min() > settings.sure:
        return part
    possible = _possible(words.letters, folded > settings.floor)
    if not possible.size:
        return part
    spelled = words.letters[:, possible]
    place = np.arange(len(spelled))[:, None]
    worth = np.log(folded[place, spelled]).sum(axis=0) + settings.weight * words.worth[possible]
    chances = settings.share * np.exp(worth)
    seen = np.zeros_like(folded)
    np.add.at(seen, (np.broadcast_to(place, spelled.shape), spelled), chances)
    # Which case a letter has is left to what was known of it.
    cases = own / np.maximum(folded @ shapes.T, _LEAST)
    mixed = (own + cases * (seen @ shapes.T)) / (1 + chances.sum())
    return np.asarray(mixed / np.maximum(mixed.sum(axis=1, keepdims=True), _LEAST) * total)


def _possible(spelled: NDArray[np.uint8], allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which words have an allowed letter at every place; (length, 26) are allowed."""
    # The clearest place first: it leaves the fewest words for the others.
    order = np.argsort(allowed.sum(axis=1), kind="stable").tolist()
    left = np.flatnonzero(allowed[order[0]][spelled[order[0]]])
    for place in order[1:]:
        left = left[allowed[place][spelled[place, left]]]
    return left


@lru_cache(maxsize=32)
def shapes_of_words(letters: tuple[str, ...]) -> NDArray[np.int64]:
    """(letters,) 0 for A .. 25 for Z, cases folded, -1 for what stands in no word."""
    numbers = symbol_numbers(letters)
    return np.where(numbers == SPACE, -1, numbers)


@lru_cache(maxsize=32)
def _shapes(letters: tuple[str, ...]) -> NDArray[np.float64]:
    """(letters, 26) 1 where a letter is A, B .. Z in either case."""
    return np.asarray((shapes_of_words(letters)[:, None] == np.arange(SPACE)).astype(np.float64))
