"""Reads a line with both readers: slots laid over ink, letters weighed together, each with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset, shape_of
from model.elements import BoundingBox, Source
from model.fusion.align import AlignSettings, Laid, align
from model.fusion.beside import beside, named_by_both
from model.fusion.confidence import (
    AGREED_WEIGHTS,
    FUSED,
    FUSED_AGREED,
    FUSED_WITH_LINENET,
    WEIGHTS,
    WITH_LINENET_WEIGHTS,
    Signs,
    confidences,
)
from model.fusion.known import known_words, undisputed
from model.fusion.recut import recut
from model.fusion.shapes import without_context
from model.fusion.spaces import word_starts
from model.layout import TextLine
from model.lines.reading import LineReading
from model.lines.slots import Slots, find_slots
from model.networks.calibration import Calibration
from model.networks.glances import Glances
from model.spelling.geometry import fit_frame, place_terms
from model.spelling.lattice import Lattice, build_lattice
from model.spelling.marks import with_marks
from model.spelling.settle import Reading, SettleSettings, settle
from model.spelling.spell import WHOLE_IS_REJECT, SpelledLine
from model.spelling.stacked import with_stacked
from model.spelling.sure import plain_letters
from model.spelling.traces import StepTrace, Traces
from model.spelling.vocabulary import weigh_words

_LEAST = 1e-9
#: No glyph reader is less clear than this, and nothing costs more than so many times as much for it.
_LEAST_CLEAR, _STRICTEST = 0.1, 100.0
#: No letter but the best is surer than this share of it.
_RUNNER_UP = 0.999
#: What neighbours are worth to letters that a line reader has seen together.
SEEN_TOGETHER = SettleSettings(
    digit_letter=2.0, capital_inside=1.5, small_inside=1.2, small_second=0.2, sign_letter=1.0, language=0.5
)


@dataclass(frozen=True, slots=True)
class FuseSettings:
    """How the letters of both readers are weighed.

    Attributes:
        glyph: How much the glyph reader's probability of a letter counts.
        glyph_cut: The same for ink that was cut out or joined, and may be no whole letter.
        glyph_clear: Both count the less the less sure the glyph reader is of the line in the mean: by this power of it.
        place: How much its place on the line counts.
        line: How much the line reader's probability counts.
        line_single: The same for a letter that stands alone, without neighbours to tell.
        also: How much the probability of the reader counts that was asked beside the line reader, the less the less
            it is sure of the line as a whole.
        at_a_loss: Where the line reader is clearer than all others, it costs more to add letters to what it sees and to
            leave some out: by this power of how many times as clear it is.
        floor: No reader is surer than this against a letter.
        sure: How sure letters are that were read so: weights of `model.fusion.confidence.features`.
        curves: And how sure words and lines of them are.
        neighbours: What neighbours are worth to letters that both readers have weighed, None for nothing.
        align: How slots are laid over ink.
    """

    glyph: float = 0.33
    glyph_cut: float = 0.16
    glyph_clear: float = 4.0
    place: float = 0.15
    line: float = 0.66
    line_single: float = 2.0
    also: float = 0.54
    at_a_loss: float = 4.0
    floor: float = 1e-4
    sure: tuple[float, ...] = WEIGHTS
    curves: Calibration = FUSED
    neighbours: SettleSettings | None = SEEN_TOGETHER
    align: AlignSettings = field(default_factory=AlignSettings)


#: linenet sees what the glyph reader sees, in its surroundings. Fitted by `python -m benchmarks.fusion_weights`.
WITH_LINENET = FuseSettings(
    glyph=0.67, glyph_cut=0.1, glyph_clear=0.0, place=0.08, line=0.81, line_single=1.1, sure=WITH_LINENET_WEIGHTS,
    curves=FUSED_WITH_LINENET,
    align=AlignSettings(
        glyph=0.45, glyph_cut=0.27, away=1.07, narrow=0.78, added=0.8, missed=5.7, drop=0.23, drop_letter=0.31,
        overlap=1.64, cut=0.18,
    ),
)  # fmt: skip
#: Where it sees the same letters as the glyph reader and nobody else is asked, both are seldom wrong.
AGREED = replace(WITH_LINENET, sure=AGREED_WEIGHTS, curves=FUSED_AGREED)
#: Letters are the line reader's; the glyph reader only finds their ink.
LINE_ALONE = FuseSettings(
    glyph=0.0, place=0.0, neighbours=None,
    align=AlignSettings(glyph=0.05, glyph_cut=0.05, added=100.0, missed=100.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A line with all that both readers need to settle it.

    Attributes:
        lattice: Its ink, cut wherever either reader sees two letters.
        slots: What the line reader sees.
        angle_deg: The tilt of the page's lines.
        also: What another line reader sees, that has no say in where letters are; None where none was asked.
    """

    lattice: Lattice
    slots: Slots
    angle_deg: float
    also: Slots | None = None

    @classmethod
    def of(
        cls,
        line: TextLine,
        seen: LineReading,
        charset: Charset,
        glances: Glances,
        also: LineReading | None = None,
    ) -> Draft:
        """Lay a line out for the readers.

        Args:
            line: Its ink.
            seen: What the line reader sees.
            charset: Which letters may be answered.
            glances: What the network has said of the page's pieces: no two plain letters are joined.
            also: What another line reader sees, None where none was asked.
        """
        if seen.ends is None and also is not None:
            seen = replace(seen, ends=also.ends_at(seen.x))
        slots = find_slots(seen, charset)
        heard = None if also is None else find_slots(also, charset)
        asked_for = recut(line, slots)
        if heard is not None:
            # Who overlooks a letter asks for no cut beside it.
            asked_for = recut(asked_for, heard)
        # Where line readers see letters, ink is cut where one of them sees several and nowhere else.
        whole = range(len(asked_for.fragments)) if len(slots) > 1 else ()
        (plain,) = plain_letters([asked_for], glances)
        return cls(build_lattice(asked_for, whole, plain), slots, line.angle_deg, heard)


