"""Fits how sure fused letters are: ``python -m benchmarks.fusion`` prints the weights of `model.fusion.confidence`.

It reads names of the training part that were set apart, and pages drawn in the fonts that training sees; never
validation or pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, cast
from unittest.mock import patch

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.corpora import DEFAULT_CORPORA, Entry, load_set_apart
from benchmarks.drawn import STYLES, some_lines
from benchmarks.scoring import folded
from benchmarks.tables import Figures, progress_bars, wide_console
from drawing import FONTS, DrawnPage, draw_page
from model.fusion import confidence, fuse
from model.fusion.agree import AgreeSettings
from model.fusion.confidence import AGREED_WEIGHTS, WEIGHTS, WITH_LINENET_WEIGHTS, Signs, features
from model.fusion.opinion import OpinionSettings
from model.options import Engine, ReadOptions
from model.reader import Reader
from training.fonts import HELD_OUT

SEED = 1000
#: Pulls the weights towards 0 by this much; labels of names are wrong in a few of a hundred letters.
RIDGE = 1.0
#: Somebody is asked about every line, and every run is kept, so that what was seen and what was read belong together.
SOME_ASKED = OpinionSettings(sure=2.0, sure_whole=2.0, least=0.0)
#: And everybody is.
ALL_ASKED = replace(SOME_ASKED, agree=AgreeSettings(glyph=2.0))
#: Weights in use, and whose they are.
NAMES = {WEIGHTS: "PP-OCRv6 asked", AGREED_WEIGHTS: "linenet agrees", WITH_LINENET_WEIGHTS: "linenet alone"}


@contextmanager
def watched() -> Iterator[list[tuple[Signs, tuple[float, ...]]]]:
    """Collects the signs of every run that is fused meanwhile, and the weights in use for it."""
    kept: list[tuple[Signs, tuple[float, ...]]] = []
    known = confidence.confidences

    def watch(signs: Signs, weights: tuple[float, ...]) -> NDArray[np.float64]:
        kept.append((signs, weights))
        return known(signs, weights)

    with patch.object(fuse, "confidences", watch):
        yield kept


def taught_pages(pages: int) -> Iterator[tuple[str, str, DrawnPage]]:
    """The style, the text and the page of every style in the fonts that training sees, by seeds of their own."""
    fonts = [name for name in FONTS if name not in HELD_OUT]
    for place, (name, style) in enumerate(STYLES.items()):
        for number in range(pages):
            lines = some_lines(np.random.default_rng([SEED, place, number]), 5, 3)
            font = fonts[(3 * place + number) % len(fonts)]
            yield name, "\n".join(lines), draw_page(lines, replace(style, font=font), SEED + 10 * place)


def both_readers(opinion: OpinionSettings) -> Reader:
    """The two readers, the line reader asked as told; ends the command where there is none."""
    loaded = Reader.load()
    if loaded.line_reader is None:
        sys.exit("There is no line reader to fit. Install the extra [lines].")
    return Reader(loaded.classifier, loaded.line_reader, loaded.linenet, opinion)


def right(want: str, letters: str, free: bool) -> NDArray[np.float64]:
    """(N,) 1 where a letter is one of the text, 0 where it is not, NaN where nobody knows.

    Args:
        want: What is written.
        letters: What was read.
        free: Whether more is printed around the text than `want` says.
    """
    kept = [place for place, letter in enumerate(letters) if letter.isalnum()]
    blocks = [own for own in SequenceMatcher(None, folded(want), folded("".join(letters[k] for k in kept)),
                                             autojunk=False).get_matching_blocks() if own.size]  # fmt: skip
    known = np.full(len(letters), np.nan)
    if not blocks:
        return known
    first = max(0, blocks[0].b - blocks[0].a) if free else 0
    last = first + len(folded(want)) if free else len(kept)
    known[kept[first:last]] = 0
    for own in blocks:
        known[kept[own.b : own.b + own.size]] = 1
    return known


def fitted(seen: NDArray[np.float64], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a logistic sum (Newton's method, the constant free)."""
    weights = np.zeros(seen.shape[1])
    ridge = np.r_[1e-3, np.full(seen.shape[1] - 1, RIDGE)]
    for _ in range(60):
        sure = 1 / (1 + np.exp(-seen @ weights))
        curve = seen.T @ (seen * (sure * (1 - sure) + 1e-6)[:, None]) + np.diag(ridge)
        weights = weights + np.linalg.solve(curve, seen.T @ (truth - sure) - ridge * weights)
    return weights


def calibration_error(sure: NDArray[np.float64], truth: NDArray[np.float64], bins: int = 10) -> float:
    """Mean distance of confidence and share right over bins of equal width, weighed by their letters."""
    own = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(abs(float((sure - truth)[own == at].sum())) for at in range(bins)) / max(len(sure), 1))


def main(
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages of each style.")] = 3,
    engine: Annotated[str, typer.Option(help="Who reads: auto, or glyph with linenet.")] = "auto",
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
) -> None:
    """Read, fit, and say how well the fit is calibrated."""
    reader = both_readers(SOME_ASKED)
    drawn = [Entry(name, name, text, page.png()) for name, text, page in taught_pages(pages)]
    entries = [*load_set_apart(folder), *drawn]
    options = ReadOptions(engine=cast(Engine, engine))
    rows, truth, own_weights = [], [], []
    with progress_bars() as progress, watched() as kept:
        for entry in progress.track(entries, description="read"):
            kept.clear()
            letters = [glyph.letter for glyph in reader.read(entry.content, options).glyphs]
            # Single letters alone are not asked about.
            if sum(len(signs.together) for signs, _ in kept) == len(letters) > 0:
                rows += [features(signs) for signs, _ in kept]
                own_weights += [weights for signs, weights in kept for _ in signs.together]
                truth.append(right(entry.want, "".join(letters), entry.scope == "field"))
    together, known = np.concatenate(rows), np.concatenate(truth)
    figures = Figures("Confidence of fused letters", ("weights", "letters", "right", "calibration error"), named=1)
    for used in dict.fromkeys(own_weights):
        chosen = ~np.isnan(known) & np.array([own == used for own in own_weights])
        seen, fine = together[chosen], known[chosen]
        for name, weights in (("in use", np.array(used)), ("fitted now", fitted(seen, fine))):
            sure = 1 / (1 + np.exp(-seen @ weights))
            row = f"{NAMES[used]}, {name}: {', '.join(f'{weight:.3f}' for weight in weights)}"
            figures.rows.append([row, len(fine), fine.mean(), calibration_error(sure, fine)])
    wide_console().print(figures.for_terminal())


if __name__ == "__main__":
    typer.run(main)
