"""Every shipped network has a page for people, made from its card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.lines.card import LINE_NETWORKS, load_line_weights
from model.networks.checkpoint import Checkpoint, bundled
from training.lines.card_page import line_model_card
from training.model_card import card_path, model_card

PAGES = Path(__file__).parents[2] / "docs" / "models"

HEADINGS = (
    "Model details", "Intended use", "Factors", "Metrics", "Training data", "Evaluation data",
    "Quantitative analyses", "Ethical considerations", "Caveats and recommendations",
)  # fmt: skip


@pytest.mark.parametrize("name", bundled())
def test_page_is_the_one_the_command_writes(name: str) -> None:
    checkpoint = Checkpoint.load(name)
    path = card_path(PAGES, checkpoint.card)
    assert path.read_text(encoding="utf-8") == model_card(checkpoint), "run: python -m training card"


def test_no_page_is_without_its_network() -> None:
    lines = [path.stem for path in LINE_NETWORKS.glob("*.onnx")]
    assert sorted(path.name for path in PAGES.iterdir()) == sorted([*bundled(), *lines])


@pytest.mark.parametrize("name", ["linenet", "linenet-int8"])
def test_the_page_of_linenet_is_the_one_the_command_writes(name: str) -> None:
    card, onnx = load_line_weights(LINE_NETWORKS / f"{name}.onnx")
    page = (PAGES / card.name / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert page == line_model_card(card, onnx), "run: python -m training card"
    assert card.sha256 in page


def test_page_has_the_usual_headings_and_the_figures() -> None:
    checkpoint = Checkpoint.load("letternet")
    page = model_card(checkpoint)
    assert [heading for heading in HEADINGS if f"## {heading}" not in page] == []
    assert checkpoint.card.sha256 in page
    for corpus, row in checkpoint.card.accuracy.items():
        assert f"| {corpus} | {row['glyphs']} |" in page


def test_quantized_and_pruned_networks_tell_how() -> None:
    checkpoint = Checkpoint.load("letternet")
    facts = {
        "quantization": {"per_channel": True, "signed": False, "calibration": "entropy", "batches": 40,
                         "input": {"scale": 0.00392157, "zero_point": 0, "type": "uint8"}},
        "pruning": {"share": 0.5, "single": False, "measure": "magnitude", "widths": [12, 20], "of_multiply_adds": 0.48,
                    "zero_weights": 0.0},
    }  # fmt: skip
    page = model_card(replace(checkpoint, card=replace(checkpoint.card, accuracy={}, training=facts)))
    assert "scale 0.00392157, zero point 0, uint8" in page
    assert "entropy, 40 batches" in page
    assert "12, 20" in page
    assert "Not measured yet" in page
