"""Reading only a part of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from model.decode import Colours, Picture
from model.elements import BoundingBox, Glyph, Line, Page
from model.errors import OptionError


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture, in pixels of the upright picture as it is in the file, from the top left.

    Raises:
        OptionError: It has no area.
    """

    x: int
    y: int
    w: int
    h: int

    def __post_init__(self) -> None:
        """Refuse what holds no pixel."""
        if min(self.x, self.y) < 0 or min(self.w, self.h) < 1:
            raise OptionError(f"region cannot be {self.x},{self.y},{self.w},{self.h}. {_HINT}")

    @classmethod
    def parse(cls, text: str) -> Region:
        """Understand ``x,y,w,h``.

        Raises:
            OptionError: The text is not that.
        """
        parts = [part.strip() for part in text.split(",")]
        if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) < 7 for part in parts):
            raise OptionError(f"region cannot be {text[:40]!r}. {_HINT}")
        return cls(*map(int, parts))


_HINT = "Give left, top, width and height in pixels of the upright picture, such as 0,0,400,200."


def cut_out(picture: Picture, region: Region) -> tuple[Picture, int, int]:
    """The part of a picture that lies in a region.

    Args:
        picture: The whole.
        region: The part; what reaches beyond the picture is left out.

    Returns:
        The part, and its left and top in pixels of the whole picture's width and height. The preview stays whole.

    Raises:
        OptionError: The region lies outside the picture.
    """
    if region.x >= picture.width or region.y >= picture.height:
        raise OptionError(f"region begins outside the picture of {picture.width} x {picture.height} pixels. {_HINT}")
    # The decoded pixels may be fewer than those of the file.
    height, width = picture.grey.shape
    across, down = width / picture.width, height / picture.height
    left, top = min(int(region.x * across), width - 1), min(int(region.y * down), height - 1)
    right = min(max(round((region.x + region.w) * across), left + 1), width)
    bottom = min(max(round((region.y + region.h) * down), top + 1), height)
    x, y = round(left / across), round(top / down)
    size = max(1, round((right - left) / across)), max(1, round((bottom - top) / down))
    shares = left / width, top / height, right / width, bottom / height
    colours = None if picture.colours is None else partial(_colours_of, picture.colours, shares)
    return Picture(picture.grey[top:bottom, left:right], *size, colours=colours), x, y


def _colours_of(whole: Callable[[], Colours], shares: tuple[float, float, float, float]) -> Colours:
    """A part of a picture in colour.

    Args:
        whole: Decodes all of it.
        shares: Left, top, right and bottom, as shares of its width and height.
    """
    colours = whole()
    height, width, _ = colours.shape
    left, top = min(round(shares[0] * width), width - 1), min(round(shares[1] * height), height - 1)
    return colours[top : max(top + 1, round(shares[3] * height)), left : max(left + 1, round(shares[2] * width))]


def put_back(page: Page, x: int, y: int, whole: Picture) -> Page:
    """The reading of a part as a reading of the whole picture."""
    return Page(whole.width, whole.height, tuple(_moved(line, x, y, whole) for line in page.lines))


def _moved(line: Line, x: int, y: int, whole: Picture) -> Line:
    def moved(glyph: Glyph) -> Glyph:
        box = glyph.box
        left, top = min(box.left + x, whole.width - 1), min(box.top + y, whole.height - 1)
        right, bottom = min(box.right + x, whole.width), min(box.bottom + y, whole.height)
        return replace(glyph, box=BoundingBox(left, top, right, bottom))

    return replace(line, words=tuple(replace(word, glyphs=tuple(map(moved, word.glyphs))) for word in line.words))
