"""Which pixels are ink: light evened out, either polarity, thresholded where the strokes are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.combs import without_dividers
from model.decode import ENOUGH_SIDE, Image
from model.light import Gain, evened, falling_off
from model.paper import Plain, without_pattern
from model.pieces import common_height
from model.sheet import NOTHING_AROUND, Surroundings, look_around, without_shadow
from model.tiles import middles, tile_samples

#: Pages with a longer side than this are large.
_LARGE = 1000

#: (H, W) bool, True where there is ink.
InkMask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BinarizeSettings:
    """How ink is told from paper.

    Attributes:
        largest_side: Larger pictures are scaled down to this before anything else; strokes stay wide enough.
        smallest_side: Smaller ones are scaled up, so that blurred strokes get a clean edge.
        hardly_smaller: Pictures scaled down by no more than this are interpolated, others averaged.
        paper_side: The longest side at which the light on the paper is estimated; it changes slowly.
        stroke_side: The longest side at which polarity and stroke widths are estimated.
        widest_stroke: Strokes up to this share of the longest side are ink, anything wider is paper or desk.
        bright_edge: Where this share of the picture's edge is bright, it shows paper,
        bold: and light strokes must be so many times as much as dark ones: the gaps between bold letters are thin, too.
        common_widths: Share of all strokes (by length) that the paper must show beside.
        neighbourhood: The share of the longest side over which the strongest stroke sets the threshold.
        threshold: Share of the strongest darkness nearby from which a pixel is ink.
        weakest: The least darkness of ink, out of 255.
        darkest_paper: Paper darker than this, out of 255, is not made lighter.
        noise_tiles: The grain of the paper is measured in this many tiles along the longest side.
        grain_pixels: Grain is measured between pixels this far apart; nearer ones are alike after scaling and JPEG.
        noise: The least darkness of ink, in standard deviations of the paper.
        pattern: Whether lines that run evenly over the page are taken for those of ruled or squared paper and left out;
            those of forms do, too.
    """

    largest_side: int = ENOUGH_SIDE
    smallest_side: int = 800
    hardly_smaller: float = 0.75
    paper_side: int = 320
    stroke_side: int = 640
    widest_stroke: float = 0.14
    bright_edge: float = 0.97
    bold: float = 1.9
    common_widths: float = 0.9
    neighbourhood: float = 0.02
    threshold: float = 0.3
    weakest: int = 14
    darkest_paper: int = 70
    noise_tiles: int = 16
    grain_pixels: int = 5
    noise: float = 4.5
    pattern: bool = True


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page at working size.

    Attributes:
        mask: (H, W) bool, True where there is ink.
        strength: (H, W) uint8, how dark each pixel is against the paper around it, 0..255.
        scale: Pixels of working size for one pixel of the picture given.
        around: The sheet or the shadow on that picture, of what dark ink is on; nothing where ink is light.
        gain: What evens out the light on that picture, None where it does not fall off.
    """

    mask: InkMask
    strength: NDArray[np.uint8]
    scale: float
    around: Surroundings = NOTHING_AROUND
    gain: Gain | None = None


def find_ink(grey: Image, settings: BinarizeSettings | None = None) -> Ink:
    """Find the ink of a page, darker or lighter than its paper.

    Args:
        grey: (H, W) uint8, 0 black .. 255 white, upright.
        settings: The tunables; the defaults if None.

    Returns:
        The ink at working size.
    """
    settings = settings or BinarizeSettings()
    page, scale = _working_size(grey, settings)
    small = _shrunk(page, settings.stroke_side)
    gain = falling_off(_shrunk(small, settings.paper_side))
    page, small = evened(page, gain), evened(small, gain)
    is_light, stroke_width = _strokes(small, settings)
    if is_light:
        page, small = np.asarray(cv2.bitwise_not(page), np.uint8), np.asarray(cv2.bitwise_not(small), np.uint8)
    around = look_around(small)
    page = without_shadow(page, around)
    strength = _darkness(page, stroke_width, settings)
    plain = without_pattern(strength) if settings.pattern else Plain(strength)
    if plain.strength is not strength:
        # Thin lines hide how wide the strokes are, and so where there is paper: look again without them.
        page = _lightened(page, strength, plain.strength)
        strength = _darkness(page, _strokes(_shrunk(page, settings.stroke_side), settings)[1], settings)
    mask = _without_combs(strength > _threshold(strength, settings), strength, plain)
    if around.sheet is not None:
        mask &= cv2.resize(around.sheet, mask.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    # Where ink is light the shadow was found on the inverted picture: to lighten the picture itself would be wrong.
    return Ink(mask, strength, scale, NOTHING_AROUND if is_light else around, gain)


def _working_size(grey: Image, settings: BinarizeSettings) -> tuple[Image, float]:
    longest = max(grey.shape)
    if settings.smallest_side <= longest <= settings.largest_side:
        return grey, 1.0
    scale = min(settings.largest_side, max(settings.smallest_side, longest)) / longest
    scale = min(scale, 4.0)
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    # Hardly smaller: two neighbours make a pixel all the same, and averaging by shares takes eight times as long.
    reduced = cv2.INTER_LINEAR if scale > settings.hardly_smaller else cv2.INTER_AREA
    how = reduced if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), scale


