"""Whole pages answered out of a list."""

from __future__ import annotations

import pytest

from drawing import PageStyle, draw_page
from model.elements import Page
from model.lexicon.words import Lexicon, LexiconMode, LexiconUnit
from model.options import ReadOptions
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier

STYLE = PageStyle(font=FONT, letter_height_px=60)
LIST = Lexicon(["Anna", "HANNOVER", "Léa", "LA LOVE", "MAX 24"])


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(TemplateClassifier())


def read(
    reader: Reader, *lines: str, mode: LexiconMode = "strict", unit: LexiconUnit = "line", lexicon: Lexicon = LIST
) -> Page:
    options = ReadOptions(lexicon=lexicon, lexicon_mode=mode, lexicon_unit=unit)
    return reader.read(draw_page(lines, STYLE, seed=1).png(), options)


def test_lines_are_answered_as_they_are_written_in_the_list(reader: Reader) -> None:
    page = read(reader, "ANNA", "LEA", "LALOVE")
    assert page.text == "Anna\nLéa\nLA LOVE"
    assert all(line.entries[0].text == line.text for line in page.lines)
    assert all(line.confidence == line.entries[0].confidence for line in page.lines)


def test_boxes_stay_on_the_ink(reader: Reader) -> None:
    drawn = draw_page(("HANNOVER",), STYLE, seed=1)
    page = reader.read(drawn.png(), ReadOptions(lexicon=LIST))
    pairs = zip(page.glyphs, drawn.truth.glyphs, strict=True)
    assert min(glyph.box.overlap(truth.box) for glyph, truth in pairs) > 0.75


def test_a_caption_on_the_line_is_left_out(reader: Reader) -> None:
    assert read(reader, "NUMBER   HANNOVER").text == "HANNOVER"


def test_strict_answers_a_word_of_the_list_or_nothing(reader: Reader) -> None:
    assert read(reader, "HANNOUER").text == "HANNOVER"
    assert read(reader, "QUIZ").text == ""


def test_loose_is_overruled_by_clear_ink(reader: Reader) -> None:
    assert read(reader, "QUIZ", "HANNOVER", mode="loose").text == "QUIZ\nHANNOVER"


def test_each_word_is_looked_for(reader: Reader) -> None:
    words = Lexicon(["Anna", "Max", "24"])
    assert read(reader, "ANNA  MAX  24", unit="word", lexicon=words).text == "Anna Max 24"


def test_without_a_list_nothing_changes(reader: Reader) -> None:
    page = reader.read(draw_page(("ANNA",), STYLE, seed=1).png())
    assert page.text == "ANNA"
    assert page.lines[0].entries == ()
