"""Lays a page over the picture of its blank form: corners that look alike, then pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image, decode
from model.errors import PictureError, TemplateError
from model.fields.homography import Homography, Points, centred, corners, edged, is_view, moved, scaling
from model.fields.template import Rect
from model.quantiles import median


@dataclass(frozen=True, slots=True)
class BlankSettings:
    """How pictures are compared.

    Attributes:
        side: Corners are looked for in pictures with this longer side, in pixels.
        corners: So many at most.
        clearer: A corner's likest must be this much liker than the next.
        near: Corners that agree lie this near to one another, in pixels of that size.
        fewest: So many must agree.
        fine: The longer side of the pictures that are laid over one another pixel by pixel.
        rounds: How often at most.
        close: Corners of the page move by this share of its side at most then.
        alike: They correlate by at least this then; writing takes its share.
        anchor: Anchors are looked for this far from their place, as a share of the page's longer side.
        anchor_alike: And believed where they correlate by this.
    """

    side: int = 1400
    corners: int = 4000
    clearer: float = 0.85
    near: float = 4.0
    fewest: int = 20
    fine: int = 800
    rounds: int = 40
    close: float = 0.02
    alike: float = 0.3
    anchor: float = 0.02
    anchor_alike: float = 0.5


@lru_cache(maxsize=4)
def blank_form(content: bytes) -> Image:
    """Decode the picture of a blank form.

    Raises:
        TemplateError: It is none.
    """
    try:
        return decode(content).grey
    except PictureError as error:
        raise TemplateError(f"The blank form cannot be used. {error}") from error


def register_by_blank(
    grey: Image, blank: Image, settings: BlankSettings | None = None
) -> tuple[Homography, float] | None:
    """Lay the blank form over a page.

    Args:
        grey: (H, W) uint8, the page.
        blank: (h, w) uint8, the blank form.
        settings: The tunables; the defaults if None.

    Returns:
        The way from pixels of the blank form to those of the page and how far corners lie off one another, in pixels of
        the page; None where they are not the same form.
    """
    settings = settings or BlankSettings()
    start, end = _pairs(blank, grey, settings)
    if len(start) < settings.fewest:
        return None
    longest = max(grey.shape)
    cv2.setRNGSeed(1)
    seen, agree = cv2.findHomography(start, end, cv2.RANSAC, settings.near * longest / settings.side)
    # OpenCV answers nothing at all where no corners agree, whatever its types say.
    way, kept = np.array(seen, np.float64), np.array(agree, np.bool_).ravel()
    if way.shape != (3, 3) or not is_view(way, blank.shape[1], blank.shape[0]) or int(kept.sum()) < settings.fewest:
        return None
    way = _refined(way, grey, blank, settings)
    return way, median(np.hypot(*(moved(start[kept], way) - end[kept]).T))


def find_anchor(
    page: Image, blank: Image, rect: Rect, settings: BlankSettings | None = None
) -> tuple[float, float]:
    """How far an anchor lies off its place, to the right and below.

    Args:
        page: (H, W) uint8, the page laid over the form.
        blank: (H, W) uint8, the blank form at the same size.
        rect: The anchor, in their pixels.
        settings: The tunables; the defaults if None.

    Returns:
        The distances in pixels; none where it is not recognised.
    """
    settings = settings or BlankSettings()
    reach = max(2, round(settings.anchor * max(page.shape)))
    left, top, right, bottom = (round(edge) for edge in (rect.x, rect.y, rect.right, rect.bottom))
    part = blank[max(top, 0) : bottom, max(left, 0) : right]
    padded = cv2.copyMakeBorder(page, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    around = padded[max(top, 0) : bottom + 2 * reach, max(left, 0) : right + 2 * reach]
    if min(part.shape, default=0) < 8 or float(part.std()) < 4 or min(np.subtract(around.shape, part.shape)) < 0:
        return 0.0, 0.0
    _, best, _, place = cv2.minMaxLoc(cv2.matchTemplate(around, np.ascontiguousarray(part), cv2.TM_CCOEFF_NORMED))
    return (place[0] - reach, place[1] - reach) if best >= settings.anchor_alike else (0.0, 0.0)


def _pairs(blank: Image, grey: Image, settings: BlankSettings) -> tuple[Points, Points]:
    """Corners of both pictures that look alike, (N, 2) each in the pixels of their pictures."""
    (form, of_form), (page, of_page) = (_corners(own, settings) for own in (blank, grey))
    if min(len(form), len(page)) < settings.fewest:
        return np.zeros((0, 2)), np.zeros((0, 2))
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(of_form, of_page, k=2)
    clear = [two[0] for two in pairs if len(two) == 2 and two[0].distance < settings.clearer * two[1].distance]
    return form[[pair.queryIdx for pair in clear]], page[[pair.trainIdx for pair in clear]]


def _corners(page: Image, settings: BlankSettings) -> tuple[Points, NDArray[np.uint8]]:
    shrink = min(1.0, settings.side / max(page.shape))
    size = max(1, round(page.shape[1] * shrink)), max(1, round(page.shape[0] * shrink))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    finder = cv2.ORB.create(settings.corners, fastThreshold=8)
    found, descriptions = finder.detectAndCompute(small, None)
    if descriptions is None or not found:
        return np.zeros((0, 2)), np.zeros((0, 32), np.uint8)
    places = np.array([corner.pt for corner in found], np.float64) + 0.5
    return places * (page.shape[1] / size[0], page.shape[0] / size[1]), np.asarray(descriptions, np.uint8)


def _refined(way: Homography, grey: Image, blank: Image, settings: BlankSettings) -> Homography:
    """The way that makes both pictures most alike near a first one; that itself where there is none better."""
    to_small = [min(1.0, settings.fine / max(page.shape)) for page in (blank, grey)]
    form, page = (_lines(own, shrink) for own, shrink in zip((blank, grey), to_small, strict=True))
    start = scaling(to_small[1], to_small[1]) @ way @ scaling(1 / to_small[0], 1 / to_small[0])
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, settings.rounds, 1e-5)
    first, everywhere = centred(start), np.ones(page.shape, np.uint8)
    try:
        alike, fine = cv2.findTransformECC(
            form, page, (first / first[2, 2]).astype(np.float32), cv2.MOTION_HOMOGRAPHY, stop, everywhere, 5
        )
    # Pictures too unlike to be laid over one another.
    except cv2.error:
        return way
    back = scaling(1 / to_small[1], 1 / to_small[1])
    found = back @ edged(np.asarray(fine, np.float64)) @ scaling(to_small[0], to_small[0])
    outline = corners(blank.shape[1], blank.shape[0])
    close = float(np.abs(moved(outline, found) - moved(outline, way)).max()) <= settings.close * max(grey.shape)
    return found if alike >= settings.alike and close else way


def _lines(page: Image, shrink: float) -> NDArray[np.float32]:
    """What is darker than the paper around it, light evened out."""
    size = max(8, round(page.shape[1] * shrink)), max(8, round(page.shape[0] * shrink))
    small = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((15, 15), np.uint8)), np.float32)
