"""The pictures of a report: where a network fails, and whether it knows."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from training.glyphs import GlyphSet
from training.report.reliability import Reliability
from training.report.schemes import Judged

PAIRS = 15
WALL = (5, 10)


def confusion_counts(judged: Judged) -> tuple[list[str], NDArray[np.int64]]:
    """The classes that occur, and how often each (row) was answered as each (column)."""
    classes = sorted(set(judged.wanted.tolist()) | set(judged.answered.tolist()))
    number = {name: place for place, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes)), np.int64)
    for wanted, answered in zip(judged.wanted.tolist(), judged.answered.tolist(), strict=True):
        counts[number[wanted], number[answered]] += 1
    return classes, counts


def draw_confusion(judged: Judged) -> bytes:
    """The confusion matrix, each row as shares of its class; the diagonal is left out so that errors show."""
    classes, counts = confusion_counts(judged)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, np.nan)
    figure = Figure(figsize=(9, 8), layout="constrained")
    axes = figure.subplots()
    picture = axes.imshow(shares, cmap="magma_r", vmin=0)
    axes.set_xticks(range(len(classes)), classes)
    axes.set_yticks(range(len(classes)), classes)
    axes.set(xlabel="answered", ylabel="written")
    figure.colorbar(picture, label="share of the glyphs of that class", shrink=0.8)
    return _png(figure)


def worst_pairs(judged: Judged, most: int = PAIRS) -> list[tuple[str, str, int]]:
    """The most frequent mistakes: written, answered, how often."""
    wrong = ~judged.right
    counts = Counter(zip(judged.wanted[wrong].tolist(), judged.answered[wrong].tolist(), strict=True))
    return [(wanted, answered, count) for (wanted, answered), count in sorted(
        counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]  # fmt: skip


def draw_pairs(judged: Judged) -> bytes:
    """The worst pairs as bars."""
    pairs = worst_pairs(judged)
    figure = Figure(figsize=(7, 0.5 + 0.28 * max(len(pairs), 1)), layout="constrained")
    axes = figure.subplots()
    names = [f"{wanted} read as {answered}" for wanted, answered, _ in pairs]
    axes.barh(names, [count for *_, count in pairs], color="tab:red")
    axes.invert_yaxis()
    axes.set(xlabel="glyphs")
    return _png(figure)


def draw_wall(judged: Judged, glyphs: GlyphSet) -> bytes:
    """The mistakes the network was surest of, upright, each with what it is and what was answered."""
    wrong = np.flatnonzero(~judged.right)
    rows, columns = WALL
    surest = wrong[np.argsort(-judged.confidence[wrong], kind="stable")][: rows * columns]
    figure = Figure(figsize=(columns * 1.0, rows * 1.25), layout="constrained")
    for place, axes in enumerate(figure.subplots(rows, columns).flat):
        axes.set_axis_off()
        if place < len(surest):
            at = surest[place]
            # Frames lie transposed, as in EMNIST.
            axes.imshow(255 - glyphs.frames[judged.index[at]].T, cmap="gray", vmin=0, vmax=255)
            said = f"{judged.wanted[at]} as {judged.answered[at]} {judged.confidence[at]:.2f}"
            axes.set_title(said.replace("$", r"\$"), fontsize=8)
    return _png(figure)


def draw_reliability(curves: Mapping[str, Reliability]) -> bytes:
    """Share right over confidence, with the line where the two are one."""
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="gray", linestyle="--", label="as it should be")
    for name, curve in curves.items():
        axes.plot(curve.confidence, curve.right, marker="o", label=f"{name} (ECE {curve.expected_error:.3f})")
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.grid(alpha=0.3)
    axes.legend()
    return _png(figure)


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=110)
    return file.getvalue()
