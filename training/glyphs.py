"""Framed glyphs with their labels: what every source of training data is turned into."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.alphabet import ALPHABET
from model.frame import SIDE, GlyphFrames
from training.errors import TrainingError

UNKNOWN_WRITER = -1


@dataclass(frozen=True, slots=True)
class GlyphSet:
    """N glyphs of one or several sources.

    Attributes:
        frames: (N, 28, 28) uint8, ink up to 255 on 0, in EMNIST's orientation.
        labels: (N,) str, a letter of the alphabet; a capital where the label is folded.
        folded: (N,) bool, True where the label stands for either case.
        writers: (N,) int64, -1 where unknown; unique over all sources.
        corpora: (N,) str, where each glyph comes from.
    """

    frames: GlyphFrames
    labels: NDArray[np.str_]
    folded: NDArray[np.bool_]
    writers: NDArray[np.int64]
    corpora: NDArray[np.str_]

    def __post_init__(self) -> None:
        """Refuse columns of different lengths."""
        lengths = {len(self.frames), len(self.labels), len(self.folded), len(self.writers), len(self.corpora)}
        if len(lengths) != 1:
            raise ValueError(f"the columns of a glyph set have different lengths: {sorted(lengths)}")

    def __len__(self) -> int:
        """How many glyphs there are."""
        return len(self.frames)

    def __getitem__(self, index: NDArray[np.bool_] | NDArray[np.int64]) -> GlyphSet:
        """The glyphs at the given indices, or where the mask is True."""
        return GlyphSet(
            self.frames[index], self.labels[index], self.folded[index], self.writers[index], self.corpora[index]
        )

    @property
    def symbols(self) -> NDArray[np.str_]:
        """(N,) the labels with the two cases of a letter made one, for balancing and grouping."""
        return np.array([label.upper() if len(label) == 1 else label for label in self.labels], dtype=np.str_)

    def save(self, path: Path) -> None:
        """Write the set as ``.npz``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **{column.name: getattr(self, column.name) for column in fields(self)})

    @classmethod
    def load(cls, path: Path) -> GlyphSet:
        """Read a set that `save` wrote.

        Raises:
            TrainingError: There is none, or it is damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as columns:
                return cls(**{column.name: columns[column.name] for column in fields(cls)})
        except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise TrainingError(f"{path} is no set of framed glyphs: {error}. Make it anew.") from error

    @classmethod
    def of_one_source(
        cls,
        corpus: str,
        frames: GlyphFrames,
        labels: Iterable[str],
        *,
        folded: bool = False,
        writers: NDArray[np.int64] | None = None,
    ) -> GlyphSet:
        """Make a set whose glyphs come from one corpus.

        Args:
            corpus: The name of the corpus.
            frames: (N, 28, 28) uint8.
            labels: N letters.
            folded: Whether letters stand for either case (digits never do).
            writers: (N,) numbers of the writers within the corpus, or None where unknown.

        Raises:
            ValueError: A label is no letter of the alphabet.
        """
        names = np.array(list(labels), dtype=np.str_)
        unknown = set(names.tolist()) - set(ALPHABET)
        if unknown:
            raise ValueError(f"labels of {corpus} that no class stands for: {sorted(unknown)}")
        either = np.array([folded and label.isalpha() and len(label) == 1 for label in names.tolist()], dtype=np.bool_)
        hands = np.full(len(names), UNKNOWN_WRITER) if writers is None else np.asarray(writers, np.int64)
        return cls(frames, names, either, hands, np.full(len(names), corpus))


def concatenate(sets: Iterable[GlyphSet]) -> GlyphSet:
    """Put sets behind one another; writers of different sets stay different."""
    several = tuple(sets)
    writers, first = [], 0
    for glyphs in several:
        writers.append(np.where(glyphs.writers < 0, UNKNOWN_WRITER, glyphs.writers + first))
        first = max(first, int(writers[-1].max(initial=-1)) + 1)
    empty = np.zeros((0, SIDE, SIDE), np.uint8)
    return GlyphSet(
        np.concatenate([glyphs.frames for glyphs in several] or [empty]),
        np.concatenate([glyphs.labels for glyphs in several]),
        np.concatenate([glyphs.folded for glyphs in several]),
        np.concatenate(writers),
        np.concatenate([glyphs.corpora for glyphs in several]),
    )


def class_pairs(glyphs: GlyphSet, alphabet: tuple[str, ...] = ALPHABET) -> NDArray[np.int64]:
    """The one or two classes each label stands for.

    Returns:
        (N, 2) int64 labels; both the same where the label is not folded.
    """
    number = {letter: label for label, letter in enumerate(alphabet)}
    first = [number[letter] for letter in glyphs.labels.tolist()]
    second = [
        number[letter.lower()] if folded else number[letter]
        for letter, folded in zip(glyphs.labels.tolist(), glyphs.folded.tolist(), strict=True)
    ]
    return np.stack([first, second], axis=1).astype(np.int64)
