"""Letters that touch share a stroke: each cut is moved to where both letters look best, and may leave ink to both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset
from model.fragments.cuts import between
from model.fragments.seams import Seams
from model.networks.glances import Glances
from model.segment import Fragment, merged, stroke_width
from model.spelling.settle import under_charset
from model.spelling.spell import SpelledLine

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class ShareSettings:
    """Where letters may part; lengths are shares of the height of both together unless said otherwise.

    Attributes:
        step: Cuts that are tried are so far from one another,
        reach: and at most so far from the cut that was chosen,
        margin: and at least so far from the ends.
        thickness: They go through at most so many stroke widths of ink.
        shared: The left letter may end so many stroke widths behind the beginning of the right one.
        away: What a cut costs that lies half a height away from the one that was chosen, in nats.
    """

    step: float = 0.06
    reach: float = 0.4
    margin: float = 0.08
    thickness: float = 3.0
    shared: float = 2.0
    away: float = 0.5


def share_strokes(
    lines: Sequence[SpelledLine | None], charset: Charset, glances: Glances, settings: ShareSettings | None = None
) -> list[SpelledLine | None]:
    """Give letters that were cut from one another the ink that suits both; letters and doubts stay.

    Args:
        lines: What was read.
        charset: What the columns of their probabilities mean.
        glances: What the network has said of the page's letters already.
        settings: The tunables; the defaults if None.
    """
    settings = settings or ShareSettings()
    return [line and _shared(line, charset, glances, settings) for line in lines]


def _shared(line: SpelledLine, charset: Charset, glances: Glances, settings: ShareSettings) -> SpelledLine:
    letters = line.probabilities.argmax(axis=1).tolist()
    inks = list(line.inks)
    for right in range(1, len(inks)):
        if inks[right].cut_cost > 0:
            pair = slice(right - 1, right + 1)
            inks[pair] = _parted(inks[right - 1], inks[right], letters[pair], charset, glances, settings)
    return replace(line, inks=tuple(inks), boxes=tuple(ink.box for ink in inks) or line.boxes)


def _parted(
    left: Fragment, right: Fragment, letters: Sequence[int], charset: Charset, glances: Glances,
    settings: ShareSettings,
) -> tuple[Fragment, Fragment]:  # fmt: skip
    """Two letters that touch, cut anew where that suits them better."""
    both = merged([left, right])
    mask = both.ink > 0
    stroke = stroke_width(mask)
    cuts = list(_cuts(both, right, mask, stroke, settings))
    if not cuts:
        return left, right
    shown = [*(cut.left for cut in cuts), left, *(cut.right for cut in cuts), right]
    fits = np.log(under_charset(glances.logits(shown), glances.classifier.card, charset).letters + _LEAST)
    ends, starts = fits[: len(cuts) + 1, letters[0]], fits[len(cuts) + 1 :, letters[1]]
    at = np.array([cut.at for cut in cuts])
    both_have = at[:, None] - at
    away = np.abs(at[:, None] + at - 2 * (right.box.left - both.box.left)) / both.box.height
    worth = ends[:-1, None] + starts[:-1] - settings.away * away
    worth[(both_have < 0) | (both_have > settings.shared * stroke)] = -np.inf
    if worth.max() <= ends[-1] + starts[-1]:
        return left, right
    # Many cuts suit nearly as well as the best: their middle.
    chances = np.exp(worth - worth.max())
    chances /= chances.sum()
    end, start = (int(np.abs(at - chances.sum(axis=axis) @ at).argmin()) for axis in (1, 0))
    return cuts[end].left, cuts[start].right


@dataclass(frozen=True, slots=True)
class _Cut:
    """Ink to the left and to the right of the seam through a column at middle height."""

    at: int
    left: Fragment
    right: Fragment


def _cuts(
    both: Fragment, chosen: Fragment, mask: NDArray[np.bool_], stroke: float, settings: ShareSettings
) -> Iterator[_Cut]:
    """The cuts that are tried, near the left edge of the right letter as it was chosen."""
    height, width = mask.shape
    was = chosen.box.left - both.box.left
    seams = Seams(mask)
    margin, step = (max(1, round(share * height)) for share in (settings.margin, settings.step))
    edges = np.zeros(height, np.int64), np.full(height, width)
    for at in range(margin, width - margin + 1, step):
        if abs(at - was) > settings.reach * height or seams.ink[at] > settings.thickness * stroke:
            continue
        path = seams.path(at)
        left, right = between(both, edges[0], path, both.cut_cost), between(both, path, edges[1], chosen.cut_cost)
        if left is not None and right is not None:
            yield _Cut(at, left, right)
