"""Fits how what several readers see is weighed: ``python -m benchmarks.fusion_weights --engine glyph``.

It reads training names that no network learnt from and pages drawn in the fonts that training sees; never validation
or pages. What is printed goes into `model.fusion.fuse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast
from unittest.mock import patch

import numpy as np
import typer

from benchmarks.boxes import LEAST_OVERLAP
from benchmarks.corpora import DEFAULT_CORPORA, load_set_apart
from benchmarks.drawn import STYLES
from benchmarks.fusion import ALL_ASKED, both_readers, taught_pages
from benchmarks.scoring import edit_distance, folded, nearest_distance
from benchmarks.tables import Figures, progress_bars, wide_console
from drawing import DrawnPage
from model.alphabet import Charset
from model.binarize import find_ink
from model.elements import BoundingBox
from model.fusion import runs
from model.fusion.fuse import Draft, FuseSettings, fuse
from model.options import Engine, ReadOptions
from model.spelling.settle import Reading

SEED = 5
#: What a share of wrong entries, and of missed boxes, counts beside a share of wrong letters.
WHOLE, BOXES = 0.25, 0.5
#: What is fitted: fields of the settings, and of how slots are laid over ink.
FITTED = ("glyph", "glyph_cut", "place", "line", "line_single", "also")
LAID = ("glyph", "glyph_cut", "added", "missed", "away", "narrow", "ends", "cut", "overlap", "drop", "drop_letter")
#: Steps of the search are so wide, as logarithms.
STEP = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """A run of ink as both readers saw it."""

    draft: Draft
    reading: Reading
    charset: Charset
    language: str

    def read(self, settings: FuseSettings) -> tuple[str, Sequence[BoundingBox]]:
        """The letters and their boxes, in pixels of working size, under other settings."""
        line = fuse(self.draft, self.reading, self.charset, self.language, settings)
        if line is None:
            return "", ()
        return "".join(self.charset.letters[best] for best in line.probabilities.argmax(axis=1)), line.boxes


@dataclass(frozen=True, slots=True)
class Page:
    """A page or an entry.

    Attributes:
        kind: ``names``, or the style of a drawn page.
        want: What is written.
        boxes: Where, in pixels of working size; empty where nobody knows or the page lies askew.
        runs: Its runs of ink.
    """

    kind: str
    want: str
    boxes: Sequence[BoundingBox]
    runs: tuple[Seen, ...]

    def wrong(self, settings: FuseSettings) -> tuple[int, int]:
        """Edits between what is written and what is read, and how many boxes are missed."""
        several = [run.read(settings) for run in self.runs]
        want, read = folded(self.want), folded("".join(text for text, _ in several))
        wrong = min(nearest_distance(want, read) if self.kind == "names" else edit_distance(want, read), len(want))
        found = [box for _, boxes in several for box in boxes]
        missed = sum(max((box.overlap(own) for own in found), default=0.0) < LEAST_OVERLAP for box in self.boxes)
        return wrong, missed


@contextmanager
def watched(engine: Engine) -> Iterator[list[Seen]]:
    """Collects every run that is fused meanwhile, once: `auto` reads some again without the arbiter."""
    kept: list[Seen] = []

    def watch(draft: Draft, reading: Reading, charset: Charset, language: str, settings: FuseSettings) -> Any:
        if draft.also is not None or engine == "glyph":
            kept.append(Seen(draft, reading, charset, language))
        return fuse(draft, reading, charset, language, settings)

    with patch.object(runs, "fuse", watch):
        yield kept


@dataclass(frozen=True, slots=True)
class Errors:
    """Error rate of names, share of names with an error, error rate of drawn pages, share of their boxes missed."""

    names: float
    inexact: float
    drawn: float
    missed: float

    @property
    def together(self) -> float:
        """What is made small."""
        return self.names + WHOLE * self.inexact + self.drawn + BOXES * self.missed

    @classmethod
    def of(cls, pages: Sequence[Page], settings: FuseSettings) -> Errors:
        """Read all pages under some settings."""
        wrong = [page.wrong(settings) for page in pages]
        letters = np.array([len(folded(page.want)) for page in pages])
        boxes = np.array([len(page.boxes) for page in pages])
        is_name = np.array([page.kind == "names" for page in pages])
        edits, missed = np.array(wrong).T
        return cls(
            float(edits[is_name].sum() / letters[is_name].sum()), float((edits[is_name] > 0).mean()),
            float(edits[~is_name].sum() / letters[~is_name].sum()), float(missed.sum() / boxes.sum()),
        )  # fmt: skip


def boxes_of(style: str, page: DrawnPage) -> Sequence[BoundingBox]:
    """Where the letters of a drawn page are in its ink; nothing where the page is turned before it is read."""
    if STYLES[style].tilt_deg or STYLES[style].perspective:
        return ()
    scale = find_ink(page.grey).scale
    high, wide = (round(side * scale) for side in page.grey.shape)
    return [glyph.box.scaled(scale, wide, high) for glyph in page.truth.glyphs if glyph.letter.isalnum()]


def varied(settings: FuseSettings, rng: np.random.Generator) -> FuseSettings:
    """One or two of the weights a little larger or smaller."""
    places = rng.permutation(len(FITTED) + len(LAID))[: int(rng.integers(1, 3))].tolist()
    for place in places:
        factor = float(np.exp(rng.normal(0, STEP)))
        if place < len(FITTED):
            name = FITTED[place]
            settings = replace(settings, **{name: round(getattr(settings, name) * factor, 3)})
        else:
            name = LAID[place - len(FITTED)]
            laid = replace(settings.align, **{name: round(getattr(settings.align, name) * factor, 3)})
            settings = replace(settings, align=laid)
    return settings


def main(
    engine: Annotated[str, typer.Option(help="glyph (with linenet) or auto.")] = "glyph",
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages of each style.")] = 3,
    trials: Annotated[int, typer.Option(min=0, help="Settings that are tried.")] = 150,
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
) -> None:
    """Read once, then search for the weights that read best."""
    reader = both_readers(ALL_ASKED)
    options = ReadOptions(engine=cast(Engine, engine))
    seen: list[Page] = []
    with progress_bars() as progress, watched(options.engine) as kept:
        nowhere: Sequence[BoundingBox] = ()
        several = [("names", entry.want, nowhere, entry.content) for entry in load_set_apart(folder)]
        several += [(name, text, boxes_of(name, page), page.png()) for name, text, page in taught_pages(pages)]
        for kind, want, boxes, content in progress.track(several, description="read"):
            kept.clear()
            reader.read(content, options)
            seen.append(Page(kind, want, boxes, tuple(kept)))
        best = runs.settings_of(options.engine)
        columns = ("settings", "names CER", "names inexact", "drawn CER", "boxes missed")
        figures = Figures("Weights of the readers", columns, named=1)
        found = Errors.of(seen, best)
        figures.rows.append(["in use", *astuple(found)])
        rng = np.random.default_rng(SEED)
        for _ in progress.track(range(trials), description="try"):
            other = varied(best, rng)
            now = Errors.of(seen, other)
            if now.together < found.together:
                best, found = other, now
    figures.rows.append(["found", *astuple(found)])
    console = wide_console()
    console.print(figures.for_terminal())
    console.print(str(best), soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
