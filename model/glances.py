"""What the network says of the pieces of one page; none is framed and classified twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.classifier import Classifier, Logits
from model.frame import frame_glyphs
from model.segment import Fragment


class Glances:
    """Logits of fragments of one page, kept for as long as it is read."""

    def __init__(self, classifier: Classifier) -> None:
        """Begin a page."""
        self.classifier = classifier
        # The fragment is kept beside its row, so that no other can come to have its identity.
        self._seen: dict[int, tuple[Fragment, Logits]] = {}

    def logits(self, fragments: Sequence[Fragment]) -> Logits:
        """Classify fragments, in one call all that were not seen before.

        Returns:
            (N, classes) float32.
        """
        unseen = [fragment for fragment in fragments if id(fragment) not in self._seen]
        rows = self.classifier.classify(frame_glyphs(fragment.ink for fragment in unseen))
        self.keep(unseen, rows)
        if not fragments:
            return rows
        return np.stack([self._seen[id(fragment)][1] for fragment in fragments])

    def keep(self, fragments: Sequence[Fragment], rows: Logits) -> None:
        """Remember what somebody else asked the network about fragments, (N, classes) float32."""
        self._seen.update((id(fragment), (fragment, row)) for fragment, row in zip(fragments, rows, strict=True))
