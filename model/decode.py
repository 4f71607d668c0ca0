"""Bytes of a picture file in, upright grey pixels out."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, ImageOps
from PIL import Image as Pillow
from pillow_heif import register_heif_opener

from model.errors import (
    DamagedPictureError,
    EmptyPictureError,
    TooManyBytesError,
    TooManyPixelsError,
    UnknownFormatError,
)

#: (H, W) uint8 grey, 0 black .. 255 white, upright.
Image = NDArray[np.uint8]
#: (H, W, 3) uint8 RGB, upright.
Colours = NDArray[np.uint8]

#: As many bytes as a format is told by.
HEAD_BYTES = 16
#: Reading works on pictures whose longest side has at most this many pixels.
ENOUGH_SIDE = 2000

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF", "AVIF", "HEIF")
#: Pillow calls a JPEG with further pictures behind the first one, as some telephones make it, by another name.
_JPEGS = frozenset({"JPEG", "MPO"})

#: What Pillow and the libraries below it raise for damaged files.
_DAMAGES = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)

Pillow.init()
register_heif_opener(thumbnails=False)

#: Ink on a transparent ground is bright above this, 0..255, and covers less than this share.
_BRIGHT, _MOSTLY = 160, 0.5
#: which is told from about so many of its pixels on the longest side.
_SAMPLED = 500

#: EXIF orientations that exchange width and height.
_ON_THEIR_SIDE = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a file may weigh before any of it is decoded.

    Attributes:
        bytes: The most bytes of a file.
        pixels: The most pixels of a picture.
        jpeg_pixels: The most pixels of a JPEG, which can be decoded at a half, a quarter or an eighth of its size.
        pdf_bytes: The most bytes of a PDF file.
        pages: The most pages that are read at once.
        seconds: How long a page of a PDF may take to draw.
    """

    bytes: int = 20_000_000
    pixels: int = 40_000_000
    jpeg_pixels: int = 100_000_000
    pdf_bytes: int = 100_000_000
    pages: int = 500
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture, upright.

    Attributes:
        grey: (H, W) uint8, 0 black .. 255 white; smaller than the file's picture where that was reduced.
        width: Width of the upright picture in the file, in pixels: the one that boxes refer to.
        height: Height of the upright picture in the file, in pixels.
        preview: (h, w, 3) uint8 RGB to draw on, or None where none was asked for.
        colours: Decodes the picture in colour, of its proportions but maybe smaller; None where it has none. Few pages
            need them, and all of those at once would be larger than what is kept of the file. Can be sent elsewhere.
    """

    grey: Image
    width: int
    height: int
    preview: Colours | None = None
    colours: Callable[[], Colours] | None = None


def decode(data: bytes, limits: DecodeLimits | None = None, preview_side: int = 0) -> Picture:
    """Decode a picture by its content, turn it upright and put it on white.

    Args:
        data: A JPEG, PNG, TIFF, BMP, WebP, GIF, AVIF or HEIC file; of several pages the first.
        limits: What is refused before decoding; the default limits if None.
        preview_side: The longest side of a colour preview in pixels, 0 for none.

    Returns:
        The picture; 16-bit greys scaled to 8 bits, transparent pixels white.

    Raises:
        PictureError: The file is empty, too large, of no known format or damaged.
    """
    limits, file = limits or DecodeLimits(), io.BytesIO(data)
    source = open_raster(file, limits)
    return decode_frame(source, limits, preview_side, colours_in(source, file, limits))


def open_raster(file: BinaryIO, limits: DecodeLimits) -> Pillow.Image:
    """Read the header of a picture file, by its content.

    Not by `PIL.Image.open`: it warns of large pictures, and silencing warnings is not safe between threads. The
    limit on pixels is ours.

    Raises:
        PictureError: The file is empty, too large, of no known format or damaged.
    """
    check_bytes(file, limits.bytes)
    head = file.read(HEAD_BYTES)
    form = next((form for form in FORMATS if _is_accepted(form, head)), None)
    if form is None:
        raise UnknownFormatError
    file.seek(0)
    try:
        return Pillow.OPEN[form][0](file, "")
    except Pillow.DecompressionBombError as error:
        raise TooManyPixelsError(None, limits.pixels) from error
    except _DAMAGES as error:
        raise DamagedPictureError(form) from error


def check_bytes(file: BinaryIO, limit: int) -> None:
    """Refuse an empty or too large file; leaves it at its beginning.

    Raises:
        EmptyPictureError: There are no bytes.
        TooManyBytesError: There are more than `limit`.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise EmptyPictureError
    if size > limit:
        raise TooManyBytesError(limit)


def _is_accepted(form: str, head: bytes) -> bool:
    """Whether a file begins like one of a format; Pillow answers a text where it lacks the decoder."""
    accept = Pillow.OPEN[form][1]
    return accept is not None and accept(head) is True


def decode_frame(
    source: Pillow.Image, limits: DecodeLimits, preview_side: int = 0, colours: Callable[[], Colours] | None = None
) -> Picture:
    """Decode the page that an opened picture file stands at.

    Args:
        source: An opened file, not yet decoded.
        limits: What is refused before decoding.
        preview_side: The longest side of a colour preview in pixels, 0 for none.
        colours: Decodes the page in colour.

    Raises:
        PictureError: The page has too many pixels or is damaged.
    """
    width, height = source.size
    _check_pixels(source, limits)
    with _decoding(source, limits):
        _reduce(source, limits, colour=preview_side > 0)
        flat = _flat(_upright(source))
        if source.getexif().get(ExifTags.Base.Orientation, 1) in _ON_THEIR_SIDE:
            width, height = height, width
        return picture_of(flat, width, height, preview_side, colours)


