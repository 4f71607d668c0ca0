"""The best way through a line's ink and a line reader's slots at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lines.slots import Slots
from model.spelling.lattice import Lattice

_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """What is weighed against what, in nats.

    Attributes:
        glyph: How much the glyph reader's letters count.
        glyph_cut: The same for ink that was cut out or joined, and may be no whole letter.
        line: How much the line reader's letters count.
        floor: The line reader is never surer than this against a letter it does not see.
        away: What it costs to lay a letter over ink half a letter away from where it is seen.
        narrow: Letters are taken to be at least this wide for that, in letter heights.
        ends: What it costs to begin and to end a letter half a letter height away from where it is seen to.
        far_off: Ends further off than so many letter heights cost no more.
        reach: Letters are laid over ink up to this far away, in letter heights.
        added: What it costs to read ink as a letter where the line reader sees none.
        missed: What it costs to leave out a letter that the line reader sees, beside its doubt.
        drop: What it costs to leave out a speck, beside the glyph reader's judgement.
        drop_letter: What it costs more to leave out a piece as large as a letter.
        overlap: What it costs to part two pieces that stand over one another.
        cut: How much the costs of cuts count.
        known: What it costs more to add a letter to one of the words that are told, or to leave one out.
    """

    glyph: float = 0.67
    glyph_cut: float = 0.4
    line: float = 1.0
    floor: float = 1e-4
    away: float = 0.5
    narrow: float = 0.44
    ends: float = 1.0
    far_off: float = 0.4
    reach: float = 1.2
    added: float = 0.19
    missed: float = 3.9
    drop: float = 0.5
    drop_letter: float = 2.4
    overlap: float = 2.2
    cut: float = 0.18
    known: float = 6.0


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter of the answer: a hypothesis of the lattice, and the slot laid over it or None."""

    hypothesis: int
    slot: int | None


