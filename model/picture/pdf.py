"""Pages of PDF files, drawn as they would be printed."""

from __future__ import annotations

import ctypes
from functools import partial
from threading import Lock
from time import monotonic
from typing import BinaryIO

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image as Pillow

from model.decode import DecodeLimits, Picture, check_bytes, picture_of
from model.errors import DamagedPictureError, LockedFileError, TooSlowPageError

DOTS_PER_INCH = 300
#: The longest side of a drawn page in pixels: A4 at 300 dots per inch. Larger sheets are drawn at fewer.
LONGEST_SIDE = 3508
#: Colours are kept so many times smaller than pages are drawn: what is read is no larger.
_COARSER = 2
FORMAT = "PDF"

# PDFium is not thread-safe, not even with two documents: one thread at a time may be inside it.
_PDFIUM = Lock()


class PdfSource:
    """An opened PDF; pages are drawn one at a time and nothing of them is kept."""

    def __init__(self, file: BinaryIO, limits: DecodeLimits) -> None:
        """Open a file, which is read in pieces as they are needed.

        Raises:
            PictureError: The file is too large, damaged or locked.
        """
        check_bytes(file, limits.pdf_bytes)
        self._limits = limits
        with _PDFIUM:
            try:
                self._document = pdfium.PdfDocument(file)
                self._count = len(self._document)
            except pdfium.PdfiumError as error:
                locked = error.err_code == raw.FPDF_ERR_PASSWORD
                raise (LockedFileError() if locked else DamagedPictureError(FORMAT)) from error

    def count(self, most: int) -> int:
        """How many pages there are, at most `most`."""
        return min(self._count, most)

    def picture(self, number: int, preview_side: int = 0) -> Picture:
        """Draw a page.

        Args:
            number: Which one, from 1.
            preview_side: The longest side of a colour preview in pixels, 0 for none.

        Raises:
            PictureError: The page is damaged or takes too long.
        """
        with _PDFIUM:
            try:
                drawn = self._drawn(number)
            except pdfium.PdfiumError as error:
                raise DamagedPictureError(FORMAT) from error
        # The document may be closed when colours are asked for; at half the size they take a quarter of the memory.
        return picture_of(drawn, *drawn.size, preview_side, partial(np.asarray, drawn.reduce(_COARSER)))

    def close(self) -> None:
        """Let the document go."""
        with _PDFIUM:
            self._document.close()

    def _drawn(self, number: int) -> Pillow.Image:
        """The page in colour; everything of PDFium is closed here, where the lock is held."""
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height, 1))
            size = max(1, round(width * scale)), max(1, round(height * scale))
            bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx, rev_byteorder=True)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
                _draw(bitmap, page, self._limits.seconds)
                # A copy: the bitmap's own memory goes when it is closed.
                drawn: Pillow.Image = bitmap.to_pil().convert("RGB")
                return drawn
            finally:
                bitmap.close()
        finally:
            page.close()


def _draw(bitmap: pdfium.PdfBitmap, page: pdfium.PdfPage, seconds: float) -> None:
    """Draw in steps, so that a page made to take hours is given up.

    Raises:
        TooSlowPageError: It takes longer than `seconds`.
        pdfium.PdfiumError: It cannot be drawn.
    """
    deadline = monotonic() + seconds
    late = type(raw.IFSDK_PAUSE().NeedToPauseNow)(lambda _: monotonic() > deadline)
    pause = raw.IFSDK_PAUSE(version=1, NeedToPauseNow=late, user=None)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | raw.FPDF_RENDER_LIMITEDIMAGECACHE
    area = (0, 0, bitmap.width, bitmap.height)
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *area, 0, flags, ctypes.byref(pause))
    raw.FPDF_RenderPage_Close(page)
    if status == raw.FPDF_RENDER_TOBECONTINUED:
        raise TooSlowPageError(seconds)
    if status != raw.FPDF_RENDER_DONE:
        raise pdfium.PdfiumError("the page cannot be drawn")
