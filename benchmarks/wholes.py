"""Fits how sure fused words and lines are: ``python -m benchmarks.wholes`` prints curves of `model.fusion.confidence`.

It reads names of the training part that nothing was harvested from, and pages drawn in the fonts that training sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Annotated, cast

import numpy as np
import typer

from benchmarks.boxes import match
from benchmarks.corpora import DEFAULT_CORPORA, load_set_apart
from benchmarks.fusion import both_readers, taught_pages
from benchmarks.tables import Cell, Figures, progress_bars, wide_console
from model.calibration import Curve
from model.elements import Glyph, Page
from model.fusion.opinion import OpinionSettings, settings_of
from model.options import Engine, ReadOptions
from training.calibrate import WRONG_LINES, WRONG_SHARE, fit_wholes
from training.report.reliability import reliability
from training.verdicts import entry_span, spans

#: The product of the chances of the letters, and whether all are right.
Whole = tuple[float, bool]


@dataclass(slots=True)
class Wholes:
    """What was read, letters, words and lines."""

    glyphs: list[Whole] = field(default_factory=list)
    words: list[Whole] = field(default_factory=list)
    lines: list[Whole] = field(default_factory=list)


def entry_of(page: Page, wanted: str) -> tuple[list[Glyph], dict[int, bool], bool] | None:
    """The letters that stand for an entry, which of them are known to be right or wrong, and whether all are right.

    Args:
        page: What was read; more may be printed around the entry.
        wanted: Its label; cases and spaces do not count.

    Returns:
        None where nothing was read.
    """
    label = wanted.upper().replace(" ", "")
    lines = [(line, *spans(line.text.upper().replace(" ", ""), label)) for line in page.lines]
    if not lines:
        return None
    line, edits, judged = min(lines, key=lambda one: one[1])
    glyphs = [glyph for word in line.words for glyph in word.glyphs]
    first, stop = entry_span(judged, len(label), len(glyphs))
    return glyphs[first:stop], {at - first: right for at, right in judged.items() if at < stop}, edits == 0


def add_entry(page: Page, wanted: str, wholes: Wholes) -> None:
    """Judge an entry of a form."""
    found = entry_of(page, wanted)
    if found:
        glyphs, judged, right = found
        wholes.glyphs += [(glyphs[at].confidence, fine) for at, fine in judged.items()]
        wholes.lines.append((_together(glyphs), right))


def add_page(truth: Page, page: Page, wholes: Wholes) -> None:
    """Judge a drawn page: a word is right if its letters are, and are all those of one word that was drawn."""
    true, read = list(truth.glyphs), list(page.glyphs)
    found = {index: number for number, index in match(true, read).items()}
    right = [at in found and true[found[at]].letter == glyph.letter for at, glyph in enumerate(read)]
    wholes.glyphs += [(glyph.confidence, fine) for glyph, fine in zip(read, right, strict=True)]
    for kept, ranges in ((wholes.words, _words), (wholes.lines, _lines)):
        due = {frozenset(range(first, stop)) for first, stop in ranges(truth)}
        for first, stop in ranges(page):
            own = frozenset(found.get(at, -1) for at in range(first, stop))
            kept.append((_together(read[first:stop]), all(right[first:stop]) and own in due))


def _words(page: Page) -> Iterator[tuple[int, int]]:
    """The first glyph and the one after the last of each word, counted over the page."""
    return pairwise(accumulate((len(word.glyphs) for line in page.lines for word in line.words), initial=0))


def _lines(page: Page) -> Iterator[tuple[int, int]]:
    return pairwise(accumulate((sum(len(word.glyphs) for word in line.words) for line in page.lines), initial=0))


def _together(glyphs: Sequence[Glyph]) -> float:
    return float(np.prod([glyph.confidence for glyph in glyphs]))


def _row(name: str, curve: Curve, wholes: Sequence[Whole]) -> list[Cell]:
    said, right = np.array([own for own, _ in wholes]), np.array([fine for _, fine in wholes], np.bool_)
    found = reliability(curve.chances(said).astype(np.float32), right).expected_error
    return [name, ", ".join(map(str, curve.slopes)), curve.shift, curve.review, len(right), right.mean(), found]


def main(
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages of each style.")] = 4,
    engine: Annotated[str, typer.Option(help="Who reads: auto, or glyph with linenet.")] = "auto",
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
) -> None:
    """Read, fit, and say how well the fit is calibrated."""
    reader = both_readers(OpinionSettings(sure=2.0, sure_whole=2.0))
    wholes, options = Wholes(), ReadOptions(engine=cast(Engine, engine))
    with progress_bars() as progress:
        for entry in progress.track(load_set_apart(folder), description="entries"):
            add_entry(reader.read(entry.content, options), entry.want, wholes)
        for _, _, drawn in progress.track(list(taught_pages(pages)), description="drawn pages"):
            add_page(drawn.truth, reader.read(drawn.png(), options), wholes)
    columns = ("curve", "slope", "shift", "review", "answers", "right", "calibration error")
    figures = Figures("Words and lines of fused letters", columns, named=1)
    for name, own, wrong in (("glyph", wholes.glyphs, WRONG_SHARE), ("word", wholes.words, WRONG_SHARE),
                             ("line", wholes.lines, WRONG_LINES)):  # fmt: skip
        figures.rows.append(_row(f"{name}, in use", getattr(settings_of(options.engine).curves, name), own))
        figures.rows.append(_row(f"{name}, fitted now", fit_wholes(own, wrong), own))
    wide_console().print(figures.for_terminal())


if __name__ == "__main__":
    typer.run(main)
