"""Reads the values of fields: check boxes by their ink, all others letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset
from model.classifier import Classifier
from model.elements import Alternative, Glyph
from model.fields.check import charset_of, pattern_of
from model.fields.dates import is_date
from model.fields.decode import Decoded, Value, decode_values
from model.fields.found import FoundField
from model.fields.judge import JudgeSettings, judge, letter_fits
from model.fields.pattern import Pattern, compile_pattern
from model.fields.pieces import in_cells
from model.fields.prose import read_prose
from model.fields.reading import NO, OtherValue, Reason
from model.fields.sheet import Sheet
from model.fields.template import Field
from model.fields.tick import read_tick
from model.fields.trellis import Trellis, chained, of_cells, of_lattice, settled
from model.fields.words import WordList, word_list
from model.glances import Glances
from model.language import Language, load_language
from model.lattice import Lattice, build_lattice
from model.layout import TextLine
from model.lines.reading import LineReader
from model.options import MOST_ALTERNATIVES, Engine
from model.segment import Fragment
from model.settle import Reading, under_charset
from model.sure import surely_whole

#: What it is worth to be a value of a loose list, in nats.
LOOSE_NATS = 4.0
#: Empty fields: nothing is there to be misread.
SURELY_EMPTY = 0.995


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads: the network, and who gives a second opinion on lines of text, None for nobody."""

    classifier: Classifier
    line_reader: LineReader | None
    engine: Engine


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value with all that is known of it; glyphs in pixels of the sheet."""

    text: str
    confidence: float
    alternatives: tuple[OtherValue, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What may stand in a field of letters."""

    pattern: Pattern
    charset: Charset
    words: WordList | None
    language: Language | None


@dataclass(slots=True)
class _Laid:
    """A field's ink laid out for the network: a cell's each, or the hypotheses of its lines."""

    found: FoundField
    plan: _Plan
    cells: list[tuple[list[Fragment], list[int]]] = field(default_factory=list)
    lattices: list[Lattice] = field(default_factory=list)
    overflow: bool = False

    @property
    def glyphs(self) -> list[Fragment]:
        """All that the network is asked about, in order."""
        if self.cells:
            return [ink for inks, _ in self.cells for ink in inks]
        return [hypothesis.glyph for lattice in self.lattices for hypothesis in lattice.hypotheses]


def read_values(
    sheet: Sheet, found: Sequence[FoundField], readers: Readers, alternatives: int
) -> list[ReadValue]:
    """Read fields, the network asked as seldom as can be.

    Args:
        sheet: The page laid over its template.
        found: The fields on it.
        readers: Who reads.
        alternatives: How many further values each gets.
    """
    glances = Glances(readers.classifier)
    laid = [_lay_out(own, glances) if _by_letters(own) else None for own in found]
    glances.logits([glyph for own in laid if own for glyph in own.glyphs])
    values = []
    for own, letters in zip(found, laid, strict=True):
        if own.field.type == "checkbox":
            values.append(_ticked(own))
        elif not any(own.pieces):
            values.append(ReadValue("", SURELY_EMPTY, reasons=() if own.field.optional else ("missing",)))
        elif letters is None:
            values.append(_prose(sheet, own, readers, alternatives))
        else:
            values.append(_value(letters, glances, alternatives))
    return values


def _by_letters(own: FoundField) -> bool:
    """Whether a field is read letter by letter; lines of text with nothing to obey are read as on any page."""
    plain = not own.field.cells and not own.field.lexicon and pattern_of(own.field) is None
    return own.field.type != "checkbox" and any(own.pieces) and not plain


def _ticked(own: FoundField) -> ReadValue:
    tick = read_tick(own.rows[0])
    reasons: list[Reason] = ["ambiguous-tick"] if tick.doubtful else []
    if tick.value == NO and not own.field.optional:
        reasons.append("missing")
    return ReadValue(tick.value, tick.confidence, reasons=tuple(reasons))


def _prose(sheet: Sheet, own: FoundField, readers: Readers, alternatives: int) -> ReadValue:
    pages = [
        TextLine(tuple(pieces), 0.0) for pieces in own.pieces if pieces
    ]  # fmt: skip
    read = read_prose(
        sheet, own.rows, pages, (readers.classifier, readers.line_reader, readers.engine), charset_of(own.field),
        own.field.language,
    )  # fmt: skip
    if read is None:
        reasons: tuple[Reason, ...] = ("low-confidence",) if own.field.optional else ("low-confidence", "missing")
        return ReadValue("", 0.5, reasons=reasons)
    doubtful: tuple[Reason, ...] = ("low-confidence",) if read.doubtful else ()
    others = tuple(OtherValue(text, chance) for text, chance in read.values[1 : alternatives + 1])
    return ReadValue(read.values[0][0], read.values[0][1], others, read.glyphs, doubtful)


