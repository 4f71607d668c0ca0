"""Fuses what readers see in the runs of ink of a page, the network asked about all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from model.alphabet import Charset
from model.fusion.fuse import AGREED, LINE_ALONE, WITH_LINENET, Draft, FuseSettings, fuse
from model.fusion.grain import Run
from model.fusion.known import known_words
from model.fusion.words import with_words_of
from model.lines.reading import LineReading
from model.networks.glances import Glances
from model.options import Engine
from model.readers import Readers
from model.spelling.settle import under_charset
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be read.

    Attributes:
        charset: Which letters may be answered.
        language: A name of `model.spelling.language.load_language`.
    """

    charset: Charset
    language: str


def settings_of(engine: Engine) -> FuseSettings:
    """How what the readers of an engine see is weighed."""
    return {"line": LINE_ALONE, "glyph": WITH_LINENET, "auto": FuseSettings()}[engine]


def fuse_runs(
    several: Sequence[Run],
    views: Sequence[LineReading],
    rulings: Sequence[LineReading | None],
    readers: Readers,
    asked: Asked,
    glances: Glances,
) -> list[SpelledLine | None]:
    """Read runs of ink with all readers.

    Args:
        several: Runs, each with the number of its line.
        views: What the line reader sees in each.
        rulings: What the arbiter sees in those it was asked about, None for the others.
        readers: Who reads.
        asked: What shall be read.
        glances: What the network has said of the page's letters already.
    """
    drafts = [
        Draft.of(run, view, asked.charset, glances)
        if ruling is None
        else Draft.of(run, ruling, asked.charset, glances, view)
        for (run, _), view, ruling in zip(several, views, rulings, strict=True)
    ]
    unasked = AGREED if readers.arbiter else settings_of(readers.engine)
    weights = [unasked if ruling is None else settings_of(readers.engine) for ruling in rulings]
    fused = _fused(drafts, weights, asked, glances)
    # What the arbiter overrules may have been a word all the same.
    overruled = [
        at for at, (draft, line) in enumerate(zip(drafts, fused, strict=True)) if line and _hears_words(draft, asked)
    ]
    without = [Draft.of(several[at][0], views[at], asked.charset, glances) for at in overruled]
    others = _fused(without, [WITH_LINENET] * len(without), asked, glances)
    for at, other in zip(overruled, others, strict=True):
        fused[at] = _with_words_of(fused[at], other, asked)
    return fused


def _fused(
    drafts: Sequence[Draft], weights: Sequence[FuseSettings], asked: Asked, glances: Glances
) -> list[SpelledLine | None]:
    logits = glances.logits([own.glyph for draft in drafts for own in draft.lattice.hypotheses])
    reading = under_charset(logits, glances.classifier.card, asked.charset)
    ends = [0, *accumulate(len(draft.lattice.hypotheses) for draft in drafts)]
    return [
        fuse(draft, reading.between(start, end), asked.charset, asked.language, settings)
        for draft, settings, (start, end) in zip(drafts, weights, pairwise(ends), strict=True)
    ]


def _hears_words(draft: Draft, asked: Asked) -> bool:
    """Whether the reader beside the arbiter sees words in a run."""
    return draft.also is not None and bool(known_words(draft.also, asked.charset.letters, asked.language))


def _with_words_of(fused: SpelledLine | None, other: SpelledLine | None, asked: Asked) -> SpelledLine | None:
    """What was answered with the words that the other reading knows, disputed as they are."""
    if fused is None or other is None:
        return fused

    def taken(part: slice) -> SpelledLine:
        return replace(other.part(part), disputed=(True,) * (part.stop - part.start), curves=fused.curves)

    return with_words_of(fused, other, asked.charset.letters, asked.language, taken)
