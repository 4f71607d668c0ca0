"""From logits to letters: charset, place on the line and neighbours, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, NOT_A_CHARACTER, Charset
from model.checkpoint import Card
from model.classifier import Logits
from model.priors import class_weights


@dataclass(frozen=True, slots=True)
class SettleSettings:
    """What unlike neighbours cost, in nats; half of it across a space.

    Attributes:
        digit_letter: A digit beside a letter.
        capital_inside: A capital after a small letter.
        small_after: A small letter after a capital that does not begin a word.
        floor: Probability below which a letter is not considered.
    """

    digit_letter: float = 1.6
    capital_inside: float = 1.2
    small_after: float = 0.3
    floor: float = 1e-6


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of N glyphs under a charset.

    Attributes:
        letters: (N, letters) probability of each letter of the charset; what is missing to 1 lies outside.
        reject: (N,) probability that the glyph is no character.
    """

    letters: NDArray[np.float64]
    reject: NDArray[np.float64]

    def between(self, start: int, stop: int) -> Reading:
        """The reading of some of the glyphs."""
        return Reading(self.letters[start:stop], self.reject[start:stop])


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
    if NOT_A_CHARACTER in card.alphabet:
        return Reading(letters, probabilities[:, card.alphabet.index(NOT_A_CHARACTER)])
    return Reading(letters, np.zeros(len(logits)))


def settle(
    probabilities: NDArray[np.float64],
    places: NDArray[np.float64],
    word_starts: Sequence[int],
    letters: tuple[str, ...],
    settings: SettleSettings | None = None,
) -> NDArray[np.float64]:
    """Weigh each glyph's letters by their place and by the neighbours (forward-backward over the line).

    Args:
        probabilities: (N, letters) what the network says; rows may sum to less than 1.
        places: (N, letters) nats, how well each letter fits the glyph's place.
        word_starts: Index of the first glyph of each word.
        letters: What the columns mean.
        settings: The tunables; the defaults if None.

    Returns:
        (N, letters) probabilities; each row sums to what it summed to before.
    """
    settings = settings or SettleSettings()
    inside = probabilities.sum(axis=1, keepdims=True)
    own = (probabilities + settings.floor) * np.exp(places)
    within = np.exp(-_unlike(letters, settings))
    starts = set(word_starts)
    forward, backward = own.copy(), np.ones_like(own)
    for at in range(1, len(own)):
        forward[at] *= (forward[at - 1] / forward[at - 1].sum()) @ (within**0.5 if at in starts else within)
    for at in range(len(own) - 2, -1, -1):
        message = own[at + 1] * backward[at + 1]
        backward[at] = (within**0.5 if at + 1 in starts else within) @ (message / message.sum())
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True) * np.minimum(inside, 1))


def _unlike(letters: tuple[str, ...], settings: SettleSettings) -> NDArray[np.float64]:
    """(letters, letters) cost of each letter being followed by each other."""
    digit = np.array([letter.isdigit() for letter in letters])
    upper = np.array([letter.isupper() for letter in letters])
    lower = np.array([letter.islower() for letter in letters])
    cost = np.zeros((len(letters), len(letters)))
    cost[np.ix_(digit, upper | lower)] = cost[np.ix_(upper | lower, digit)] = settings.digit_letter
    cost[np.ix_(lower, upper)] = settings.capital_inside
    cost[np.ix_(upper, lower)] = settings.small_after
    return cost
