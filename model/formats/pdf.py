"""Pages as a searchable PDF: the picture, and under it the letters where they stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from model.elements import BoundingBox, Line, Page, Word
from model.formats.reading import PageReading

JPEG_QUALITY = 80
#: How large a pixel is on paper: that of a scan; a PDF page may not be longer than `MOST_POINTS`.
POINTS_A_PIXEL = 72 / 300
MOST_POINTS = 14_400
INVISIBLE: Final = 3
#: All its letters are equally wide: programs that guess spaces from widths are not misled by narrow ones.
FONT = "Courier"
#: Of the font, in shares of its size: capitals and digits, small letters, and what hangs below the line.
CAPITAL, SMALL, DEPTH = 0.562, 0.426, 0.157
#: The least width of a space, in shares of the height of the letter before it.
LEAST_SPACE = 0.2
_SMALL = frozenset("acemnorsuvwxzgpqy")
_HANGING = frozenset("gjpqy")
_MARKS = frozenset(".,-'")

# Without it every picture is written as text, a quarter larger; nothing else in this program writes PDFs.
rl_config.useA85 = 0


def write_pdf(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One document for all pages, each the size it has at 300 dots per inch.

    Pages without a preview hold only the invisible text. Nothing is written before the last page is read.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=1)
    canvas.setCreator("Blockletter")
    for reading in readings:
        _add_page(canvas, reading.page, reading.preview)
        yield b""
    canvas.save()
    yield buffer.getvalue()


def _add_page(canvas: Canvas, page: Page, preview: NDArray[np.uint8] | None) -> None:
    scale = min(POINTS_A_PIXEL, MOST_POINTS / max(page.width, page.height))
    size = page.width * scale, page.height * scale
    canvas.setPageSize(size)
    if preview is not None:
        canvas.drawImage(_jpeg(preview), 0, 0, *size)
    text = canvas.beginText()
    text.setTextRenderMode(INVISIBLE)
    for line in page.lines:
        _add_line(text, line, size[1], scale)
    canvas.drawText(text)
    canvas.showPage()


def _jpeg(preview: NDArray[np.uint8]) -> ImageReader:
    buffer = io.BytesIO()
    Pillow.fromarray(preview).save(buffer, "JPEG", quality=JPEG_QUALITY)
    buffer.seek(0)
    return ImageReader(buffer)


def _add_line(text: PDFTextObject, line: Line, height: float, scale: float) -> None:
    """The words of a line with real spaces between them, which programs that search cannot guess from gaps alone."""
    for word, following in zip_longest(line.words, line.words[1:]):
        base, size = baseline(word)
        text.setFont(FONT, size * scale)
        for letter, left, right in _cells(word, following):
            shown = _encodable(letter)
            stretch = (right - left) * scale / stringWidth(shown, FONT, size * scale)
            text.setTextTransform(stretch, 0, 0, 1, left * scale, height - base * scale)
            text.textOut(shown)


def _encodable(letter: str) -> str:
    """A letter as the font has it: people may correct to letters that it lacks."""
    return letter.encode("cp1252", "replace").decode("cp1252")


def _cells(word: Word, following: Word | None) -> Iterator[tuple[str, int, int]]:
    """Letters with the left and right of their cells in pixels: each reaches to the next, or a gap would be a space."""
    last = word.glyphs[-1].box
    if following is not None:
        # Words of one line may overlap by some pixels; the space between them must keep a width to be found.
        start = following.glyphs[0].box.left
        end = max(last.left + 1, min(last.right, start - round(LEAST_SPACE * last.height)))
    else:
        start = end = last.right
    edges = [*(glyph.box.left for glyph in word.glyphs[1:]), end]
    for glyph, edge in zip(word.glyphs, edges, strict=True):
        yield glyph.letter, glyph.box.left, max(edge, glyph.box.left + 1)
    if following is not None:
        yield " ", end, max(start, end + 1)


def baseline(word: Word) -> tuple[float, float]:
    """Where the letters of a word stand, and how large the font is that is as high as they are.

    Returns:
        The y of the baseline and the font's size, both in pixels of the page.
    """
    whole = [glyph for glyph in word.glyphs if glyph.letter not in _MARKS] or list(word.glyphs)
    standing = [glyph for glyph in whole if glyph.letter not in _HANGING]
    box = BoundingBox.around(glyph.box for glyph in whole)
    top = SMALL if all(glyph.letter in _SMALL for glyph in whole) else CAPITAL
    if standing:
        base = float(max(glyph.box.bottom for glyph in standing))
        return base, max(base - box.top, 1.0) / top
    size = box.height / (top + DEPTH)
    return box.bottom - DEPTH * size, size
