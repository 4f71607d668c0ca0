"""Everything that makes a training run what it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from training.augment import Augmentation


@dataclass(frozen=True, slots=True)
class Experiment:
    """A run; saved as JSON beside the weights it made.

    Attributes:
        network: A name of `model.network.NETWORKS`.
        epochs: Passes over as many glyphs as the training set has.
        batch: Glyphs a step.
        learning_rate: Peak of the one-cycle schedule.
        weight_decay: Of AdamW.
        label_smoothing: Share of the target spread over all classes.
        seed: Of split, weights, order and augmentation.
        renderings: How often each pen-stroke glyph is drawn.
        font_renderings: How often each letter of each handwriting font is drawn.
        punctuation: How many of each punctuation mark are drawn.
        not_characters: How many glyphs that are no characters are made.
        unseen_writers: Writers of Chars74K below this number train, the others are only measured.
        also: Files of glyphs cut out of pages, made by ``harvest`` and ``pieces``, that are trained on too.
        cut_out_share: Share of the draws of each symbol that comes from them, 0..1.
        rejects_weight: How often a glyph that is no character is drawn, as a multiple of one letter.
        punctuation_weight: How often a punctuation mark is drawn, as a multiple of one letter.
        mixed_precision: Whether steps are computed in bf16 where that is safe; much faster on CPUs with bf16 units.
        teacher: Name or path of the checkpoint that teaches, empty for none.
        teacher_share: Share of the loss that comes from the teacher, 0..1.
        teacher_temperature: How much the teacher's probabilities are softened.
        augmentation: How far each batch is changed.
    """

    network: str = "letternet"
    epochs: int = 40
    batch: int = 256
    learning_rate: float = 3e-3
    weight_decay: float = 1e-4
    label_smoothing: float = 0.0
    seed: int = 7
    renderings: int = 6
    font_renderings: int = 8
    punctuation: int = 400
    not_characters: int = 14000
    unseen_writers: int = 40
    also: tuple[str, ...] = ()
    cut_out_share: float = 0.5
    rejects_weight: float = 6.0
    punctuation_weight: float = 0.25
    mixed_precision: bool = True
    teacher: str = ""
    teacher_share: float = 0.6
    teacher_temperature: float = 2.0
    augmentation: Augmentation = field(default_factory=Augmentation)

    def save(self, path: Path) -> None:
        """Write the experiment as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
