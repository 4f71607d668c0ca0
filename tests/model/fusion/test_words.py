"""A word that one reader knows is answered where the letters of all spell none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.elements import BoundingBox, Source
from model.fusion.words import with_words_of
from model.spelling.spell import SpelledLine

LETTERS = parse_charset("mixed").letters
WIDTH = 20


def line(text: str, left: int = 0, width: float = WIDTH) -> SpelledLine:
    """A line of letters as wide as told, a space being a gap as wide."""
    places = [(at, letter) for at, letter in enumerate(text) if letter != " "]
    boxes = [BoundingBox(round(left + at * width), 0, round(left + (at + 1) * width), 30) for at, _ in places]
    rows = [[0.9 if own == letter else 0.001 for own in LETTERS] for _, letter in places]
    starts = [number for number, (at, _) in enumerate(places) if at == 0 or text[at - 1] == " "]
    count = len(boxes)
    both: Source = "both"
    probabilities = np.array(rows, np.float64).reshape(count, len(LETTERS))
    return SpelledLine(
        tuple(boxes), probabilities, np.ones(count), tuple(starts), (both,) * count, (False,) * count
    )  # fmt: skip


def text_of(spelled: SpelledLine) -> str:
    letters = [LETTERS[best] for best in spelled.probabilities.argmax(axis=1).tolist()]
    for start in reversed(spelled.word_starts[1:]):
        letters.insert(start, " ")
    return "".join(letters)


@pytest.mark.parametrize(
    ("fused", "other", "answered"),
    [
        ("yellaw water", "yellow woter", "yellow water"),
        ("woter yellaw", "woter yellow", "woter yellow"),
        ("yellow", "yellaw", "yellow"),
        ("water", "later", "water"),
        ("the", "thc", "the"),
        ("thc", "the", "thc"),
        ("17061", "yello", "17061"),
        ("wat er", "water ", "wat er"),
        ("abcd", "", "abcd"),
    ],
    ids=["a word", "the last", "none", "two words", "one of three", "a short word", "digits", "in pieces", "nothing"],
)
def test_known_words_are_taken_over(fused: str, other: str, answered: str) -> None:
    mixed = with_words_of(line(fused), line(other), LETTERS, "any", line(other).part)
    assert text_of(mixed) == answered
    assert len(mixed.boxes) == len(mixed.sources) == len(answered.replace(" ", ""))


def test_a_word_of_more_letters_is_taken_over_from_the_same_ink() -> None:
    fused, other = line("qick"), line("quick", width=WIDTH * 4 / 5)
    assert text_of(with_words_of(fused, other, LETTERS, "en", other.part)) == "quick"
    aside = line("quick", left=2 * WIDTH, width=WIDTH * 4 / 5)
    assert text_of(with_words_of(fused, aside, LETTERS, "en", aside.part)) == "qick"
    assert text_of(with_words_of(fused, other, LETTERS, "none", other.part)) == "qick"


@pytest.mark.parametrize(
    ("fused", "other", "sure", "answered"),
    [
        ("back", "black", 0.9, "black"),
        ("back", "black", 0.5, "back"),
        ("black", "back", 0.9, "black"),
        ("schod", "sind", 0.9, "schod"),
    ],
    ids=["a letter overlooked", "a letter doubted", "a letter less", "another word"],
)
def test_a_longer_word_is_taken_over_where_its_letters_are_sure(
    fused: str, other: str, sure: float, answered: str
) -> None:
    known = line(other, width=WIDTH * len(fused) / len(other))
    known = replace(known, probabilities=known.probabilities * sure / known.probabilities.max())
    assert text_of(with_words_of(line(fused), known, LETTERS, "any", known.part)) == answered


def test_what_was_taken_over_is_as_told() -> None:
    other = line("yellow")
    mixed = with_words_of(
        line("yellaw water"), other, LETTERS, "any", lambda part: replace(other.part(part), disputed=(True,) * 6)
    )
    assert mixed.disputed == (True,) * 6 + (False,) * 5
    assert mixed.word_starts == (0, 6)
