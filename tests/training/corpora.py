"""Small glyph sets in the form of the real ones, drawn with a font."""

from __future__ import annotations

import json
import string
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.pens import FontPen
from tests.model.fakes import FONT
from training.corpora import CORPORA, STROKES


def pictures(letters: Iterable[str], seed: int, side: int = 28) -> NDArray[np.uint8]:
    """(N, side, side) uint8 upright letters, ink 255 on 0, each slanted in its own way."""
    rng, pen = np.random.default_rng(seed), FontPen(FONT)
    drawn = []
    for letter in letters:
        ink = pen.draw(letter, side // 2, rng).ink
        shear = rng.normal(0, 0.2)
        matrix = np.array([[1, shear, -0.1 * side - side * shear], [0, 1, -0.25 * side + rng.uniform(-2, 2)]])
        drawn.append(np.asarray(cv2.warpAffine(ink, matrix, (side, side)), np.uint8))
    return np.stack(drawn)


def write_glyph_folder(folder: Path, each: int = 4) -> Path:
    """Write every glyph set that training knows, `each` glyphs of each letter in all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, corpus in enumerate(CORPORA):
        alphabet = string.digits if "digits" in corpus.name else string.ascii_uppercase
        letters = [letter for letter in alphabet for _ in range(each)]
        np.savez(
            folder / f"{corpus.name}.npz",
            images=pictures(letters, seed),
            labels=np.array(letters),
            writers=np.full(len(letters), -1),
        )
    cross = [[[0, 0], [10, 20]], [[10, 0], [0, 20]]]
    stick = [[[5, 0], [5, 20]]]
    writers = (0, 1, 36, 37, 38, 39, 40, 45)
    strokes = {
        letter: [
            {"writer": writer, "strokes": [[[x + y * writer / 99, y] for x, y in stroke] for stroke in form]}
            for writer in writers
        ]
        for letter, form in (("X", cross), ("l", stick))
    }
    (folder / f"{STROKES}.json").write_text(json.dumps(strokes), encoding="utf-8")
    return folder