def _plan(own: Field) -> _Plan:
    charset = charset_of(own)
    pattern = pattern_of(own) or compile_pattern("", charset.name)
    words = word_list(own.lexicon.values, charset.name) if own.lexicon and own.lexicon.values else None
    if words and own.lexicon and own.lexicon.strict:
        pattern = words.pattern
    only_letters = all(letter.isalpha() or letter in "-'" for letter in pattern.letters)
    # Letters among digits are codes, unless somebody says whose language they are.
    spoken = only_letters or own.language != "any"
    language = own.language if spoken and not words else "none"
    return _Plan(pattern, pattern.charset(charset), words, load_language(language))


def _lay_out(own: FoundField, glances: Glances) -> _Laid:
    laid = _Laid(own, _plan(own.field))
    if not own.field.cells:
        lines = [TextLine(tuple(pieces), 0.0) for pieces in own.pieces if pieces]
        whole = surely_whole(lines, glances)
        laid.lattices = [build_lattice(line, held) for line, held in zip(lines, whole, strict=True)]
        return laid
    for number, (row, pieces) in enumerate(zip(own.rows, own.pieces, strict=True)):
        cells = in_cells(pieces, row.edges + row.left)
        laid.overflow |= cells.overflow
        filled = [(ink, cell) for cell, ink in enumerate(cells.inks) if ink is not None]
        laid.cells.append(([ink for ink, _ in filled], [number * own.field.cells + cell for _, cell in filled]))
    return laid


def _value(laid: _Laid, glances: Glances, alternatives: int) -> ReadValue:
    """The value of a field that is read letter by letter."""
    own, plan, settings = laid.found.field, laid.plan, JudgeSettings()
    trellis, language = _trellis(laid, glances), plan.language
    if own.cells and not plan.words and pattern_of(own) is None:
        # With nothing to obey, neighbours tell noughts from Os, as on any line.
        trellis, language = settled(trellis, plan.pattern.letters, own.language), None
    decoded = decode_values(trellis, plan.pattern, language)
    if plan.words and own.lexicon and not own.lexicon.strict:
        decoded = _with_words(decoded, trellis, plan)
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
    if own.type == "date" and not is_date(best.text):
        reasons.append("no-such-date")
    chances = [(_written(text, plan), chance) for text, chance in judged.chances]
    others = tuple(OtherValue(text, chance) for text, chance in chances[1 : alternatives + 1])
    return ReadValue(chances[0][0], chances[0][1], others, _glyphs(best, trellis, plan), tuple(reasons))


def _with_words(decoded: Decoded, trellis: Trellis, plan: _Plan) -> Decoded:
    """What was read, values of a loose list being worth more: clear ink may still overrule them."""
    known = plan.words.values if plan.words else {}
    weighed = [
        replace(value, worth=value.worth + (LOOSE_NATS if value.text in known else 0.0)) for value in decoded.values
    ]
    return Decoded(tuple(sorted(weighed, key=lambda value: -value.worth)), decoded.slack)


def _misfit(own: Field) -> Reason:
    """What it is that the ink does not fit."""
    if own.lexicon and own.lexicon.strict:
        return "not-in-lexicon"
    return "pattern-misfit" if pattern_of(own) else "outside-charset"


def _written(text: str, plan: _Plan) -> str:
    """A value as its list has it."""
    return plan.words.values.get(text, text) if plan.words else text


def _trellis(laid: _Laid, glances: Glances) -> Trellis:
    plan, card = laid.plan, glances.classifier.card

    def read(glyphs: Sequence[Fragment]) -> Reading:
        return under_charset(glances.logits(glyphs), card, plan.charset)

    if laid.cells:
        inks = [ink for inks, _ in laid.cells for ink in inks]
        cells = [cell for _, cells in laid.cells for cell in cells]
        return of_cells([ink.box for ink in inks], cells, read(inks), plan.charset)
    parts = [
        of_lattice(lattice, read([one.glyph for one in lattice.hypotheses]), plan.charset)
        for lattice in laid.lattices
    ]
    return chained(parts, spaced=True)


def _glyphs(best: Value, trellis: Trellis, plan: _Plan) -> tuple[Glyph, ...]:
    fits = letter_fits(best, trellis, plan.pattern.letters)
    letters = best.text.replace(" ", "")
    return tuple(
        Glyph(letter, float(fit), trellis.boxes[arc], _rivals(letter, trellis.fit[arc], plan))
        for letter, fit, arc in zip(letters, fits, best.arcs, strict=True)
    )


def _rivals(letter: str, row: NDArray[np.float64], plan: _Plan) -> tuple[Alternative, ...]:
    """What else a glyph could be, likeliest first."""
    known = plan.pattern.letters
    order = np.argsort(-row, kind="stable")[: MOST_ALTERNATIVES + 1].tolist()
    others = [Alternative(known[label], float(min(row[label], 1.0))) for label in order if known[label] != letter]
    return tuple(others[:MOST_ALTERNATIVES])
