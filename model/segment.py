"""From ink to fragments: connected pieces of ink, each a letter, part of one, or several grown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.binarize import Ink
from model.clutter.bars import find_bars
from model.clutter.outlines import find_outlines
from model.clutter.rules import without_rules
from model.clutter.tick_boxes import find_tick_boxes
from model.elements import BoundingBox
from model.fragments.small_print import small_print
from model.fragments.titles import large_letters
from model.frame import GlyphInk
from model.ink.dust import find_dust, hanging
from model.ink.granulometry import inner_of
from model.pieces import Labels, Stats, connected_pieces, edges_of, letter_height
from model.quantiles import median, weighted_quantile


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    """Which pieces of ink may be writing; lengths are shares of the page's typical letter height.

    Attributes:
        least: Pieces shorter than so many pixels are dust,
        dot: unless they are at least this long and hang over a letter of a page without dust,
        speck: and so are pieces whose longer side is shorter than this.
        folded: Pieces longer than this share of the picture are folds, frames or edges,
        thin: where they fill less than this share of their box or are one straight stroke.
        slender: Pieces more than so many times as high as wide do not tell how high letters are.
        tallest: Pieces taller are drawings, frames or the edge of a sheet.
        widest: Likewise for the width.
        long: Pieces with a longer diagonal that are a single stroke are no writing.
        single: They are where their strokes together are less than this many diagonals long,
        straight: or than this many, where they may be a letter that stands by itself.
        thickest: Pieces whose strokes are this many times as wide as the page's are no writing,
        bold: unless their strokes are no wider than this share of their longer side,
        boldest: and that is no more than so many times a letter's.
        large: Pieces so many times as high as a letter are letters of a title whatever their strokes, where they stand
            in a row.
        faintest: Pieces less than this many times as dark as the page's letters are shade or show through.
        fullest: Pieces more filled than this are blots,
        blot: where their shorter side is longer than this,
        bold_letters: unless there are at least so many of them,
        bold_share: and this share of all pieces: bold letters, whose counters are closing.
        along_edge: Pieces that run along the picture's edge for more than this share of their longer side are shade,
        standing: unless they stand on it, as high as this share of a letter and at most twice as long,
        cut_out: in a picture no higher than so many letters, which was cut out close to them.
        towering: Pieces that touch the left or right edge are desk or shade, too, where they are higher than this.
        scrap: Pieces at the upper or lower edge that are lower than this are cut off.
        most: Pages with more pieces are texture; only the largest pieces are kept.
    """

    least: int = 5
    dot: int = 3
    speck: float = 0.1
    folded: float = 0.5
    thin: float = 0.12
    slender: float = 12.0
    tallest: float = 4.0
    widest: float = 8.0
    long: float = 2.8
    single: float = 1.9
    straight: float = 1.2
    thickest: float = 2.0
    bold: float = 0.3
    boldest: float = 2.2
    large: float = 1.8
    faintest: float = 0.3
    fullest: float = 0.76
    blot: float = 1.0
    bold_letters: int = 3
    bold_share: float = 0.2
    along_edge: float = 0.5
    standing: float = 0.7
    cut_out: float = 8.0
    towering: float = 2.2
    scrap: float = 0.8
    most: int = 2500


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of ink.

    Attributes:
        box: At working size.
        ink: (H, W) uint8 of the box's size, the ink's strength up to 255 on 0.
        cut_cost: What it costs to end a glyph before this piece, in nats; 0 where it was not cut off another.
        darkness: How dark the ink is against its paper, 0..255.
        doubted: Whether it is so large among the others that it may be a drawing.
    """

    box: BoundingBox
    ink: GlyphInk
    cut_cost: float = 0.0
    darkness: int = 255
    doubted: bool = False


def find_fragments(ink: Ink, settings: SegmentSettings | None = None) -> list[Fragment]:
    """Find the connected pieces of ink that may be writing.

    Args:
        ink: The page's ink.
        settings: The tunables; the defaults if None.

    Returns:
        The fragments, in no particular order.
    """
    settings = settings or SegmentSettings()
    mask = without_rules(ink)
    labels, boxes, _ = connected_pieces(mask.view(np.uint8))
    if len(boxes) < 2:
        return []
    kept, doubted = _plausible(boxes, ink.mask.shape, settings)
    shaded = _is_shaded_edge(labels, boxes, kept, settings)
    kept = [number for number in kept if not shaded[number]]
    outlines = find_outlines(labels, boxes, kept)
    kept = [number for number in kept if not outlines[number]]
    fragments = [fragment_of(ink, labels, number, boxes[number]) for number in kept]
    fragments = [
        replace(own, doubted=True) if number in doubted else own for number, own in zip(kept, fragments, strict=True)
    ]
    fragments = _without_shade(_without_tick_boxes(_without_bars(fragments)), settings)
    return _without_slabs(_without_scraps(fragments, ink.mask.shape[0], settings), settings)


