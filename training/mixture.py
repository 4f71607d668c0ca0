"""All that was named on the command line, combined into one split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.cache import cached, key_of
from training.experiment import Experiment
from training.glyphs import GlyphSet, concatenate
from training.own import Gathered, is_collection, load_own, split_own
from training.pictures import Skipped
from training.sources import (
    Emnist,
    collected_corpora,
    collected_emnist,
    corpora_names,
    validate_only,
    with_own_glyphs,
)
from training.split import Split

DEFAULT_GLYPHS = Path("../shared/data/glyphs")


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a run learns from; the parts are combined.

    Attributes:
        glyphs: Folders and files as `training.own.load_own` takes them, and folders of the whole collection.
        emnist: The whole EMNIST, or None.
    """

    glyphs: tuple[Path, ...]
    emnist: Emnist | None = None

    @property
    def collections(self) -> list[Path]:
        """Those folders that hold the corpora of the shipped weights."""
        return [path for path in self.glyphs if is_collection(path)]

    @classmethod
    def of(cls, glyphs: Sequence[Path], emnist: Emnist | None) -> Mixture:
        """What was named; the collection beside the checkout if that is nothing."""
        return cls(tuple(glyphs) or (() if emnist else (DEFAULT_GLYPHS,)), emnist)

    @classmethod
    def recorded(cls, facts: Mapping[str, Any]) -> Mixture:
        """What a card says of it; the collection beside the checkout where it says nothing."""
        emnist = facts.get("emnist")
        whole = Emnist(Path(emnist["root"]), emnist["split"]) if emnist else None
        return cls.of([Path(path) for path in facts.get("glyphs", ())], whole)

    def facts(self) -> dict[str, Any]:
        """What a card says of it."""
        emnist = {"root": str(self.emnist.root), "split": self.emnist.split} if self.emnist else None
        return {"glyphs": [str(path) for path in self.glyphs], "emnist": emnist}

    def names(self) -> list[str]:
        """What a network is trained on, for its card."""
        corpora = corpora_names() if self.collections else []
        emnist = [f"emnist-{self.emnist.split}"] if self.emnist else []
        own = [path.name for path in self.glyphs if path not in self.collections]
        return [*corpora, *emnist, *own, "handwriting fonts", "drawn punctuation", "drawn rejects"]


def gather_all(mixture: Mixture, experiment: Experiment, cache: Path | None = None) -> Gathered:
    """Load, frame, combine and split everything, and add what no source holds.

    Args:
        mixture: What to load.
        experiment: Seed and sizes.
        cache: Folder for framed glyphs, so that the next run starts at once; None for none.

    Raises:
        TrainingError: Something is missing, broken, or too little.
    """
    if cache is None:
        return _gather(mixture, experiment)
    return cached(cache, key_of(mixture.glyphs, mixture.emnist, experiment), lambda: _gather(mixture, experiment))


def _gather(mixture: Mixture, experiment: Experiment) -> Gathered:
    collections = mixture.collections
    splits = [collected_corpora(folder, experiment) for folder in collections]
    splits += [collected_emnist(mixture.emnist, experiment)] if mixture.emnist else []
    own, skipped = _load_all([path for path in mixture.glyphs if path not in collections], experiment)
    splits += [split_own(own, experiment.seed)] if own else []
    return Gathered(with_own_glyphs(_combined(splits), experiment), tuple(skipped))


def _load_all(paths: Sequence[Path], experiment: Experiment) -> tuple[GlyphSet | None, list[Skipped]]:
    loaded = [load_own(path, experiment) for path in paths]
    skipped = [one for _, several in loaded for one in several]
    return (concatenate(glyphs for glyphs, _ in loaded) if loaded else None), skipped


def _combined(splits: Sequence[Split]) -> Split:
    return Split(
        concatenate(parts.train for parts in splits),
        concatenate(parts.validation for parts in splits),
        concatenate(parts.test for parts in splits),
    )


def glyphs_to_measure(mixture: Mixture, parts: Split) -> GlyphSet:
    """What a checkpoint is measured on: the test part, and the corpora that may only be measured."""
    return concatenate([parts.test, *(validate_only(folder) for folder in mixture.collections)])
