"""How well a network reads lines that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import openvino
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from model.lines.reading import SYMBOLS
from model.networks.device import on_pixels, options_of
from training.lines.batches import batch_of
from training.lines.photograph import Taught, photograph
from training.lines.texts import some_text
from training.lines.write import write
from training.lines.writers import Writer

#: Of the lines that are measured: no run learns from this seed.
SEED = 99
LINES = 600


#: Gives a strip, (1, 1, HEIGHT, W) uint8, (1, symbols, T) logits.
Network = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def line_accuracy(network: Network, writer: Writer, lines: int = LINES) -> dict[str, float]:
    """Error rates on lines written with glyphs that were not trained on.

    Args:
        network: Reads.
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


def served(onnx: bytes) -> Network:
    """A network as the service runs it, float32 in f32."""
    core = openvino.Core()
    compiled = core.compile_model(on_pixels(core.read_model(onnx)), "CPU", options_of("f32", 0))
    return lambda strips: np.asarray(compiled({0: strips})["logits"], np.float32)


def greedy(network: Network, several: Sequence[Taught]) -> list[str]:
    """What a network reads on strips: the best path, repetitions and blanks taken out."""
    read = []
    for strip in several:
        batch = batch_of([strip])
        best = network(batch.strips.numpy()).argmax(1)[0]
        read.append(collapsed(best[: int(batch.widths[0])]))
    return read


def collapsed(best: NDArray[np.int64]) -> str:
    """The text of a path of symbols."""
    changes = np.flatnonzero(np.append(True, best[1:] != best[:-1]))
    return "".join(SYMBOLS[symbol] for symbol in best[changes].tolist()).strip()


def _rate(wanted: Sequence[str], read: Sequence[str]) -> float:
    """Character error rate of texts together."""
    wrong = sum(Levenshtein.distance(want, got) for want, got in zip(wanted, read, strict=True))
    return wrong / max(sum(map(len, wanted)), 1)