def _is_shaded_edge(
    labels: Labels, stats: NDArray[np.int32], numbers: list[int], settings: SegmentSettings
) -> NDArray[np.bool_]:
    """(components,) whether each runs along the picture's edge, and is no letter that stands on it or hangs from it."""
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    upper_lower = np.bincount(np.concatenate([labels[0], labels[-1]]), minlength=len(stats))
    edge = upper_lower + np.bincount(np.concatenate([labels[1:-1, 0], labels[1:-1, -1]]), minlength=len(stats))
    typical = letter_height(height[numbers].astype(np.float64)) if numbers else 0.0
    standing = (height >= settings.standing * typical) & (np.maximum(width, height) <= 2 * typical)
    standing &= (2 * upper_lower > edge) & (labels.shape[0] <= settings.cut_out * typical)
    inside = [number for number in numbers if not edge[number]]
    letters = letter_height(height[inside].astype(np.float64)) if inside else np.inf
    towering = (edge > upper_lower) & (height > settings.towering * letters)
    return np.asarray(towering | ((edge > settings.along_edge * np.maximum(width, height)) & ~standing))


def _plausible(
    stats: NDArray[np.int32], shape: tuple[int, ...], settings: SegmentSettings
) -> tuple[list[int], set[int]]:
    """The numbers of the components that may be writing, and of those among them that may be drawings."""
    width, height, area = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    longer = np.maximum(width, height)
    solid = (longer >= settings.least) & (area >= 8)
    page_sized = (width > 0.9 * shape[1]) | ((height > 0.9 * shape[0]) & ~_fills_strip(stats[1:], shape[0], settings))
    tiny = ~solid & (longer >= settings.dot) & (2 * area >= longer**2)
    # The edge of a sheet and a fold are no letters to measure dust by.
    thin = (area < settings.thin * width * height) | (longer > 1 / settings.thin * np.minimum(width, height))
    short = solid & ~(thin & (longer > settings.folded * max(shape)))
    dust = find_dust(stats[1:][short])
    solid[short] = ~dust
    candidates = solid & ~page_sized
    if not candidates.any():
        candidates = solid & (area < 0.5 * shape[0] * shape[1])
        if not candidates.any():
            return [], set()
    typical = _typical(stats[1:][candidates], settings)
    blot = (area > settings.fullest * width * height) & (np.minimum(width, height) > settings.blot * typical)
    kept = candidates & (longer >= settings.speck * typical)
    kept[candidates] |= small_print(edges_of(stats[1:][candidates]))
    sized = (height <= settings.tallest * typical) & (width <= settings.widest * typical)
    large = np.flatnonzero(kept & (height > settings.large * typical))
    rest = edges_of(stats[1:][kept & (height <= settings.large * typical)])
    filled = (area / (width * height))[large]
    titled, lone = large_letters(edges_of(stats[1:][large]), filled, rest, blot[large])
    doubted = large[lone & ~sized[large]] + 1
    sized[large] |= titled | lone
    blot[large] &= ~titled
    kept &= sized
    if np.count_nonzero(kept & blot) < max(settings.bold_letters, settings.bold_share * np.count_nonzero(kept)):
        kept &= ~blot
    if not dust.any():
        tiny &= longer >= settings.speck * typical
        kept |= hanging(stats[1:], tiny, kept & (height >= 0.5 * typical), typical)
    numbers = np.flatnonzero(kept) + 1
    largest_first = numbers[np.argsort(-stats[numbers, cv2.CC_STAT_AREA], kind="stable")]
    return [int(number) for number in largest_first[: settings.most]], set(doubted.tolist())


def _typical(stats: Stats, settings: SegmentSettings) -> float:
    """The typical height of letters; what is far higher than wide (margins, folds, edges) is none where others are."""
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    letters = height <= settings.slender * width
    return letter_height(height[letters if letters.any() else slice(None)].astype(np.float64))


def _fills_strip(stats: Stats, page: int, settings: SegmentSettings) -> NDArray[np.bool_]:
    """(components,) whether each is a letter of a line that was cut out so close that its letters fill the picture."""
    typical, height = _typical(stats, settings), stats[:, cv2.CC_STAT_HEIGHT]
    return np.asarray((height <= 2 * typical) & (page <= settings.cut_out * typical))


