"""How a torch network does on glyphs, while it is trained."""

from __future__ import annotations

import torch
from torch import nn

from training.glyphs import GlyphSet, class_pairs
from training.losses import marginal_loss

BATCH = 2048


def measured(network: nn.Module, glyphs: GlyphSet) -> tuple[float, float]:
    """Measure a network where it is; leaves it in evaluation mode.

    Returns:
        Share of the glyphs whose best class is one their label stands for, 0..1, and the mean loss of the labels.
    """
    device = next(network.parameters(), torch.zeros(0)).device
    classes = torch.from_numpy(class_pairs(glyphs)).to(device)
    right, loss = 0, 0.0
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(glyphs), BATCH):
            wanted = classes[start : start + BATCH]
            frames = torch.from_numpy(glyphs.frames[start : start + BATCH]).to(device)
            logits = network(frames[:, None].float() / 255)
            right += int((logits.argmax(dim=1, keepdim=True) == wanted).any(dim=1).sum())
            loss += float(marginal_loss(logits, wanted)) * len(wanted)
    return right / max(len(glyphs), 1), loss / max(len(glyphs), 1)


def share_right(network: nn.Module, glyphs: GlyphSet) -> float:
    """Share of the glyphs whose best class is one their label stands for, 0..1."""
    return measured(network, glyphs)[0]
