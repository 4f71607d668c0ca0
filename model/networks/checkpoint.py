"""A checkpoint: the weights of a network (ONNX) and the card (JSON) that says what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

from model import DEFAULT_CHECKPOINT
from model.alphabet import ALPHABET, Charset
from model.errors import CheckpointError
from model.frame import RECIPE
from model.networks.calibration import Calibration

WEIGHTS = Path(__file__).parents[1] / "weights"


@dataclass(frozen=True, slots=True)
class Card:
    """What is known about a checkpoint.

    Attributes:
        name: Such as ``letternet-int8``.
        network: The architecture, such as ``letternet``.
        precision: ``float32`` or ``int8``.
        alphabet: The classes in label order.
        frame: The name of the framing recipe the network was trained on.
        sha256: Of the ONNX file, in hexadecimal digits.
        temperature: What logits are divided by before softmax.
        calibration: By charset, the curves of `model.networks.calibration.Calibration`, so that confidence means
            something.
        training: How it was made: command, seed, split, corpora, experiment.
        accuracy: Share right on glyphs not trained on, by corpus and alphabet.
        remarks: What else a user should know, such as the licences of the corpora.
    """

    name: str
    network: str
    precision: str
    alphabet: tuple[str, ...] = ALPHABET
    frame: str = RECIPE
    sha256: str = ""
    temperature: float = 1.0
    calibration: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    accuracy: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def calibration_of(self, charset: Charset) -> Calibration:
        """The curves for a charset; those of ``mixed`` where it has none of its own."""
        curves = self.calibration.get(charset.name, self.calibration.get("mixed", {}))
        return Calibration.from_card(curves)

    def save(self, path: Path) -> None:
        """Write the card as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a card and check that this program can use its network.

        Raises:
            CheckpointError: The card is missing, unreadable or of another framing recipe.
        """
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            card = cls(**fields | {"alphabet": tuple(fields["alphabet"]), "remarks": tuple(fields.get("remarks", ()))})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CheckpointError(f"There is no usable card at {path}. Keep the .json beside its .onnx.") from error
        if card.frame != RECIPE:
            raise CheckpointError(f"{path} was trained on frames {card.frame!r}, this program makes {RECIPE!r}.")
        return card


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The bytes of an ONNX file with their card."""

    card: Card
    onnx: bytes

    @classmethod
    def load(cls, source: str | Path = DEFAULT_CHECKPOINT) -> Self:
        """Read a bundled checkpoint by name, or one of your own by path.

        Args:
            source: A name such as ``letternet``, or the path of an ``.onnx`` file with its ``.json`` beside it.

        Raises:
            CheckpointError: A file is missing, or the weights are not the ones the card describes.
        """
        path = Path(source)
        if path.suffix != ".onnx":
            path = WEIGHTS / f"{source}.onnx"
        card = Card.load(path.with_suffix(".json"))
        return cls(card, described_weights(path, card.sha256))


def described_weights(path: Path, sha256: str) -> bytes:
    """The bytes of an ONNX file, if they are those that its card describes.

    Raises:
        CheckpointError: The file is missing or another.
    """
    try:
        onnx = path.read_bytes()
    except OSError as error:
        raise CheckpointError(f"There are no weights at {path}. Bundled are: {', '.join(bundled())}.") from error
    if hashlib.sha256(onnx).hexdigest() != sha256:
        raise CheckpointError(f"{path} is not the file its card describes. Fetch both again.")
    return onnx


def bundled() -> tuple[str, ...]:
    """The names of the checkpoints that come with the program."""
    return tuple(sorted(path.stem for path in WEIGHTS.glob("*.onnx")))


@cache
def bundled_cards() -> Mapping[str, Card]:
    """The cards of the checkpoints that come with the program, by name."""
    return {name: Card.load(WEIGHTS / f"{name}.json") for name in bundled()}