def _shrunk(page: Image, longest: int) -> Image:
    """The page averaged down to a longest side; itself where it is no larger."""
    scale = longest / max(page.shape)
    if scale >= 1:
        return page
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    # Large pages by whole pixels first: averaging by shares of pixels takes ten times as long.
    if max(page.shape) > _LARGE and scale <= 0.5:
        half = max(1, page.shape[1] // 2), max(1, page.shape[0] // 2)
        page = np.asarray(cv2.resize(page, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), np.uint8)


def _square(side: int) -> NDArray[np.uint8]:
    """A square kernel of odd side."""
    return np.ones((side | 1, side | 1), np.uint8)


def _at_least(picture: Image, least: int) -> Image:
    """The larger of each pixel and a number; numpy takes nine times as long for it."""
    return np.asarray(cv2.max(picture, float(least)), np.uint8)  # type: ignore[call-overload]


def _thinness(small: Image, is_light: bool, settings: BinarizeSettings) -> NDArray[np.float64]:
    """How much of the page is strokes of each width, thin ones counting more: its granulometry.

    Args:
        small: (H, W) uint8.
        is_light: Whether light strokes are meant, or dark ones.
        settings: The tunables.

    Returns:
        One amount for each of the stroke widths 2, 4, 8 ... pixels.
    """
    # What closing adds is dark and thin, what opening takes away light and thin.
    grow, shrink = (cv2.erode, cv2.dilate) if is_light else (cv2.dilate, cv2.erode)
    lengths, covered = [], 0.0
    spread, reach = small, 0
    for width in _widths(small, settings):
        # A wide square is reached from the one before it in half the time.
        spread, reach = np.asarray(grow(spread, _square(2 * (width - reach))), np.uint8), width
        response = np.asarray(cv2.absdiff(shrink(spread, _square(2 * width)), small), np.uint8)
        area = cv2.sumElems(_at_least(response, settings.weakest))[0] - settings.weakest * response.size
        # Strokes and the gaps between them have the same outline; dividing by the width once more prefers the thin.
        lengths.append(max(area - covered, 0.0) / width**2)
        covered = max(area, covered)
    return np.array(lengths)


def _widths(small: Image, settings: BinarizeSettings) -> list[int]:
    """Stroke widths to look for, each twice the one before."""
    widest = max(small.shape) * settings.widest_stroke
    return [2**power for power in range(1, 12) if 2**power <= widest] or [2]


def _strokes(small: Image, settings: BinarizeSettings) -> tuple[bool, float]:
    """Whether strokes are lighter than what they stand on, and how wide the widest common ones are.

    Strokes are thin, the gaps between them less so: the polarity with more thin strokes is ink.

    Returns:
        The polarity, and a width as a share of the page's longest side.
    """
    small = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)
    dark, light = (_thinness(small, is_light, settings) for is_light in (False, True))
    needed = settings.bold if _has_bright_edge(small, settings) else 1.0
    is_light = bool(light.sum() > needed * dark.sum())
    widths = np.array(_widths(small, settings), np.float64)
    lengths = np.cumsum((light if is_light else dark) * widths)
    widest = int(np.searchsorted(lengths, settings.common_widths * lengths[-1]))
    return is_light, float(widths[min(widest, len(widths) - 1)]) / max(small.shape)


