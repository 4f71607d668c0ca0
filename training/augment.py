"""Other hands, pens and cameras, made from each batch on the fly."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far glyphs are changed; 0 switches a change off.

    Attributes:
        shift: Largest shift in pixels of the 28x28 frame.
        turn_deg: Standard deviation of the turn.
        slant: Standard deviation of the shear.
        stretch: Standard deviation of the log scale of each axis.
        elastic: Strength of the smooth warp in pixels.
        stroke: Chance of a thicker, and of a thinner stroke.
        gaps: Chance of strokes broken in places, as by a dry pen or a faint scan.
        blur: Chance of a blurred frame, as from a small picture enlarged.
        contrast: Chance of a changed gamma.
    """

    shift: float = 1.5
    turn_deg: float = 7.0
    slant: float = 0.15
    stretch: float = 0.1
    elastic: float = 0.7
    stroke: float = 0.2
    gaps: float = 0.15
    blur: float = 0.3
    contrast: float = 0.4


def augment(frames: Tensor, how: Augmentation, generator: torch.Generator) -> Tensor:
    """Change every glyph of a batch in its own way.

    Args:
        frames: (N, 1, 28, 28) float32 in 0..1.
        how: How far.
        generator: Source of chance.

    Returns:
        (N, 1, 28, 28) float32 in 0..1, a new tensor.
    """
    warped = functional.grid_sample(frames, _grid(frames, how, generator), align_corners=False)
    pressed = _stroke_width(warped, how.stroke, generator)
    blurred = _blur(_gaps(pressed, how.gaps, generator), how.blur, generator)
    return _contrast(blurred, how.contrast, generator).clamp(0, 1)


def _grid(frames: Tensor, how: Augmentation, generator: torch.Generator) -> Tensor:
    """Where each pixel is taken from: (N, 28, 28, 2) in -1..1."""
    count, _, side, _ = frames.shape
    noise = torch.randn(count, 4, generator=generator)
    turn = noise[:, 0] * how.turn_deg * torch.pi / 180
    shear = noise[:, 1] * how.slant
    wide, high = torch.exp(noise[:, 2] * how.stretch), torch.exp(noise[:, 3] * how.stretch)
    shift = (torch.rand(count, 2, generator=generator) * 2 - 1) * how.shift * 2 / side
    cosine, sine = torch.cos(turn), torch.sin(turn)
    # Frames are transposed, so a slant of the letter is a shear of the second axis by the first.
    rows = torch.stack(
        [
            torch.stack([cosine * wide, -sine * high, shift[:, 0]], 1),
            torch.stack([sine * wide + shear, cosine * high, shift[:, 1]], 1),
        ],
        1,
    )
    grid = functional.affine_grid(rows, [count, 1, side, side], align_corners=False)
    coarse = torch.randn(count, 2, 5, 5, generator=generator) * (how.elastic * 2 / side)
    warp = functional.interpolate(coarse, size=(side, side), mode="bicubic", align_corners=True)
    return grid + warp.permute(0, 2, 3, 1)


def _chosen(frames: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """(N, 1, 1, 1) float32, 1 for the share of glyphs that is changed."""
    return (torch.rand(len(frames), 1, 1, 1, generator=generator) < chance).float()


def _stroke_width(frames: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    strength = torch.rand(len(frames), 1, 1, 1, generator=generator)
    thick = functional.max_pool2d(frames, 3, stride=1, padding=1)
    thin = -functional.max_pool2d(-frames, 3, stride=1, padding=1)
    thicker = _chosen(frames, chance, generator) * strength
    thinner = _chosen(frames, chance, generator) * strength * 0.7
    return frames + thicker * (thick - frames) + (1 - (thicker > 0).float()) * thinner * (thin - frames)


def _gaps(frames: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    side = frames.shape[-1]
    field = torch.randn(len(frames), 1, 8, 8, generator=generator)
    field = functional.interpolate(field, size=(side, side), mode="bicubic", align_corners=True)
    # About a tenth of the frame, in patches of some pixels with soft edges.
    worn = torch.sigmoid((field + 1.2) * 6)
    return frames * (1 - _chosen(frames, chance, generator) * (1 - worn))


def _blur(frames: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """Softer edges, or coarse pixels smoothed over: a small picture enlarged."""
    kernel = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0]) / 16
    soft = functional.conv2d(frames, (kernel[:, None] * kernel)[None, None], padding=2)
    side = frames.shape[-1]
    # Letters of a small camera frame are 8 to 14 pixels high.
    fewer = int(torch.randint(8, 15, (), generator=generator))
    coarse = functional.adaptive_avg_pool2d(frames, fewer)
    coarse = functional.interpolate(coarse, size=(side, side), mode="bicubic").clamp(min=0)
    blurred = torch.where(_chosen(frames, 0.5, generator) > 0, soft, coarse)
    blurred = blurred / blurred.amax(dim=(2, 3), keepdim=True).clamp(min=1e-3)
    mix = _chosen(frames, chance, generator) * torch.rand(len(frames), 1, 1, 1, generator=generator)
    return frames + mix * (blurred - frames)


def _contrast(frames: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    bend = torch.randn(len(frames), 1, 1, 1, generator=generator) * 0.4 * _chosen(frames, chance, generator)
    return frames.clamp(min=1e-4) ** torch.exp(bend)
