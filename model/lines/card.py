"""linenet's weights (ONNX) and the card (JSON) that says what they are."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from model.errors import CheckpointError
from model.lines.reading import SYMBOLS
from model.networks.checkpoint import described_weights

#: Strips are so high, in pixels, and the network answers once for so many of their columns.
HEIGHT, STRIDE = 32, 4
LINE_NETWORKS = Path(__file__).parents[1] / "weights" / "lines"
#: The one that reads.
LINENET_WEIGHTS = LINE_NETWORKS / "linenet-int8.onnx"

LinePrecision = Literal["float32", "int8"]


@dataclass(frozen=True, slots=True)
class LineCard:
    """What is known about a network that reads lines.

    Attributes:
        name: Such as ``linenet-int8``.
        precision: ``float32`` or ``int8``.
        symbols: Its classes in their order: blank, space, letters.
        height: Strips are so high, in pixels.
        stride: It answers once for so many columns of a strip.
        sha256: Of the ONNX file, in hexadecimal digits.
        training: How it was made: command, seed, corpora, experiment.
        accuracy: Character error rates on what it was not trained on.
        remarks: What else a user should know, such as the licences of the corpora.
    """

    name: str
    precision: LinePrecision
    symbols: tuple[str, ...]
    height: int
    stride: int
    sha256: str
    training: dict[str, Any] = field(default_factory=dict)
    accuracy: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The card as indented JSON."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a card.

        Raises:
            CheckpointError: It is missing, unreadable, or of a network of other strips or symbols.
        """
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            card = cls(**fields | {name: tuple(fields[name]) for name in ("symbols", "remarks")})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CheckpointError(f"There is no usable card at {path}. Keep the .json beside its .onnx.") from error
        if card.symbols != SYMBOLS:
            raise CheckpointError(f"{path} answers other symbols than this program knows.")
        if (card.height, card.stride) != (HEIGHT, STRIDE):
            own = f"{card.height} high in steps of {card.stride}"
            raise CheckpointError(f"{path} reads strips {own}, this program cuts {HEIGHT} and {STRIDE}.")
        return card


def load_line_weights(path: Path = LINENET_WEIGHTS) -> tuple[LineCard, bytes]:
    """Read a network that reads lines, with its card.

    Raises:
        CheckpointError: A file is missing, or the weights are not the ones the card describes.
    """
    card = LineCard.load(path.with_suffix(".json"))
    return card, described_weights(path, card.sha256)
