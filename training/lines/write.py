"""Writes one line: letters beside one another as writers set them, apart, in cells or touching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from drawing.pens import Ink
from training.lines.writers import Patch, Writer, inked

#: Capitals are written so high, in pixels, with this much room above and below.
LINE_HEIGHT = 36
ROOM = 30


@dataclass(frozen=True, slots=True)
class Written:
    """A line of ink.

    Attributes:
        ink: (H, W) uint8, ink up to 255 on 0.
        text: What it says.
        left: (N,) first column of each symbol of the text, spaces too, in pixels.
        right: (N,) the column after the last.
    """

    ink: Ink
    text: str
    left: NDArray[np.float64]
    right: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far letters are from one another; lengths are shares of a capital's height.

    Attributes:
        gap: Between neighbours in the mean.
        uneven: Its standard deviation.
        touching: Share of neighbours that touch.
        word: Between words.
        pitch: From middle to middle of cells; 0 for no cells.
    """

    gap: float
    uneven: float
    touching: float
    word: float
    pitch: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Spacing:
        """The spacing of some writer."""
        pitch = float(rng.uniform(0.9, 1.7)) if rng.random() < 0.12 else 0.0
        touching = float(rng.choice((0.0, 0.15, 0.5, 1.0), p=(0.4, 0.25, 0.2, 0.15)))
        gap = float(np.exp(rng.uniform(np.log(0.03), np.log(0.5))))
        return cls(gap, 0.4 * gap + 0.02, touching, float(rng.uniform(0.55, 1.5)) + gap, pitch)


def write(text: str, writer: Writer, other: Writer, rng: np.random.Generator) -> Written:
    """Write a text.

    Args:
        text: What to write.
        writer: Whose letters.
        other: Whose letters where the writer has none.
        rng: The chance.
    """
    spacing, wobble = Spacing.drawn(rng), float(rng.choice((0.02, 0.06, 0.12)))
    placed: list[tuple[Ink, int, int]] = []
    spans: list[tuple[float, float]] = []
    cursor = 0.0
    for number, letter in enumerate(text):
        if letter == " ":
            wide = (spacing.pitch or spacing.word) * LINE_HEIGHT
            spans.append((cursor, cursor + wide))
            cursor += wide
            continue
        patch = writer.pick(letter, rng) or other.pick(letter, rng)
        if patch is None:
            raise ValueError(f"nobody can write {letter!r}")
        ink, top = _sized(patch, wobble, rng)
        if spacing.pitch:
            left = round(cursor + (spacing.pitch * LINE_HEIGHT - ink.shape[1]) / 2 + rng.normal(0, 0.05) * LINE_HEIGHT)
            left = max(left, placed[-1][1] + placed[-1][0].shape[1] + 1) if placed else left
            cursor += spacing.pitch * LINE_HEIGHT
        else:
            first = number == 0 or text[number - 1] == " "
            left = round(cursor) if first else _beside(placed[-1], ink, top, spacing, rng)
            cursor = float(left + ink.shape[1])
        placed.append((ink, left, top))
        spans.append((left, left + ink.shape[1]))
    return _pasted(text, placed, spans)


def _sized(patch: Patch, wobble: float, rng: np.random.Generator) -> tuple[Ink, int]:
    """A letter at the size it is written, and its first row below the baseline."""
    size, wide, shift = np.clip(rng.standard_normal(3), -2, 2) * wobble
    high = (patch.top - patch.bottom) * LINE_HEIGHT * (1 + size)
    shape = (
        max(1, round(min(patch.ink.shape[1] * high / patch.ink.shape[0] * (1 + wide), 2 * LINE_HEIGHT))),
        max(1, round(min(high, 2 * LINE_HEIGHT))),
    )
    ink = np.asarray(cv2.resize(patch.ink, shape, interpolation=cv2.INTER_LINEAR), np.uint8)
    turn = float(rng.standard_normal()) * wobble * 40
    if abs(turn) > 1 and min(ink.shape) > 3:
        ink = _turned(ink, turn)
    return ink, round(-patch.bottom * LINE_HEIGHT + shift * LINE_HEIGHT) - ink.shape[0]


def _turned(ink: Ink, angle_deg: float) -> Ink:
    high, wide = ink.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle_deg, 1.0)
    reach = int(0.3 * max(high, wide))
    matrix[:, 2] += reach
    turned = np.asarray(cv2.warpAffine(ink, matrix, (wide + 2 * reach, high + 2 * reach)), np.uint8)
    left, top, right, bottom = inked(turned)
    return turned[top:bottom, left:right] if bottom else ink


def _beside(
    before: tuple[Ink, int, int], ink: Ink, top: int, spacing: Spacing, rng: np.random.Generator
) -> int:
    """Where a letter starts that follows another."""
    last, left, last_top = before
    edge = left + last.shape[1]
    if rng.random() < spacing.touching:
        near = _free(last, last_top, ink, top)
        # Never drawn so far in that one would stand inside the other.
        pulled = edge - near - round(max(0.0, rng.normal(0.03, 0.05)) * LINE_HEIGHT) - 1
        return int(max(pulled, left + round(0.35 * last.shape[1]), edge - round(0.5 * LINE_HEIGHT)))
    gap = spacing.gap + spacing.uneven * float(rng.standard_normal())
    return int(edge + max(1, round(gap * LINE_HEIGHT)))


def _free(last: Ink, last_top: int, ink: Ink, top: int) -> int:
    """Free pixels between two letters side by side, in the rows they share; the most of them if they share none."""
    start, stop = max(last_top, top), min(last_top + last.shape[0], top + ink.shape[0])
    if stop <= start:
        return 0
    one, other = last[start - last_top : stop - last_top] > 127, ink[start - top : stop - top] > 127
    after = np.where(one.any(axis=1), one[:, ::-1].argmax(axis=1), last.shape[1])
    ahead = np.where(other.any(axis=1), other.argmax(axis=1), ink.shape[1])
    return int((after + ahead).min())


def _pasted(text: str, placed: Sequence[tuple[Ink, int, int]], spans: Sequence[tuple[float, float]]) -> Written:
    least = min(left for _, left, _ in placed)
    wide = max(left + ink.shape[1] for ink, left, _ in placed) - least
    top = min(min(top for _, _, top in placed), -LINE_HEIGHT) - ROOM
    low = max(max(top + ink.shape[0] for ink, _, top in placed), 0) + ROOM
    canvas = np.zeros((low - top, wide + 2 * ROOM), np.uint8)
    for ink, left, own_top in placed:
        x, y = left - least + ROOM, own_top - top
        part = canvas[y : y + ink.shape[0], x : x + ink.shape[1]]
        np.maximum(part, ink, out=part)
    edges = np.array(spans) - least + ROOM
    return Written(canvas, text, edges[:, 0], edges[:, 1])