def _has_bright_edge(small: Image, settings: BinarizeSettings) -> bool:
    """Whether the picture's edge and most of the picture are of its brighter kind."""
    _, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edge = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    return bool(edge.mean() >= settings.bright_edge and cv2.countNonZero(bright) > bright.size / 2)


def _darkness(page: Image, stroke_width: float, settings: BinarizeSettings) -> NDArray[np.uint8]:
    """How much darker than its paper each pixel is, 0..255."""
    small = _shrunk(page, settings.paper_side)
    # Wide enough to see paper on both sides of every stroke, and no wider: light changes within a wide window.
    reach = round(2.5 * stroke_width * max(small.shape)) + 4
    paper = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, _square(reach))
    paper = cv2.resize(cv2.blur(paper, (5, 5)), page.shape[::-1], interpolation=cv2.INTER_LINEAR)
    # Dividing by the light evens it out; where there is hardly any light it would only multiply the grain.
    light = _at_least(np.asarray(paper, np.uint8), settings.darkest_paper)
    return np.asarray(cv2.divide(cv2.subtract(paper, page), light, scale=255), np.uint8)


def _lightened(page: Image, strength: NDArray[np.uint8], cleaned: NDArray[np.uint8]) -> Image:
    """The page as it would be if it were as dark against its paper as `cleaned` says instead of `strength`."""
    lightened = page.copy()
    # Only along the lines: floating-point numbers for all of a page would take as long as all the rest.
    changed = np.nonzero(strength != cleaned)
    paper = np.float32(255) / np.maximum(255 - strength[changed].astype(np.float32), 1)
    share = 1 - cleaned[changed].astype(np.float32) / 255
    lightened[changed] = np.minimum(page[changed] * paper * share, 255).astype(np.uint8)
    return lightened


def _threshold(strength: NDArray[np.uint8], settings: BinarizeSettings) -> NDArray[np.uint8]:
    """The least darkness of ink at each pixel."""
    small = _shrunk(strength, 2 * settings.paper_side)
    nearby = _square(round(settings.neighbourhood * max(small.shape)))
    strongest = cv2.blur(cv2.dilate(small, nearby), (5, 5)).astype(np.float32)
    least = cv2.resize(_noise_floor(strength, settings), small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    threshold = np.maximum(strongest * np.float32(settings.threshold), least)
    rounded = np.minimum(threshold, 254).astype(np.uint8)
    return np.asarray(cv2.resize(rounded, strength.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _without_combs(mask: InkMask, strength: NDArray[np.uint8], plain: Plain) -> InkMask:
    """The ink without the dividers of combs whose rules were taken for lines of the paper."""
    if not plain.level and not plain.upright:
        return mask
    high = common_height(mask.view(np.uint8))
    mask = without_dividers(mask, strength, plain.level, high)
    return without_dividers(mask.T, strength.T, plain.upright, high).T


def _noise_floor(strength: NDArray[np.uint8], settings: BinarizeSettings) -> NDArray[np.float32]:
    """The least darkness of ink in each tile of the page, from the grain of the paper there."""
    tile = min(max(8, max(strength.shape) // settings.noise_tiles), *strength.shape)
    faint = settings.threshold * float(np.percentile(strength[::4, ::4], 99.5))
    tiles = tile_samples(strength, tile)
    typical = middles(tiles)
    # Twice the deviations, so that they are whole numbers.
    doubled = np.abs(2 * tiles.astype(np.int16) - (2 * typical[..., None]).astype(np.int16))
    spread = 1.4826 * (middles(doubled) / 2)
    # Grain differs from pixel to pixel anywhere, strokes only at their edges: a tile inside a letter is not noisy.
    apart = min(settings.grain_pixels, strength.shape[1] - 1)
    difference, beside = np.zeros_like(strength), strength.shape[1] - apart
    cv2.absdiff(strength[:, apart:], strength[:, :beside], difference[:, :beside])
    grain = middles(tile_samples(difference, tile)) * (1.4826 / np.sqrt(2))
    grainy = np.minimum(typical, faint) + settings.noise * np.maximum(grain, 1.0)
    floor = np.maximum(grainy, np.minimum(typical + settings.noise * spread, faint))
    # Tiles full of writing look noisy: never ask for more than the tiles around them.
    floor = np.pad(np.maximum(floor, settings.weakest), 1, mode="edge").astype(np.float32)
    return np.asarray(cv2.medianBlur(floor, 3)[1:-1, 1:-1], np.float32)
