"""A page laid over its template: upright, level, fields where the template says."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model.binarize import Ink
from model.decode import ENOUGH_SIDE, Image
from model.elements import BoundingBox
from model.fields.homography import Homography, Points, centred, moved, scaling
from model.fields.register import Registration
from model.fields.template import Rect, Template

#: Sheets have at least this many pixels along their longer side, so that strokes have clean edges.
LEAST_SIDE = 800


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its template has it.

    Attributes:
        grey: (H, W) uint8, 0 black .. 255 white.
        ink: Of the same size, printed lines with it; its scale is 1.
        scale: Pixels of the sheet for one of the template.
        way: From pixels of the sheet to those of the decoded picture.
    """

    grey: Image
    ink: Ink
    scale: tuple[float, float]
    way: Homography

    def rect(self, rect: Rect) -> Rect:
        """A rectangle of the template in pixels of the sheet."""
        across, down = self.scale
        return Rect(rect.x * across, rect.y * down, rect.width * across, rect.height * down)

    def corners(self, rect: Rect) -> Points:
        """Where the corners of a rectangle of the sheet lie in the picture, (4, 2) from the upper left clockwise."""
        outline = [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom)]
        return moved(np.array(outline, np.float64), self.way)

    def box_back(self, box: BoundingBox, width: int, height: int) -> BoundingBox:
        """The upright box around a box of the sheet, in a picture of `width` by `height` pixels."""
        seen = self.corners(Rect(box.left, box.top, box.width, box.height))
        return around(seen, width, height)


def around(points: Points, width: int, height: int) -> BoundingBox:
    """The box around points that is inside a picture; at its edge where they are not."""
    left, top = np.clip(np.floor(points.min(axis=0) + 1e-6), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(points.max(axis=0) - 1e-6), (left + 1, top + 1), (width, height)).astype(int)
    return BoundingBox(int(left), int(top), int(right), int(bottom))


def lay(grey: Image, ink: Ink, place: Registration, template: Template) -> Sheet:
    """Turn a page so that it lies as its template does.

    Args:
        grey: (H, W) uint8, the page.
        ink: Its ink.
        place: Where the template lies on it.
        template: The form.
    """
    longest = max(template.width, template.height)
    seen = moved(np.array([[0, 0], [template.width, 0], [0, template.height]], np.float64), place.way)
    enlarged = float(np.hypot(*(seen[1:] - seen[0]).T).max()) / longest
    side = min(max(longest * enlarged * ink.scale, LEAST_SIDE), ENOUGH_SIDE)
    size = max(1, round(template.width * side / longest)), max(1, round(template.height * side / longest))
    scale = size[0] / template.width, size[1] / template.height
    to_grey = place.way @ scaling(1 / scale[0], 1 / scale[1])
    to_ink = scaling(ink.scale, ink.scale) @ to_grey
    page = _warped(_reduced(grey, side / (longest * enlarged)), to_grey, grey.shape, size, cv2.BORDER_REPLICATE)
    strength = _warped(ink.strength, to_ink, ink.mask.shape, size, cv2.BORDER_CONSTANT)
    mask = _warped(ink.mask * np.uint8(255), to_ink, ink.mask.shape, size, cv2.BORDER_CONSTANT) > 127
    return Sheet(page, Ink(mask, strength, 1.0), scale, to_grey)


def _reduced(grey: Image, shrink: float) -> Image:
    """Averaged before it is turned, where it becomes much smaller, so that thin strokes stay."""
    if shrink > 0.7:
        return grey
    size = max(1, round(grey.shape[1] * shrink)), max(1, round(grey.shape[0] * shrink))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _warped(
    page: Image, way: Homography, shape: tuple[int, ...], size: tuple[int, int], border: int
) -> Image:
    """A page seen along a way into a page of `shape`, of which `page` may be a smaller copy."""
    way = scaling(page.shape[1] / shape[1], page.shape[0] / shape[0]) @ way
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(page, centred(way), size, flags=flags, borderMode=border), np.uint8)
