"""Curves keep order, shares and limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.alphabet import parse_charset
from model.networks.calibration import Calibration, Curve
from model.networks.checkpoint import Card

STRICT = Calibration(glyph=Curve((0.5, 0.3), 0.4, 0.9), word=Curve((0.8,), -0.2, 0.8), line=Curve((0.7,), 0.1, 0.7))
ROWS = np.array([[0.7, 0.2, 0.05], [0.3, 0.3, 0.3], [0.999, 0.001, 0.0], [0.1, 0.05, 0.0]])


def test_without_a_fit_confidence_is_the_probability() -> None:
    sure = Calibration().letters(ROWS, np.full(4, 0.3))
    assert np.abs(sure - ROWS).max() < 1e-3


def test_the_order_of_letters_stays() -> None:
    sure = STRICT.letters(ROWS, np.array([0.9, 0.9, 0.5, 0.1]))
    assert (np.diff(sure, axis=1) <= 1e-12).all()
    assert (sure >= 0).all()
    assert (sure.sum(axis=1) <= 1 + 1e-9)[[0, 2, 3]].all()


def test_a_doubtful_cut_lowers_the_confidence() -> None:
    good, bad = (STRICT.letters(ROWS[:1], np.array([grouping])).max() for grouping in (0.99, 0.2))
    assert good > bad


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2), st.floats(-3, 3), st.floats(0, 3))
def test_chances_rise_with_the_probability(pair: list[float], shift: float, slope: float) -> None:
    low, high = Curve((slope,), shift).chances(np.array(sorted(pair)))
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(("charset", "expected"), [("digits", 0.25), ("letters", -0.5), ("chars:AB", -0.5)])
def test_charsets_without_curves_of_their_own_have_those_of_mixed(charset: str, expected: float) -> None:
    one = {"glyph": {"slopes": [1, 0], "shift": 0.25}}
    card = Card("a", "b", "float32", calibration={"digits": one, "mixed": {"glyph": {"slopes": [1, 0], "shift": -0.5}}})
    assert card.calibration_of(parse_charset(charset)).glyph.shift == expected


def test_cards_without_curves_leave_probabilities_alone() -> None:
    assert Card("a", "b", "float32").calibration_of(parse_charset("mixed")) == Calibration()
