"""Asks line readers about lines that the glyph reader is unsure of, and fuses what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from model.alphabet import DIGITS, Charset, shapes_of
from model.binarize import Ink
from model.decode import Image
from model.fusion.agree import AgreeSettings, agree
from model.fusion.alone import is_sign, is_wide, kept, letter_alone, signs_of
from model.fusion.confidence import UNASKED
from model.fusion.grain import GrainSettings, Run, is_grain
from model.fusion.join import joined
from model.fusion.runs import Asked, fuse_runs, settings_of
from model.fusion.words import with_words_of
from model.layout import TextLine
from model.lines.gather import runs
from model.lines.reading import LineReading
from model.lines.show import Look, ShowSettings
from model.lines.slots import find_slots
from model.lines.strip import Cutter
from model.networks.glances import Glances
from model.options import Engine
from model.readers import Readers
from model.spelling.spell import SpelledLine
from model.writing.credible import believed

#: Where there is an arbiter a line reader is shown wider only what it hardly reads: the arbiter reads the rest as well.
BESIDE = ShowSettings(clear=0.8)


@dataclass(frozen=True, slots=True)
class OpinionSettings:
    """Which lines are asked about, and what is believed.

    Attributes:
        sure: Nobody is asked about lines whose every letter is surer than this,
        sure_whole: and linenet alone not about lines that are surer than this as a whole, cases and lookalikes as one:
            above, it makes as many errors as it mends.
        agree: The arbiter is not asked where these two agree.
        least: Runs of ink read with less confidence in the mean are no writing.
        glyphs: But only those of at most so many letters,
        least_many: the others where they are read with less than this.
        least_alone: The same of letters that stand alone and stay with the glyph reader.
        hopeless: Which pages nobody is asked about,
        grain: and which are left where the arbiter, too, sees nothing in them,
        ruled: who is slower and is shown less.
    """

    sure: float = 0.98
    sure_whole: float = 0.75
    agree: AgreeSettings = field(default_factory=AgreeSettings)
    least: float = 0.7
    glyphs: int = 3
    least_many: float = 0.35
    least_alone: float = 0.5
    hopeless: GrainSettings = field(default_factory=lambda: GrainSettings(clear=0.5, clear_rest=0.5))
    grain: GrainSettings = field(default_factory=GrainSettings)
    ruled: GrainSettings = field(default_factory=lambda: GrainSettings(glimpse=3))


def second_opinion(
    grey: Image,
    ink: Ink,
    lines: Sequence[TextLine],
    spelled: Sequence[SpelledLine | None],
    readers: Readers,
    asked: Asked,
    settings: OpinionSettings | None = None,
    glances: Glances | None = None,
) -> list[SpelledLine | None]:
    """Read lines again with all readers.

    Args:
        grey: The page the ink was found on.
        ink: Its ink.
        lines: Its lines, top line first.
        spelled: What the glyph reader alone read.
        readers: Who reads.
        asked: What shall be read.
        settings: The tunables; the defaults if None.
        glances: What the network has said of the page's letters already; nothing if None.

    Returns:
        The lines, those not asked about as they were but for how sure they are as a whole; all of them as they were
        where there is no line reader.
    """
    settings = settings or OpinionSettings()
    if readers.line_reader is None:
        return list(spelled)
    every = readers.engine == "line"
    numbers = [
        number
        for number, (line, own) in enumerate(zip(lines, spelled, strict=True))
        if every or _unsure(line, own, asked.charset, readers.engine, settings)
    ]
    signs = [signs_of(own, asked.charset.letters) for own in spelled]
    several = [
        (run, number, letter_alone(run, spelled[number]) if not every or is_sign(run, signs[number]) else None)
        for number in numbers
        for run in runs(lines[number], signs[number])
    ]
    unclear = [(run, number) for run, number, letter in several if letter is None]
    doubted = not believed(spelled, asked.charset.letters)
    cutter = Cutter(grey, ink, lines)
    look = Look(cutter, readers.line_reader, BESIDE if readers.arbiter else None)
    ask = None if readers.arbiter is None else Look(cutter, readers.arbiter)
    if _is_texture(unclear, doubted, look, ask, settings):
        return [None if every else own for own in spelled]
    glances = glances or Glances(readers.classifier)
    views = look(unclear)
    rulings = _rulings(unclear, views, spelled, ask, asked.charset, settings.agree)
    fused = iter(fuse_runs(unclear, views, rulings, readers, asked, glances))
    read: dict[int, list[SpelledLine]] = {number: [] for number in numbers}
    for _, number, letter in several:
        part = _answered(spelled[number], letter, next(fused) if letter is None else None, readers, asked)
        if part is not None and _is_writing(part, letter is not None and _says(part, asked.charset), settings):
            read[number].append(part)
    curve = None if _only_digits(asked.charset) else UNASKED.get(readers.engine)
    return [
        _with_ink(joined(read[number]), own) if number in read else own and replace(own, unasked=curve)
        for number, own in enumerate(spelled)
    ]


def _answered(
    own: SpelledLine | None, letter: int | None, fused: SpelledLine | None, readers: Readers, asked: Asked
) -> SpelledLine | None:
    """What is answered for a run of ink: one letter that stands alone, or what all read and the words one knows."""
    alone = readers.classifier.card.calibration_of(asked.charset)
    if letter is not None:
        return own and kept(own, slice(letter, letter + 1), alone, settings_of(readers.engine).curves)
    if fused is None or own is None or readers.engine == "line":
        return fused
    taken = partial(kept, own, alone=alone, curves=fused.curves, disputed=True)
    return with_words_of(fused, own, asked.charset.letters, asked.language, taken)


def _with_ink(line: SpelledLine | None, alone: SpelledLine | None) -> SpelledLine | None:
    """A line that both read, with what the glyph reader alone weighed."""
    if line is None or alone is None:
        return line
    return replace(line, traces=replace(line.traces, ink=alone.traces.ink))


def _unsure(
    line: TextLine, own: SpelledLine | None, charset: Charset, engine: Engine, settings: OpinionSettings
) -> bool:
    """Whether a line reader may know better: never about digits."""
    if _only_digits(charset):
        return False
    if own is None:
        return is_wide(line)
    if engine == "glyph":
        by_shape = own.probabilities @ shapes_of(charset.letters)[1]
        return float(np.prod(by_shape.max(axis=1) * own.groupings)) < settings.sure_whole
    return bool(own.probabilities.max(axis=1).min() < settings.sure)


def _only_digits(charset: Charset) -> bool:
    return set(charset.letters) <= set(DIGITS)


def _is_texture(
    unclear: Sequence[Run], doubted: bool, look: Look, ask: Look | None, settings: OpinionSettings
) -> bool:
    """Whether line readers see no writing; what one hardly reads may be cursive that the arbiter does."""
    if is_grain(unclear, doubted, look, settings.hopeless):
        return True
    if not is_grain(unclear, doubted, look, settings.grain):
        return False
    return ask is None or is_grain(unclear, doubted, ask, settings.ruled)


def _rulings(
    several: Sequence[Run],
    views: Sequence[LineReading],
    spelled: Sequence[SpelledLine | None],
    ask: Look | None,
    charset: Charset,
    settings: AgreeSettings,
) -> list[LineReading | None]:
    """What the arbiter says of runs of ink that the other two do not agree on, None of the others."""
    if ask is None:
        return [None] * len(several)
    disputed = [
        at
        for at, ((run, number), view) in enumerate(zip(several, views, strict=True))
        if not agree(run, spelled[number], find_slots(view, charset), charset.letters, settings)
    ]
    said = dict(zip(disputed, ask([several[at] for at in disputed]), strict=True))
    return [said.get(at) for at in range(len(several))]


def _is_writing(run: SpelledLine, alone: bool, settings: OpinionSettings) -> bool:
    """Whether a run of ink is more than dirt, texture or scraps of a line that the picture cuts off."""
    least = settings.least_alone if alone else settings.least
    if len(run.boxes) > settings.glyphs:
        least = settings.least_many
    return float(run.probabilities.max(axis=1).mean()) >= least


def _says(run: SpelledLine, charset: Charset) -> bool:
    """Whether a run holds more than marks, which specks are taken for."""
    return any(charset.letters[best].isalnum() for best in run.probabilities.argmax(axis=1).tolist())
