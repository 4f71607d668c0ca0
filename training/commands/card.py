"""``card``: pages for people from the cards of checkpoints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from model.lines.card import LINE_NETWORKS, load_line_weights
from model.networks.checkpoint import Checkpoint, bundled
from training.commands.options import console
from training.lines.card_page import line_model_card
from training.model_card import card_path, model_card
from training.saving import write_whole

PAGES = Path("docs/models")


def card_command(
    models: Annotated[list[str] | None, typer.Argument(help="Names or paths of checkpoints; all bundled ones.")] = None,
    out: Annotated[Path, typer.Option(help="Folder that gets NAME/MODEL_CARD.md.")] = PAGES,
) -> None:
    """Write a MODEL_CARD.md for each checkpoint, and for linenet, from its JSON card."""
    for source in models or bundled():
        checkpoint = Checkpoint.load(source)
        path = card_path(out, checkpoint.card)
        write_whole(path, model_card(checkpoint).encode())
        console.print(f"Written: {path}", soft_wrap=True)
    if not models:
        for weights in sorted(LINE_NETWORKS.glob("*.onnx")):
            card, onnx = load_line_weights(weights)
            path = out / card.name / "MODEL_CARD.md"
            write_whole(path, line_model_card(card, onnx).encode())
            console.print(f"Written: {path}", soft_wrap=True)