def fuse(
    draft: Draft, reading: Reading, charset: Charset, language: str = "none", settings: FuseSettings | None = None
) -> SpelledLine | None:
    """Read a line with both readers.

    Args:
        draft: The line.
        reading: What the glyph reader says of each hypothesis of its lattice.
        charset: Which letters may be answered.
        language: A name of `model.spelling.language.load_language`.
        settings: The tunables; the defaults if None.

    Returns:
        The line, None where neither reader sees a character.
    """
    settings = settings or FuseSettings()
    lattice, slots = draft.lattice, draft.slots
    boxes = [own.glyph.box for own in lattice.hypotheses]
    whole = lattice.whole_fragments()
    reading = reading.doubting(np.where(whole, WHOLE_IS_REJECT, 1.0))
    reading = with_stacked(lattice, reading, charset)
    reading = with_marks(reading, boxes, whole, lattice.height, charset.letters)
    evidence = np.log(reading.letters + _LEAST), np.log(reading.reject + _LEAST)
    # Where the line reader sees nothing at all there is no line for another to complete.
    also = draft.also if len(slots) else None
    words = _words(slots, also, charset.letters, language)
    spare = beside(slots, charset.letters)
    spare_also = None if also is None else beside(also, charset.letters, named_by_both(slots, also, charset.letters))
    further = [spare] if spare_also is None else [spare, spare_also]
    laid = _laid(lattice, evidence, reading, slots, settings, also, further, words)
    if not laid:
        return None
    chosen = [boxes[own.hypothesis] for own in laid]
    glyph = reading.letters[[own.hypothesis for own in laid]]
    line = without_context(_line_letters(laid, chosen, slots, spare), charset.letters)
    weight = settings.line if len(laid) > 1 else settings.line_single
    frame = fit_frame(chosen, draft.angle_deg, charset.letters, (glyph + settings.floor) * (line + settings.floor))
    places = place_terms(frame, chosen, charset.letters)
    cut = ~whole[[own.hypothesis for own in laid]]
    trust = np.where(cut, settings.glyph_cut, settings.glyph)[:, None]
    trust = trust * min(float(glyph.max(axis=1).mean()), 1.0) ** settings.glyph_clear
    together = (
        trust * np.log(glyph + settings.floor)
        + settings.place * places
        + weight * np.log(line + settings.floor)
    )
    if draft.also is not None:
        heard = without_context(_heard(laid, chosen, draft.also, spare_also), charset.letters)
        together = together + settings.also * draft.also.clear ** 2 * np.log(heard + settings.floor)
    together = np.exp(together - together.max(axis=1, keepdims=True))
    together /= together.sum(axis=1, keepdims=True)
    starts = word_starts(laid, chosen, slots, frame.capital_height)
    if settings.neighbours is not None:
        together = settle(together, np.zeros(1), starts, charset.letters, language, settings.neighbours)
        together = weigh_words(together, starts, charset.letters, language)
    signs = _signs(laid, together, glyph, line, reading, slots)
    sure = _with_confidence(together, confidences(signs, settings.sure))
    whose = _sources(together, glyph, line), _disputed(glyph, line, charset.letters)
    traces = Traces(steps=StepTrace(slots.steps, slots.step_x))
    inks = tuple(lattice.hypotheses[own.hypothesis].glyph for own in laid)
    return SpelledLine(tuple(chosen), sure, np.ones(len(chosen)), tuple(starts), *whose, traces, settings.curves, inks)


def _words(slots: Slots, also: Slots | None, letters: tuple[str, ...], language: str) -> list[slice]:
    """Which slots spell words that no other line reader disputes."""
    words = known_words(slots, letters, language)
    return words if also is None else undisputed(words, slots, known_words(also, letters, language), also)


