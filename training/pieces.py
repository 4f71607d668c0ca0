"""Glyphs as the reader cuts them out of whole pages, right and wrong cuts alike, from pages drawn for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from drawing import FONTS, TEACHING_FONTS, DrawnPage, GlyphSource, PageStyle, draw_page
from model.alphabet import DIGITS, LOWER, NOT_A_CHARACTER, UPPER
from model.classifier import Classifier
from model.decode import decode
from model.elements import BoundingBox, Glyph
from model.finding import ways_to_read
from model.frame import frame_glyphs
from model.reader import Reader
from model.spelling.lattice import Lattice, build_lattice
from training.cut_out import DRAWN_PAGES, worth_rejecting
from training.fonts import HELD_OUT
from training.glyphs import GlyphSet, concatenate

#: A grouping is a letter if their boxes share this much of their joint area, and surely none below the second.
SAME, OTHER = 0.75, 0.5
#: Of the letters that were not cut only this share is kept: they are much like the glyphs of the other corpora.
WHOLE_KEPT = 0.35
#: Wrong groupings kept for each letter.
WRONG_PER_LETTER = 0.8


def drawn_pieces(
    pages: int, glyphs: GlyphSource, reader: Reader, seed: int, progress: Callable[[], None] = lambda: None
) -> GlyphSet:
    """Draw pages and cut them up as the reader does.

    Args:
        pages: How many.
        glyphs: Pictures of letters for half of the pages; fonts that may be trained on draw the others.
        reader: Finds the lines.
        seed: Of texts, styles and the choice among wrong groupings.
        progress: Called after each page.
    """
    fonts = [font for font in (*FONTS, *TEACHING_FONTS) if font not in HELD_OUT]
    sets = []
    for number in range(pages):
        rng = np.random.default_rng([seed, number])
        style = replace(_some_style(rng), font=fonts[int(rng.integers(len(fonts)))])
        page = draw_page(_some_lines(rng), style, seed + number, glyphs if number % 2 else None)
        sets.append(_of_one_page(page, reader, rng))
        progress()
    return concatenate(sets)


def training_letters(train: GlyphSet) -> GlyphSource:
    """The letters and digits of a set whose case is known, upright, for the drawer."""
    known = train[~train.folded & np.char.isalnum(train.labels) & (np.char.str_len(train.labels) == 1)]
    return {letter: list(known.frames[known.labels == letter].transpose(0, 2, 1)) for letter in np.unique(known.labels)}


def _some_style(rng: np.random.Generator) -> PageStyle:
    """A page as people may write and photograph it; most letters touch now and then."""
    small = rng.random() < 0.35
    return PageStyle(
        letter_height_px=int(rng.integers(8, 16) if small else rng.integers(16, 64)),
        wobble=rng.uniform(0, 0.05),
        slant_deg=rng.normal(0, 8),
        pen_width_jitter=rng.uniform(0, 0.3),
        touching=rng.choice((0.0, 0.3, 0.6)),
        broken=rng.choice((0.0, 0.05, 0.2)),
        letter_spacing=rng.uniform(0.0, 0.2),
        blur_px=rng.uniform(0.2, 0.7 if small else 1.5),
        noise=rng.uniform(0, 8),
        ink_opacity=rng.uniform(0.5, 1.0),
        jpeg_quality=int(rng.choice((0, 40, 70, 90))),
        paper_pattern=str(rng.choice(("plain", "plain", "plain", "ruled"))),  # type: ignore[arg-type]
    )


def _some_lines(rng: np.random.Generator, lines: int = 5, words: int = 4) -> list[str]:
    """Words of chance: capitals, small letters, a capital and small letters, digits, or a mixture."""
    kinds = (UPPER, UPPER, LOWER, LOWER, DIGITS, UPPER + LOWER + DIGITS)

    def word() -> str:
        letters = kinds[int(rng.integers(len(kinds)))]
        text = "".join(rng.choice(list(letters), int(rng.integers(2, 8))))
        return text.capitalize() if rng.random() < 0.2 else text

    return [" ".join(word() for _ in range(words)) for _ in range(lines)]


def _of_one_page(page: DrawnPage, reader: Reader, rng: np.random.Generator) -> GlyphSet:
    picture = decode(page.png())
    (view, lines), *_ = ways_to_read(picture.grey, reader.classifier)
    true = [glyph for line in page.truth.lines for word in line.words for glyph in word.glyphs]
    sets = [
        _of_one_line(build_lattice(line), true, picture.width, picture.height, view.ink.scale, reader.classifier, rng)
        for line in lines
    ]
    return concatenate([GlyphSet.of_one_source(DRAWN_PAGES, frame_glyphs([]), []), *sets])


def _of_one_line(
    lattice: Lattice, true: Sequence[Glyph], width: int, height: int, scale: float,
    classifier: Classifier, rng: np.random.Generator
) -> GlyphSet:
    own = [hypothesis.glyph.box.scaled(1 / scale, width, height) for hypothesis in lattice.hypotheses]
    shared = _shared([glyph.box for glyph in true], own)
    best = shared.argmax(axis=0)
    is_letter = shared.max(axis=0) >= SAME
    kept = is_letter & (~lattice.whole_fragments() | (rng.random(len(own)) < WHOLE_KEPT))
    frames = frame_glyphs(hypothesis.glyph.ink for hypothesis in lattice.hypotheses)
    wrong = np.flatnonzero(shared.max(axis=0) < OTHER)
    wrong = wrong[worth_rejecting(frames[wrong], classifier, rng)]
    wrong = rng.permutation(wrong)[: round(WRONG_PER_LETTER * is_letter.sum())]
    labels = [true[best[index]].letter for index in np.flatnonzero(kept)]
    chosen = np.concatenate([np.flatnonzero(kept), wrong])
    return GlyphSet.of_one_source(DRAWN_PAGES, frames[chosen], [*labels, *[NOT_A_CHARACTER] * len(wrong)])


def _shared(true: Sequence[BoundingBox], own: Sequence[BoundingBox]) -> NDArray[np.float64]:
    """(true, own) common area of each two boxes as a share of their joint area."""
    corners = [[[box.left, box.top, box.right, box.bottom] for box in boxes] for boxes in (true, own)]
    a, b = (np.array(boxes, np.float64).reshape(-1, 4) for boxes in corners)
    first, last = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    common = np.clip(last - first, 0, None).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (a, b)]
    return np.asarray(common / (areas[0][:, None] + areas[1][None] - common))
