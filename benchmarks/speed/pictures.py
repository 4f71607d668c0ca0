"""The pages whose reading is timed: drawn photos of any size, and the corpus beside the checkout."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import numpy as np
from PIL import Image as Pillow

from drawing import PageStyle, draw_page

SEED = 7
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789"
#: A photo of a page of two words a line.
WORD, WORDS, LINES = 5, 2, 6
#: Width over height.
ASPECT = 4 / 3
PHOTO = PageStyle(font="patrick-hand", wobble=0.02, shadow=0.3, vignette=0.3, blur_px=0.8, noise=2)


@cache
def photo(megapixels: float, lines: int = LINES) -> bytes:
    """A drawn photo as a JPEG; larger ones show the same page in more pixels.

    Args:
        megapixels: About its size.
        lines: Of ten letters each.
    """
    height = round((megapixels * 1e6 / ASPECT) ** 0.5)
    size = round(height * ASPECT), height
    rng = np.random.default_rng(SEED)
    texts = [" ".join("".join(rng.choice(list(LETTERS), WORD)) for _ in range(WORDS)) for _ in range(lines)]
    letter = max(8, min(height // 18, round(height / (2.6 * lines))))
    return draw_page(texts, replace(PHOTO, letter_height_px=letter, sheet_px=size), SEED).jpeg()


def huge_png(megapixels: float = 39.9) -> bytes:
    """A page of nearly as many pixels as are accepted, in colour, within the bytes that are accepted."""
    with Pillow.open(io.BytesIO(photo(2))) as page:
        height = round((megapixels * 1e6 / ASPECT) ** 0.5)
        # Whole grey levels without noise, so that the file stays small.
        flat = page.convert("L").point(lambda grey: 255 if grey > 128 else 30)
        large = flat.resize((round(height * ASPECT), height), Pillow.Resampling.NEAREST).convert("RGB")
    target = io.BytesIO()
    large.save(target, "PNG", compress_level=1)
    return target.getvalue()
