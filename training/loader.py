"""Batches of glyphs, each symbol as often as another."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, WeightedRandomSampler

from model.alphabet import NOT_A_CHARACTER, PUNCTUATION
from training.cut_out import CUT_OUT_CORPORA
from training.experiment import Experiment
from training.glyphs import GlyphSet, class_pairs

#: Frames (N, 1, 28, 28) float32 in 0..1, and the two classes of each label (N, 2) int64.
Batch = tuple[Tensor, Tensor]


class FrameDataset(Dataset[Batch]):
    """Glyphs in memory; indexed by a whole batch at once, which spares collating one by one."""

    def __init__(self, glyphs: GlyphSet, alphabet: tuple[str, ...]) -> None:
        """Take the glyphs.

        Args:
            glyphs: What to serve.
            alphabet: The classes in label order.
        """
        self._frames = torch.from_numpy(np.ascontiguousarray(glyphs.frames))
        self._classes = torch.from_numpy(class_pairs(glyphs, alphabet))

    def __len__(self) -> int:
        """How many glyphs there are."""
        return len(self._frames)

    def __getitem__(self, index: list[int]) -> Batch:
        """The glyphs at the given indices."""
        return self._frames[index][:, None].float() / 255, self._classes[index]


def symbol_weights(glyphs: GlyphSet, experiment: Experiment) -> NDArray[np.float64]:
    """How often each glyph is drawn: every symbol equally often, from glyphs cut out of pages as its share asks for.

    Returns:
        (N,) weights that sum to 1.
    """
    symbols, numbers = np.unique(glyphs.symbols, return_inverse=True)
    share = np.ones(len(symbols))
    share[np.isin(symbols, list(PUNCTUATION))] = experiment.punctuation_weight
    share[symbols == NOT_A_CHARACTER] = experiment.rejects_weight
    cut = np.isin(glyphs.corpora, CUT_OUT_CORPORA)
    counts = np.stack([np.bincount(numbers[part], minlength=len(symbols)) for part in (~cut, cut)])
    parts = np.array([1 - experiment.cut_out_share, experiment.cut_out_share])[:, None] * (counts > 0)
    parts = np.divide(parts, parts.sum(axis=0), out=np.zeros(parts.shape), where=counts > 0)
    weights = (share * parts / np.maximum(counts, 1))[cut.astype(np.int64), numbers]
    return np.asarray(weights / weights.sum())


def training_batches(glyphs: GlyphSet, alphabet: tuple[str, ...], experiment: Experiment) -> DataLoader[Batch]:
    """An endless variety of balanced batches, as many as the set has glyphs for."""
    generator = torch.Generator().manual_seed(experiment.seed)
    sampler = WeightedRandomSampler(
        symbol_weights(glyphs, experiment).tolist(), len(glyphs), replacement=True, generator=generator
    )
    return DataLoader(
        FrameDataset(glyphs, alphabet),
        sampler=BatchSampler(sampler, experiment.batch, drop_last=True),
        batch_size=None,
        generator=generator,
    )
