"""The plane of colours in which the ink of a page parts best from its paper: ink may be as bright as that.

Sources: Green, Berman, Switzer and Craig 1988, "A transformation for ordering multispectral data in terms of image
quality", for the plane of the most signal to a noise; Rousseeuw and Van Driessen 1999, "A fast algorithm for the
minimum covariance determinant estimator", for what is paper among ink.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.decode import Colours, Image, Picture
from model.picture.noise import denoised
from model.picture.working_size import averaged

#: What red, green and blue add to grey.
_GREY = np.array([0.299, 0.587, 0.114])


@dataclass(frozen=True, slots=True)
class ColourSettings:
    """When a page is looked at in another plane than grey, and in which.

    Attributes:
        side: The longest side at which ink and paper are compared: files keep colours coarser than light, and noisier.
        around: The paper around a pixel is what is in the middle of so large a share of the longest side.
        paper: At least this share of the pixels shows nothing but paper,
        rounds: and is told by so many rounds, each of the pixels that follow the round before best.
        even: No paper is more even than this, a variance in squares of grey levels: they are whole numbers.
        visible: What varies less than so many times as much as the paper is no ink.
        better: Planes in which it does so by less than so many times what it does in grey show nothing new.
        gain: Differences are made so many times as large at most: more would show how coarsely they are kept.
    """

    side: int = 320
    around: float = 0.125
    paper: float = 0.5
    rounds: int = 4
    even: float = 0.5
    visible: float = 4.0
    better: float = 2.0
    gain: float = 4.0


def in_best_plane(picture: Picture) -> Picture | None:
    """A picture in the plane that shows its ink best; None where that is grey, or the file has no colours.

    Args:
        picture: As it was decoded; its colours are decoded now.
    """
    plane = None if picture.colours is None else best_plane(picture.colours())
    return None if plane is None else replace(picture, grey=denoised(plane))


def best_plane(colours: Colours, settings: ColourSettings | None = None) -> Image | None:
    """The plane of a picture's colours in which ink differs most from paper, for how much paper differs from itself.

    Args:
        colours: (H, W, 3) uint8 RGB.
        settings: The tunables; the defaults if None.

    Returns:
        (H, W) uint8, ink darker than its paper; None where grey shows the ink as well.
    """
    settings = settings or ColourSettings()
    small = averaged(colours, settings.side)
    paper = cv2.medianBlur(small, round(settings.around * settings.side) | 1)
    apart = small.reshape(-1, 3).astype(np.float64) - paper.reshape(-1, 3)
    ink, noise = _scatter(apart), _noise(apart, settings)
    # Measured so that paper differs from itself as much in every direction, ink differs most in the best of them.
    white = np.linalg.inv(np.linalg.cholesky(noise)).T
    variances, directions = np.linalg.eigh(white.T @ ink @ white)
    grey = float(_GREY @ ink @ _GREY) / float(_GREY @ noise @ _GREY)
    if variances[-1] < max(settings.visible, settings.better * grey):
        return None
    weights = white @ directions[:, -1]
    weights /= -np.copysign(np.abs(weights).sum(), ((apart @ weights) ** 3).sum())
    return _projected(colours, weights, small.reshape(-1, 3) @ weights, settings)


def _noise(apart: NDArray[np.float64], settings: ColourSettings) -> NDArray[np.float64]:
    """(3, 3) how paper alone differs from what is around it."""
    noise = _scatter(apart)
    last = min(round(settings.paper * len(apart)), len(apart) - 1)
    for _ in range(settings.rounds):
        far = np.einsum("ij,ij->i", apart @ np.linalg.inv(noise + settings.even * np.eye(3)), apart)
        noise = _scatter(apart[far <= np.partition(far, last)[last]])
    return noise + settings.even * np.eye(3)


def _scatter(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    return apart.T @ apart / len(apart)


def _projected(
    colours: Colours, weights: NDArray[np.float64], seen: NDArray[np.float64], settings: ColourSettings
) -> Image:
    """A weighted sum of red, green and blue, stretched so that all that is seen of it fits into a byte."""
    gain = min(settings.gain, 255 / max(float(np.ptp(seen)), 1.0))
    offset = 127.5 - gain * (float(seen.max()) + float(seen.min())) / 2
    return np.asarray(cv2.transform(colours, np.array([[*(gain * weights), offset]])), np.uint8)