def _laid(
    lattice: Lattice, evidence: tuple[NDArray[np.float64], NDArray[np.float64]], reading: Reading, slots: Slots,
    settings: FuseSettings, also: Slots | None, further: Sequence[Slots], words: Sequence[slice],
) -> list[Laid]:  # fmt: skip
    """Slots laid over ink, more strictly where nobody else makes much of the line."""
    laid = align(lattice, *evidence, slots, settings.align, further, words)
    if not laid or not len(slots):
        return laid
    glyph = float(reading.letters[[own.hypothesis for own in laid]].max(axis=1).mean())
    clearer = slots.clear / max(glyph, _LEAST_CLEAR, also.clear if also is not None else 0.0)
    if clearer <= 1:
        return laid
    strict = min(clearer**settings.at_a_loss, _STRICTEST)
    how = replace(settings.align, added=settings.align.added * strict, missed=settings.align.missed * strict)
    return align(lattice, *evidence, slots, how, further, words)


def _line_letters(
    laid: Sequence[Laid], boxes: Sequence[BoundingBox], slots: Slots, further: Slots
) -> NDArray[np.float64]:
    """(N, letters) what the line reader says of each letter of the answer, beside those it names of the others."""
    pairs = zip(laid, _within(further, boxes), strict=True)
    return np.stack([row if own.slot is None else slots.letters[own.slot] for own, row in pairs])


def _heard(
    laid: Sequence[Laid], boxes: Sequence[BoundingBox], slots: Slots, further: Slots | None
) -> NDArray[np.float64]:
    """(N, letters) what another line reader sees in each box: the one letter there, or whatever it might be."""
    rows = list(_within(slots, boxes))
    beside_them = rows if further is None else _within(further, boxes)
    for place, (own, box) in enumerate(zip(laid, boxes, strict=True)):
        inside = np.flatnonzero((slots.x >= box.left) & (slots.x <= box.right))
        if own.slot is None:
            rows[place] = beside_them[place]
        elif inside.size == 1:
            rows[place] = slots.letters[inside[0]]
    return np.stack(rows)


def _within(slots: Slots, boxes: Sequence[BoundingBox]) -> NDArray[np.float64]:
    """(N, letters) the most that a line reader sees of each letter anywhere in each box."""
    return slots.between(np.array([box.left for box in boxes]), np.array([box.right for box in boxes]))


def _signs(
    laid: Sequence[Laid], together: NDArray[np.float64], glyph: NDArray[np.float64], line: NDArray[np.float64],
    reading: Reading, slots: Slots,
) -> Signs:  # fmt: skip
    best = together.argmax(axis=1)
    rows = np.arange(len(best))
    inside = [
        float(reading.inside[own.hypothesis] if own.slot is None else slots.inside[own.slot]) for own in laid
    ]
    return Signs(
        together=together[rows, best], glyph=np.minimum(glyph[rows, best], 1.0), line=line[rows, best],
        seen=np.array([own.slot is not None for own in laid]), inside=np.array(inside), clear=slots.clear,
    )  # fmt: skip


def _with_confidence(together: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same letters, the best of each row as sure as told, the others sharing the rest."""
    rows, best = np.arange(len(together)), together.argmax(axis=1)
    others = together.copy()
    others[rows, best] = 0.0
    rest = others.sum(axis=1)
    # The best letter stays the best: its rivals together may be likelier, none of them alone.
    most = _RUNNER_UP * confidence * rest / np.maximum(others.max(axis=1), _LEAST)
    limit = np.minimum(1 - confidence, most)
    others *= (np.minimum(limit, 1.0) / np.maximum(rest, _LEAST))[:, None]
    others[rows, best] = confidence
    return np.asarray(others)


def _sources(
    together: NDArray[np.float64], glyph: NDArray[np.float64], line: NDArray[np.float64]
) -> tuple[Source, ...]:
    """Who saw each letter of the answer: whoever finds it the likeliest, two cases of one shape being one."""
    best = together.argmax(axis=1)
    rows = np.arange(len(best))
    by_glyph = glyph[rows, best] >= glyph.max(axis=1) - _LEAST
    by_line = (line[rows, best] >= line.max(axis=1) - _LEAST) & (line.sum(axis=1) >= 0.5)
    return tuple(
        "line" if seen and not own else "glyph" if own and not seen else "both"
        for own, seen in zip(by_glyph.tolist(), by_line.tolist(), strict=True)
    )


def _disputed(
    glyph: NDArray[np.float64], line: NDArray[np.float64], letters: tuple[str, ...]
) -> tuple[bool, ...]:
    """Where each reader finds a letter of another shape the likeliest, or the line reader none."""
    seen = (line.sum(axis=1) >= 0.5).tolist()
    pairs = zip(glyph.argmax(axis=1).tolist(), line.argmax(axis=1).tolist(), seen, strict=True)
    return tuple(not see or shape_of(letters[one]) != shape_of(letters[other]) for one, other, see in pairs)
