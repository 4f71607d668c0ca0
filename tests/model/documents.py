"""Files with several pages, made for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def sheet(grey: int, width: int = 120, height: int = 80) -> Pillow.Image:
    """A sheet of one grey with a black bar at the top left."""
    pixels = np.full((height, width), grey, np.uint8)
    pixels[:20, :50] = 0
    return Pillow.fromarray(pixels)


def tiff_of(pages: Sequence[Pillow.Image]) -> bytes:
    """A TIFF of all pages."""
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=list(pages[1:]))
    return buffer.getvalue()


def pdf_of(pages: Sequence[Pillow.Image], password: str | None = None, dots_per_inch: int = 300) -> bytes:
    """A PDF of all pages, as a scanner makes them."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=password, invariant=1)
    for page in pages:
        width, height = (side * 72 / dots_per_inch for side in page.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(page.convert("RGB")), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
