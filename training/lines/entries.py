"""Strips of real entries of forms, cut out of their pictures as the reader cuts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from model.classifier import Classifier
from model.elements import BoundingBox
from model.errors import PictureError
from model.layout import TextLine
from model.lines.linenet import STRIP, evened
from model.lines.strip import Cutter
from training.aligned import SET_APART, WRITTEN, Entry, aligned_entry
from training.lines.photograph import Taught


def entry_strips(
    several: Sequence[Entry], classifier: Classifier, progress: Callable[[], None] = lambda: None
) -> list[Taught]:
    """Cut each entry out, without what is printed beside it; one in `SET_APART` is left out.

    Args:
        several: The entries; those that do not fit their labels at all are left out.
        classifier: Aligns labels and ink.
        progress: Called after each entry.
    """
    strips = []
    for number, entry in enumerate(several):
        with suppress(PictureError):
            if number % SET_APART and (strip := entry_strip(entry, classifier)):
                strips.append(strip)
        progress()
    return strips


def entry_strip(entry: Entry, classifier: Classifier) -> Taught | None:
    """The strip of one entry; None where its label and its ink do not fit."""
    aligned = aligned_entry(entry, classifier)
    if aligned is None or not aligned.believed:
        return None
    boxes = [aligned.lattice.hypotheses[index].glyph.box for index in aligned.alignment.path]
    part = _between(aligned.lines[aligned.number], boxes[0].left, max(box.right for box in boxes))
    if part is None:
        return None
    (strip,) = Cutter(aligned.grey, aligned.view.ink, aligned.lines).cut([(part, aligned.number)], settings=STRIP)
    text = written(entry.text)
    ends = (_ends(text, boxes) - strip.left) / strip.step
    middle, wide = ends.mean(axis=1), ends[:, 1] - ends[:, 0]
    return Taught(evened(strip.grey), text, middle.astype(np.float32), wide.astype(np.float32), folded=True)


def _between(line: TextLine, left: int, right: int) -> TextLine | None:
    """The ink of a line within some columns; None where an entry hangs together with what stands beside it."""
    inside = [
        fragment for fragment in line.fragments
        if left <= (fragment.box.left + fragment.box.right) / 2 <= right
    ]  # fmt: skip
    return TextLine(tuple(inside), line.angle_deg) if inside else None


def _ends(text: str, boxes: Sequence[BoundingBox]) -> np.ndarray:
    """(N, 2) first column and the one after the last of each symbol, spaces lying between their neighbours."""
    ends, own = [], iter(boxes)
    for letter in text:
        if letter != " ":
            box = next(own)
            ends.append((float(box.left), float(box.right)))
        else:
            ends.append((ends[-1][1], ends[-1][1]))
    for number, letter in enumerate(text):
        if letter == " ":
            ends[number] = (ends[number - 1][1], max(ends[number + 1][0], ends[number - 1][1]))
    return np.array(ends)


def written(label: str) -> str:
    """What a label says in the letters that labels hold, anything else being a space."""
    return " ".join("".join(letter if letter in WRITTEN.letters else " " for letter in label.upper()).split())
