"""PDFs as pictures of their pages."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from model.decode import DecodeLimits
from model.errors import (
    DamagedPictureError,
    EmptyPictureError,
    LockedFileError,
    PictureError,
    TooManyBytesError,
    TooSlowPageError,
)
from model.picture.pdf import LONGEST_SIDE, PdfSource
from model.picture.sources import open_source
from tests.model.documents import pdf_of, sheet


def opened(data: bytes, limits: DecodeLimits | None = None) -> PdfSource:
    return PdfSource(io.BytesIO(data), limits or DecodeLimits())


def drawn_pdf(width: float, height: float, strokes: int = 0) -> bytes:
    """A PDF page with lines instead of a picture."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1)
    for number in range(strokes):
        canvas.circle(width / 2, height / 2, 1 + number % 97)
    canvas.rect(0, 0, width / 2, height, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_page_is_drawn_at_300_dots_per_inch() -> None:
    picture = opened(drawn_pdf(144, 72)).picture(1)
    assert (picture.width, picture.height) == (600, 300)
    assert picture.grey.shape == (300, 600)
    assert picture.grey[150, 100] == 0
    assert picture.grey[150, 500] == 255


@pytest.mark.parametrize("size", [(10_000, 3000), (3000, 10_000)])
def test_a_large_sheet_is_drawn_no_larger_than_a4(size: tuple[int, int]) -> None:
    picture = opened(drawn_pdf(*size)).picture(1)
    assert max(picture.width, picture.height) == LONGEST_SIDE
    assert abs(picture.width / picture.height - size[0] / size[1]) < 0.01


def test_a_sheet_of_almost_no_width_is_drawn() -> None:
    assert opened(drawn_pdf(0.01, 500)).picture(1).width == 1


def test_the_preview_has_colours() -> None:
    red = sheet(250).convert("RGB")
    red.paste((200, 30, 30), (60, 40, 100, 70))
    picture = opened(pdf_of([red])).picture(1, preview_side=60)
    assert picture.preview is not None
    assert np.abs(picture.preview[27, 40].astype(int) - (200, 30, 30)).max() <= 2


def test_other_bytes_before_the_magic_number_do_no_harm() -> None:
    with open_source(io.BytesIO(b"\r\nprinted by\r\n" + pdf_of([sheet(200)]))) as source:
        assert source.count(5) == 1


BAD: dict[str, tuple[bytes, type[PictureError]]] = {
    "empty": (b"", EmptyPictureError),
    "head only": (b"%PDF-1.7\n", DamagedPictureError),
    "cut": (pdf_of([sheet(200)])[:200], DamagedPictureError),
    "locked": (pdf_of([sheet(200)], password="secret"), LockedFileError),
}


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_says_what_to_do(data: bytes, error: type[PictureError]) -> None:
    with pytest.raises(error):
        opened(data)


def test_bytes_have_a_limit_of_their_own() -> None:
    data = pdf_of([sheet(200)])
    assert opened(data, DecodeLimits(bytes=10, pdf_bytes=len(data))).count(9) == 1
    with pytest.raises(TooManyBytesError):
        opened(data, DecodeLimits(pdf_bytes=len(data) - 1))


def test_a_page_that_takes_too_long_is_given_up_and_the_next_file_read() -> None:
    with pytest.raises(TooSlowPageError, match="more than 0 seconds"):
        opened(drawn_pdf(600, 800, strokes=20_000), DecodeLimits(seconds=0)).picture(1)
    assert opened(drawn_pdf(72, 72)).picture(1).width == 300


def test_threads_may_read_pdfs_at_the_same_time() -> None:
    files = [pdf_of([sheet(60 + 20 * n)] * 3) for n in range(6)]

    def greys(data: bytes) -> list[int]:
        with open_source(io.BytesIO(data)) as source:
            return [int(source.picture(number).grey[-10, -10]) for number in (1, 2, 3)]

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(greys, files))
    assert all(abs(grey - 60 - 20 * n) <= 1 for n, row in enumerate(found) for grey in row)
