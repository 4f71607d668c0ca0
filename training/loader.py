"""Batches of glyphs, each symbol as often as another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, WeightedRandomSampler

from model.alphabet import NOT_A_CHARACTER, PUNCTUATION
from training.cut_out import CUT_OUT_CORPORA
from training.errors import TrainingError
from training.experiment import Experiment
from training.fonts import CORPUS as FONTS
from training.glyphs import GlyphSet, class_pairs
from training.place import Place

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
    """How often each glyph is drawn, so that every symbol is drawn equally often.

    Returns:
        (N,) weights that sum to 1.
    """
    symbols, numbers, counts = np.unique(glyphs.symbols, return_inverse=True, return_counts=True)
    share = np.ones(len(symbols))
    share[np.isin(symbols, list(PUNCTUATION))] = experiment.punctuation_weight
    share[symbols == NOT_A_CHARACTER] = experiment.rejects_weight
    weights = (share / counts)[numbers]
    if experiment.font_share:
        weights *= _factors(numbers, glyphs.corpora == FONTS, experiment.font_share)
    weights *= _factors(numbers, np.isin(glyphs.corpora, CUT_OUT_CORPORA), experiment.cut_out_share)
    return np.asarray(weights / weights.sum())


def _factors(numbers: NDArray[np.int64], special: NDArray[np.bool_], share: float) -> NDArray[np.float64]:
    """What to multiply weights by, so that special glyphs get that share of a symbol that has others too."""
    whole, several = np.bincount(numbers), np.bincount(numbers, weights=special)
    both = (several > 0) & (several < whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        special_factor = np.where(both, share * whole / several, 1.0)
        other_factor = np.where(both, (1 - share) * whole / (whole - several), 1.0)
    return np.asarray(np.where(special, special_factor[numbers], other_factor[numbers]))


class ShareOfBatches(BatchSampler):
    """The glyphs of each batch that one of several processes trains on; together they see the whole batch."""

    def __init__(self, sampler: WeightedRandomSampler, batch: int, place: Place) -> None:
        """Take the order of all glyphs, which must be the same in all processes."""
        super().__init__(sampler, batch, drop_last=True)
        self._place = place

    def __iter__(self) -> Iterator[list[int]]:
        """Every `world`-th glyph of each batch."""
        for batch in super().__iter__():
            yield batch[self._place.rank :: self._place.world]


def training_batches(
    glyphs: GlyphSet, alphabet: tuple[str, ...], experiment: Experiment, place: Place | None = None
) -> DataLoader[Batch]:
    """An endless variety of balanced batches, as many as the set has glyphs for.

    No workers: frames lie in memory and a batch is one indexing of a tensor, so handing it over from another process
    takes longer than making it, and augmentation is done on whole batches where the network computes.

    Raises:
        TrainingError: A batch is larger than the set, or cannot be shared evenly by the processes.
    """
    place = place or Place()
    if len(glyphs) < experiment.batch:
        raise TrainingError(
            f"There are {len(glyphs)} glyphs to train on, fewer than one batch of {experiment.batch}. Lower --batch."
        )
    if experiment.batch % place.world:
        raise TrainingError(f"{place.world} processes cannot share batches of {experiment.batch}. Change --batch.")
    generator = torch.Generator().manual_seed(experiment.seed)
    sampler = WeightedRandomSampler(
        symbol_weights(glyphs, experiment).tolist(), len(glyphs), replacement=True, generator=generator
    )
    return DataLoader(
        FrameDataset(glyphs, alphabet),
        sampler=ShareOfBatches(sampler, experiment.batch, place),
        batch_size=None,
        generator=generator,
    )
