"""How well a network reads lines that it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from torch import nn

from model.lines.reading import SYMBOLS
from training.lines.batches import batch_of
from training.lines.photograph import Taught, photograph
from training.lines.texts import some_text
from training.lines.write import write
from training.lines.writers import Writer

#: Of the lines that are measured: no run learns from this seed.
SEED = 99
LINES = 600


def line_accuracy(network: nn.Module, writer: Writer, lines: int = LINES) -> dict[str, float]:
    """Error rates on lines written with glyphs that were not trained on.

    Args:
        network: Fitted.
        writer: Holds those glyphs.
        lines: How many.

    Returns:
        ``lines``, ``cer`` (cases folded) and ``strict`` (cases and spaces kept).
    """
    rng = np.random.default_rng(SEED)
    texts = (some_text(rng) for _ in range(lines))
    known = ["".join(letter for letter in text if letter == " " or letter in writer.patches).strip() for text in texts]
    several = [photograph(write(text, writer, writer, rng), rng) for text in known if text]
    read = greedy(network, several)
    wanted = [strip.text for strip in several]
    return {
        "lines": len(several),
        "cer": round(_rate([text.upper() for text in wanted], [text.upper() for text in read]), 4),
        "strict": round(_rate(wanted, read), 4),
    }


def greedy(network: nn.Module, several: Sequence[Taught]) -> list[str]:
    """What a network reads on strips: the best path, repetitions and blanks taken out."""
    network.eval()
    read: dict[int, str] = {}
    order = np.argsort([one.grey.shape[1] for one in several], kind="stable").tolist()
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        batch = batch_of([several[number] for number in part])
        with torch.no_grad():
            best = network(batch.strips.float() / 255).argmax(1).numpy()
        for number, row, width in zip(part, best, batch.widths.tolist(), strict=True):
            read[number] = collapsed(row[:width])
    return [read[number] for number in range(len(several))]


def collapsed(best: NDArray[np.int64]) -> str:
    """The text of a path of symbols."""
    changes = np.flatnonzero(np.append(True, best[1:] != best[:-1]))
    return "".join(SYMBOLS[symbol] for symbol in best[changes].tolist()).strip()


def _rate(wanted: Sequence[str], read: Sequence[str]) -> float:
    """Character error rate of texts together."""
    wrong = sum(Levenshtein.distance(want, got) for want, got in zip(wanted, read, strict=True))
    return wrong / max(sum(map(len, wanted)), 1)
