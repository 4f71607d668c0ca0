"""Patterns as automata: what may stand in a field, letter by letter, so that an answer always obeys.

An automaton is followed, never searched: reading takes the same time whatever the pattern is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.alphabet import Charset, parse_charset
from model.errors import PatternError
from model.fields.expression import SPACE, parse_expression
from model.fields.positions import Places

#: Larger automata are refused.
MOST_STATES = 1_000
#: Where there is no way on.
DEAD = -1


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A deterministic automaton over letters and the space between words.

    Attributes:
        letters: What its columns mean; the space comes behind them.
        steps: (states, letters + 1) int64, the state after each letter and, last, after a space; `DEAD` for no way.
        accepting: (states,) bool, where a value may end. State 0 is where it begins.
        shortest: How many letters the shortest value has, spaces not counted.
    """

    letters: tuple[str, ...]
    steps: NDArray[np.int64]
    accepting: NDArray[np.bool_]
    shortest: int

    @property
    def space(self) -> int:
        """The column of the space."""
        return len(self.letters)

    def matches(self, text: str) -> bool:
        """Whether a whole text obeys."""
        column = {letter: number for number, letter in enumerate((*self.letters, SPACE))}
        state = 0
        for letter in text:
            state = int(self.steps[state, column[letter]]) if letter in column else DEAD
            if state == DEAD:
                return False
        return bool(self.accepting[state])

    def kinds(self) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """The sets of letters that may follow, (kinds, letters) bool, and (states,) which of them each state has."""
        masks, kinds = np.unique(self.steps[:, :-1] != DEAD, axis=0, return_inverse=True)
        return np.asarray(masks, np.bool_), np.asarray(kinds.ravel(), np.int64)

    def forced(self, text: str) -> NDArray[np.bool_]:
        """Which letters of a text that obeys, spaces not counted, the pattern left no choice about."""
        column = {letter: number for number, letter in enumerate((*self.letters, SPACE))}
        state, forced = 0, []
        for letter in text:
            if letter != SPACE:
                choices = int((self.steps[state, :-1] != DEAD).sum())
                forced.append(choices == 1 and not self.accepting[state])
            state = int(self.steps[state, column[letter]])
        return np.array(forced, np.bool_)

    def charset(self, wanted: Charset) -> Charset:
        """The letters that occur in its values, cases folded as in the charset that was wanted."""
        folded = wanted.folded and not any(letter.islower() for letter in self.letters)
        return Charset(f"{wanted.name} in a pattern", self.letters, folded)


def anything(charset: Charset) -> Pattern:
    """All texts of a charset."""
    steps = np.zeros((1, len(charset.letters) + 1), np.int64)
    return Pattern(charset.letters, steps, np.ones(1, np.bool_), 0)


def compile_pattern(text: str, charset: str) -> Pattern:
    """Make the automaton of an expression.

    Args:
        text: The expression.
        charset: A name of `model.alphabet.parse_charset`.

    Raises:
        PatternError: The expression is none, asks for more than can be followed, or matches nothing.
        OptionError: There is no such charset.
    """
    return _compiled(text, charset)


@lru_cache(maxsize=256)
def _compiled(text: str, charset: str) -> Pattern:
    wanted = parse_charset(charset)
    places = Places.of(parse_expression(text, wanted))
    found = frozenset().union(*places.letters) - {SPACE}
    order = {letter: number for number, letter in enumerate(wanted.letters)}
    letters = tuple(sorted(found, key=lambda letter: (order.get(letter, len(order)), letter)))
    steps, accepting = _trimmed(*_determined(places, letters))
    if not letters or accepting.size == 0 or (steps == DEAD).all():
        raise PatternError(f"matches no text of the charset {charset!r}. Use letters that the charset has.")
    return Pattern(letters, steps, accepting, _shortest(steps, accepting))


def _determined(places: Places, letters: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The subset construction; letters that occur in the same places share their steps."""
    kinds: dict[frozenset[int], list[int]] = {}
    for column, letter in enumerate((*letters, SPACE)):
        holding = frozenset(place for place, own in enumerate(places.letters) if letter in own)
        if holding:
            kinds.setdefault(holding, []).append(column)
    # The start is no place of its own: the places that a value begins with follow it.
    start = frozenset({-1})
    number, waiting = {start: 0}, deque([start])
    rows: list[NDArray[np.int64]] = []
    while waiting:
        subset = waiting.popleft()
        after = frozenset().union(*(places.whole.first if place < 0 else places.follow[place] for place in subset))
        row = np.full(len(letters) + 1, DEAD, np.int64)
        for holding, columns in kinds.items():
            reached = after & holding
            if not reached:
                continue
            if reached not in number:
                number[reached] = len(number)
                waiting.append(reached)
            row[columns] = number[reached]
        rows.append(row)
        if len(number) > MOST_STATES:
            raise PatternError(f"needs more than {MOST_STATES} states. Repeat less, or choose among fewer options.")
    ends = [bool(subset & places.whole.last) or (places.whole.nullable and subset == start) for subset in number]
    return np.stack(rows), np.array(ends, np.bool_)


def _trimmed(
    steps: NDArray[np.int64], accepting: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Without the states from which no end can be reached; nothing where the start is one of them."""
    alive = accepting.copy()
    while True:
        reaches = alive | ((steps != DEAD) & alive[steps]).any(axis=1)
        if (reaches == alive).all():
            break
        alive = reaches
    if not alive[0]:
        return np.zeros((0, steps.shape[1]), np.int64), np.zeros(0, np.bool_)
    renumbered = np.where(alive, np.cumsum(alive) - 1, DEAD)
    return np.where(steps[alive] == DEAD, DEAD, renumbered[steps[alive]]), accepting[alive]


def _shortest(steps: NDArray[np.int64], accepting: NDArray[np.bool_]) -> int:
    """The fewest letters of a value; spaces are free."""
    fewest = np.full(len(steps), np.inf)
    fewest[accepting] = 0
    cost = np.ones(steps.shape[1])
    cost[-1] = 0
    for _ in range(len(steps)):
        through = np.where(steps == DEAD, np.inf, fewest[steps]) + cost
        better = np.minimum(fewest, through.min(axis=1))
        if (better == fewest).all():
            break
        fewest = better
    return int(fewest[0])
