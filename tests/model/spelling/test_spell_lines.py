"""Pages of texture are given up after their clearest lines; writing is read whole."""

from __future__ import annotations

import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.classifier import Classifier
from model.finding import ways_to_read
from model.layout import TextLine
from model.spelling.spell import SpelledLine
from model.spelling.spell_lines import HasteSettings, spell_lines
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

WORDS = ["HOUSE", "WINDY", "JUMPS", "FABLE", "QUICK", "VEXED"]
PATIENT, HASTY = HasteSettings(many=10_000), HasteSettings(many=10, first=6)


def lines_of(words: list[str]) -> list[TextLine]:
    page = draw_page(words, PageStyle(font=FONT), seed=1)
    return ways_to_read(page.grey, TemplateClassifier())[0][1]


def read(lines: list[TextLine], classifier: Classifier, settings: HasteSettings) -> list[SpelledLine | None]:
    return spell_lines(lines, classifier, parse_charset("mixed"), "none", settings=settings)


def boxes(lines: list[SpelledLine | None]) -> list[object]:
    return [line and line.boxes for line in lines]


def test_writing_is_read_whole() -> None:
    lines, knows = lines_of(WORDS), TemplateClassifier()
    hasty = read(lines, knows, HASTY)
    assert None not in hasty
    assert boxes(hasty) == boxes(read(lines, knows, PATIENT))


def test_what_no_letter_is_clear_in_is_given_up() -> None:
    lines, knows_nothing = lines_of(WORDS), FlatClassifier()
    hasty = read(lines, knows_nothing, HASTY)
    seen_in_haste = sum(knows_nothing.calls)
    assert len(hasty) == len(lines)
    assert hasty.count(None) == len(WORDS) - 2
    read(lines, knows_nothing, PATIENT)
    assert sum(knows_nothing.calls) - seen_in_haste > 1.5 * seen_in_haste


@pytest.mark.parametrize("place", [0, 3, 5])
def test_the_clearest_lines_are_read_first(place: int) -> None:
    words = [*WORDS]
    words[place] = "MORAL"
    read_first = read(lines_of(words), TemplateClassifier("MORAL"), HasteSettings(many=10, first=1))
    assert read_first[place] is not None
