"""Pages on their side, upside down or askew: found from the letters themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import parse_charset
from model.classifier import Classifier
from model.frame import GlyphFrames, frame_glyphs
from model.segment import Fragment, letter_height
from model.settle import under_charset


@dataclass(frozen=True, slots=True)
class UprightSettings:
    """When a page is turned.

    Attributes:
        glance: Letters that are looked at in all four directions at first.
        letters: Letters that are looked at where those do not stand upright.
        fewest: A page with fewer is left as it is.
        margin: How much better letters must be read in another direction, in nats each.
        certain: And all of them together: pages are seldom photographed upside down.
        clear: And at least this well, in nats each: what can be read in no direction does not tell.
        variety: Entropy of the letters read there, in nats: rows of one letter turn into rows of another.
        askew_deg: Lines tilted by less are read as they are.
    """

    glance: int = 14
    letters: int = 80
    fewest: int = 8
    margin: float = 0.12
    certain: float = 7.0
    clear: float = -0.5
    variety: float = 1.5
    askew_deg: float = 4.0


def quarter_turns(
    fragments: Sequence[Fragment], classifier: Classifier, settings: UprightSettings | None = None
) -> int:
    """How often a page must be turned by 90 degrees counter-clockwise to stand upright.

    Args:
        fragments: Of the page as it is.
        classifier: Tells letters apart.
        settings: The tunables; the defaults if None.

    Returns:
        0 to 3; 0 where the letters are too few or do not tell.
    """
    settings = settings or UprightSettings()
    letters = _letters(fragments, settings)
    if len(letters) < settings.fewest:
        return 0
    glance, _ = _fits(letters[:: -(-len(letters) // settings.glance)], classifier)
    if glance[0] >= glance[1:].max() + settings.margin:
        return 0
    fit, answers = _fits(letters, classifier)
    best = int(fit.argmax())
    better = float(fit[best] - fit[0])
    if better < max(settings.margin, settings.certain / len(letters)) or fit[best] < settings.clear:
        return 0
    return best if _entropy(answers[best]) >= settings.variety else 0


def _fits(letters: Sequence[Fragment], classifier: Classifier) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How well letters are read in each of the four directions (4,) in nats each, and as what (4, N)."""
    frames = frame_glyphs(fragment.ink for fragment in letters)
    turned = np.concatenate([_turned(frames, turns) for turns in range(4)])
    reading = under_charset(classifier.classify(turned), classifier.card, parse_charset("mixed"))
    fit = np.log(reading.letters.max(axis=1) + 1e-6).reshape(4, -1).mean(axis=1)
    return fit, reading.letters.argmax(axis=1).reshape(4, -1)


def _entropy(answers: NDArray[np.int64]) -> float:
    """Of how often each answer occurs, in nats."""
    shares = np.unique(answers, return_counts=True)[1] / len(answers)
    return float(-(shares * np.log(shares)).sum())


def _turned(frames: GlyphFrames, turns: int) -> GlyphFrames:
    """Frames of the same glyphs turned counter-clockwise; frames stand transposed, so clockwise in them."""
    return np.rot90(frames, -turns, axes=(1, 2))


def _letters(fragments: Sequence[Fragment], settings: UprightSettings) -> list[Fragment]:
    """A sample, spread over the page, of fragments that are as large as letters are."""
    if not fragments:
        return []
    longer = np.array([max(fragment.box.width, fragment.box.height) for fragment in fragments], np.float64)
    typical = letter_height(longer)
    fits = [
        fragment
        for fragment, length in zip(fragments, longer, strict=True)
        if 0.5 * typical <= length <= 1.6 * typical and min(fragment.box.width, fragment.box.height) >= 0.2 * typical
    ]
    fits.sort(key=lambda fragment: (fragment.box.top, fragment.box.left))
    return fits[:: max(1, -(-len(fits) // settings.letters))]


def askew_deg(angle_deg: float, settings: UprightSettings | None = None) -> float:
    """By how much a page whose lines tilt by `angle_deg` should be turned: 0 where the tilt does no harm."""
    settings = settings or UprightSettings()
    return angle_deg if abs(angle_deg) >= settings.askew_deg else 0.0
