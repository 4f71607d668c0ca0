"""One writer's hand: corrected glyphs adapt a network at once, without training.

Every corrected glyph stands for its letter among the features of the network's last layer. The nearer a new glyph's
features lie to one of them, the likelier its letter becomes.

Source: Zhang et al. 2022, "Tip-Adapter: training-free adaption of CLIP for few-shot classification".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.classifier import Describer, Features, Logits
from model.errors import OptionError
from model.frame import SIDE, GlyphFrames
from model.networks.checkpoint import Card


@dataclass(frozen=True, slots=True)
class HandSettings:
    """How much corrected glyphs count; chosen by ``python -m benchmarks.hands --choose`` on pen strokes of Chars74K.

    Attributes:
        worth: What a glyph just like a corrected one gains for its letter, as a logit.
        narrow: How fast that falls with the distance, which is 1 - the cosine of the features.
        most: Corrected glyphs of each letter that count, the newest.
    """

    worth: float = 12.0
    narrow: float = 6.0
    most: int = 5


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Corrected glyphs of one writer.

    Attributes:
        frames: (N, 28, 28) uint8, ink up to 255 on 0, in EMNIST's orientation, the oldest first.
        letters: What each of them is, a letter that a network may answer.

    Raises:
        OptionError: A letter is none, or frames and letters do not match.
    """

    frames: GlyphFrames
    letters: tuple[str, ...]
    settings: HandSettings = field(default_factory=HandSettings)

    def __post_init__(self) -> None:
        """Refuse what is no hand."""
        if self.frames.shape != (len(self.letters), SIDE, SIDE) or self.frames.dtype != np.uint8:
            raise OptionError(f"A hand holds {SIDE}x{SIDE} frames, 0 to 255, with a letter each.")
        for letter in self.letters:
            check_letter(letter)

    @classmethod
    def load(cls, path: Path) -> Hand:
        """Read an exported profile.

        Raises:
            OptionError: It is none.
            OSError: It cannot be opened.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as columns:
                images, labels = columns["images"], columns["labels"].tolist()
                return cls(np.ascontiguousarray(images.transpose(0, 2, 1)), tuple(labels))
        except (KeyError, ValueError, EOFError) as error:
            raise OptionError(f"{path} is no exported profile ({error}). Export it again.") from error

    def newest(self) -> tuple[GlyphFrames, tuple[str, ...]]:
        """The corrected glyphs that count."""
        kept: list[int] = []
        seen: dict[str, int] = {}
        for at in range(len(self.letters) - 1, -1, -1):
            seen[self.letters[at]] = seen.get(self.letters[at], 0) + 1
            if seen[self.letters[at]] <= self.settings.most:
                kept.append(at)
        return self.frames[kept], tuple(self.letters[at] for at in kept)


def check_letter(letter: str) -> None:
    """Make sure that a network can answer a letter.

    Raises:
        OptionError: None can.
    """
    if letter not in ALPHABET or letter == NOT_A_CHARACTER:
        raise OptionError(f"{letter[:20]!r} is no letter, digit or mark that can be read. Leave its glyph out.")


class AdaptedClassifier:
    """A network that knows a hand; the network itself stays as it is."""

    def __init__(self, network: Describer, hand: Hand) -> None:
        """Learn the hand: its glyphs' features are computed once.

        Args:
            network: Any network that tells its features.
            hand: The corrected glyphs.
        """
        self._network = network
        frames, letters = hand.newest()
        alphabet = network.card.alphabet
        known = [at for at, letter in enumerate(letters) if letter in alphabet]
        _, features = network.describe(frames[known])
        self._examples = _directions(features)
        self._labels = np.array([alphabet.index(letters[at]) for at in known], np.int64)
        self._settings = hand.settings

    @property
    def card(self) -> Card:
        """What the network is."""
        return self._network.card

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit: (N, 28, 28) uint8 to (N, classes) float32."""
        if not len(self._labels):
            return self._network.classify(frames)
        logits, features = self._network.describe(frames)
        return logits + _gains(_directions(features) @ self._examples.T, self._labels, logits.shape[1], self._settings)


def _directions(features: Features) -> NDArray[np.float32]:
    """(N, features) of length 1."""
    return np.asarray(features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9), np.float32)


def _gains(
    likeness: NDArray[np.float32], labels: Sequence[int] | NDArray[np.int64], classes: int, settings: HandSettings
) -> Logits:
    """(N, classes) what each class gains by the nearest of its corrected glyphs."""
    gains = np.zeros((len(likeness), classes), np.float32)
    near = settings.worth * np.exp(-settings.narrow * (1 - likeness))
    for label in np.unique(labels).tolist():
        gains[:, label] = near[:, np.asarray(labels) == label].max(axis=1)
    return gains