def _without_bars(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out bar codes, and what parts the white cells of a coloured form."""
    darkness = np.array([own.darkness for own in fragments], np.float64)
    bars = find_bars(corners_of(fragments), darkness)
    return [own for own, bar in zip(fragments, bars.tolist(), strict=True) if not bar]


def _without_tick_boxes(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out the boxes before the lines of a list."""
    boxes = find_tick_boxes(corners_of(fragments), [own.ink for own in fragments])
    return [own for own, box in zip(fragments, boxes.tolist(), strict=True) if not box]


def _without_shade(fragments: list[Fragment], settings: SegmentSettings) -> list[Fragment]:
    """Leave out what is far fainter than the page's letters: shadows, creases, grain, the back showing through."""
    if not fragments:
        return fragments
    darkness = np.array([fragment.darkness for fragment in fragments], np.float64)
    common = weighted_quantile(darkness, [fragment.box.height for fragment in fragments])
    return [own for own in fragments if own.darkness >= settings.faintest * common]


def _without_slabs(fragments: list[Fragment], settings: SegmentSettings) -> list[Fragment]:
    """Leave out what is far thicker than the page's strokes (shadows, fingers, the desk), and single long strokes."""
    if not fragments:
        return fragments
    strokes = np.array([stroke_width(fragment.ink > 0) for fragment in fragments])
    heights = np.array([fragment.box.height for fragment in fragments], np.float64)
    typical = letter_height(heights)
    common = median(strokes[heights >= 0.5 * typical])
    large = np.flatnonzero(heights > settings.large * typical)
    boxes = corners_of(fragments)
    filled = np.array([cv2.countNonZero(fragments[at].ink) / fragments[at].ink.size for at in large.tolist()])
    titled, lone = (set(large[chosen].tolist()) for chosen in large_letters(
        boxes[large], filled, np.delete(boxes, large, axis=0)
    ))  # fmt: skip
    kept = []
    for at, (own, stroke) in enumerate(zip(fragments, strokes.tolist(), strict=True)):
        fine = _is_fine(own, stroke, common, typical, settings)
        if at in titled or (fine and not _is_stray_line(own, stroke, typical, settings.single, settings)):
            kept.append(own)
        elif at in lone and not _is_stray_line(own, stroke, typical, settings.straight, settings):
            kept.append(replace(own, doubted=True))
    return kept


def _is_fine(fragment: Fragment, stroke: float, common: float, typical: float, settings: SegmentSettings) -> bool:
    """Whether a piece's strokes are the page's, or thick ones of a letter that was gone over again."""
    longer = max(fragment.box.width, fragment.box.height)
    bold = stroke <= settings.bold * longer and longer <= settings.boldest * typical
    return bold or stroke <= settings.thickest * common


def _is_stray_line(
    fragment: Fragment, stroke: float, typical: float, least: float, settings: SegmentSettings
) -> bool:
    """Whether a long piece's strokes are less than `least` diagonals long: the edge of a sheet, a crease, a line."""
    diagonal = float(np.hypot(fragment.box.width, fragment.box.height))
    length = float(cv2.countNonZero(fragment.ink)) / stroke
    return diagonal >= settings.long * typical and length < least * diagonal


def _without_scraps(fragments: list[Fragment], height: int, settings: SegmentSettings) -> list[Fragment]:
    """Leave out what the picture's upper or lower edge cuts off: halves of letters cannot be read."""
    at_edge = [fragment.box.top == 0 or fragment.box.bottom == height for fragment in fragments]
    whole = np.array([own.box.height for own, cut in zip(fragments, at_edge, strict=True) if not cut], np.float64)
    if len(whole) < 2:
        return fragments
    least = settings.scrap * letter_height(whole)
    return [own for own, cut in zip(fragments, at_edge, strict=True) if not cut or own.box.height >= least]


def corners_of(fragments: Sequence[Fragment]) -> NDArray[np.float64]:
    """(N, 4) left, top, right and bottom of fragments, in pixels."""
    corners = [(own.box.left, own.box.top, own.box.right, own.box.bottom) for own in fragments]
    return np.array(corners, np.float64).reshape(-1, 4)


def fragment_of(ink: Ink, labels: Labels, number: int, stats: NDArray[np.int32]) -> Fragment:
    """One connected piece of a page's ink, from what OpenCV says of the page's components."""
    left, top = int(stats[cv2.CC_STAT_LEFT]), int(stats[cv2.CC_STAT_TOP])
    right, bottom = left + int(stats[cv2.CC_STAT_WIDTH]), top + int(stats[cv2.CC_STAT_HEIGHT])
    own = labels[top:bottom, left:right] == number
    strength = np.multiply(ink.strength[top:bottom, left:right], own)
    strongest = max(int(strength.max()), 1)
    darkness = int(median(strength[own]))
    # Thin or faint strokes count like strong ones: a frame is stretched to 255 anyway.
    stretched = np.minimum(strength.astype(np.float32) * (255 / (0.8 * strongest)), 255)
    return Fragment(BoundingBox(left, top, right, bottom), stretched.astype(np.uint8), darkness=darkness)


def stroke_width(mask: NDArray[np.bool_]) -> float:
    """The mean width of the strokes: twice the area over the length of the outline."""
    ink = mask.astype(np.uint8)
    area = cv2.countNonZero(ink)
    return max(1.0, 2.0 * area / max(area - cv2.countNonZero(inner_of(ink)), 1))


def merged(fragments: list[Fragment]) -> Fragment:
    """Several fragments as one, which is cut off whatever the first of them is."""
    if len(fragments) == 1:
        return fragments[0]
    box = BoundingBox.around(fragment.box for fragment in fragments)
    ink = np.zeros((box.height, box.width), np.uint8)
    for fragment in fragments:
        left, top = fragment.box.left - box.left, fragment.box.top - box.top
        part = ink[top : top + fragment.box.height, left : left + fragment.box.width]
        np.maximum(part, fragment.ink, out=part)
    return Fragment(box, ink, fragments[0].cut_cost)
