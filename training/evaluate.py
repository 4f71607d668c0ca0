"""How often a checkpoint is right, by corpus and alphabet, in the runtime that serves it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import NOT_A_CHARACTER, parse_charset
from model.classifier import Classifier
from training.glyphs import GlyphSet


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares right, 0..1; None where a corpus has nothing to measure.

    Attributes:
        glyphs: How many were measured.
        letters: Of the letters, folded to 26 classes (charset ``letters``).
        mean_over_letters: As `letters`, each letter counting the same.
        alnum: Of letters and digits, folded to 36 classes (charset ``alnum``).
        mixed: Of all, in all classes (charset ``mixed``); either case counts where the label is folded.
    """

    glyphs: int
    letters: float | None
    mean_over_letters: float | None
    alnum: float | None
    mixed: float


def accuracy(classifier: Classifier, glyphs: GlyphSet) -> Accuracy:
    """Measure one corpus."""
    logits, alphabet = classifier.classify(glyphs.frames), classifier.card.alphabet
    upper = np.char.upper(glyphs.labels)
    alpha, alnum = np.char.isalpha(upper), np.char.isalnum(upper)
    mixed = answers(logits, alphabet, "mixed")
    right = np.where(glyphs.folded, np.char.upper(mixed) == glyphs.labels, mixed == glyphs.labels)
    letters = answers(logits[alpha], alphabet, "letters") == upper[alpha]
    by_letter = [float(letters[upper[alpha] == letter].mean()) for letter in np.unique(upper[alpha])]
    return Accuracy(
        len(glyphs),
        _share(letters),
        float(np.mean(by_letter)) if by_letter else None,
        _share(answers(logits[alnum], alphabet, "alnum") == upper[alnum]),
        float(right.mean()),
    )


def _share(right: NDArray[np.bool_]) -> float | None:
    return float(right.mean()) if right.size else None


def accuracy_by_corpus(classifier: Classifier, glyphs: GlyphSet) -> dict[str, dict[str, float | None]]:
    """Measure every corpus of a set but the rejects, rounded to four places."""
    figures: dict[str, dict[str, float | None]] = {}
    for corpus in np.unique(glyphs.corpora).tolist():
        own = glyphs[(glyphs.corpora == corpus) & (glyphs.labels != NOT_A_CHARACTER)]
        if len(own):
            shares = asdict(accuracy(classifier, own))
            figures[corpus] = {name: None if value is None else round(value, 4) for name, value in shares.items()}
    return figures


def answers(logits: NDArray[np.float32], alphabet: tuple[str, ...], charset_name: str) -> NDArray[np.str_]:
    """The best letter of each glyph under a charset, (N,) str."""
    charset = parse_charset(charset_name)
    probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    best = (probabilities @ charset.columns(alphabet)).argmax(axis=1)
    return np.array([charset.letters[answer] for answer in best.tolist()], dtype=np.str_)
