"""Reads a line with both readers: slots laid over ink, letters weighed together, each with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset, shape_of
from model.elements import BoundingBox, Source
from model.fusion.align import AlignSettings, Laid, align
from model.fusion.confidence import Signs, confidences
from model.fusion.recut import recut
from model.fusion.shapes import without_context
from model.fusion.spaces import word_starts
from model.geometry import fit_frame, place_terms
from model.lattice import Lattice, build_lattice
from model.layout import TextLine
from model.lines.reading import LineReading
from model.lines.slots import Slots, find_slots
from model.marks import with_marks
from model.settle import Reading, SettleSettings, settle
from model.spell import WHOLE_IS_REJECT, SpelledLine
from model.traces import StepTrace, Traces

_LEAST = 1e-9
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
        place: How much its place on the line counts.
        line: How much the line reader's probability counts.
        line_single: The same for a letter that stands alone, without neighbours to tell.
        floor: No reader is surer than this against a letter.
        neighbours: What neighbours are worth to letters that both readers have weighed, None for nothing.
        align: How slots are laid over ink.
    """

    glyph: float = 0.6
    glyph_cut: float = 0.2
    place: float = 0.4
    line: float = 1.0
    line_single: float = 0.5
    floor: float = 1e-4
    neighbours: SettleSettings | None = SEEN_TOGETHER
    align: AlignSettings = field(default_factory=AlignSettings)


#: Letters are the line reader's; the glyph reader only finds their ink.
LINE_ALONE = FuseSettings(
    glyph=0.0, place=0.0, neighbours=None, align=AlignSettings(glyph=0.05, added=100.0, missed=100.0)
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A line with all that both readers need to settle it.

    Attributes:
        lattice: Its ink, cut wherever either reader sees two letters.
        slots: What the line reader sees.
        angle_deg: The tilt of the page's lines.
    """

    lattice: Lattice
    slots: Slots
    angle_deg: float

    @classmethod
    def of(cls, line: TextLine, seen: LineReading, charset: Charset) -> Draft:
        """Lay a line out for both readers."""
        slots = find_slots(seen, charset)
        asked_for = recut(line, slots)
        # Where the line reader sees letters, ink is cut where it sees several of them and nowhere else.
        whole = range(len(asked_for.fragments)) if len(slots) > 1 else ()
        return cls(build_lattice(asked_for, whole), slots, line.angle_deg)


def fuse(
    draft: Draft, reading: Reading, charset: Charset, language: str = "none", settings: FuseSettings | None = None
) -> SpelledLine | None:
    """Read a line with both readers.

    Args:
        draft: The line.
        reading: What the glyph reader says of each hypothesis of its lattice.
        charset: Which letters may be answered.
        language: A name of `model.language.load_language`.
        settings: The tunables; the defaults if None.

    Returns:
        The line, None where neither reader sees a character.
    """
    settings = settings or FuseSettings()
    lattice, slots = draft.lattice, draft.slots
    boxes = [own.glyph.box for own in lattice.hypotheses]
    whole = lattice.whole_fragments()
    reading = reading.doubting(np.where(whole, WHOLE_IS_REJECT, 1.0))
    reading = with_marks(reading, boxes, whole, lattice.height, charset.letters)
    laid = align(lattice, np.log(reading.letters + _LEAST), np.log(reading.reject + _LEAST), slots, settings.align)
    if not laid:
        return None
    chosen = [boxes[own.hypothesis] for own in laid]
    glyph = reading.letters[[own.hypothesis for own in laid]]
    line = without_context(_line_letters(laid, chosen, slots), charset.letters)
    weight = settings.line if len(laid) > 1 else settings.line_single
    frame = fit_frame(chosen, draft.angle_deg, charset.letters, (glyph + settings.floor) * (line + settings.floor))
    places = place_terms(frame, chosen, charset.letters)
    cut = ~whole[[own.hypothesis for own in laid]]
    trust = np.where(cut, settings.glyph_cut, settings.glyph)[:, None]
    together = (
        trust * np.log(glyph + settings.floor)
        + settings.place * places
        + weight * np.log(line + settings.floor)
    )
    together = np.exp(together - together.max(axis=1, keepdims=True))
    together /= together.sum(axis=1, keepdims=True)
    starts = word_starts(laid, chosen, slots, frame.capital_height)
    if settings.neighbours is not None:
        together = settle(together, np.zeros(1), starts, charset.letters, language, settings.neighbours)
    signs = _signs(laid, together, glyph, line, reading, slots)
    sure = _with_confidence(together, confidences(signs))
    whose = _sources(together, glyph, line), _disputed(glyph, line, charset.letters)
    traces = Traces(steps=StepTrace(slots.steps, slots.step_x))
    return SpelledLine(tuple(chosen), sure, np.ones(len(chosen)), tuple(starts), *whose, traces)


def _line_letters(laid: Sequence[Laid], boxes: Sequence[BoundingBox], slots: Slots) -> NDArray[np.float64]:
    """(N, letters) what the line reader says of each letter of the answer."""
    rows = []
    for own, box in zip(laid, boxes, strict=True):
        if own.slot is not None:
            rows.append(slots.letters[own.slot])
            continue
        within = (slots.step_x >= box.left) & (slots.step_x <= box.right)
        rows.append(slots.steps[within].max(axis=0, initial=0.0))
    return np.stack(rows)


def _signs(
    laid: Sequence[Laid], together: NDArray[np.float64], glyph: NDArray[np.float64], line: NDArray[np.float64],
    reading: Reading, slots: Slots,
) -> Signs:  # fmt: skip
    best = together.argmax(axis=1)
    rows = np.arange(len(best))
    inside = [
        float(reading.inside[own.hypothesis] if own.slot is None else slots.inside[own.slot]) for own in laid
    ]
    clear = slots.letters.max(axis=1) if len(slots) else np.zeros(1)
    return Signs(
        together=together[rows, best], glyph=np.minimum(glyph[rows, best], 1.0), line=line[rows, best],
        seen=np.array([own.slot is not None for own in laid]), inside=np.array(inside), clear=float(clear.mean()),
    )  # fmt: skip


def _with_confidence(together: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same letters, the best of each row as sure as told, the others sharing the rest."""
    rows, best = np.arange(len(together)), together.argmax(axis=1)
    others = together.copy()
    others[rows, best] = 0.0
    rest = others.sum(axis=1)
    # The best letter stays the best: its rivals together may be likelier, none of them alone.
    limit = np.minimum(1 - confidence, confidence * rest / np.maximum(others.max(axis=1), _LEAST))
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
