"""The best values of a field: the best ways through its trellis that the pattern allows.

A backward pass tells for each node and each state of the pattern's automaton how much is still to be had, so that the
forward pass, which keeps whole values apart, never follows one that cannot end well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.fields.expression import SPACE
from model.fields.pattern import DEAD, Pattern
from model.fields.trellis import Trellis
from model.spelling.language import SPACE as EDGE
from model.spelling.language import Language, symbol_numbers

#: Sets of letters that are told apart.
MOST_KINDS = 64


@dataclass(frozen=True, slots=True)
class DecodeSettings:
    """How widely is searched.

    Attributes:
        beam: Beginnings of values kept at each node.
        letters: Letters considered for each arc and beginning.
        language: How much the language counts against the network.
    """

    beam: int = 32
    letters: int = 6
    language: float = 0.6


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the pattern allows.

    Attributes:
        text: It.
        worth: All ways to read it together, in nats.
        arcs: The arc of each letter on the best of these ways, spaces left out.
    """

    text: str
    worth: float
    arcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a field may hold.

    Attributes:
        values: The best first; none where no value that is allowed has a way through the ink.
        slack: How much better the ink could be read if the pattern allowed any row of its letters, in nats, at least 0.
    """

    values: tuple[Value, ...]
    slack: float


@dataclass(frozen=True, slots=True)
class _Worths:
    """What letters are worth where only some are allowed: (kinds, arcs, letters) nats, and the kind of each state."""

    tables: NDArray[np.float64]
    kinds: NDArray[np.int64]

    @classmethod
    def of(cls, trellis: Trellis, pattern: Pattern) -> _Worths:
        """Of all states of a pattern; where they differ in too many ways, as if each allowed but one letter."""
        masks, kinds = pattern.kinds()
        if len(masks) > MOST_KINDS:
            alone = np.eye(len(pattern.letters), dtype=np.bool_)
            rows = [trellis.worth(pattern.letters, one)[:, letter] for letter, one in enumerate(alone)]
            return cls(np.stack(rows, axis=1)[None], np.zeros_like(kinds))
        return cls(np.stack([trellis.worth(pattern.letters, mask) for mask in masks]), kinds)


@dataclass(slots=True)
class _Begun:
    """The beginning of a value: where it left the automaton, all its ways together, and the best of them."""

    state: int
    worth: float
    best: float
    arcs: tuple[int, ...]


def decode_values(
    trellis: Trellis, pattern: Pattern, language: Language | None = None, settings: DecodeSettings | None = None
) -> Decoded:
    """The values that explain the ink best.

    Args:
        trellis: The ink; its letters are the pattern's.
        pattern: What is allowed.
        language: What letters are worth after others, None to leave that out.
        settings: The tunables; the defaults if None.
    """
    settings = settings or DecodeSettings()
    worths = _Worths.of(trellis, pattern)
    ahead, arriving = _ahead(trellis, pattern, worths)
    symbols = symbol_numbers(pattern.letters)
    last = trellis.nodes - 1
    begun: list[dict[str, _Begun]] = [{} for _ in range(trellis.nodes)]
    begun[0][""] = _Begun(0, 0.0, 0.0, ())
    leaving = [np.flatnonzero(trellis.starts == node) for node in range(trellis.nodes)]
    for node in range(last):
        kept = _kept(begun[node], arriving[node] if node else ahead[0], settings)
        kept.update(_with_space(kept, float(trellis.space[node]), pattern))
        for text, own in kept.items():
            held = 0.0 if not text or text.endswith(SPACE) else float(trellis.joint[node])
            spoken = _language_worth(language, text, symbols, settings)
            for arc in leaving[node].tolist():
                stop = int(trellis.stops[arc])
                worth = worths.tables[worths.kinds[own.state], arc] + spoken
                hope = worth + _followed(pattern.steps[own.state, :-1], arriving[stop])
                for letter in np.argsort(-hope)[: settings.letters].tolist():
                    if hope[letter] > -np.inf:
                        state, grown = int(pattern.steps[own.state, letter]), text + pattern.letters[letter]
                        _add(begun[stop], grown, state, own, held + float(worth[letter]), (*own.arcs, arc))
            for start, stop, left_out in trellis.skips:
                if start == node:
                    _add(begun[stop], text, own.state, own, held + left_out, own.arcs)
    ended = [
        Value(text, own.worth, own.arcs)
        for text, own in begun[last].items()
        if pattern.accepting[own.state] and np.isfinite(own.worth) and not text.endswith(SPACE)
    ]
    ended.sort(key=lambda value: -value.worth)
    return Decoded(tuple(ended), max(0.0, _freely(trellis, pattern) - float(ahead[0][0])))


def _freely(trellis: Trellis, pattern: Pattern) -> float:
    """The worth of the best way through the ink, whatever it spells."""
    everything = np.ones(len(pattern.letters), np.bool_)
    reached = np.full(trellis.nodes, -np.inf)
    reached[0] = 0.0
    best = trellis.worth(pattern.letters, everything).max(axis=1, initial=-np.inf)
    ways = [*zip(trellis.starts.tolist(), trellis.stops.tolist(), best.tolist(), strict=True), *trellis.skips]
    for start, stop, worth in sorted(ways):
        through = max(trellis.joint[start], trellis.space[start]) if start else 0.0
        reached[stop] = max(reached[stop], reached[start] + through + worth)
    return float(reached[-1])


def _ahead(
    trellis: Trellis, pattern: Pattern, worths: _Worths
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """For each node (states,): the most that is to be had from it, and from arriving at it, a space perhaps first."""
    nodes = trellis.nodes
    ahead = [np.full(len(pattern.steps), -np.inf) for _ in range(nodes)]
    ahead[-1] = np.where(pattern.accepting, 0.0, -np.inf)
    arriving = list(ahead)
    leaving = [np.flatnonzero(trellis.starts == node) for node in range(nodes)]
    steps = pattern.steps[:, :-1]
    for node in range(nodes - 2, -1, -1):
        for arc in leaving[node]:
            there = arriving[int(trellis.stops[arc])]
            through = np.where(steps == DEAD, -np.inf, there[steps]) + worths.tables[worths.kinds, arc]
            np.maximum(ahead[node], through.max(axis=1), out=ahead[node])
        for start, stop, worth in trellis.skips:
            if start == node:
                np.maximum(ahead[node], arriving[stop] + worth, out=ahead[node])
        spaced = _followed(pattern.steps[:, pattern.space], ahead[node]) + trellis.space[node]
        arriving[node] = np.maximum(ahead[node] + trellis.joint[node], spaced)
    return ahead, arriving


def _followed(steps: NDArray[np.int64], worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is to be had behind steps of the automaton, nothing behind those that are not allowed."""
    return np.where(steps == DEAD, -np.inf, worth[steps])


