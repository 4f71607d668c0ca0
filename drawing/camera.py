"""How a sheet lies before the camera, and what light, lens, sensor and file do to it."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.paper import Coverage
from drawing.style import PageStyle

#: (3, 3) float64: pixels of the sheet to pixels of the picture, both with integer pixel edges.
Homography = NDArray[np.float64]
#: (H, W, 3) float32 RGB in 0..255.
Light = NDArray[np.float32]


def view(shape: tuple[int, int], style: PageStyle, rng: np.random.Generator) -> tuple[Homography, tuple[int, int]]:
    """Lay the sheet before the camera.

    Args:
        shape: (height, width) of the sheet in pixels.
        style: Its tilt, perspective and desk.
        rng: Which corners are pushed, and how far.

    Returns:
        The homography and the (height, width) of the picture.
    """
    height, width = shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (width, height)
    pushed = corners + inwards * rng.uniform(0, style.perspective, (4, 2))
    angle = math.radians(style.tilt_deg)
    # Rounded so that quarter turns stay exact.
    turn = np.round([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], 12)
    seen = pushed @ turn.T
    desk = style.desk * max(shape)
    seen += desk - seen.min(axis=0)
    size = np.ceil(np.round(seen.max(axis=0) + desk, 6)).astype(int)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    return np.asarray(matrix, np.float64), (int(size[1]), int(size[0]))


def seen_points(points: NDArray[np.float32], homography: Homography) -> NDArray[np.float32]:
    """Where (K, 2) places of the sheet are in the picture."""
    return np.asarray(cv2.perspectiveTransform(points[None].astype(np.float64), homography)[0], np.float32)


def seen_layer(layer: Coverage, homography: Homography, shape: tuple[int, int]) -> Coverage:
    """A layer of the sheet as the camera sees it, nothing beyond the sheet."""
    if layer.shape == shape and np.allclose(homography, np.eye(3), atol=1e-6):
        return layer
    # OpenCV counts from the middles of pixels.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    centred = np.linalg.inv(half) @ homography @ half
    return np.asarray(cv2.warpPerspective(layer, centred, shape[::-1], flags=cv2.INTER_LINEAR), np.float32)


def sheet_places(homography: Homography, shape: tuple[int, int]) -> tuple[Coverage, Coverage]:
    """Which place of the sheet each pixel of the picture shows, as x and y, each (H, W) float32."""
    y, x = np.mgrid[0.5 : shape[0], 0.5 : shape[1]].astype(np.float32)
    inverse = np.linalg.inv(homography).astype(np.float32)
    below = inverse[2, 0] * x + inverse[2, 1] * y + inverse[2, 2]
    across = (inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2]) / below
    return across, (inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2]) / below


def desk_top(shape: tuple[int, int], style: PageStyle, rng: np.random.Generator) -> Light:
    """A desk of wood: its colour with a long, soft grain."""
    height, width = shape
    coarse = rng.standard_normal((max(2, height // 3), max(2, width // 90))).astype(np.float32)
    grain = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 1.2), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.array(style.desk_colour, np.float32) * (1 + 0.22 * grain[..., None]), np.float32)


def photograph(light: Light, style: PageStyle, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Take the picture.

    Args:
        light: (H, W, 3) float32 RGB in 0..255, evenly lit.
        style: Shadow, vignette, glare, blur, noise, inversion and compression.
        rng: Where they fall.

    Returns:
        (H, W, 3) uint8 RGB.
    """
    light = _lit(light, style, rng)
    if style.blur_px:
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), style.blur_px), np.float32)
    if style.noise:
        # Grey, as cameras leave it after denoising.
        light = light + style.noise * rng.standard_normal((*light.shape[:2], 1), np.float32)
    picture = np.clip(np.round(light), 0, 255).astype(np.uint8)
    if style.inverted:
        picture = 255 - picture
    return _compressed(picture, style.jpeg_quality) if style.jpeg_quality else picture


def _lit(light: Light, style: PageStyle, rng: np.random.Generator) -> Light:
    """Shade the corners and one side, and let a lamp shine on one spot."""
    places = rng.uniform((0, -0.25, -0.6, -0.6), (2 * math.pi, 0.25, 0.6, 0.6))
    # Python's floats leave arrays in float32, NumPy's would not.
    angle, offset, spot_x, spot_y = places.tolist()
    if not (style.shadow or style.vignette or style.glare):
        return light
    y, x = np.mgrid[-1 : 1 : light.shape[0] * 1j, -1 : 1 : light.shape[1] * 1j].astype(np.float32)[..., None]
    beyond = x * math.cos(angle) + y * math.sin(angle) - offset
    shade = 1 - 0.6 * style.shadow / (1 + np.exp(-beyond * 9))
    shade = shade * (1 - 0.35 * style.vignette * (x**2 + y**2))
    lamp = style.glare * np.exp(-(((x - spot_x) / 0.35) ** 2 + ((y - spot_y) / 0.25) ** 2))
    lit = light * shade
    return np.asarray(lit + (255 - lit) * lamp, np.float32)


def _compressed(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    _, file = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(file, cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("the picture could not be compressed as JPEG")
    return np.asarray(decoded[..., ::-1], np.uint8)
