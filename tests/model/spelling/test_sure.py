"""A glance decides where cuts are looked for, and is not paid for twice."""

from __future__ import annotations

import numpy as np

from drawing import PageStyle, draw_page
from model.finding import ways_to_read
from model.layout import TextLine
from model.networks.glances import Glances
from model.segment import Fragment
from model.spelling.lattice import build_lattice
from model.spelling.sure import SureSettings, are_letters, plain_letters, surely_whole
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier


def lines_of(text: str) -> list[TextLine]:
    page = draw_page([text], PageStyle(font=FONT), seed=1)
    return ways_to_read(page.grey, TemplateClassifier())[0][1]


def test_clear_letters_are_not_cut() -> None:
    lines = lines_of("HOUSE MWB")
    sure = surely_whole(lines, Glances(TemplateClassifier()))
    assert len(build_lattice(lines[0]).pieces) > len(build_lattice(lines[0], sure[0]).pieces) == 8


def test_where_nothing_is_clear_nothing_is_sure() -> None:
    assert surely_whole(lines_of("HOUSE"), Glances(FlatClassifier())) == [frozenset()]
    assert surely_whole([], Glances(FlatClassifier())) == []


def test_the_threshold_counts() -> None:
    lines = lines_of("HOUSE MWB")
    least = [surely_whole(lines, Glances(TemplateClassifier()), SureSettings(limit))[0] for limit in (0.5, 1.01)]
    assert least[0] > least[1] == frozenset()


def test_letters_are_plain_once_the_network_was_asked_and_marks_never_are() -> None:
    lines, glances = lines_of("HOU-SE"), Glances(TemplateClassifier("HOUSE-"))
    assert plain_letters(lines, glances) == [[]]
    surely_whole(lines, glances)
    assert glances.known(lines[0].fragments)[0] == [0, 1, 2, 3, 4, 5]
    assert plain_letters(lines, glances, SureSettings(plain=0.5)) == [[0, 1, 2, 4, 5]]
    assert plain_letters(lines, glances, SureSettings(plain=1.01)) == [[]]


def test_nothing_is_classified_twice() -> None:
    classifier = FlatClassifier()
    glances, fragments = Glances(classifier), lines_of("HOUSE")[0].fragments
    first = glances.logits(fragments[:3])
    again = glances.logits(fragments)
    assert classifier.calls == [3, len(fragments) - 3]
    assert np.array_equal(first, again[:3])


def test_the_same_ink_elsewhere_is_not_classified_again() -> None:
    classifier = FlatClassifier()
    glances, fragments = Glances(classifier), lines_of("HOUSE")[0].fragments
    elsewhere = [Fragment(own.box, own.ink.copy()) for own in fragments]
    first = glances.logits([*fragments, elsewhere[0]])
    assert np.array_equal(first, glances.logits([*elsewhere, fragments[0]]))
    assert classifier.calls == [len(fragments), 0]


def test_letters_and_digits_are_letters_whichever_of_a_shape_and_marks_are_none() -> None:
    (line,), glances = lines_of("HO0-SE"), Glances(TemplateClassifier("HO0SE-"))
    assert are_letters(line.fragments, glances).tolist() == [True, True, True, False, True, True]
    assert not are_letters(line.fragments, Glances(FlatClassifier())).any()
