"""From logits to letters: charset, place on the line and neighbours, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, NOT_A_CHARACTER, Charset, case_pairs
from model.classifier import Logits
from model.networks.checkpoint import Card
from model.spelling.language import SPACE, load_language, symbol_numbers
from model.spelling.priors import class_weights
from model.spelling.repeats import repeats_a_shape


@dataclass(frozen=True, slots=True)
class SettleSettings:
    """What neighbours are worth, in nats; half of it across a space.

    Attributes:
        digit_letter: Cost of a digit beside a letter.
        capital_inside: Cost of a capital after a small letter of its word.
        small_inside: Cost of a small letter after a capital that does not begin its word.
        small_second: Cost of a small letter after a capital that does.
        sign_letter: Cost of a sign that does not stand in words (+ & @ /) beside a letter.
        mark_inside: Cost of a mark that ends words right before a letter, and of a bracket that opens right after one;
            nothing across a space.
        digit_digit: Worth of a digit after another: in numbers digits are as common as letters are in words.
        small_first: Cost of a small letter that begins a word.
        mark_mark: Cost of a mark after another.
        mark_soon: Cost of a mark right after a letter or digit that itself stands after a mark.
        mark_third: Worth of a mark that parts numbers behind the first two digits of a word, or after another mark.
        slash_first: Cost of a slash that begins a word: it parts numbers; specks and stems are taken for other marks.
        sign_first: Cost of a mark that begins a word, but for brackets and the signs of numbers.
        sign_last: Cost of a mark that ends a word and does not stand at the ends of words.
        language: How much the language counts against the network.
        repeated: Cost of a letter after another one in lines that repeat one shape; no language counts there.
        digit_letter_repeated: And `digit_letter` there, where many letters are of one mind.
        floor: Probability below which a letter is not considered.
    """

    digit_letter: float = 2.5
    capital_inside: float = 2.0
    small_inside: float = 2.0
    small_second: float = 0.3
    sign_letter: float = 1.5
    mark_inside: float = 1.5
    digit_digit: float = 0.0
    small_first: float = 0.0
    mark_mark: float = 0.0
    mark_soon: float = 0.0
    mark_third: float = 0.0
    slash_first: float = 1.5
    sign_first: float = 0.0
    sign_last: float = 0.0
    language: float = 0.6
    repeated: float = 2.5
    digit_letter_repeated: float = 5.0
    floor: float = 1e-6


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of N glyphs under a charset.

    Attributes:
        letters: (N, letters) how well each letter of the charset explains each glyph, 0..1. Two cases of one shape
            explain it equally well: each has the probability of both.
        inside: (N,) probability that the glyph is a letter of the charset.
        reject: (N,) probability that the glyph is no character.
    """

    letters: NDArray[np.float64]
    inside: NDArray[np.float64]
    reject: NDArray[np.float64]

    def doubting(self, weight: NDArray[np.float64]) -> Reading:
        """The same with the probability of being no character weighed by (N,) other expectations."""
        total = 1 + (weight - 1) * self.reject
        return Reading(self.letters / total[:, None], self.inside / total, weight * self.reject / total)

    def between(self, start: int, stop: int) -> Reading:
        """The reading of some of the glyphs."""
        return Reading(self.letters[start:stop], self.inside[start:stop], self.reject[start:stop])


def under_charset(logits: Logits, card: Card, charset: Charset) -> Reading:
    """Turn logits into probabilities of the letters that may be answered.

    Args:
        logits: (N, classes) float32.
        card: Alphabet and temperature of the network.
        charset: What may be answered.
    """
    scaled: NDArray[np.float64] = logits.astype(np.float64) / card.temperature
    scaled -= scaled.max(axis=1, keepdims=True, initial=-np.inf)
    probabilities = np.exp(scaled)
    if not set(charset.letters) <= set(DIGITS):
        probabilities *= class_weights(card.alphabet)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    letters = probabilities @ charset.columns(card.alphabet).astype(np.float64)
    inside = np.minimum(letters.sum(axis=1), 1.0)
    for pair in case_pairs(charset.letters):
        letters[:, pair] = letters[:, pair].sum(axis=1, keepdims=True)
    has_reject = NOT_A_CHARACTER in card.alphabet
    reject = probabilities[:, card.alphabet.index(NOT_A_CHARACTER)] if has_reject else np.zeros(len(logits))
    return Reading(letters, inside, reject)


