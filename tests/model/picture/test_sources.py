"""Files of any kind as pages."""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Callable

import pytest
from PIL import Image as Pillow

from model.decode import DecodeLimits
from model.errors import OptionError, TooManyPagesError, TooManyPixelsError, UnknownFormatError
from model.picture.sources import PageSelection, open_source
from tests.model.documents import pdf_of, sheet, tiff_of

GREYS = (250, 200, 150)
PAGES = [sheet(grey) for grey in GREYS]
#: Different in size, so that a mix-up is seen.
SIZES = [sheet(200, 100 + 10 * n, 60) for n in range(3)]


def greys_of(data: bytes, selection: str = "") -> list[int]:
    """The paper of each page, from the middle of its lower edge."""
    with open_source(io.BytesIO(data)) as source:
        numbers = PageSelection.parse(selection).of(source, 9)
        return [int(source.picture(number).grey[-10, -10]) for number in numbers]


@pytest.mark.parametrize("write", [tiff_of, pdf_of], ids=["TIFF", "PDF"])
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("", [250, 200, 150]),
        ("2", [200]),
        ("2-3", [200, 150]),
        ("2-", [200, 150]),
        ("3, 1", [250, 150]),
        ("1-2,2-3", [250, 200, 150]),
    ],
)
def test_the_pages_that_were_named_come_in_their_order(
    write: Callable[[list[Pillow.Image]], bytes], selection: str, expected: list[int]
) -> None:
    assert all(abs(found - grey) <= 1 for found, grey in zip(greys_of(write(PAGES), selection), expected, strict=True))


@pytest.mark.parametrize("write", [tiff_of, pdf_of], ids=["TIFF", "PDF"])
def test_every_page_has_its_own_size(write: Callable[[list[Pillow.Image]], bytes]) -> None:
    with open_source(io.BytesIO(write(SIZES))) as source:
        pictures = [source.picture(number, preview_side=50) for number in (1, 2, 3)]
    assert [(picture.width, picture.height) for picture in pictures] == [(100, 60), (110, 60), (120, 60)]
    shapes = [picture.preview.shape for picture in pictures if picture.preview is not None]
    assert shapes == [(30, 50, 3), (27, 50, 3), (25, 50, 3)]


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_film_is_one_page(form: str) -> None:
    buffer = io.BytesIO()
    PAGES[0].convert("RGB").save(buffer, form, save_all=True, append_images=[page.convert("RGB") for page in PAGES[1:]])
    assert len(greys_of(buffer.getvalue())) == 1


def test_a_file_on_disk_is_read_in_pieces() -> None:
    with tempfile.SpooledTemporaryFile(max_size=100) as file:
        file.write(pdf_of(PAGES))
        with open_source(file) as source:  # type: ignore[arg-type]
            assert source.count(10) == 3
            assert source.picture(2).width == 120


@pytest.mark.parametrize("selection", ["0", "3-1", "a", "1-2-3", "1,,2", "-2", "99999", "1;2", "\uff11"])
def test_what_names_no_pages_is_refused(selection: str) -> None:
    with pytest.raises(OptionError, match="pages cannot be"):
        PageSelection.parse(selection)


@pytest.mark.parametrize("write", [tiff_of, pdf_of], ids=["TIFF", "PDF"])
@pytest.mark.parametrize("selection", ["4", "2-4", "9000-", "1,9"])
def test_a_page_that_is_not_there_is_refused(write: Callable[[list[Pillow.Image]], bytes], selection: str) -> None:
    with pytest.raises(OptionError, match="the file has 3"):
        greys_of(write(PAGES), selection)


@pytest.mark.parametrize("write", [tiff_of, pdf_of], ids=["TIFF", "PDF"])
def test_pages_are_limited_by_how_many_are_wanted(write: Callable[[list[Pillow.Image]], bytes]) -> None:
    data = write([sheet(200, 30, 20)] * 12)
    with pytest.raises(TooManyPagesError, match="more than 9 pages"):
        greys_of(data)
    with pytest.raises(TooManyPagesError, match="pages=1-9"):
        greys_of(data, "2-")
    assert len(greys_of(data, "4-")) == 9
    assert len(greys_of(data, "12")) == 1


def test_the_pixels_of_every_page_are_limited() -> None:
    with open_source(io.BytesIO(tiff_of([sheet(9), sheet(9, 400, 400)])), DecodeLimits(pixels=10_000)) as source:
        assert source.picture(1).width == 120
        with pytest.raises(TooManyPixelsError):
            source.picture(2)


def test_a_tiff_whose_pages_go_in_a_circle_ends() -> None:
    data = bytearray(tiff_of(PAGES[:2]))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * entries)[0]
    struct.pack_into("<I", data, second + 2 + 12 * struct.unpack_from("<H", data, second)[0], first)
    assert len(greys_of(bytes(data))) == 2


def test_what_is_no_picture_and_no_pdf_is_unknown() -> None:
    with pytest.raises(UnknownFormatError, match="PDF"), open_source(io.BytesIO(b"PK\x03\x04" * 99)):
        pass
