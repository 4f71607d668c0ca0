"""Which pixels are ink: light evened out, either polarity, thresholded where the strokes are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.clutter.combs import without_dividers
from model.decode import Image
from model.ink.granulometry import Strokes, fine_share, strokes_of
from model.ink.paper import Plain, without_pattern
from model.picture.light import Gain, evened, falling_off
from model.picture.sheet import NOTHING_AROUND, Surroundings, look_around, without_shadow
from model.picture.tiles import middles, tile_samples
from model.picture.working_size import half_enough, large_enough, shrunk, small_enough
from model.pieces import common_height
from model.quantiles import byte_quantiles

#: (H, W) bool, True where there is ink.
InkMask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BinarizeSettings:
    """How ink is told from paper.

    Attributes:
        paper_side: The longest side at which the light on the paper is estimated; it changes slowly.
        stroke_side: The longest side at which polarity and stroke widths are estimated.
        fine: Where more of the ink than this is in strokes of less than three pixels, it is looked at larger.
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

    paper_side: int = 320
    stroke_side: int = 640
    fine: float = 0.05
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
    page = large_enough(grey)
    small = shrunk(page, settings.stroke_side)
    gain = falling_off(shrunk(small, settings.paper_side))
    small = evened(small, gain)
    strokes = strokes_of(small)
    around = look_around(_darker(small, strokes))

    def inked(sized: Image, *, broad: bool) -> tuple[InkMask, NDArray[np.uint8]]:
        seen = without_shadow(_darker(evened(sized, gain), strokes), around)
        return _ink_of(seen, strokes.width, settings, broad=broad)

    half = half_enough(page, strokes.fine)
    found = None if half is None else inked(half, broad=True)
    if found is None or fine_share(found[0].view(np.uint8)) > settings.fine:
        found = inked(small_enough(page), broad=False)
    mask, strength = found
    if around.sheet is not None:
        mask &= cv2.resize(around.sheet, mask.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    scale = max(mask.shape) / max(grey.shape)
    # Where ink is light the shadow was found on the inverted picture: to lighten the picture itself would be wrong.
    return Ink(mask, strength, scale, NOTHING_AROUND if strokes.is_light else around, gain)


def _darker(page: Image, strokes: Strokes) -> Image:
    """The page with strokes darker than their paper."""
    return np.asarray(cv2.bitwise_not(page), np.uint8) if strokes.is_light else page


def _ink_of(
    page: Image, stroke_width: float, settings: BinarizeSettings, *, broad: bool
) -> tuple[InkMask, NDArray[np.uint8]]:
    """The ink of a page at working size, and how dark it is everywhere.

    Args:
        page: (H, W) uint8, strokes darker than their paper.
        stroke_width: Of the widest common strokes, as a share of the longest side.
        settings: The tunables.
        broad: Whether no stroke is fine.
    """
    strength = _darkness(page, stroke_width, settings, broad=broad)
    plain = without_pattern(strength) if settings.pattern else Plain(strength)
    if plain.strength is not strength:
        # Thin lines hide how wide the strokes are, and so where there is paper: look again without them.
        page = _lightened(page, strength, plain.strength)
        width = strokes_of(shrunk(page, settings.stroke_side)).width
        strength = _darkness(page, width, settings, broad=broad)
    return _without_combs(strength > _threshold(strength, settings, broad=broad), strength, plain), strength


def _square(side: int) -> NDArray[np.uint8]:
    """A square kernel of odd side."""
    return np.ones((side | 1, side | 1), np.uint8)


def _at_least(picture: Image, least: int) -> Image:
    """The larger of each pixel and a number; numpy takes nine times as long for it."""
    return np.asarray(cv2.max(picture, float(least)), np.uint8)  # type: ignore[call-overload]


def _darkness(page: Image, stroke_width: float, settings: BinarizeSettings, *, broad: bool) -> NDArray[np.uint8]:
    """How much darker than its paper each pixel is, 0..255."""
    small = shrunk(page, settings.paper_side, broad=broad)
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


def _threshold(strength: NDArray[np.uint8], settings: BinarizeSettings, *, broad: bool) -> NDArray[np.uint8]:
    """The least darkness of ink at each pixel."""
    small = shrunk(strength, 2 * settings.paper_side, broad=broad)
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
    mask = without_dividers(mask, strength, plain.level, plain.upright, high)
    return without_dividers(mask.T, strength.T, plain.upright, plain.level, high).T


def _noise_floor(strength: NDArray[np.uint8], settings: BinarizeSettings) -> NDArray[np.float32]:
    """The least darkness of ink in each tile of the page, from the grain of the paper there."""
    tile = min(max(8, max(strength.shape) // settings.noise_tiles), *strength.shape)
    faint = settings.threshold * byte_quantiles(strength[::4, ::4], (0.995,))[0]
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
