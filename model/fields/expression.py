r"""Understands the regular expressions that fields may obey: a subset that automata can follow.

Letters, ``.``, classes with ranges, ``\d`` ``\w`` ``\s``, groups, ``|``, ``?``, ``*``, ``+`` and ``{m,n}``.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.alphabet import ALPHABET, DIGITS, LOWER, NOT_A_CHARACTER, UPPER, Charset
from model.errors import PatternError

#: Longer expressions describe no field.
MOST_SIGNS = 200
#: Groups within groups.
DEEPEST = 12
#: Repeats are counted up to here.
MOST_REPEATS = 200

SPACE = " "
_READABLE = frozenset(ALPHABET) - {NOT_A_CHARACTER} | {SPACE}
_CLASSES = {"d": frozenset(DIGITS), "w": frozenset(DIGITS + UPPER + LOWER), "s": frozenset(SPACE)}


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter out of several; none where the charset has none of them."""

    letters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part so many times; `most` is None where there is no end."""

    part: Node
    least: int
    most: int | None


Node = Letters | Sequence | Choice | Repeat


def parse_expression(text: str, charset: Charset) -> Node:
    """Understand an expression.

    Args:
        text: The expression; it holds for the whole value, so ``^`` and ``$`` at its ends are not needed.
        charset: Which letters classes may stand for; letters that are named themselves need not be among them.

    Raises:
        PatternError: It is none, or asks for more than the subset.
    """
    if len(text) > MOST_SIGNS:
        raise PatternError(f"has {len(text)} signs. Use at most {MOST_SIGNS}: {{m,n}} says that a part is repeated.")
    inner = text.removeprefix("^")
    # An escaped dollar is a letter, and one that nobody can read.
    inner = inner[:-1] if inner.endswith("$") and not inner.endswith("\\$") else inner
    parser = _Parser(inner, charset, len(text) - len(text.removeprefix("^")))
    node = parser.choice(0)
    if parser.peek():
        raise parser.error("closes a group that was not opened. Write \\) for the letter")
    return node


class _Parser:
    """Reads an expression from left to right."""

    def __init__(self, text: str, charset: Charset, offset: int) -> None:
        self._text = text
        self._place = 0
        self._offset = offset
        self._charset = charset
        self._universe = frozenset(charset.letters) | {SPACE}

    def peek(self) -> str:
        """The next sign, empty at the end."""
        return self._text[self._place : self._place + 1]

    def error(self, what: str) -> PatternError:
        """An error at the sign in hand."""
        sign = self.peek()
        return PatternError(f"{sign!r} at place {self._place + self._offset + 1} {what}.")

    def choice(self, depth: int) -> Node:
        """Options with ``|`` between them."""
        options = [self._sequence(depth)]
        while self.peek() == "|":
            self._next()
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _next(self) -> str:
        sign = self.peek()
        self._place += 1
        return sign

    def _sequence(self, depth: int) -> Node:
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._part(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _part(self, depth: int) -> Node:
        sign = self.peek()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return Letters(self._class())
        if sign in "*+?{":
            raise self.error("has nothing before it to repeat. Put a letter, class or group before it")
        if sign in "^$":
            raise self.error("may only stand at the end. Leave it out: a pattern holds for the whole value")
        if sign == ".":
            self._next()
            return Letters(self._universe)
        if sign == "\\":
            return Letters(self._escape())
        return Letters(self._literal(self.peek()))

    def _group(self, depth: int) -> Node:
        if depth >= DEEPEST:
            raise self.error(f"opens more than {DEEPEST} groups within one another. Write it with fewer")
        self._next()
        if self.peek() == "?":
            self._next()
            if self.peek() != ":":
                raise self.error("begins a lookaround, a flag or a named group. Only plain groups can be used")
            self._next()
        node = self.choice(depth + 1)
        if self._next() != ")":
            raise PatternError("has a group that is not closed. Put ) behind it.")
        return node

    def _repeated(self, part: Node) -> Node:
        sign = self.peek()
        if not sign or sign not in "*+?{":
            return part
        least, most = self._counts()
        if self.peek() and self.peek() in "*+?{":
            raise self.error("repeats a repeat. Put a group around the first, or leave one of them out")
        return Repeat(part, least, most)

    def _counts(self) -> tuple[int, int | None]:
        sign = self.peek()
        if sign != "{":
            self._next()
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        inside, closed, _ = self._text[self._place + 1 :].partition("}")
        first, comma, second = inside.partition(",")
        numbers = [number for number in (first, second) if number]
        plain = all(number.isascii() and number.isdecimal() and len(number) <= 4 for number in numbers)
        if not closed or not first or not plain:
            raise self.error("begins no count. Write {2}, {1,3} or {2,}")
        least, most = int(first), int(second) if second else None if comma else int(first)
        if max(least, most or 0) > MOST_REPEATS or (most is not None and most < max(least, 1)):
            raise self.error(f"counts wrongly. Use {{m,n}} with m up to n, and n from 1 to {MOST_REPEATS}")
        self._place += len(inside) + 2
        return least, most

    def _escape(self) -> frozenset[str]:
        """What stands behind a backslash."""
        self._next()
        sign = self.peek()
        if sign in _CLASSES:
            self._next()
            return _CLASSES[sign] & self._universe
        if sign and sign.lower() in _CLASSES:
            self._next()
            return self._universe - _CLASSES[sign.lower()]
        if not sign or sign.isalnum():
            raise self.error("cannot stand behind \\. Use \\d, \\w, \\s, or a mark such as \\.")
        return self._literal(sign)

    def _literal(self, sign: str) -> frozenset[str]:
        if sign not in _READABLE:
            raise self.error("cannot be read. Use plain letters, digits, spaces and . , - / ' & @ + : ( ) ? !")
        self._next()
        folded = self._charset.folded and sign in LOWER
        return frozenset(sign.upper() if folded else sign)

    def _class(self) -> frozenset[str]:
        self._next()
        negated = self.peek() == "^"
        if negated:
            self._next()
        named: set[str] = set()
        ranged: set[str] = set()
        while self.peek() != "]":
            if not self.peek():
                raise PatternError("has a class that is not closed. Put ] behind it.")
            self._class_part(named, ranged)
        self._next()
        if negated:
            return self._universe - named - ranged
        allowed = named | (ranged & self._universe)
        return frozenset(allowed)

    def _class_part(self, named: set[str], ranged: set[str]) -> None:
        """One letter, class or range; letters that are named may be outside the charset, ranges stay inside."""
        if self.peek() == "\\":
            ranged |= self._escape()
            return
        first = self.peek()
        following = self._text[self._place + 1 : self._place + 3]
        if len(following) == 2 and following[0] == "-" and following[1] not in "]\\":
            last = following[1]
            both = next((row for row in (DIGITS, UPPER, LOWER) if first in row and last in row), "")
            if not both or first > last:
                raise self.error("begins no range that can be read. Use ranges such as 0-9, A-Z or a-z")
            self._place += 3
            letters = {letter for letter in both if first <= letter <= last}
            ranged |= {letter.upper() for letter in letters} if self._charset.folded else letters
            return
        named |= self._literal(first)