@contextmanager
def _decoding(source: Pillow.Image, limits: DecodeLimits) -> Iterator[None]:
    """Say of what goes wrong within that a file has too many pixels or is damaged."""
    try:
        yield
    except Pillow.DecompressionBombError as error:
        raise TooManyPixelsError(None, limits.pixels) from error
    except _DAMAGES as error:
        raise DamagedPictureError(source.format or "picture") from error


def colours_in(
    source: Pillow.Image, file: BinaryIO, limits: DecodeLimits, number: int = 1
) -> Callable[[], Colours] | None:
    """What decodes the page that an opened picture file stands at in colour, also when the file is closed.

    Args:
        source: The opened file, its page not yet decoded.
        file: Its bytes.
        limits: What it was opened under.
        number: The number of the page, from 1.

    Returns:
        A function that can be sent elsewhere; None where the page is grey.
    """
    if Pillow.getmodebase(source.mode) == "L":
        return None
    place = file.tell()
    file.seek(0)
    content = file.read()
    file.seek(place)
    return partial(_colours_of, content, limits, number)


def _colours_of(content: bytes, limits: DecodeLimits, number: int) -> Colours:
    """A page of a picture file in colour, no larger than reading needs."""
    source = open_raster(io.BytesIO(content), limits)
    seek_frame(source, number)
    with _decoding(source, limits):
        _reduce(source, limits, colour=True)
        flat = _flat(_upright(source))
        return np.asarray(flat.reduce(max(1, max(flat.size) // ENOUGH_SIDE)).convert("RGB"))


def seek_frame(source: Pillow.Image, number: int) -> bool:
    """Go to a page of an opened file, counted from 1.

    Returns:
        Whether there is such a page.

    Raises:
        DamagedPictureError: The list of pages is damaged.
    """
    try:
        source.seek(number - 1)
    except EOFError:
        return False
    except _DAMAGES as error:
        raise DamagedPictureError(source.format or "picture") from error
    return True


def picture_of(
    flat: Pillow.Image, width: int, height: int, preview_side: int, colours: Callable[[], Colours] | None = None
) -> Picture:
    """An upright picture in 8 bits, grey, RGB or opaque RGBA, as reading wants it.

    Args:
        flat: The pixels, at the size they were decoded at.
        width: Of the upright picture in the file, in pixels.
        height: The same.
        preview_side: The longest side of a colour preview in pixels, 0 for none.
        colours: Decodes the picture in colour.
    """
    preview = None
    if preview_side:
        thumbnail = flat.convert("RGB") if flat.mode != "RGB" else flat.copy()
        thumbnail.thumbnail((preview_side, preview_side), Pillow.Resampling.BOX, reducing_gap=2.0)
        preview = np.asarray(thumbnail)
    grey = flat if flat.mode == "L" else flat.convert("L")
    return Picture(np.asarray(grey), width, height, preview, colours)


def _check_pixels(source: Pillow.Image, limits: DecodeLimits) -> None:
    """Refuse what is too large; a JPEG may be larger, since it can be decoded at a reduced size."""
    width, height = source.size
    limit = limits.jpeg_pixels if source.format in _JPEGS else limits.pixels
    if width * height > limit:
        raise TooManyPixelsError((width, height), limit)


def _reduce(source: Pillow.Image, limits: DecodeLimits, *, colour: bool) -> None:
    """Have a JPEG decoded no larger than reading needs, and in grey where nobody wants colours."""
    if source.format in _JPEGS:
        width, height = source.size
        step = max(width, height) / ENOUGH_SIDE
        step = max(step, 2.0 if width * height > limits.pixels else 1.0)
        source.draft(None if colour else "L", (int(width / step), int(height / step)))


def _upright(source: Pillow.Image) -> Pillow.Image:
    """The pixels turned as EXIF says; without a turn they are not copied."""
    source.load()
    if source.getexif().get(ExifTags.Base.Orientation, 1) == 1:
        return source
    return ImageOps.exif_transpose(source)


def _flat(source: Pillow.Image) -> Pillow.Image:
    """Grey or RGB in 8 bits, also RGBA where it is opaque; transparent pixels on white, or black under bright ink."""
    if source.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return _eight_bits(source)
    if source.has_transparency_data:
        layer = source.convert("RGBA")
        # Every canvas has an alpha channel, and few have anything in it: laying it on white takes as long as unpacking.
        if layer.getchannel("A").getextrema() == (255, 255):
            return layer
        return Pillow.alpha_composite(Pillow.new("RGBA", layer.size, _paper_for(layer)), layer).convert("RGB")
    return source if source.mode in {"L", "RGB"} else source.convert("L" if source.mode in {"1", "LA"} else "RGB")


def _paper_for(layer: Pillow.Image) -> str:
    """What a transparent picture is laid on: white, or black where bright ink and little else can be seen."""
    # A sample tells, however large the picture is.
    step = max(1, max(layer.size) // _SAMPLED)
    grey, seen = np.asarray(layer.convert("LA"))[::step, ::step].astype(np.float32).transpose(2, 0, 1)
    bright = float((seen * grey).sum()) > _BRIGHT * float(seen.sum())
    return "black" if bright and float(seen.mean()) < 255 * _MOSTLY else "white"


def _eight_bits(source: Pillow.Image) -> Pillow.Image:
    """Scale deep greys to 0..255 (Pillow itself would clip them to white)."""
    deep: NDArray[np.float32] = np.asarray(source, dtype=np.float32)
    if source.mode.startswith("I;16") or (source.mode == "I" and deep.max(initial=0) > 255):
        deep = deep / np.float32(257)
    elif source.mode == "F" and deep.max(initial=0) <= 1:
        deep = deep * np.float32(255)
    return Pillow.fromarray(np.clip(np.nan_to_num(deep), 0, 255).astype(np.uint8))
