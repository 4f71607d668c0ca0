"""A page's ink turned upright, and the way back to the pixels of its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from model.binarize import Ink
from model.decode import Image
from model.elements import BoundingBox
from model.picture.light import evened
from model.picture.sheet import without_shadow

#: (2, 3) the affine map that leaves everything where it is.
_STRAIGHT = np.eye(2, 3)


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is read.

    Its ink is turned, not its picture: beyond the picture's edges there is simply none, and no paper to be judged anew.

    Attributes:
        ink: At working size.
        back: (2, 3) float64, the affine map from pixels of `ink` to those of the ink as it was found.
    """

    ink: Ink
    back: NDArray[np.float64]

    @classmethod
    def straight(cls, ink: Ink) -> View:
        """The ink as it was found."""
        return cls(ink, _STRAIGHT)

    def turned(self, angle_deg: float) -> View:
        """The same ink turned counter-clockwise, its corners kept."""
        height, width = self.ink.mask.shape
        turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle_deg, 1.0)
        cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
        size = round(height * sine + width * cosine), round(height * cosine + width * sine)
        turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
        strength = cv2.warpAffine(self.ink.strength, turn, size, flags=cv2.INTER_LINEAR)
        mask = cv2.warpAffine(self.ink.mask * np.uint8(255), turn, size, flags=cv2.INTER_LINEAR) > 127
        inverse = np.vstack([cv2.invertAffineTransform(turn), (0.0, 0.0, 1.0)])
        turned = replace(self.ink, mask=mask, strength=np.asarray(strength, np.uint8))
        return View(turned, np.asarray(self.back @ inverse))

    def _is_straight(self) -> bool:
        """Whether nothing was turned."""
        return bool((self.back == _STRAIGHT).all())

    def seen(self, grey: Image) -> Image:
        """The picture the ink was found on, turned as this view is, and as bright everywhere as in full light.

        Args:
            grey: (H, W) uint8.

        Returns:
            (H', W') uint8, as large as the ink is without its scaling; beyond the picture's edges they are continued.
        """
        grey = without_shadow(evened(grey, self.ink.gain), self.ink.around)
        if self._is_straight():
            return grey
        scale = self.ink.scale
        height, width = (max(1, round(side / scale)) for side in self.ink.mask.shape)
        # From pixels' middles of the turned picture to those of its ink, of the ink as found, of the picture.
        offset = (self.back[:, :2].sum(axis=1) - 1) * (scale - 1) / 2 + self.back[:, 2]
        matrix = np.column_stack([self.back[:, :2], offset / scale])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(grey, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE))

    def box_back(self, box: BoundingBox, width: int, height: int) -> BoundingBox:
        """Where a box of this view lies in the picture.

        Args:
            box: In pixels of `ink`.
            width: Of the picture, in pixels.
            height: Of the picture, in pixels.
        """
        scale = 1 / self.ink.scale
        if self._is_straight():
            return box.scaled(scale, width, height)
        x, y = (box.left, box.right, box.right, box.left), (box.top, box.top, box.bottom, box.bottom)
        # The map is one of pixels' middles, boxes have pixels' edges.
        corners = (self.back[:, :2] @ (np.array([x, y]) - 0.5) + self.back[:, 2:] + 0.5) * scale
        # Turning by 90 degrees is off by rounding only.
        left, top = np.clip(np.floor(corners.min(axis=1) + 1e-6), 0, (width - 1, height - 1)).astype(int)
        right, bottom = np.ceil(corners.max(axis=1) - 1e-6).astype(int)
        return BoundingBox(
            int(left), int(top), min(max(int(right), int(left) + 1), width), min(max(int(bottom), int(top) + 1), height)
        )
