"""Letters of handwriting fonts, drawn with thinner and thicker pens and other slants."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from model.alphabet import ALPHABET, NOT_A_CHARACTER
from model.frame import GlyphInk, frame_glyphs
from training.errors import TrainingError
from training.glyphs import GlyphSet

FOLDER = Path(__file__).parent.parent / "fonts"
CORPUS = "handwriting-fonts"
#: Never trained on: pages drawn with them show how unknown hands of this kind are read.
HELD_OUT = frozenset({"architects-daughter", "kalam", "patrick-hand", "shadows-into-light-two"})

_SIZE = 96


def font_letters(renderings: int, seed: int, folder: Path = FOLDER, *, teaching: bool = True) -> GlyphSet:
    """Draw every letter of every font that may be trained on.

    Args:
        renderings: How often each letter of each font is drawn.
        seed: Of pens and slants.
        folder: Holds the ``.ttf`` files, those that only teach in ``teaching``.
        teaching: Whether those are drawn, too.

    Raises:
        TrainingError: There are no fonts.
    """
    several = [*sorted(folder.glob("*.ttf")), *(sorted(folder.glob("teaching/*.ttf")) if teaching else ())]
    paths = [path for path in several if path.stem not in HELD_OUT]
    if not paths:
        raise TrainingError(f"There are no fonts in {folder}. Run training from a checkout of the project.")
    rng = np.random.default_rng(seed)
    letters = [letter for letter in ALPHABET if letter != NOT_A_CHARACTER]
    inks: list[GlyphInk] = []
    labels: list[str] = []
    for path in paths:
        font = ImageFont.truetype(path, _SIZE)
        for letter in letters:
            plain = _drawn(letter, font)
            inks.extend(_varied(plain, rng) for _ in range(renderings))
            labels.extend([letter] * renderings)
    return GlyphSet.of_one_source(CORPUS, frame_glyphs(inks), labels)


def _drawn(letter: str, font: ImageFont.FreeTypeFont) -> GlyphInk:
    left, top, right, bottom = (round(edge) for edge in font.getbbox(letter))
    picture = Image.new("L", (right - left + 40, bottom - top + 40), 0)
    ImageDraw.Draw(picture).text((20 - left, 20 - top), letter, fill=255, font=font)
    return np.asarray(picture)


def _varied(ink: GlyphInk, rng: np.random.Generator) -> GlyphInk:
    """The same letter with another pen and slant, and edges that wobble."""
    height, width = ink.shape
    shear, stretch = rng.normal(0, 0.15), np.exp(rng.normal(0, 0.12))
    matrix = np.array([[stretch, shear, 20 - shear * height / 2], [0, 1 / stretch, 20]])
    size = (round(width * stretch) + 60, round(height / stretch) + 40)
    ink = np.asarray(cv2.warpAffine(ink, matrix, size), np.uint8)
    pen = int(rng.integers(-2, 6))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(pen) + 1, abs(pen) + 1))
    changed = cv2.dilate(ink, kernel) if pen > 0 else cv2.erode(ink, kernel)
    # A font of thin strokes vanishes under a thinner pen.
    return np.asarray(changed if np.count_nonzero(changed) > 0.4 * np.count_nonzero(ink) else ink, np.uint8)
