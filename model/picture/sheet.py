"""The sheet on its desk, around which nothing is read, and the shadow on the sheet, in which all is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Image
from model.picture.working_size import averaged
from model.quantiles import byte_quantiles, median


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """What counts as a sheet on something darker.

    Attributes:
        side: The longest side at which the sheet is looked for.
        narrowest: Nothing is seen around a sheet in pictures of fewer rows or columns.
        smallest: A sheet covers at least this share of the picture.
        largest: What covers more has no desk around it.
        another: What is this share as large as the largest sheet is one, too.
        bay: What lies at the picture's edge along less than this share of it is no desk.
        contrast: Sheet and desk differ by at least this much, out of 255.
        sharp: Share of that contrast that must lie at the sheet's edge: light falls off slowly, paper ends at once;
        soft: less than this share of it may lie
        fading: along less than this share of the edge.
        margin: This share of the picture's side is left out along the sheet's edge.
        ink: What keeps less than this share of the light around it is ink.
        least: Where it covers more than this share beside the sheet,
        written: and so much against what it covers on it,
        plain: half of it at least this share as bright as what is bright nearby, as no texture is,
        even: and nothing else there but paper, of a light that varies by at most this share,
        dimmest: and is at least this share of the sheet's, it is one sheet in shadow.
    """

    side: int = 320
    narrowest: int = 9
    smallest: float = 0.2
    largest: float = 0.97
    another: float = 0.25
    bay: float = 0.05
    contrast: float = 30.0
    sharp: float = 0.55
    soft: float = 0.3
    fading: float = 0.2
    margin: float = 0.008
    ink: float = 0.65
    least: float = 0.005
    written: float = 0.15
    plain: float = 0.9
    even: float = 0.13
    dimmest: float = 0.28


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a bright part of a picture is bright against.

    Attributes:
        sheet: (h, w) uint8 of the picture's proportions but smaller, 1 on a sheet that lies on something darker; None
            where the picture shows no desk.
        shadow: (h, w) uint8 likewise, 1 where a shadow with a sharp edge lies on the paper; None where there is none.
        light: The share of the light that the shadow leaves, 1 without one.
    """

    sheet: NDArray[np.uint8] | None = None
    shadow: NDArray[np.uint8] | None = None
    light: float = 1.0


NOTHING_AROUND = Surroundings()


def look_around(page: Image, settings: SheetSettings | None = None) -> Surroundings:
    """Find the sheet that the writing stands on, or the shadow that lies on it.

    Args:
        page: (H, W) uint8, ink darker than paper.
        settings: The tunables; the defaults if None.
    """
    settings = settings or SheetSettings()
    if min(page.shape) < settings.narrowest:
        return NOTHING_AROUND
    shrunk: Image = averaged(page, settings.side)
    # Writing is no part of the sheet's outline.
    small: Image = np.asarray(
        cv2.morphologyEx(cv2.medianBlur(shrunk, 5), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8
    )
    bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    sheet = _with_bays(_sheets_filled(np.asarray(bright, np.uint8), settings.another), settings.bay)
    share = float(sheet.mean())
    if not settings.smallest <= share <= settings.largest or not _ends_at_once(small, sheet, settings):
        return NOTHING_AROUND
    light = _light_of_shadow(shrunk, sheet, settings)
    if light is not None:
        return Surroundings(shadow=np.asarray(cv2.dilate(1 - sheet, np.ones((3, 3), np.uint8)), np.uint8), light=light)
    margin = 2 * max(1, round(settings.margin * max(small.shape))) + 1
    padded = cv2.copyMakeBorder(sheet, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    return Surroundings(np.asarray(cv2.erode(padded, np.ones((margin, margin), np.uint8))[1:-1, 1:-1], np.uint8))


def without_shadow(page: Image, around: Surroundings) -> Image:
    """The page as bright in its shadow as beside it; itself where there is none.

    Args:
        page: (H, W) uint8, at any size.
        around: What `look_around` says of it.
    """
    if around.shadow is None:
        return page
    shaded = cv2.resize(around.shadow, page.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.asarray(np.where(shaded, cv2.convertScaleAbs(page, alpha=1 / around.light), page), np.uint8)


def _sheets_filled(bright: NDArray[np.uint8], least: float) -> NDArray[np.uint8]:
    """The largest bright region with everything inside its outline, and all that cover at least a share of it."""
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    sheet, areas = np.zeros_like(bright), [cv2.contourArea(outline) for outline in outlines]
    smallest = least * max(areas, default=0.0)
    sheets = [own for own, area in zip(outlines, areas, strict=True) if area >= smallest]
    return np.asarray(cv2.drawContours(sheet, sheets, -1, 1, -1), np.uint8) if sheets else sheet


def _with_bays(sheet: NDArray[np.uint8], longest: float) -> NDArray[np.uint8]:
    """The sheet and what cuts into it from the picture's edge, along less than a share of that: thick letters do."""
    _, labels = cv2.connectedComponents(1 - sheet, connectivity=4)
    edge = np.concatenate([labels[0], labels[-1], labels[1:-1, 0], labels[1:-1, -1]])
    along = np.bincount(edge, minlength=int(labels.max()) + 1)
    bays = (along < longest * len(edge)) & (along > 0)
    bays[0] = False
    return np.asarray(sheet | bays[labels].view(np.uint8), np.uint8)


def _ends_at_once(small: Image, sheet: NDArray[np.uint8], settings: SheetSettings) -> bool:
    """Whether light drops at the sheet's edge rather than over the whole picture."""
    on, off = small[sheet > 0], small[sheet == 0]
    contrast = byte_quantiles(on, (0.5,))[0] - byte_quantiles(off, (0.5,))[0]
    if contrast < settings.contrast:
        return False
    step = np.ones((9, 9), np.uint8)
    inner = np.asarray(cv2.dilate(small, step), np.float32)
    outer = np.asarray(cv2.erode(small, step), np.float32)
    edge = sheet - cv2.erode(sheet, np.ones((3, 3), np.uint8))
    # Where the sheet leaves the picture there is no edge to look at.
    edge[[0, 1, -2, -1]] = 0
    edge[:, [0, 1, -2, -1]] = 0
    drops = (inner - outer)[edge > 0]
    if not drops.size or median(drops) < settings.sharp * contrast:
        return False
    return float((drops < settings.soft * contrast).mean()) < settings.fading


def _light_of_shadow(shrunk: Image, sheet: NDArray[np.uint8], settings: SheetSettings) -> float | None:
    """How much light is left beside the bright part, where the writing goes on on paper that is only darker.

    Returns:
        A share; None where it is no shadow.
    """
    apart = np.ones((9, 9), np.uint8)
    on, off = cv2.erode(sheet, apart) > 0, cv2.erode(1 - sheet, apart) > 0
    if not on.any() or not off.any():
        return None
    paper = np.asarray(cv2.morphologyEx(shrunk, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)), np.uint8)
    ink = shrunk < settings.ink * paper
    if ink[off].mean() <= max(settings.least, settings.written * ink[on].mean()):
        return None
    if median(shrunk[off] / np.maximum(paper[off], 1)) < settings.plain:
        return None
    light = paper[off].astype(np.float32)
    shaded, lit = median(light), median(paper[on])
    is_shadow = settings.dimmest * lit <= shaded <= lit - settings.contrast
    return shaded / lit if is_shadow and float(light.std()) <= settings.even * shaded else None
