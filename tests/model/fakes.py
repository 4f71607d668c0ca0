"""Classifiers without a network, on the protocol of the real one."""

from __future__ import annotations

import string
from functools import cache

import numpy as np
from numpy.typing import NDArray

from drawing.pens import FontPen
from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.classifier import Logits
from model.frame import GlyphFrames, frame_glyphs
from model.networks.checkpoint import Card
from model.networks.glances import Glances

CARD = Card("fakenet", "templates", "float32")
FONT = "patrick-hand"


class TemplateClassifier:
    """Knows one font by heart: the more a frame looks like a letter of it, the likelier that letter is.

    Frames that look like no letter are no characters.
    """

    card = CARD

    def __init__(self, letters: str = string.ascii_uppercase + string.digits, font: str = FONT) -> None:
        """Learn the letters.

        Args:
            letters: All that can be answered.
            font: A name of `drawing.FONTS`.
        """
        self._labels = [ALPHABET.index(letter) for letter in letters]
        self._templates = _templates(letters, font)

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit: (N, 28, 28) uint8 to (N, classes) float32."""
        logits = np.full((len(frames), len(ALPHABET)), -30, np.float32)
        if len(frames):
            logits[:, self._labels] = 30 * _normed(frames) @ self._templates.T
        # Two letters of one font correlate by 0.9 at most, a letter with itself at another size by 0.95 at least.
        logits[:, ALPHABET.index(NOT_A_CHARACTER)] = 30 * 0.75
        return logits


class FlatClassifier:
    """Finds every class of every frame equally likely, and remembers how many frames each call had."""

    card = CARD

    def __init__(self) -> None:
        self.calls: list[int] = []

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class the same logit."""
        self.calls.append(len(frames))
        return np.zeros((len(frames), len(ALPHABET)), np.float32)


#: Of a page of which nothing was seen yet.
UNSEEN = Glances(FlatClassifier())


@cache
def _templates(letters: str, font: str) -> NDArray[np.float32]:
    pen, rng = FontPen(font), np.random.default_rng(0)
    return _normed(frame_glyphs(pen.draw(letter, 96, rng).ink for letter in letters))


def _normed(frames: GlyphFrames) -> NDArray[np.float32]:
    """(N, 784) float32 of mean 0 and length 1, so that a product of two is their correlation."""
    flat = frames.reshape(len(frames), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6), np.float32)