def settle(
    probabilities: NDArray[np.float64],
    places: NDArray[np.float64],
    word_starts: Sequence[int],
    letters: tuple[str, ...],
    language: str = "none",
    settings: SettleSettings | None = None,
    inside: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weigh each glyph's letters by their place and by the neighbours (forward-backward over the line).

    Args:
        probabilities: (N, letters) what the network says; rows may sum to less than 1.
        places: (N, letters) nats, how well each letter fits the glyph's place.
        word_starts: Index of the first glyph of each word.
        letters: What the columns mean.
        language: A name of `model.spelling.language.load_language`.
        settings: The tunables; the defaults if None.
        inside: (N,) what each row of the answer sums to; what it summed to before if None.

    Returns:
        (N, letters) probabilities.
    """
    settings = settings or SettleSettings()
    total = probabilities.sum(axis=1) if inside is None else inside
    own = (probabilities + settings.floor) * np.exp(places)
    starts = set(word_starts)
    symbols = _contexts(letters)[own.argmax(axis=1)]
    repeats = repeats_a_shape(own, letters)
    if repeats:
        language, settings = "none", replace(settings, digit_letter=settings.digit_letter_repeated)
    neighbours = _neighbours(letters, language, settings)
    steps = [_step(at, starts, symbols, neighbours) for at in range(len(own))]
    if repeats:
        steps = [step * np.exp(settings.repeated * (np.eye(len(letters)) - 1)) for step in steps]
    forward, backward = own.copy(), np.ones_like(own)
    if len(own):
        backward[-1] = neighbours.end
    for at in range(len(own)):
        before = forward[at - 1] / forward[at - 1].sum() if at else np.full(own.shape[1], 1 / own.shape[1])
        forward[at] *= before @ steps[at]
    for at in range(len(own) - 2, -1, -1):
        message = own[at + 1] * backward[at + 1]
        backward[at] = steps[at + 1] @ (message / message.sum())
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True) * np.minimum(total, 1)[:, None])


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Worth of letters after letters, as factors.

    Attributes:
        within: (28, letters, letters) ``[symbol before last, last, next]`` inside a word; the last symbol is a mark.
        second: (letters, letters) ``[first, second]`` letter of a word.
        first: (letters, letters) ``[last of the word before, first]``.
        third: The same where three letters ago a word began or a mark stood that parts numbers.
        begin: (letters, letters) the first letter of a line; its rows are all the same.
        end: (letters,) its last letter.
    """

    within: NDArray[np.float64]
    second: NDArray[np.float64]
    first: NDArray[np.float64]
    third: NDArray[np.float64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]


def _step(
    at: int, starts: set[int], symbols: NDArray[np.int64], neighbours: _Neighbours
) -> NDArray[np.float64]:
    """(letters, letters) what each letter of glyph `at` is worth after each of the glyph before."""
    if at == 0:
        return neighbours.begin
    if at in starts:
        return neighbours.first
    if at - 1 in starts:
        return neighbours.second
    if at - 2 in starts or symbols[at - 3] > SPACE:
        return np.asarray(neighbours.third[int(symbols[at - 2])])
    return np.asarray(neighbours.within[int(symbols[at - 2])])


@lru_cache(maxsize=32)
def _neighbours(letters: tuple[str, ...], language: str, settings: SettleSettings) -> _Neighbours:
    unlike = _unlike(letters, settings.small_inside, settings)
    unlike_second = _unlike(letters, settings.small_second, settings)
    inside = _marks_inside(letters, settings)
    table, symbols = load_language(language), symbol_numbers(letters)
    worth = np.zeros((SPACE + 1,) * 3) if table is None else settings.language * table.worth
    is_letter = symbols < SPACE
    follows = worth[:, symbols][:, :, symbols] * is_letter
    first, last = _at_ends(letters, settings)
    begins = worth[SPACE, SPACE, symbols] * is_letter - first
    within = follows - unlike - inside
    mark = np.array([not letter.isalnum() for letter in letters])
    after_mark = within[SPACE] - settings.mark_soon * np.outer(~mark, mark)
    within = np.concatenate([within, after_mark[None]])
    parts = np.array([letter in "/.-:" for letter in letters])
    digit = np.array([letter.isdigit() for letter in letters])
    return _Neighbours(
        # Side by side in memory: products with tables picked out of a larger one take three times as long.
        within=np.ascontiguousarray(np.exp(within)),
        third=np.ascontiguousarray(np.exp(within + settings.mark_third * np.outer(digit, parts))),
        second=np.exp(follows[SPACE] - unlike_second - inside),
        first=np.exp(begins - unlike_second / 2 - last[:, None]),
        begin=np.broadcast_to(np.exp(begins), unlike.shape),
        end=np.exp(-last),
    )


@lru_cache(maxsize=32)
def _contexts(letters: tuple[str, ...]) -> NDArray[np.int64]:
    """(letters,) the symbol of each letter as what stands before the last: marks have one of their own."""
    mark = np.array([not letter.isalnum() for letter in letters])
    return np.where(mark, SPACE + 1, symbol_numbers(letters))


def _at_ends(letters: tuple[str, ...], settings: SettleSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(letters,) cost of each letter at the beginning and at the end of a word."""
    costs = dict.fromkeys(".,'&@:)?!", settings.sign_first)
    costs["/"] = max(settings.sign_first, settings.slash_first)
    first = [settings.small_first if letter.islower() else costs.get(letter, 0.0) for letter in letters]
    return np.array(first), np.array([settings.sign_last * (letter in "/&@+'(-") for letter in letters])


def _unlike(letters: tuple[str, ...], small_after: float, settings: SettleSettings) -> NDArray[np.float64]:
    """(letters, letters) cost of each letter being followed by each other."""
    digit = np.array([letter.isdigit() for letter in letters])
    upper = np.array([letter.isupper() for letter in letters])
    lower = np.array([letter.islower() for letter in letters])
    cost = np.zeros((len(letters), len(letters)))
    cost[np.ix_(digit, upper | lower)] = cost[np.ix_(upper | lower, digit)] = settings.digit_letter
    sign = np.array([letter in "+&@/" for letter in letters])
    cost[np.ix_(sign, upper | lower)] = cost[np.ix_(upper | lower, sign)] = settings.sign_letter
    cost[np.ix_(lower, upper)] = settings.capital_inside
    cost[np.ix_(upper, lower)] = small_after
    cost[np.ix_(digit, digit)] = -settings.digit_digit
    mark = ~(digit | upper | lower)
    cost[np.ix_(mark, mark)] = settings.mark_mark
    return cost


def _marks_inside(letters: tuple[str, ...], settings: SettleSettings) -> NDArray[np.float64]:
    """(letters, letters) cost of marks inside a word that stand at its ends."""
    letter = np.array([letter.isalpha() for letter in letters])
    ends = np.array([letter in ")?!:" for letter in letters])
    opens = np.array([letter == "(" for letter in letters])
    return np.asarray(settings.mark_inside * (np.outer(ends, letter) | np.outer(letter, opens)))
