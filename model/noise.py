"""Small pictures of weak cameras without their noise: there a stroke is as thin as the grain, and as pale.

Sources: Immerkaer 1996, "Fast noise variance estimation"; Buades, Coll and Morel 2005, "A non-local algorithm for
image denoising", which averages what looks alike and leaves strokes as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model.decode import Image

#: Flat, sloping and bent light give nothing here, noise gives so many times its standard deviation.
_BARE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_TIMES = 6.0
#: So many standard deviations are exceeded by three quarters of normally distributed numbers.
_QUARTER = 0.3186


@dataclass(frozen=True, slots=True)
class NoiseSettings:
    """Which pictures lose their noise, and how.

    Attributes:
        side: Larger pictures have strokes broad enough to be told from grain.
        least: Weaker noise does no harm,
        most: and what is stronger is no noise but a pattern of dots; standard deviations, out of 255.
        alike: How far what is averaged may differ, in standard deviations.
        patch: Pixels across that are compared.
        search: Pixels across in which is searched.
    """

    side: int = 800
    least: float = 6.0
    most: float = 40.0
    alike: float = 0.9
    patch: int = 5
    search: int = 15


def noise_of(grey: Image) -> float:
    """The standard deviation of a picture's noise, out of 255, whatever is written on a quarter of it.

    Args:
        grey: (H, W) uint8, at least three pixels either way.
    """
    bare = np.abs(cv2.filter2D(grey, cv2.CV_32F, _BARE)[1:-1, 1:-1]).ravel()
    quarter = len(bare) // 4
    return float(np.partition(bare, quarter)[quarter]) / (_QUARTER * _TIMES)


def denoised(grey: Image, settings: NoiseSettings | None = None) -> Image:
    """A picture without its noise; itself where it is large, or has little.

    Args:
        grey: (H, W) uint8.
        settings: The tunables; the defaults if None.
    """
    settings = settings or NoiseSettings()
    if min(grey.shape) < 3 or max(grey.shape) > settings.side:
        return grey
    noise = noise_of(grey)
    if not settings.least <= noise <= settings.most:
        return grey
    averaged = cv2.fastNlMeansDenoising(grey, None, settings.alike * noise, settings.patch, settings.search)
    return np.asarray(averaged, np.uint8)
