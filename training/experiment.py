"""Everything that makes a training run what it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from training.augment import Augmentation
from training.saving import write_whole


@dataclass(frozen=True, slots=True)
class Experiment:
    """A run; saved as JSON beside the weights it made.

    Attributes:
        network: A name of `model.network.NETWORKS`.
        epochs: Passes over as many glyphs as the training set has.
        batch: Glyphs a step.
        optimizer: A name of `training.optimizers.OPTIMIZERS`.
        schedule: How the learning rate goes: a name of `training.optimizers.SCHEDULES`.
        learning_rate: The highest of the schedule.
        momentum: Of SGD, Nesterov and RMSprop.
        weight_decay: Of the optimizer.
        clip: Longest gradient (L2 norm over all weights); longer ones are shortened to it. 0 for any length.
        average: Decay of the exponential moving average of the weights that is kept instead of them; 0 for none.
        patience: Epochs without a better one after which a run ends early; 0 for never.
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
        font_share: Share of letters of fonts among the draws of a symbol that is also written; 0 for their share of
            the glyphs.
        mixed_precision: Whether steps are computed in bf16 where that is safe; much faster on CPUs with bf16 units.
        start: Name or path of the checkpoint whose weights the run starts from, empty for fresh ones.
        teacher: Name or path of the checkpoint that teaches, empty for none.
        teacher_share: Share of the loss that comes from the teacher, 0..1.
        teacher_temperature: How much the teacher's probabilities are softened.
        augmentation: How far each batch is changed.
    """

    network: str = "letternet"
    epochs: int = 40
    batch: int = 256
    optimizer: str = "adamw"
    schedule: str = "one-cycle"
    learning_rate: float = 3e-3
    momentum: float = 0.9
    weight_decay: float = 1e-4
    clip: float = 0.0
    average: float = 0.0
    patience: int = 0
    label_smoothing: float = 0.0
    seed: int = 7
    renderings: int = 6
    font_renderings: int = 4
    punctuation: int = 400
    not_characters: int = 14000
    unseen_writers: int = 40
    also: tuple[str, ...] = ()
    cut_out_share: float = 0.5
    rejects_weight: float = 6.0
    punctuation_weight: float = 0.25
    font_share: float = 0.0
    mixed_precision: bool = True
    start: str = ""
    teacher: str = ""
    teacher_share: float = 0.6
    teacher_temperature: float = 2.0
    augmentation: Augmentation = field(default_factory=Augmentation)

    def save(self, path: Path) -> None:
        """Write the experiment as JSON.

        Raises:
            TrainingError: The file cannot be written.
        """
        write_whole(path, self.as_json().encode())

    def as_json(self) -> str:
        """The experiment as indented JSON."""
        return json.dumps(asdict(self), indent=2) + "\n"
