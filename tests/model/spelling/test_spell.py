"""A line is read from its lattice: shape first, and the language where shape leaves two letters open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.alphabet import Charset, parse_charset
from model.binarize import find_ink
from model.frame import frame_glyphs
from model.layout import find_lines
from model.segment import find_fragments
from model.spelling.lattice import Lattice, build_lattice
from model.spelling.settle import Reading, under_charset
from model.spelling.spell import SpelledLine, spell
from tests.model.fakes import FONT, TemplateClassifier

UPPER = parse_charset("upper")


def lattice_of(text: str) -> Lattice:
    """Every way to part a drawn line into glyphs."""
    page = draw_page([text], PageStyle(font=FONT), seed=1)
    (line,) = find_lines(find_fragments(find_ink(page.grey)))
    return build_lattice(line, whole=range(len(line.fragments)))


def reading_of(lattice: Lattice, charset: Charset) -> Reading:
    """What one who knows the font says of it."""
    frames = frame_glyphs(hypothesis.glyph.ink for hypothesis in lattice.hypotheses)
    classifier = TemplateClassifier()
    return under_charset(classifier.classify(frames), classifier.card, charset)


def text_of(line: SpelledLine | None, charset: Charset) -> str:
    assert line is not None
    letters = [charset.letters[label] for label in line.probabilities.argmax(axis=1)]
    starts = set(line.word_starts)
    return "".join(" " * (n in starts and n > 0) + letter for n, letter in enumerate(letters))


def doubtful(reading: Reading, charset: Charset, letter: str, other: str, odds: float) -> Reading:
    """The same, but where there is a letter, another is `odds` times as likely."""
    letters = reading.letters.copy()
    own, wrong = charset.letters.index(letter), charset.letters.index(other)
    there = letters[:, own] > 0.5
    assert there.any()
    letters[there, wrong] = letters[there, own] * odds / (1 + odds)
    letters[there, own] /= 1 + odds
    return replace(reading, letters=letters)


@pytest.mark.parametrize("language", ["none", "any", "en", "pl"])
@pytest.mark.parametrize("text", ["PACK MY BOX", "FIVE DOZEN JUGS", "X", "QXZ KWV"])
def test_clear_words_are_read_in_any_language(text: str, language: str) -> None:
    lattice = lattice_of(text)
    line = spell(lattice, 0.0, reading_of(lattice, UPPER), UPPER, language)
    assert text_of(line, UPPER) == text


def test_boxes_and_rows_belong_to_the_glyphs_from_left_to_right() -> None:
    lattice = lattice_of("HAND PRINT")
    line = spell(lattice, 0.0, reading_of(lattice, UPPER), UPPER)
    assert line is not None
    assert len(line.boxes) == len(line.probabilities) == 9
    assert line.word_starts == (0, 4)
    lefts = [box.left for box in line.boxes]
    assert lefts == sorted(lefts)
    assert line.probabilities.shape == (9, 26)
    sums = line.probabilities.sum(axis=1)
    assert sums.min() > 0.9
    assert sums.max() <= 1 + 1e-9


AMBIGUOUS = {
    "E or F": ("THERE", "E", "F", 1.5),
    "U or V": ("QUIET", "U", "V", 2.0),
    "N or M": ("OPEN", "N", "M", 1.5),
}


@pytest.mark.parametrize(("text", "letter", "other", "odds"), AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_language_helps_where_shape_does_not_tell(text: str, letter: str, other: str, odds: float) -> None:
    lattice = lattice_of(text)
    reading = doubtful(reading_of(lattice, UPPER), UPPER, letter, other, odds)
    for language in ("en", "any"):
        assert text_of(spell(lattice, 0.0, reading, UPPER, language), UPPER) == text
    shape_alone = text_of(spell(lattice, 0.0, reading, UPPER, "none"), UPPER)
    assert shape_alone == text.replace(letter, other)


def test_language_does_not_overrule_a_clear_shape() -> None:
    lattice = lattice_of("THERE")
    reading = doubtful(reading_of(lattice, UPPER), UPPER, "E", "F", 1000.0)
    assert text_of(spell(lattice, 0.0, reading, UPPER, "en"), UPPER) == "THFRF"


def test_line_of_no_characters_is_none() -> None:
    lattice = lattice_of("PACK")
    count = len(lattice.hypotheses)
    nothing = Reading(np.zeros((count, 26)), np.zeros(count), np.ones(count))
    assert spell(lattice, 0.0, nothing, UPPER) is None


def test_what_is_no_character_is_left_out_of_the_line() -> None:
    lattice = lattice_of("PACK")
    reading = reading_of(lattice, UPPER)
    third = [n for n, own in enumerate(lattice.hypotheses) if own.start <= 2 < own.stop]
    letters, reject = reading.letters.copy(), reading.reject.copy()
    letters[third], reject[third] = 1e-9, 1.0
    found = text_of(spell(lattice, 0.0, Reading(letters, reading.inside, reject), UPPER), UPPER)
    assert found == "PAK"


def test_doubt_outside_the_charset_stays_in_the_answer() -> None:
    digits = parse_charset("digits")
    lattice = lattice_of("2468")
    reading = reading_of(lattice, digits)
    half = Reading(reading.letters / 2, reading.inside / 2, reading.reject)
    line = spell(lattice, 0.0, half, digits)
    assert text_of(line, digits) == "2468"
    assert line is not None
    assert line.probabilities.sum(axis=1).max() <= 0.51
