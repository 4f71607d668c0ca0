"""Reads fields letter by letter: cells, and lines with a pattern to obey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset
from model.elements import Alternative, Glyph
from model.fields.check import charset_of, list_of, pattern_of
from model.fields.decode import Value, decode_values
from model.fields.found import FoundField
from model.fields.judge import BY_NEIGHBOURS, JudgeSettings, judge, letter_fits
from model.fields.pattern import Pattern, anything
from model.fields.pieces import in_cells
from model.fields.reading import OtherValue, ReadValue, Reason
from model.fields.template import Field
from model.fields.trellis import Trellis, chained, of_cells, of_lattice, settled
from model.layout import TextLine
from model.networks.glances import Glances
from model.options import MOST_ALTERNATIVES
from model.segment import Fragment
from model.spelling.language import Language, load_language
from model.spelling.lattice import Lattice, build_lattice
from model.spelling.settle import Reading, under_charset
from model.spelling.sure import plain_letters, surely_whole


@dataclass(frozen=True, slots=True)
class Plan:
    """What may stand in a field of letters."""

    pattern: Pattern
    charset: Charset
    language: Language | None


@dataclass(slots=True)
class Laid:
    """A field's ink laid out for the network: a cell's each, or the hypotheses of its lines."""

    found: FoundField
    plan: Plan
    cells: list[tuple[list[Fragment], list[int]]] = field(default_factory=list)
    lattices: list[Lattice] = field(default_factory=list)
    overflow: bool = False

    @property
    def glyphs(self) -> list[Fragment]:
        """All that the network is asked about, in order."""
        if self.cells:
            return [ink for inks, _ in self.cells for ink in inks]
        return [hypothesis.glyph for lattice in self.lattices for hypothesis in lattice.hypotheses]


def lay_out(own: FoundField, glances: Glances) -> Laid:
    """Lay a field out."""
    laid = Laid(own, _plan(own.field))
    if not own.field.cells:
        lines = [TextLine(tuple(pieces), 0.0) for pieces in own.pieces if pieces]
        whole = surely_whole(lines, glances)
        plain = plain_letters(lines, glances)
        laid.lattices = [build_lattice(*known) for known in zip(lines, whole, plain, strict=True)]
        return laid
    for number, (row, pieces) in enumerate(zip(own.rows, own.pieces, strict=True)):
        cells = in_cells(pieces, row.edges + row.left)
        laid.overflow |= cells.overflow
        filled = [(ink, cell) for cell, ink in enumerate(cells.inks) if ink is not None]
        laid.cells.append(([ink for ink, _ in filled], [number * own.field.cells + cell for _, cell in filled]))
    return laid


def _plan(own: Field) -> Plan:
    words = list_of(own)
    if words and own.lexicon and own.lexicon.strict:
        # All that is allowed is on the list: which letters those are helps, their order is for those who rank.
        return Plan(anything(words.charset), words.charset, None)
    charset = charset_of(own)
    pattern = pattern_of(own) or anything(charset)
    only_letters = all(letter.isalpha() or letter in "-'" for letter in pattern.letters)
    # Letters among digits are codes, unless somebody says whose language they are.
    spoken = only_letters or own.language != "any"
    return Plan(pattern, pattern.charset(charset), load_language(own.language if spoken else "none"))


def read_letters(laid: Laid, glances: Glances, alternatives: int) -> ReadValue:
    """The value of a field that is read letter by letter.

    Args:
        laid: The field, laid out.
        glances: Who is asked.
        alternatives: How many further values it gets.
    """
    own, plan, settings = laid.found.field, laid.plan, JudgeSettings()
    trellis, language = trellis_of(laid, plan.charset, glances), plan.language
    if own.cells and pattern_of(own) is None:
        # With nothing to obey, neighbours tell noughts from Os, as on any line.
        trellis, language = settled(trellis, plan.pattern.letters, own.language), None
        settings = settings if own.language == "none" else BY_NEIGHBOURS
    decoded = decode_values(trellis, plan.pattern, language)
    reasons: list[Reason] = []
    if not decoded.values:
        return ReadValue("", 0.0, reasons=(_misfit(own),))
    judged = judge(decoded, trellis, plan.pattern, settings)
    best = decoded.values[0]
    if not best.text:
        return ReadValue("", judged.chances[0][1], reasons=("low-confidence",))
    if judged.chances[0][1] < settings.curve.review:
        reasons.append("low-confidence")
    if judged.misfit:
        reasons.append(_misfit(own))
    if laid.overflow:
        reasons.append("cell-overflow")
    others = tuple(OtherValue(text, chance) for text, chance in judged.chances[1 : alternatives + 1])
    return ReadValue(best.text, judged.chances[0][1], others, _glyphs(best, trellis, plan), tuple(reasons))


def _misfit(own: Field) -> Reason:
    """What it is that the ink does not fit."""
    return "pattern-misfit" if pattern_of(own) else "outside-charset"


def trellis_of(laid: Laid, charset: Charset, glances: Glances) -> Trellis:
    """All ways to read a field.

    Args:
        laid: The field, laid out.
        charset: Which letters may be answered.
        glances: Who is asked.
    """
    card = glances.classifier.card

    def read(glyphs: Sequence[Fragment]) -> Reading:
        return under_charset(glances.logits(glyphs), card, charset)

    if laid.cells:
        inks = [ink for inks, _ in laid.cells for ink in inks]
        cells = [cell for _, cells in laid.cells for cell in cells]
        return of_cells([ink.box for ink in inks], cells, read(inks), charset)
    parts = [
        of_lattice(lattice, read([one.glyph for one in lattice.hypotheses]), charset) for lattice in laid.lattices
    ]
    return chained(parts, spaced=True)


def _glyphs(best: Value, trellis: Trellis, plan: Plan) -> tuple[Glyph, ...]:
    fits = letter_fits(best, trellis, plan.pattern.letters)
    letters = best.text.replace(" ", "")
    return tuple(
        Glyph(letter, float(fit), trellis.boxes[arc], _rivals(letter, trellis.fit[arc], plan))
        for letter, fit, arc in zip(letters, fits, best.arcs, strict=True)
    )


def _rivals(letter: str, row: NDArray[np.float64], plan: Plan) -> tuple[Alternative, ...]:
    """What else a glyph could be, likeliest first."""
    known = plan.pattern.letters
    order = np.argsort(-row, kind="stable")[: MOST_ALTERNATIVES + 1].tolist()
    others = [Alternative(known[label], float(min(row[label], 1.0))) for label in order if known[label] != letter]
    return tuple(others[:MOST_ALTERNATIVES])
