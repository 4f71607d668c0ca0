"""Glyphs of our own making: punctuation from strokes, and everything that is not a character."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.alphabet import NOT_A_CHARACTER, PUNCTUATION
from model.frame import GlyphFrames, GlyphInk, frame_glyphs
from training.glyphs import GlyphSet
from training.strokes import Stroke, draw_strokes, smooth_path, varied

# Points of each mark on a grid of 1 by 1, y down, drawn as smooth paths; a single point is a dot.
_Paths = tuple[tuple[tuple[float, float], ...], ...]
_MARKS: Mapping[str, tuple[_Paths, ...]] = {
    ",": ((((0.5, 0.0), (0.55, 0.4), (0.2, 1.0)),), (((0.6, 0.0), (0.3, 1.0)),)),
    "-": ((((0.0, 0.5), (1.0, 0.5)),), (((0.0, 0.52), (0.5, 0.45), (1.0, 0.5)),)),
    "/": ((((0.6, 0.0), (0.0, 1.0)),), (((0.45, 0.0), (0.0, 1.0)),)),
    "'": ((((0.5, 0.0), (0.4, 1.0)),), (((0.5, 0.0), (0.55, 0.4), (0.3, 1.0)),)),
    "&": (
        (((0.95, 1.0), (0.2, 0.25), (0.4, 0.0), (0.6, 0.2), (0.05, 0.75), (0.35, 1.0), (0.9, 0.55)),),
        (((0.9, 0.15), (0.5, 0.0), (0.3, 0.2), (0.6, 0.45), (0.1, 0.7), (0.4, 1.0), (0.9, 0.85)),
         ((0.6, -0.1), (0.55, 1.1))),
    ),
    "@": (
        (((0.65, 0.35), (0.4, 0.35), (0.35, 0.65), (0.6, 0.65), (0.68, 0.35), (0.7, 0.65), (0.95, 0.6), (0.9, 0.15),
          (0.5, 0.0), (0.1, 0.25), (0.05, 0.7), (0.4, 1.0), (0.85, 0.92)),),
    ),
    "+": ((((0.0, 0.5), (1.0, 0.5)), ((0.5, 0.0), (0.5, 1.0))),),
    ":": ((((0.5, 0.0),), ((0.5, 1.0),)),),
    "(": ((((0.4, 0.0), (0.1, 0.3), (0.1, 0.7), (0.4, 1.0)),),),
    ")": ((((0.1, 0.0), (0.4, 0.3), (0.4, 0.7), (0.1, 1.0)),),),
    "?": (
        (((0.05, 0.2), (0.3, 0.0), (0.6, 0.15), (0.5, 0.4), (0.3, 0.55), (0.3, 0.72)), ((0.3, 1.0),)),
        (((0.0, 0.1), (0.5, 0.0), (0.55, 0.35), (0.2, 0.5), (0.22, 0.75)), ((0.22, 1.0),)),
    ),
    "!": ((((0.5, 0.0), (0.5, 0.68)), ((0.5, 1.0),)), (((0.6, 0.0), (0.5, 0.65)), ((0.45, 1.0),))),
}


def _dot(rng: np.random.Generator) -> GlyphInk:
    """A full stop: a blob, or the short slip of a pen."""
    canvas = np.zeros((64, 64), np.uint8)
    size = (int(rng.integers(10, 22)), int(rng.integers(8, 22)))
    cv2.ellipse(canvas, (32, 32), size, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    return canvas


def _mark(letter: str, rng: np.random.Generator) -> GlyphInk:
    if letter == ".":
        return _dot(rng)
    forms = _MARKS[letter]
    paths = forms[int(rng.integers(len(forms)))]
    strokes = [_shaken(path, rng) for path in paths]
    return draw_strokes(varied(strokes, rng, slant=0.12), rng.uniform(0.06, 0.2))


def _shaken(path: tuple[tuple[float, float], ...], rng: np.random.Generator) -> Stroke:
    points = np.asarray(path) + rng.normal(0, 0.035, (len(path), 2))
    return smooth_path([(x, y) for x, y in points.tolist()])


def punctuation(each: int, seed: int) -> GlyphSet:
    """Draw every punctuation mark `each` times by strokes of chance."""
    rng = np.random.default_rng(seed)
    labels = [mark for mark in PUNCTUATION for _ in range(each)]
    frames = frame_glyphs(_mark(mark, rng) for mark in labels)
    return GlyphSet.of_one_source("drawn-punctuation", frames, labels)


def not_characters(letters: GlyphFrames, count: int, seed: int) -> GlyphSet:
    """Make what segmentation may bring but nobody wrote as a letter.

    Args:
        letters: (N, 28, 28) uint8 frames of real letters in EMNIST's orientation, for pairs and pieces.
        count: How many to make.
        seed: Of the chance.

    Returns:
        Pairs and triples, letters with part of a neighbour, slices and pieces, scribbles, blots, corners of frames.
    """
    rng = np.random.default_rng(seed)
    upright = letters.transpose(0, 2, 1)
    makers: tuple[Callable[[NDArray[np.uint8], np.random.Generator], GlyphInk], ...] = (
        _neighbours, _neighbours, _neighbours, _with_part, _with_part, _slice, _slice, _piece, _scribble, _blot,
        _corner,
    )  # fmt: skip
    inks = [makers[number % len(makers)](upright, rng) for number in range(count)]
    return GlyphSet.of_one_source("drawn-not-characters", frame_glyphs(inks), [NOT_A_CHARACTER] * count)


def _tight(frame: NDArray[np.uint8]) -> GlyphInk:
    ink = np.where(frame > 60, frame, 0)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return np.asarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], np.uint8)


def _letter(letters: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """One letter, cropped, at a size of its own."""
    ink = _tight(letters[rng.integers(len(letters))])
    scale = rng.uniform(0.65, 1.0)
    size = max(2, round(ink.shape[1] * scale)), max(2, round(ink.shape[0] * scale))
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8)


def _in_a_row(inks: Sequence[GlyphInk], rng: np.random.Generator) -> GlyphInk:
    """Letters on one baseline, touching or a little apart."""
    canvas = np.zeros((32, sum(ink.shape[1] for ink in inks) + 16), np.uint8)
    left = 0
    for ink in inks:
        height, width = ink.shape
        bottom = 32 - int(rng.integers(0, 5)) if height < 28 else 32
        part = canvas[bottom - height : bottom, left : left + width]
        np.maximum(part, ink, out=part)
        left += max(2, width + int(rng.integers(-3, 5)))
    return canvas


def _neighbours(letters: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """Two or three letters taken for one."""
    return _in_a_row([_letter(letters, rng) for _ in range(2 if rng.random() < 0.8 else 3)], rng)


def _cut_upright(ink: GlyphInk, rng: np.random.Generator, least: float, most: float) -> GlyphInk:
    """The left or the right part of a letter, as a share of its width."""
    width = max(2, round(ink.shape[1] * rng.uniform(least, most)))
    return ink[:, :width] if rng.random() < 0.5 else ink[:, -width:]


def _with_part(letters: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """A letter with part of its neighbour."""
    part = _cut_upright(_letter(letters, rng), rng, 0.25, 0.6)
    both = [_letter(letters, rng), part]
    return _in_a_row(both if rng.random() < 0.5 else both[::-1], rng)


#: Ink in a (turned) rectangle narrower than this share of its length is one stroke, straight or nearly so.
NARROW = 0.42
#: Ink that fills this share of the smallest (turned) rectangle around it is a straight stroke or a blob.
FILLED = 0.72


def has_shape(ink: GlyphInk) -> bool:
    """Whether a piece is more than a straight stroke or a blob, which could be an I, a dash or a full stop."""
    points = np.argwhere(ink > 60).astype(np.int32)
    if not len(points):
        return False
    _, (width, height), _ = cv2.minAreaRect(points)
    narrow = min(width, height) + 1 < NARROW * (max(width, height) + 1)
    return bool(not narrow and len(points) < FILLED * (width + 1) * (height + 1))


def _slice(letters: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """The left or right part of a letter, as a wrong cut leaves it."""
    return _with_shape(lambda: _cut_upright(_tight(letters[rng.integers(len(letters))]), rng, 0.4, 0.7))


def _piece(letters: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """The smaller part of a letter, parted along a slanted line, as broken strokes leave it."""

    def part() -> GlyphInk:
        ink = _tight(letters[rng.integers(len(letters))])
        height, width = ink.shape
        y, x = np.mgrid[:height, :width]
        turn = rng.uniform(0, 2 * np.pi)
        side = (x / width - 0.5) * np.cos(turn) + (y / height - 0.5) * np.sin(turn)
        return np.where(side > rng.uniform(0.05, 0.3), ink, 0).astype(np.uint8)

    return _with_shape(part)


def _with_shape(make: Callable[[], GlyphInk], tries: int = 50) -> GlyphInk:
    """The first piece that is more than a straight stroke; the last one where letters have no more to give."""
    part = make()
    for _ in range(tries):
        if part.any() and has_shape(part):
            break
        part = make()
    return part


def _scribble(_: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """A pen gone astray, or a word struck out."""
    turns = int(rng.integers(7, 18))
    points = rng.random((turns, 2)) * (rng.uniform(1, 3), 1)
    if rng.random() < 0.5:
        across = np.linspace(0, rng.uniform(1, 3), turns)
        points = np.stack([across, np.arange(turns) % 2 + rng.normal(0, 0.2, turns)], 1)
    return draw_strokes([smooth_path([(x, y) for x, y in points.tolist()])], rng.uniform(0.03, 0.15))


def _blot(_: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """A patch of ink of no shape."""
    noise = cv2.GaussianBlur(rng.random((64, 64)).astype(np.float32), (0, 0), float(rng.uniform(3, 8)))
    y, x = np.mgrid[-1:1:64j, -1:1:64j]
    noise += 0.6 * np.exp(-2 * (x**2 + (y * rng.uniform(0.6, 1.8)) ** 2)) * noise.std() * 4
    patch = (noise > np.quantile(noise, rng.uniform(0.4, 0.8))).astype(np.uint8) * 255
    return np.asarray(patch, np.uint8)


def _corner(_: NDArray[np.uint8], rng: np.random.Generator) -> GlyphInk:
    """Part of a printed frame or table: long thin lines that cross."""
    canvas = np.zeros((96, 96), np.uint8)
    for _line in range(int(rng.integers(2, 5))):
        at, pen = int(rng.integers(2, 94)), int(rng.integers(1, 4))
        upright = rng.random() < 0.5
        ends = ((at, 0), (at, 95)) if upright else ((0, at), (95, at))
        cv2.line(canvas, *ends, 255, pen)
    return canvas
