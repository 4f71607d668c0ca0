"""Reads the values of fields: check boxes by their ink, cells and patterns letter by letter, all others as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.elements import Entry
from model.fields.check import charset_of, list_of, pattern_of
from model.fields.dates import is_date
from model.fields.found import FoundField
from model.fields.letters import Laid, lay_out, read_letters, trellis_of
from model.fields.listed import answered
from model.fields.prose import Prose, read_prose
from model.fields.reading import NO, OtherValue, ReadValue, Reason
from model.fields.sheet import Sheet
from model.fields.tick import read_tick
from model.fields.trellis import chances_in_cells
from model.fields.words import WordList
from model.layout import TextLine
from model.lexicon.answer import joined
from model.lexicon.rank import IN_CELLS, RankSettings, rank_cells, rank_line
from model.lexicon.words import LexiconMode
from model.networks.glances import Glances
from model.readers import Readers

#: Empty fields: nothing is there to be misread.
SURELY_EMPTY = 0.995


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
    laid = [lay_out(own, glances) if _by_letters(own) else None for own in found]
    glances.logits([glyph for own in laid if own for glyph in own.glyphs])
    values = []
    for own, letters in zip(found, laid, strict=True):
        if own.field.type == "checkbox":
            values.append(_ticked(own))
        elif not any(own.pieces):
            values.append(ReadValue("", SURELY_EMPTY, reasons=() if own.field.optional else ("missing",)))
        else:
            values.append(_dated(own, _Written(sheet, own, letters, readers, glances, alternatives).value()))
    return values


def _by_letters(own: FoundField) -> bool:
    """Whether a field is read letter by letter; lines of text with nothing to obey are read as on any page."""
    if own.field.type == "checkbox" or not any(own.pieces):
        return False
    strict = own.field.lexicon is not None and own.field.lexicon.strict
    return bool(own.field.cells) or (pattern_of(own.field) is not None and not strict)


def _ticked(own: FoundField) -> ReadValue:
    tick = read_tick(own.rows[0])
    reasons: list[Reason] = ["ambiguous-tick"] if tick.doubtful else []
    if tick.value == NO and not own.field.optional:
        reasons.append("missing")
    return ReadValue(tick.value, tick.confidence, reasons=tuple(reasons))


def _dated(own: FoundField, value: ReadValue) -> ReadValue:
    """A value that says so where it should be a date and is none."""
    if own.field.type == "date" and value.text and not is_date(value.text):
        return replace(value, reasons=(*value.reasons, "no-such-date"))
    return value


@dataclass(frozen=True, slots=True)
class _Written:
    """A field in which something is written; `letters` where it is read letter by letter."""

    sheet: Sheet
    own: FoundField
    letters: Laid | None
    readers: Readers
    glances: Glances
    alternatives: int

    def value(self) -> ReadValue:
        """What stands there, out of the field's list where it has one."""
        words = list_of(self.own.field)
        if words is None or self.own.field.lexicon is None:
            return self._by_itself(None if self.letters else self._prose(None))
        mode: LexiconMode = "strict" if self.own.field.lexicon.strict else "loose"
        most = max(self.alternatives, RankSettings().most)
        if self.letters and self.letters.cells:
            rows = chances_in_cells(trellis_of(self.letters, words.charset, self.glances))
            entries = rank_cells(words.lexicon, rows, words.charset.letters, mode, replace(IN_CELLS, most=most))
            read = self._by_itself(None)
        else:
            prose = self._prose(words if mode == "strict" else None)
            entries = self._ranked(words, prose, mode, RankSettings(most=most))
            read = self._by_itself(prose)
        value = answered(read, entries, mode)
        return replace(value, alternatives=value.alternatives[: self.alternatives])

    def _ranked(
        self, words: WordList, prose: Prose | None, mode: LexiconMode, settings: RankSettings
    ) -> tuple[Entry, ...]:
        if prose is None:
            return ()
        charset = words.charset if mode == "strict" else charset_of(self.own.field)
        return rank_line(words.lexicon, joined(prose.lines), charset.letters, mode, settings)

    def _by_itself(self, prose: Prose | None) -> ReadValue:
        """What stands there, whatever a list says."""
        if self.letters:
            return read_letters(self.letters, self.glances, self.alternatives)
        if prose is None:
            optional = self.own.field.optional
            reasons: tuple[Reason, ...] = ("low-confidence",) if optional else ("low-confidence", "missing")
            return ReadValue("", 0.5, reasons=reasons)
        doubtful: tuple[Reason, ...] = ("low-confidence",) if prose.doubtful else ()
        others = tuple(OtherValue(text, chance) for text, chance in prose.values[1 : self.alternatives + 1])
        return ReadValue(prose.values[0][0], prose.values[0][1], others, prose.glyphs, doubtful)

    def _prose(self, words: WordList | None) -> Prose | None:
        """The lines as on any page, under the letters of a list or of the field."""
        lines = [TextLine(tuple(pieces), 0.0) for pieces in self.own.pieces if pieces]
        charset = words.charset if words else charset_of(self.own.field)
        return read_prose(self.sheet, self.own.rows, lines, self.readers, charset, self.own.field.language)
