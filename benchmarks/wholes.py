"""Fits how sure fused words and lines are: ``python -m benchmarks.wholes`` prints curves of `model.fusion.confidence`.

It reads names of the training part that nothing was harvested from (for lines), and pages drawn in the fonts that
training sees (for words), and asks about the lines that are asked about in use: what is said of those holds for
no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Annotated, cast
from unittest.mock import patch

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.boxes import match
from benchmarks.corpora import DEFAULT_CORPORA, load_set_apart
from benchmarks.fusion import both_readers, taught_pages
from benchmarks.tables import Cell, Figures, progress_bars, wide_console
from model import compose
from model.elements import Glyph, Line, Page
from model.fusion.confidence import FUSED, FUSED_AGREED, FUSED_WITH_LINENET
from model.fusion.opinion import OpinionSettings
from model.networks.calibration import Calibration, Curve
from model.options import Engine, ReadOptions
from model.spelling.spell import SpelledLine
from training.calibrate import WRONG_LINES, WRONG_SHARE, fit_wholes
from training.report.reliability import reliability
from training.verdicts import entry_span, spans

#: Curves in use, and whose they are.
NAMES = {FUSED: "PP-OCRv6 asked", FUSED_AGREED: "linenet agrees", FUSED_WITH_LINENET: "linenet alone"}
#: The product of the chances of the letters, and whether all are right.
Whole = tuple[float, bool]


@dataclass(slots=True)
class Wholes:
    """What was read, letters, words and lines."""

    glyphs: list[Whole] = field(default_factory=list)
    words: list[Whole] = field(default_factory=list)
    lines: list[Whole] = field(default_factory=list)


#: What was read under each set of curves.
ByCurves = defaultdict[Calibration, Wholes]


@contextmanager
def watched(read: Callable[[bytes], Page]) -> Iterator[Callable[[bytes], tuple[Page, list[Calibration]]]]:
    """Reads that also tell the curves in use for each line."""
    kept: list[tuple[int, Calibration]] = []
    known = compose.calibrated

    def watch(line: SpelledLine, alone: Calibration) -> tuple[NDArray[np.float64], Calibration]:
        rows, curves = known(line, alone)
        kept.append((len(rows), curves))
        return rows, curves

    def read_and_tell(content: bytes) -> tuple[Page, list[Calibration]]:
        kept.clear()
        page = read(content)
        # Lines of marks alone are put together and left out.
        seen = iter(kept)
        return page, [next(own for count, own in seen if count == _letters(line)) for line in page.lines]

    with patch.object(compose, "calibrated", watch):
        yield read_and_tell


def _letters(line: Line) -> int:
    return sum(len(word.glyphs) for word in line.words)


def entry_of(page: Page, wanted: str) -> tuple[int, list[Glyph], dict[int, bool], bool] | None:
    """What stands for an entry; cases and spaces do not count.

    Args:
        page: What was read; more may be printed around the entry.
        wanted: Its label.

    Returns:
        The number of its line, its letters, which of them are known to be right or wrong, and whether all are right;
        None where nothing was read.
    """
    label = wanted.upper().replace(" ", "")
    lines = [(at, *spans(line.text.upper().replace(" ", ""), label)) for at, line in enumerate(page.lines)]
    if not lines:
        return None
    at, edits, judged = min(lines, key=lambda one: one[1])
    glyphs = [glyph for word in page.lines[at].words for glyph in word.glyphs]
    first, stop = entry_span(judged, len(label), len(glyphs))
    known = {place - first: right for place, right in judged.items() if place < stop}
    return at, glyphs[first:stop], known, edits == 0


def add_entry(page: Page, wanted: str, curves: Sequence[Calibration], several: ByCurves) -> None:
    """Judge an entry of a form."""
    found = entry_of(page, wanted)
    if found:
        line, glyphs, judged, right = found
        several[curves[line]].glyphs += [(glyphs[at].confidence, fine) for at, fine in judged.items()]
        several[curves[line]].lines.append((_together(glyphs), right))


def add_page(truth: Page, page: Page, curves: Sequence[Calibration], several: ByCurves) -> None:
    """Judge a drawn page: a word is right if its letters are, and are all those of one word that was drawn.

    Its lines are not judged: they are longer than people write into a form, and their signs and cases count.
    """
    true, read = list(truth.glyphs), list(page.glyphs)
    found = {index: number for number, index in match(true, read).items()}
    right = [at in found and true[found[at]].letter == glyph.letter for at, glyph in enumerate(read)]
    owners = [several[own] for line, own in zip(page.lines, curves, strict=True) for word in line.words
              for _ in word.glyphs]  # fmt: skip
    for wholes, glyph, fine in zip(owners, read, right, strict=True):
        wholes.glyphs.append((glyph.confidence, fine))
    due = {frozenset(range(first, stop)) for first, stop in _words(truth)}
    for first, stop in _words(page):
        own = frozenset(found.get(at, -1) for at in range(first, stop))
        owners[first].words.append((_together(read[first:stop]), all(right[first:stop]) and own in due))


def _words(page: Page) -> Iterator[tuple[int, int]]:
    """The first glyph and the one after the last of each word, counted over the page."""
    return pairwise(accumulate((len(word.glyphs) for line in page.lines for word in line.words), initial=0))


def _together(glyphs: Sequence[Glyph]) -> float:
    return float(np.prod([glyph.confidence for glyph in glyphs]))


def _row(name: str, curve: Curve, wholes: Sequence[Whole]) -> list[Cell]:
    said, right = np.array([own for own, _ in wholes]), np.array([fine for _, fine in wholes], np.bool_)
    found = reliability(curve.chances(said).astype(np.float32), right).expected_error
    return [name, ", ".join(map(str, curve.slopes)), curve.shift, curve.review, len(right), right.mean(), found]


def main(
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages of each style.")] = 12,
    engine: Annotated[str, typer.Option(help="Who reads: auto, or glyph with linenet.")] = "auto",
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
) -> None:
    """Read, fit, and say how well the fit is calibrated."""
    several, options = ByCurves(Wholes), ReadOptions(engine=cast(Engine, engine))
    with progress_bars() as progress, watched(partial(both_readers(OpinionSettings()).read, options=options)) as read:
        for entry in progress.track(load_set_apart(folder), description="entries"):
            page, curves = read(entry.content)
            add_entry(page, entry.want, curves, several)
        for _, _, drawn in progress.track(list(taught_pages(pages)), description="drawn pages"):
            page, curves = read(drawn.png())
            add_page(drawn.truth, page, curves, several)
    columns = ("curve", "slope", "shift", "review", "answers", "right", "calibration error")
    figures = Figures("Words and lines of fused letters", columns, named=1)
    for used, wholes in several.items():
        who = NAMES.get(used, "nobody asked")
        for name, own, wrong in (("glyph", wholes.glyphs, WRONG_SHARE), ("word", wholes.words, WRONG_SHARE),
                                 ("line", wholes.lines, WRONG_LINES)):  # fmt: skip
            # Letters and words that nobody was asked about have the curves of the network's card.
            if own and (used in NAMES or name == "line"):
                figures.rows.append(_row(f"{who}, {name}, in use", getattr(used, name), own))
                figures.rows.append(_row(f"{who}, {name}, fitted now", fit_wholes(own, wrong), own))
    wide_console().print(figures.for_terminal())


if __name__ == "__main__":
    typer.run(main)
