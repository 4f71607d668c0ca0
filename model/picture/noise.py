"""Pictures without their noise: small ones of weak cameras, where a stroke is as thin as the grain, and as pale.

What is larger is left as it is. Whatever its size, a page on which nothing can be read is smoothed and looked at again.

Sources: Immerkaer 1996, "Fast noise variance estimation"; Buades, Coll and Morel 2005, "A non-local algorithm for
image denoising", which averages what looks alike and leaves strokes as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from model.decode import Image, Picture

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
        smooth: The standard deviation of smoothing, as a share of the longest side: less than most strokes are wide.
    """

    side: int = 800
    least: float = 6.0
    most: float = 40.0
    alike: float = 0.9
    patch: int = 5
    search: int = 13
    smooth: float = 0.0014


def noise_of(grey: Image) -> float:
    """The standard deviation of a picture's noise, out of 255.

    Args:
        grey: (H, W) uint8, at least three pixels either way, most of it bare: where half of it is written on or
            textured, noise is told nearly twice as strong as it is.
    """
    bare = np.abs(cv2.filter2D(grey, cv2.CV_32F, _BARE)[1:-1, 1:-1]).ravel()
    quarter = len(bare) // 4
    return float(np.partition(bare, quarter)[quarter]) / (_QUARTER * _TIMES)


def without_noise(picture: Picture) -> Picture:
    """A picture as it is read; itself where `denoised` leaves it as it is."""
    return replace(picture, grey=denoised(picture.grey))


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


def smoothed(grey: Image, settings: NoiseSettings | None = None) -> Image:
    """A picture without fine patterns: grain that a hard JPEG made blotches of, waves on a cheque, dots of print.

    Args:
        grey: (H, W) uint8.
        settings: The tunables; the defaults if None.
    """
    deviation = (settings or NoiseSettings()).smooth * max(grey.shape)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), deviation), np.uint8)
