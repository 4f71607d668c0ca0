"""Weights without the right card, or with another, are refused with a line that says what to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import CheckpointError
from model.frame import RECIPE
from model.networks.checkpoint import Card, Checkpoint, bundled

ONNX = b"not really an ONNX file"
CARD = Card(
    name="mine",
    network="letternet",
    precision="float32",
    alphabet=("A", "B", "é"),
    sha256=hashlib.sha256(ONNX).hexdigest(),
    temperature=1.5,
    training={"seed": 7},
    accuracy={"corpus": {"folded": 0.9}},
    remarks=("kept", "so"),
)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The path of a checkpoint of one's own."""
    path = tmp_path / "mine.onnx"
    path.write_bytes(ONNX)
    CARD.save(path.with_suffix(".json"))
    return path


def test_card_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    CARD.save(tmp_path / "card.json")
    assert Card.load(tmp_path / "card.json") == CARD


def test_checkpoint_is_loaded_by_path(weights: Path) -> None:
    for source in (weights, str(weights)):
        assert Checkpoint.load(source) == Checkpoint(CARD, ONNX)


def without_card(weights: Path) -> None:
    weights.with_suffix(".json").unlink()


def without_weights(weights: Path) -> None:
    weights.unlink()


def other_weights(weights: Path) -> None:
    weights.write_bytes(ONNX + b"!")


def other_recipe(weights: Path) -> None:
    replace(CARD, frame="emnist-32-v0").save(weights.with_suffix(".json"))


def card_of_another_program(weights: Path) -> None:
    weights.with_suffix(".json").write_text(json.dumps({"alphabet": "ABC", "licence": "none"}))


def card_without_alphabet(weights: Path) -> None:
    weights.with_suffix(".json").write_text(json.dumps({"name": "mine"}))


def no_json(weights: Path) -> None:
    weights.with_suffix(".json").write_bytes(b"\xff\xfe not json")


def json_of_another_kind(weights: Path) -> None:
    weights.with_suffix(".json").write_text("[1, 2]")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_card, "Keep the .json beside its .onnx"),
        (without_weights, "There are no weights at"),
        (other_weights, "is not the file its card describes"),
        (other_recipe, f"this program makes '{RECIPE}'"),
        (card_of_another_program, "no usable card"),
        (card_without_alphabet, "no usable card"),
        (no_json, "no usable card"),
        (json_of_another_kind, "no usable card"),
    ],
)
def test_spoilt_checkpoint_is_refused(weights: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(weights)
    with pytest.raises(CheckpointError) as caught:
        Checkpoint.load(weights)
    assert said in str(caught.value)
    assert weights.stem in str(caught.value)


def test_unknown_name_is_refused() -> None:
    with pytest.raises(CheckpointError, match="nosuchnet"):
        Checkpoint.load("nosuchnet")


@pytest.mark.parametrize("name", bundled())
def test_bundled_checkpoints_are_whole_and_tell_how_they_were_made(name: str) -> None:
    card = Checkpoint.load(name).card
    assert card.name == name
    assert card.precision == ("int8" if name.endswith("-int8") else "float32")
    assert card.accuracy
    assert "command" in card.training


def test_the_default_checkpoint_is_bundled() -> None:
    assert "letternet" in bundled()
