"""The classes a network tells apart, and the charsets that say which of them may be answered."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.errors import OptionError

DIGITS = string.digits
UPPER = string.ascii_uppercase
LOWER = string.ascii_lowercase
PUNCTUATION = ".,-/'&@+:()?!"
#: No class of any network: told by its strokes.
EQUALS = "="
COLON = ":"
NOT_A_CHARACTER = "not a character"

#: The classes of the shipped networks in label order: EMNIST ByClass, then punctuation, then the class of all else.
ALPHABET: tuple[str, ...] = (*DIGITS, *UPPER, *LOWER, *PUNCTUATION, NOT_A_CHARACTER)

#: Letters of one shape: size and place are lost in a frame, so no network can tell them apart there.
TWINS: tuple[str, ...] = ("0Oo", "1Il", "Cc", "Kk", "Pp", "Ss", "Uu", "Vv", "Ww", "Xx", "Yy", "Zz")

NAMED_CHARSETS = ("mixed", "letters", "alnum", "digits", "upper", "lower")


@dataclass(frozen=True, slots=True)
class Charset:
    """Which letters may be answered, and whether the two cases count as one.

    Attributes:
        name: As the user gave it, such as ``digits`` or ``chars:ABC``.
        letters: The letters that may be answered, each once.
        folded: Whether lower case is answered as capitals.
    """

    name: str
    letters: tuple[str, ...]
    folded: bool = False

    def columns(self, alphabet: tuple[str, ...]) -> NDArray[np.float32]:
        """How much of each class of a network belongs to each letter that may be answered.

        A class that may not be answered itself counts for its twin (an O shape under ``digits`` is a 0);
        all other classes count for nothing and so lower the confidence.

        Args:
            alphabet: The classes of the network in label order.

        Returns:
            (classes, letters) float32 in 0..1; a class sums to at most 1.
        """
        return _columns(self, alphabet)


def _answers(letter: str, charset: Charset) -> set[str]:
    """The letters of the charset that a class may be answered as."""
    own = letter.upper() if charset.folded else letter
    if own in charset.letters:
        return {own}
    twins = {twin for group in TWINS if own in group for twin in group}
    return twins & set(charset.letters)


def case_pairs(letters: tuple[str, ...]) -> list[tuple[int, int]]:
    """Places in `letters` of the two cases of one shape, such as C and c."""
    number = {letter: place for place, letter in enumerate(letters)}
    shapes = {letter for group in TWINS for letter in group if letter.isupper() and letter.lower() in group}
    return [
        (number[letter], number[letter.lower()])
        for letter in sorted(shapes)
        if {letter, letter.lower()} <= set(letters)
    ]


@lru_cache(maxsize=64)
def _columns(charset: Charset, alphabet: tuple[str, ...]) -> NDArray[np.float32]:
    columns = np.zeros((len(alphabet), len(charset.letters)), np.float32)
    for label, letter in enumerate(alphabet):
        answers = _answers(letter, charset)
        for answer in answers:
            columns[label, charset.letters.index(answer)] = 1 / len(answers)
    columns.setflags(write=False)
    return columns


def parse_charset(name: str) -> Charset:
    """Turn the name of a charset into the letters that may be answered.

    Args:
        name: ``mixed``, ``letters``, ``alnum``, ``digits``, ``upper``, ``lower`` or ``chars:`` with the letters.

    Returns:
        The charset.

    Raises:
        OptionError: The name is unknown, or ``chars:`` names nothing or a letter that no network knows.
    """
    if name.startswith("chars:"):
        return _custom_charset(name)
    known = {
        "mixed": Charset(name, (*DIGITS, *UPPER, *LOWER, *PUNCTUATION, EQUALS)),
        "letters": Charset(name, tuple(UPPER), folded=True),
        "alnum": Charset(name, (*DIGITS, *UPPER), folded=True),
        "digits": Charset(name, tuple(DIGITS)),
        "upper": Charset(name, tuple(UPPER)),
        "lower": Charset(name, tuple(LOWER)),
    }
    if name not in known:
        raise OptionError(f"There is no charset {name[:40]!r}. Use one of {', '.join(known)} or chars:ABC.")
    return known[name]


def _custom_charset(name: str) -> Charset:
    letters = tuple(dict.fromkeys(name.removeprefix("chars:")))
    strange = [letter for letter in letters if letter not in (*ALPHABET, EQUALS)]
    if not letters or strange:
        found = f"{strange[0]!r} cannot be read" if strange else "no letters are named"
        marks = PUNCTUATION + EQUALS
        raise OptionError(f"In charset {name[:40]!r} {found}. Name letters, digits or {marks} after chars:.")
    return Charset(name, letters)


#: Shapes that only their place tells apart.
_LOOKALIKES = str.maketrans("0125L", "OIZSI")


def shape_of(letter: str) -> str:
    """One name for all that look alike once size and place are gone: both cases, O and 0, I, l and 1."""
    return letter.upper().translate(_LOOKALIKES)


@lru_cache(maxsize=64)
def shapes_of(letters: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The shapes that letters have, and (letters, shapes) 1 where a letter has a shape."""
    shapes = tuple(sorted({shape_of(letter) for letter in letters}))
    columns = np.eye(len(shapes))[[shapes.index(shape_of(letter)) for letter in letters]]
    columns.setflags(write=False)
    return shapes, columns
