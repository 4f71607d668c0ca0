"""Whether a check box is ticked: how much ink stands inside of its frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model.fields.clear import ClearRow
from model.fields.reading import NO, YES


@dataclass(frozen=True, slots=True)
class TickSettings:
    """What a tick is; shares are of the box's inside.

    Attributes:
        inside: The inside begins this share of the box from its frame.
        speck: Pieces whose longer side is below this share of the box are dust.
        middle: A box with strokes of this reach is ticked as often as not.
        steep: How fast that becomes certain.
        full: A box filled beyond this share was blackened: ticked, or taken back.
    """

    inside: float = 0.14
    speck: float = 0.12
    middle: float = 0.3
    steep: float = 22.0
    full: float = 0.75


@dataclass(frozen=True, slots=True)
class Tick:
    """`YES` or `NO`, the chance that it is right, and whether that is doubtful."""

    value: str
    confidence: float
    doubtful: bool


def read_tick(row: ClearRow, settings: TickSettings | None = None) -> Tick:
    """Say whether a box is ticked.

    Args:
        row: The box without its frame.
        settings: The tunables; the defaults if None.
    """
    settings = settings or TickSettings()
    box = row.row
    across, down = settings.inside * box.width, settings.inside * box.height
    left, right = max(0, round(box.x + across)), round(box.right - across)
    top, bottom = max(0, round(box.y + down)), round(box.bottom - down)
    inside = row.ink.mask[top:bottom, left:right]
    if not inside.size:
        return Tick(NO, 0.5, True)
    reach = _reach(inside, settings.speck * max(box.width, box.height))
    chance = float(1 / (1 + np.exp(-settings.steep * (reach - settings.middle))))
    blackened = float(inside.mean()) > settings.full
    if blackened:
        chance = 0.6
    sure = max(chance, 1 - chance)
    return Tick(YES if chance >= 0.5 else NO, sure, sure < 0.9 or blackened)


def _reach(inside: np.ndarray, speck: float) -> float:
    """How far the strokes inside reach: the diagonal of all pieces that are no dust, as a share of the inside's."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    own = stats[1:][np.maximum(stats[1:, 2], stats[1:, 3]) >= speck]
    if not len(own):
        return 0.0
    width = float((own[:, 0] + own[:, 2]).max() - own[:, 0].min())
    height = float((own[:, 1] + own[:, 3]).max() - own[:, 1].min())
    return float(np.hypot(width, height) / np.hypot(*inside.shape))
