"""Pages drawn in hands that training never saw, with every box known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
from rich.progress import Progress

from benchmarks.boxes import BoxTally, compare_boxes
from benchmarks.engines import Blockletter
from benchmarks.glyphs import held_out
from benchmarks.scoring import Tally, tally
from benchmarks.tables import Cell, Figures
from drawing import DrawnPage, GlyphSource, PageStyle, draw_page
from training.fonts import HELD_OUT

#: Pages of each style and source of glyphs.
PAGES = 4
SEED = 7
COLUMNS = (
    "glyphs", "style", "letters", "box F1", "CER", "strict", "with marks", "spaces F1",
    "touching read", "touching right", "broken read", "broken right",
)  # fmt: skip

TEXT = (
    "the quick brown fox jumps over lazy dog bring your keys and milk from market before seven call Anna about "
    "garden water plants in kitchen yellow box Victor Hugo Zoe KEVIN MARTIN DURAND PARIS WALTZ JOB QUIZ EXTRA "
    "HAUPTSTRASSE left garage open please take umbrella school project number six sphinx of black quartz judge my vow"
)
CODES = (
    "12:45", "(note)", "AB-1234", "a@b.co", "Why?", "Stop!", "Mr.", "o'clock,", "3+4", "R&D", "17/06/1984", "75011",
    "x7K9",
)  # fmt: skip

HAND = PageStyle(wobble=0.025, pen_width_jitter=0.06, blur_px=0.6, noise=3)
STYLES: dict[str, PageStyle] = {
    "plain": HAND,
    "touching": replace(HAND, touching=0.3),
    "broken": replace(HAND, broken=0.3),
    "ruled, tilted": replace(HAND, paper_pattern="ruled", tilt_deg=4, curve=0.3),
    "photo": replace(HAND, perspective=0.06, tilt_deg=-3, desk=0.08, shadow=0.6, vignette=0.5, jpeg_quality=70),
    "pencil, squared": replace(HAND, paper_pattern="squared", ink=(90, 90, 95), ink_opacity=0.7),
    "tiny": replace(HAND, letter_height_px=10, blur_px=0.4),
    "comb": replace(HAND, form="comb"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """The errors of one page in its text and in its boxes."""

    text: Tally
    boxes: BoxTally


def some_lines(rng: np.random.Generator, lines: int = 6, words: int = 4) -> list[str]:
    """Lines of words, one in five of them a code or with marks."""
    return [
        " ".join(str(rng.choice(CODES if rng.random() < 0.2 else TEXT.split())) for _ in range(words))
        for _ in range(lines)
    ]


def drawn_pages(style: PageStyle, glyphs: GlyphSource | None, pages: int = PAGES) -> Iterator[DrawnPage]:
    """Pages of one style in the held-out fonts, or of given glyphs with the fonts for what these lack."""
    fonts = sorted(HELD_OUT)
    for number in range(pages):
        lines = some_lines(np.random.default_rng([SEED, number]))
        yield draw_page(lines, replace(style, font=fonts[number % len(fonts)]), SEED + number, glyphs)


def glyph_source(folder: Path) -> GlyphSource:
    """The letters and digits of the test part whose case is known, as the drawer wants them: upright."""
    glyphs = held_out(folder)
    known = glyphs[~glyphs.folded & np.char.isalnum(glyphs.labels)]
    return {letter: list(known.frames[known.labels == letter].transpose(0, 2, 1)) for letter in np.unique(known.labels)}


def measure_drawn(ours: Blockletter, folder: Path, progress: Progress, many: int = PAGES) -> Figures:
    """Read the drawn pages of every style, so many a row."""
    notes = (
        f"{ours.name}; {many} pages a row. Box F1 at IoU 0.5. With marks: CER with cases, spaces and punctuation.",
        "Spaces F1: of the spaces between found neighbours. Read: the letter stands in the text, cases as one. Right: "
        "and its box is found, too.",
    )
    figures = Figures("Drawn pages of unseen hands", COLUMNS, notes=notes, named=2)
    sources: Mapping[str, GlyphSource | None] = {"held-out fonts": None, "held-out glyphs": glyph_source(folder)}
    everything = []
    for source, glyphs in sources.items():
        for name, style in progress.track(STYLES.items(), description=f"drawn: {source}"):
            pages = [_read(ours, page) for page in drawn_pages(style, glyphs, many)]
            figures.rows.append([source, name, *_rates(pages)])
            everything += pages
    figures.rows.append(["all", "", *_rates(everything)])
    return figures


def _read(ours: Blockletter, page: DrawnPage) -> Read:
    reading = ours.reader.read(page.png(), ours.options)
    boxes = compare_boxes(page.truth, reading, page.touching, page.broken)
    return Read(tally("drawn", page.truth.text, reading.text), boxes)


def _rates(pages: list[Read]) -> list[Cell]:
    text = reduce(add, (page.text for page in pages), Tally())
    boxes = reduce(add, (page.boxes for page in pages), BoxTally())
    return [
        boxes.true, boxes.box_f1, text.cer, text.strict, _share(boxes.marked_wrong, boxes.marked), boxes.space_f1,
        _share(boxes.touching_read, boxes.touching), _share(boxes.touching_right, boxes.touching),
        _share(boxes.broken_read, boxes.broken), _share(boxes.broken_right, boxes.broken),
    ]  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
