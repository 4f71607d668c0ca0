"""The ways of counting classes that EMNIST made common: 26, 36, 47 and 62."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import DIGITS, LOWER, UPPER, parse_charset
from model.classifier import Logits
from training.emnist import MERGED
from training.glyphs import GlyphSet


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of counting.

    Attributes:
        name: Of its column.
        charset: Which letters may be answered; see `model.alphabet.parse_charset`.
        class_of: The class that stands for a letter.
        decided: Whether a folded label (either case) names one class.
    """

    name: str
    charset: str
    class_of: Callable[[str], str]
    decided: Callable[[str], bool]


def _merged(letter: str) -> str:
    return letter.upper() if letter.upper() in MERGED else letter


SCHEMES: tuple[Scheme, ...] = (
    Scheme("26", "letters", str.upper, lambda _: True),
    Scheme("36", "alnum", str.upper, lambda _: True),
    Scheme("47", f"chars:{DIGITS}{UPPER}{LOWER}", _merged, lambda letter: letter in MERGED or letter in DIGITS),
    Scheme("62", f"chars:{DIGITS}{UPPER}{LOWER}", str, lambda letter: letter in DIGITS),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers under one scheme to those glyphs whose label it can judge.

    Attributes:
        index: (M,) which glyphs of the set they are.
        wanted: (M,) class of each label.
        answered: (M,) class of each answer.
        confidence: (M,) probability of the answered class, 0..1.
    """

    index: NDArray[np.int64]
    wanted: NDArray[np.str_]
    answered: NDArray[np.str_]
    confidence: NDArray[np.float32]

    @property
    def right(self) -> NDArray[np.bool_]:
        """(M,) where the answer is the label."""
        return np.asarray(self.wanted == self.answered)

    @property
    def share(self) -> float | None:
        """Share right, None where nothing could be judged."""
        return float(self.right.mean()) if len(self.index) else None


def judge(scheme: Scheme, glyphs: GlyphSet, logits: Logits, alphabet: tuple[str, ...], temperature: float) -> Judged:
    """Answer under a scheme, with the probabilities of its classes summed.

    Args:
        scheme: How to count.
        glyphs: N glyphs with their labels; those that the scheme has no class for are left out.
        logits: (N, classes) float32.
        alphabet: The network's classes in label order.
        temperature: What logits are divided by.
    """
    charset = parse_charset(scheme.charset)
    letters = set(charset.letters)
    labelled = zip(glyphs.labels.tolist(), glyphs.folded.tolist(), strict=True)
    judgeable = [
        len(label) == 1 and scheme.class_of(label) in letters and (not folded or scheme.decided(label))
        for label, folded in labelled
    ]
    index = np.flatnonzero(judgeable)
    scaled = logits[index] / np.float32(temperature)
    probabilities = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    classes = sorted({scheme.class_of(letter) for letter in charset.letters})
    summed = np.zeros((len(index), len(classes)), np.float32)
    for column, letter in zip((probabilities @ charset.columns(alphabet)).T, charset.letters, strict=True):
        summed[:, classes.index(scheme.class_of(letter))] += column
    wanted = np.array([scheme.class_of(label) for label in glyphs.labels[index].tolist()], np.str_)
    answered = np.array(classes)[summed.argmax(axis=1)]
    return Judged(index, wanted, answered, summed.max(axis=1, initial=0))
