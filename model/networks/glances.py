"""What the network says of the ink of one page; the same ink is never framed and classified twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.classifier import Classifier, Logits
from model.frame import GlyphInk, frame_glyphs
from model.segment import Fragment

#: What tells ink: its shape and its pixels. Lines cut anew after a second look hold mostly the same glyphs.
_Key = tuple[tuple[int, ...], bytes]


class Glances:
    """Logits of fragments of one page, kept for as long as it is read."""

    def __init__(self, classifier: Classifier) -> None:
        """Begin a page."""
        self.classifier = classifier
        self._seen: dict[_Key, Logits] = {}

    def logits(self, fragments: Sequence[Fragment]) -> Logits:
        """Classify fragments, in one call all whose ink was not seen before.

        Returns:
            (N, classes) float32.
        """
        keys = [_key(fragment.ink) for fragment in fragments]
        unseen = {key: own.ink for key, own in zip(keys, fragments, strict=True) if key not in self._seen}
        rows = self.classifier.classify(frame_glyphs(unseen.values()))
        self._seen.update(zip(unseen, rows, strict=True))
        return np.stack([self._seen[key] for key in keys]) if keys else rows

    def known(self, fragments: Sequence[Fragment]) -> tuple[list[int], Logits]:
        """What was said already, nobody being asked.

        Returns:
            The indices of the fragments whose ink was seen before, and their logits, (N, classes) float32.
        """
        rows = {index: self._seen.get(_key(fragment.ink)) for index, fragment in enumerate(fragments)}
        seen = {index: row for index, row in rows.items() if row is not None}
        return list(seen), np.array(list(seen.values()), np.float32).reshape(-1, len(self.classifier.card.alphabet))


def _key(ink: GlyphInk) -> _Key:
    return ink.shape, ink.tobytes()
