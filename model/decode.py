"""Bytes of a picture file in, upright grey pixels out."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, ImageOps, UnidentifiedImageError
from PIL import Image as Pillow

from model.errors import (
    DamagedPictureError,
    EmptyPictureError,
    TooManyBytesError,
    TooManyPixelsError,
    UnknownFormatError,
)

#: (H, W) uint8 grey, 0 black .. 255 white, upright.
Image = NDArray[np.uint8]

#: Reading works on pictures whose longest side has at most this many pixels.
ENOUGH_SIDE = 2000

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")

#: EXIF orientations that exchange width and height.
_ON_THEIR_SIDE = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a file may weigh before any of it is decoded.

    Attributes:
        bytes: The most bytes of a file.
        pixels: The most pixels of a picture.
        jpeg_pixels: The most pixels of a JPEG, which can be decoded at a half, a quarter or an eighth of its size.
    """

    bytes: int = 20_000_000
    pixels: int = 40_000_000
    jpeg_pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture, upright.

    Attributes:
        grey: (H, W) uint8, 0 black .. 255 white; smaller than the file's picture where that was reduced.
        width: Width of the upright picture in the file, in pixels: the one that boxes refer to.
        height: Height of the upright picture in the file, in pixels.
        preview: (h, w, 3) uint8 RGB to draw on, or None where none was asked for.
    """

    grey: Image
    width: int
    height: int
    preview: NDArray[np.uint8] | None = None


def decode(data: bytes, limits: DecodeLimits | None = None, preview_side: int = 0) -> Picture:
    """Decode a picture by its content, turn it upright and put it on white.

    Args:
        data: A JPEG, PNG, TIFF, BMP, WebP or GIF file; of several pages the first.
        limits: What is refused before decoding; the default limits if None.
        preview_side: The longest side of a colour preview in pixels, 0 for none.

    Returns:
        The picture; 16-bit greys scaled to 8 bits, transparent pixels white.

    Raises:
        PictureError: The file is empty, too large, of no known format or damaged.
    """
    limits = limits or DecodeLimits()
    if not data:
        raise EmptyPictureError
    if len(data) > limits.bytes:
        raise TooManyBytesError(limits.bytes)
    source = _open(data, limits)
    width, height = source.size
    _check_pixels(source, limits)
    try:
        _reduce(source, limits, colour=preview_side > 0)
        flat = _flat(_upright(source))
        if source.getexif().get(ExifTags.Base.Orientation, 1) in _ON_THEIR_SIDE:
            width, height = height, width
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError) as error:
        raise DamagedPictureError(source.format or "picture") from error
    preview = None
    if preview_side:
        thumbnail = flat.convert("RGB") if flat.mode != "RGB" else flat.copy()
        thumbnail.thumbnail((preview_side, preview_side), Pillow.Resampling.BOX, reducing_gap=2.0)
        preview = np.asarray(thumbnail)
    return Picture(np.asarray(flat.convert("L")), width, height, preview)


def _open(data: bytes, limits: DecodeLimits) -> Pillow.Image:
    """Read the header only."""
    try:
        with warnings.catch_warnings():
            # The pixel limit is checked below, with a message that says what to do.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            return Pillow.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnknownFormatError from error
    except Pillow.DecompressionBombError as error:
        raise TooManyPixelsError(None, limits.pixels) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedPictureError("picture") from error


def _check_pixels(source: Pillow.Image, limits: DecodeLimits) -> None:
    """Refuse what is too large; a JPEG may be larger, since it can be decoded at a reduced size."""
    width, height = source.size
    limit = limits.jpeg_pixels if source.format == "JPEG" else limits.pixels
    if width * height > limit:
        raise TooManyPixelsError((width, height), limit)


def _reduce(source: Pillow.Image, limits: DecodeLimits, *, colour: bool) -> None:
    """Have a JPEG decoded no larger than reading needs, and in grey where nobody wants colours."""
    if source.format == "JPEG":
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
    """Grey or RGB in 8 bits, transparent pixels on white."""
    if source.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return _eight_bits(source)
    if source.has_transparency_data:
        layer = source.convert("RGBA")
        paper = Pillow.new("RGBA", layer.size, "white")
        return Pillow.alpha_composite(paper, layer).convert("RGB")
    return source if source.mode in {"L", "RGB"} else source.convert("L" if source.mode in {"1", "LA"} else "RGB")


def _eight_bits(source: Pillow.Image) -> Pillow.Image:
    """Scale deep greys to 0..255 (Pillow itself would clip them to white)."""
    deep: NDArray[np.float32] = np.asarray(source, dtype=np.float32)
    if source.mode.startswith("I;16") or (source.mode == "I" and deep.max(initial=0) > 255):
        deep = deep / np.float32(257)
    elif source.mode == "F" and deep.max(initial=0) <= 1:
        deep = deep * np.float32(255)
    return Pillow.fromarray(np.clip(np.nan_to_num(deep), 0, 255).astype(np.uint8))