def align(
    lattice: Lattice,
    letters: NDArray[np.float64],
    reject: NDArray[np.float64],
    slots: Slots,
    settings: AlignSettings | None = None,
    beside: Sequence[Slots] = (),
    words: Sequence[slice] = (),
) -> list[Laid]:
    """Choose the ink of each letter, and which slot says what it is.

    Args:
        lattice: The line's ink.
        letters: (H, letters) log of how well each letter explains each hypothesis, in nats.
        reject: (H,) log probability that each is no character.
        slots: What the line reader sees.
        settings: The tunables; the defaults if None.
        beside: What this and other line readers see beside the slots: letters that are added.
        words: Which slots spell words of the vocabulary.

    Returns:
        The letters from left to right.
    """
    settings = settings or AlignSettings()
    terms = _terms(lattice, letters, reject, slots, settings, beside, words)
    pieces, count = len(lattice.pieces), len(slots)
    best = np.full((pieces + 1, count + 1), -np.inf)
    best[0, 0] = 0.0
    # What led to each state: a hypothesis and whether it took a slot; -1 for a slot left out, -2 for a piece.
    step = np.full((pieces + 1, count + 1, 2), -1, np.int64)
    starting: list[list[int]] = [[] for _ in range(pieces)]
    for index, hypothesis in enumerate(lattice.hypotheses):
        starting[hypothesis.start].append(index)
    for place in range(pieces + 1):
        _leave_out_slots(best[place], step[place], terms.missed)
        if place == pieces:
            break
        here = best[place] + terms.boundary[place]
        _improve(best[place + 1], step[place + 1], here + terms.drop[place], -2, 0)
        for index in starting[place]:
            stop = lattice.hypotheses[index].stop
            _improve(best[stop], step[stop], here + terms.added[index], index, 0)
            taken = np.concatenate([[-np.inf], here[:-1] + terms.matched[index]])
            _improve(best[stop], step[stop], taken, index, 1)
    return _traced(lattice, step, count)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Worth of each step in nats: (H, K) matched, (H,) added, (K,) missed, (P,) drop and boundary."""

    matched: NDArray[np.float64]
    added: NDArray[np.float64]
    missed: NDArray[np.float64]
    drop: NDArray[np.float64]
    boundary: NDArray[np.float64]


def _terms(
    lattice: Lattice, letters: NDArray[np.float64], reject: NDArray[np.float64], slots: Slots,
    settings: AlignSettings, beside: Sequence[Slots], words: Sequence[slice],
) -> _Terms:  # fmt: skip
    boxes = [own.glyph.box for own in lattice.hypotheses]
    counts = np.array([own.stop - own.start for own in lattice.hypotheses], np.float64)
    costs = np.array([own.cost for own in lattice.hypotheses])
    lefts = np.array([box.left for box in boxes], np.float64)
    rights = np.array([box.right for box in boxes], np.float64)
    middles, widths = (lefts + rights) / 2, rights - lefts
    seen = settings.line * np.log(slots.letters + settings.floor)
    trust = np.where(lattice.whole_fragments(), settings.glyph, settings.glyph_cut)
    own = (trust * counts)[:, None] * letters
    # How far the slot lies outside the ink's middle half, in letters.
    far = np.abs(slots.x[None] - middles[:, None]) / np.maximum(widths, settings.narrow * lattice.height)[:, None]
    matched = (own[:, None, :] + seen[None]).max(axis=2) - settings.away * (2 * far) ** 2 - costs[:, None]
    off = np.abs(np.stack([lefts, rights], axis=1)[:, None] - slots.ends[None]) / lattice.height
    matched -= settings.ends * ((2 * np.minimum(np.nan_to_num(off), settings.far_off)) ** 2).sum(axis=2)
    matched[np.abs(slots.x[None] - middles[:, None]) > settings.reach * lattice.height + widths[:, None] / 2] = -np.inf
    there = np.max([np.zeros_like(letters), *(own.between(lefts, rights) for own in beside)], axis=0)
    added = (own + settings.line * np.log(there + settings.floor)).max(axis=1) - costs - settings.added
    missed = settings.line * np.log(slots.absent + settings.floor) - settings.missed
    for word in words:
        missed[word] -= settings.known
        added[(middles > slots.x[word.start]) & (middles < slots.x[word.stop - 1])] -= settings.known
    return _Terms(matched, added, missed, _drops(lattice, reject, settings), _boundaries(lattice, settings))


def _drops(lattice: Lattice, reject: NDArray[np.float64], settings: AlignSettings) -> NDArray[np.float64]:
    """(P,) what it is worth to leave out each piece."""
    drops = np.zeros(len(lattice.pieces))
    for index, own in enumerate(lattice.hypotheses):
        if own.stop == own.start + 1:
            size = lattice.size_of(own.start)
            drops[own.start] = settings.glyph * reject[index] - settings.drop - settings.drop_letter * size
    return drops


def _boundaries(lattice: Lattice, settings: AlignSettings) -> NDArray[np.float64]:
    """(P,) what it is worth to begin a letter with each piece."""
    worth = np.zeros(len(lattice.pieces))
    for place in range(1, len(lattice.pieces)):
        cut_cost = lattice.pieces[place].cut_cost
        worth[place] = -settings.overlap * lattice.standing_over(place) - settings.cut * cut_cost
    return worth


def _leave_out_slots(best: NDArray[np.float64], step: NDArray[np.int64], missed: NDArray[np.float64]) -> None:
    """Go on at one place by leaving out slots, in place."""
    for slot in range(len(missed)):
        if best[slot] + missed[slot] > best[slot + 1]:
            best[slot + 1] = best[slot] + missed[slot]
            step[slot + 1] = -1, 1


def _improve(
    best: NDArray[np.float64], step: NDArray[np.int64], worth: NDArray[np.float64], index: int, took_slot: int
) -> None:
    """Keep the better of what was known and a new way to each state, in place."""
    better = worth > best
    best[better] = worth[better]
    step[better] = index, took_slot


def _traced(lattice: Lattice, step: NDArray[np.int64], count: int) -> list[Laid]:
    """The best way, followed back."""
    way: list[Laid] = []
    place, slot = len(lattice.pieces), count
    while place or slot:
        index, took = step[place, slot].tolist()
        if index >= 0:
            way.append(Laid(index, slot - 1 if took else None))
            place = lattice.hypotheses[index].start
            slot -= took
        elif index == -2:
            place -= 1
        else:
            slot -= 1
    return way[::-1]
