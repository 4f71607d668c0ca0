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
    """Shares right, 0..1, over `glyphs` glyphs.

    Attributes:
        glyphs: How many were measured.
        folded: Under a charset without cases: letters, digits or both, as the corpus has.
        classes: Under all characters, counting either case as right only where the label is folded.
        mean_over_letters: As `folded`, each letter counting the same.
    """

    glyphs: int
    folded: float
    classes: float
    mean_over_letters: float


def accuracy(classifier: Classifier, glyphs: GlyphSet) -> Accuracy:
    """Measure one corpus."""
    logits = classifier.classify(glyphs.frames)
    labels = glyphs.labels
    upper = np.char.upper(labels)
    folded = answers(logits, classifier.card.alphabet, _folded_charset(labels)) == upper
    mixed = answers(logits, classifier.card.alphabet, "mixed")
    right = np.where(glyphs.folded, np.char.upper(mixed) == labels, mixed == labels)
    by_letter = [float(folded[upper == letter].mean()) for letter in np.unique(upper)]
    return Accuracy(len(glyphs), float(folded.mean()), float(right.mean()), float(np.mean(by_letter)))


def accuracy_by_corpus(classifier: Classifier, glyphs: GlyphSet) -> dict[str, dict[str, float]]:
    """Measure every corpus of a set but the rejects, rounded to four places."""
    figures = {}
    for corpus in np.unique(glyphs.corpora).tolist():
        own = glyphs[(glyphs.corpora == corpus) & (glyphs.labels != NOT_A_CHARACTER)]
        if len(own):
            figures[corpus] = {name: round(value, 4) for name, value in asdict(accuracy(classifier, own)).items()}
    return figures


def answers(logits: NDArray[np.float32], alphabet: tuple[str, ...], charset_name: str) -> NDArray[np.str_]:
    """The best letter of each glyph under a charset, (N,) str."""
    charset = parse_charset(charset_name)
    probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    best = (probabilities @ charset.columns(alphabet)).argmax(axis=1)
    return np.array([charset.letters[answer] for answer in best.tolist()], dtype=np.str_)


def _folded_charset(labels: NDArray[np.str_]) -> str:
    has_digits, has_letters = np.char.isdigit(labels).any(), np.char.isalpha(labels).any()
    if has_digits and has_letters:
        return "alnum"
    if has_digits:
        return "digits"
    return "letters" if has_letters else "mixed"
