"""An expression as the places of its letters and which of them may follow which (Glushkov 1961).

This also tells expressions that match one text in exponentially many ways, such as ``(a+)+``: our automata do not mind,
other programs that are given the same template hang on them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Set
from collections.abc import Sequence as Row
from dataclasses import dataclass, field
from typing import TypeVar

from model.errors import PatternError
from model.fields.expression import Choice, Letters, Node, Repeat, Sequence

Key = TypeVar("Key", bound=Hashable)

#: Places for letters that an expression may have once its counted repeats are written out.
MOST_PLACES = 300
#: Pairs of places that are compared before an expression counts as too entangled.
MOST_PAIRS = 60_000

_AMBIGUOUS = (
    "repeats a part that is repeated itself, so that one text fits in too many ways. "
    "Write a+ for (a+)+, and [ab]* for (a|b|ab)*."
)


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of the expression: whether it may be empty, and the places where it begins and ends."""

    nullable: bool
    first: Set[int]
    last: Set[int]


_NOTHING = _Span(True, frozenset(), frozenset())


@dataclass(slots=True)
class Places:
    """The places of an expression.

    Attributes:
        letters: What each place may hold.
        follow: The places after each.
        whole: Where the expression begins and ends.
    """

    letters: list[frozenset[str]] = field(default_factory=list)
    follow: list[set[int]] = field(default_factory=list)
    whole: _Span = _NOTHING

    @classmethod
    def of(cls, node: Node) -> Places:
        """Lay out an expression.

        Raises:
            PatternError: It is too long, or ambiguous without bound.
        """
        if _size(node) > MOST_PLACES:
            raise PatternError(f"describes more than {MOST_PLACES} letters. Repeat less, or use * instead of a count.")
        places = cls()
        places.whole = places._add(node)
        places._check_ambiguity()
        return places

    def _add(self, node: Node) -> _Span:
        if isinstance(node, Letters):
            self.letters.append(node.letters)
            self.follow.append(set())
            own = frozenset({len(self.letters) - 1})
            return _Span(False, own, own)
        if isinstance(node, Sequence):
            return self._chained(self._add(part) for part in node.parts)
        if isinstance(node, Choice):
            spans = [self._add(option) for option in node.options]
            return _Span(
                any(span.nullable for span in spans),
                frozenset().union(*(span.first for span in spans)),
                frozenset().union(*(span.last for span in spans)),
            )
        return self._repeat(node)

    def _repeat(self, node: Repeat) -> _Span:
        if node.most is None:
            copies = [self._add(node.part) for _ in range(max(node.least, 1))]
            self._loop(copies[-1])
            must = node.least
        else:
            copies = [self._add(node.part) for _ in range(node.most)]
            must = node.least
        spans = (
            span if number < must else _Span(True, span.first, span.last) for number, span in enumerate(copies)
        )
        return self._chained(spans)

    def _loop(self, span: _Span) -> None:
        """Let a part follow itself."""
        for last in span.last:
            # Where it may do so already, the same text is matched by one round and by two.
            if self.follow[last] & span.first:
                raise PatternError(_AMBIGUOUS)
            self.follow[last] |= span.first

    def _chained(self, spans: Iterator[_Span]) -> _Span:
        whole = _NOTHING
        for span in spans:
            for last in whole.last:
                self.follow[last] |= span.first
            whole = _Span(
                whole.nullable and span.nullable,
                whole.first | span.first if whole.nullable else whole.first,
                whole.last | span.last if span.nullable else span.last,
            )
        return whole

    def _check_ambiguity(self) -> None:
        """Refuse expressions with two ways from one place back to itself over the same text (Weber, Seidl 1991)."""
        components = _components({place: sorted(after) for place, after in enumerate(self.follow)})
        for component in components:
            inside = set(component)
            if len(inside) > 1 and self._has_two_ways(inside):
                raise PatternError(_AMBIGUOUS)

    def _has_two_ways(self, inside: set[int]) -> bool:
        """Whether pairs of equal places are on one loop with pairs of different ones."""
        pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        waiting = [(place, place) for place in sorted(inside)]
        compared = 0
        while waiting:
            pair = waiting.pop()
            if pair in pairs:
                continue
            pairs[pair] = []
            for one in self.follow[pair[0]] & inside:
                for other in self.follow[pair[1]] & inside:
                    compared += 1
                    if self.letters[one] & self.letters[other]:
                        pairs[pair].append((one, other))
            if compared > MOST_PAIRS:
                raise PatternError("repeats a part with too many choices. Write it with fewer options or counts.")
            waiting += pairs[pair]
        return any(
            any(one == other for one, other in component) and any(one != other for one, other in component)
            for component in _components(pairs)
        )


def _size(node: Node) -> int:
    """How many places an expression has; without writing them out, so that nobody can ask for a million."""
    if isinstance(node, Letters):
        return 1
    if isinstance(node, Sequence):
        return sum(map(_size, node.parts))
    if isinstance(node, Choice):
        return sum(map(_size, node.options))
    return _size(node.part) * (max(node.least, 1) if node.most is None else node.most)


def _components(after: Mapping[Key, Row[Key]]) -> list[list[Key]]:
    """The strongly connected components of a graph (Kosaraju; without recursion)."""
    before: dict[Key, list[Key]] = {node: [] for node in after}
    for node, followers in after.items():
        for follower in followers:
            before[follower].append(node)
    seen: set[Key] = set()
    components: list[list[Key]] = []
    order = [node for start in after for node in _finished(start, after, seen)]
    taken: set[Key] = set()
    for start in reversed(order):
        if component := _finished(start, before, taken):
            components.append(component)
    return components


def _finished(start: Key, after: Mapping[Key, Row[Key]], seen: set[Key]) -> list[Key]:
    """What is reached from a node and was not in the set before, in the order in which it is done with."""
    done: list[Key] = []
    stack = [(start, 0)] if start not in seen else []
    seen.add(start)
    while stack:
        node, place = stack.pop()
        followers = after[node]
        while place < len(followers) and followers[place] in seen:
            place += 1
        if place == len(followers):
            done.append(node)
            continue
        seen.add(followers[place])
        stack += [(node, place + 1), (followers[place], 0)]
    return done
