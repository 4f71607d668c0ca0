"""A file of strips: all of them side by side, and what stands where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.lines.photograph import Taught
from training.saving import write_whole


def save_strips(strips: Sequence[Taught], path: Path) -> None:
    """Write strips.

    Raises:
        TrainingError: There are none, or the file cannot be written.
    """
    if not strips:
        raise TrainingError("No entry fits its label, so there is no strip to write. Look at the table of entries.")
    written = io.BytesIO()
    np.savez_compressed(
        written,
        grey=np.concatenate([strip.grey for strip in strips], axis=1),
        widths=np.array([strip.grey.shape[1] for strip in strips]),
        texts=np.array([strip.text for strip in strips]),
        middle=np.concatenate([strip.middle for strip in strips]),
        wide=np.concatenate([strip.wide for strip in strips]),
        folded=np.array([strip.folded for strip in strips]),
    )
    write_whole(path, written.getvalue())


def load_strips(path: Path) -> list[Taught]:
    """Read strips back.

    Raises:
        TrainingError: There is no such file, or it is none of strips.
    """
    try:
        with np.load(path, allow_pickle=False) as columns:
            grey, widths, texts = columns["grey"], columns["widths"].tolist(), columns["texts"].tolist()
            middle, wide, folded = columns["middle"], columns["wide"], columns["folded"].tolist()
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} is no file of strips. Make one with: python -m training strips") from error
    edges = pairwise(accumulate(widths, initial=0))
    places = pairwise(accumulate(map(len, texts), initial=0))
    return [
        Taught(grey[:, left:right].copy(), text, middle[first:last], wide[first:last], own)
        for (left, right), (first, last), text, own in zip(edges, places, texts, folded, strict=True)
    ]
