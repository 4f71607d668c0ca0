"""Small sets to train on, and weights to compare."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from training.fonts import font_letters
from training.split import Split


def font_parts(renderings: int = 2) -> Split:
    """Letters of fonts: every fifth glyph chooses the epoch."""
    glyphs = font_letters(renderings, seed=1, teaching=False)
    number = np.arange(len(glyphs))
    return Split(glyphs[number % 5 > 0], glyphs[number % 5 == 0], glyphs[number < 0])


def flat(network: nn.Module) -> Tensor:
    """All weights and statistics behind one another."""
    return torch.cat([value.flatten().double() for value in network.state_dict().values()])