def _kept(begun: dict[str, _Begun], promised: NDArray[np.float64], settings: DecodeSettings) -> dict[str, _Begun]:
    """The beginnings that promise most."""
    hopes = [(own.worth + float(promised[own.state]), text) for text, own in begun.items()]
    hopes = [hope for hope in hopes if np.isfinite(hope[0])]
    hopes.sort(key=lambda hope: -hope[0])
    return {text: begun[text] for _, text in hopes[: settings.beam]}


def _with_space(kept: dict[str, _Begun], worth: float, pattern: Pattern) -> dict[str, _Begun]:
    """Those after which a space is allowed, with one."""
    spaced: dict[str, _Begun] = {}
    if worth == -np.inf:
        return spaced
    for text, own in kept.items():
        state = int(pattern.steps[own.state, pattern.space])
        if text and not text.endswith(SPACE) and state != DEAD:
            spaced[text + SPACE] = _Begun(state, own.worth + worth, own.best + worth, own.arcs)
    return spaced


def _language_worth(
    language: Language | None, text: str, symbols: NDArray[np.int64], settings: DecodeSettings
) -> NDArray[np.float64]:
    """(letters,) what each letter is worth after the last two of a text; digits and marks are worth nothing."""
    if language is None:
        return np.zeros(len(symbols))
    two = [EDGE, EDGE, *(_symbol(letter) for letter in text[-2:])][-2:]
    return np.where(symbols == EDGE, 0.0, settings.language * language.worth[two[0], two[1], symbols])


def _symbol(letter: str) -> int:
    return int(symbol_numbers((letter,))[0])


def _add(
    there: dict[str, _Begun], text: str, state: int, before: _Begun, worth: float, arcs: tuple[int, ...]
) -> None:
    """Reach a beginning of a value by one more way."""
    total, best = before.worth + worth, before.best + worth
    own = there.get(text)
    if own is None:
        there[text] = _Begun(state, total, best, arcs)
        return
    own.worth = float(np.logaddexp(own.worth, total))
    if best > own.best:
        own.best, own.arcs = best, arcs
