"""The lists of fields, made ready for `model.lexicon`, which ranks the words of all lists."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from model.alphabet import ALPHABET, Charset, parse_charset
from model.errors import LexiconError, PatternError
from model.fields.expression import SPACE
from model.fields.pattern import compile_pattern
from model.lexicon.fold import fold
from model.lexicon.words import Lexicon


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """Values that can be read.

    Attributes:
        lexicon: They, ready to be ranked.
        charset: The letters of the field's charset that occur in them, whatever their case.
    """

    lexicon: Lexicon
    charset: Charset


@lru_cache(maxsize=16)
def word_list(values: tuple[str, ...], charset: str, pattern: str) -> WordList:
    """Make a list ready; values that cannot be read, or do not obey the pattern, are left out.

    Args:
        values: The values.
        charset: A name of `model.alphabet.parse_charset`.
        pattern: A regular expression, empty for none.

    Raises:
        LexiconError: None of them can be read, or one is too long.
        PatternError: None of them obeys.
    """
    wanted = parse_charset(charset)
    symbols = {letter.upper() for letter in wanted.letters}
    readable = [value for value in values if fold(value) and set(fold(value)) <= symbols]
    if not readable:
        raise LexiconError(f"No value of its list can be written in the charset {charset!r}. Change one of them.")
    kept = [value for value in readable if _obeys(value, wanted, pattern)] if pattern else readable
    if not kept:
        raise PatternError("matches no value of its list. Change one of them.")
    held = {letter for value in kept for letter in (*fold(value), *value)}
    letters = tuple(letter for letter in wanted.letters if letter in held or letter.upper() in held)
    return WordList(Lexicon(kept), Charset(f"{wanted.name} in a list", letters, wanted.folded))


def _obeys(value: str, charset: Charset, pattern: str) -> bool:
    automaton = compile_pattern(pattern, charset.name)
    text = plain(value)
    return automaton.matches(text) or automaton.matches(text.upper())


def plain(value: str) -> str:
    """A value as it is read: marks that no network knows are left out."""
    letters = unicodedata.normalize("NFKD", value)
    return " ".join("".join(letter for letter in letters if letter in ALPHABET or letter == SPACE).split())
