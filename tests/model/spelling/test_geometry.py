"""Height and place on the line tell letters of one shape apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.elements import BoundingBox
from model.spelling.geometry import GeometrySettings, LineFrame, fit_frame, place_terms

LETTERS = tuple("AHOSVXhosvx.,'-")
CAPITAL = (1.0, 0.0)
#: Top and bottom of what is written, in capital heights above the baseline.
WRITTEN: dict[str, tuple[float, float]] = {
    **dict.fromkeys("osvx", (0.62, 0.0)),
    ".": (0.12, 0.0),
    ",": (0.14, -0.2),
    "'": (1.0, 0.75),
    "-": (0.45, 0.38),
}
#: Letters that look the same in their frames.
ALIKE = ("Oo", "Ss", "Vv", "Xx", ".-", ",'")


def boxes_of(text: str, capital: float = 40.0, angle_deg: float = 0.0) -> list[BoundingBox]:
    boxes = []
    for n, letter in enumerate(text):
        top, bottom = WRITTEN.get(letter, CAPITAL)
        x = 50 + round(capital * n)
        level = 200 + (x - 50) * np.tan(np.deg2rad(angle_deg))
        upper, lower = round(level - top * capital), round(level - bottom * capital)
        boxes.append(BoundingBox(x, upper, x + round(0.7 * capital), max(lower, upper + 1)))
    return boxes


def seen(text: str) -> NDArray[np.float64]:
    """What a network says that knows shapes well but neither size nor place."""
    table = np.full((len(text), len(LETTERS)), 0.002)
    for row, letter in zip(table, text, strict=True):
        group = next((alike for alike in ALIKE if letter in alike), letter)
        for one in group:
            row[LETTERS.index(one)] = 0.9 / len(group)
    return table


def fitted(text: str, boxes: list[BoundingBox], angle_deg: float = 0.0) -> LineFrame:
    return fit_frame(boxes, angle_deg, LETTERS, seen(text))


def answered(text: str, capital: float = 40.0, angle_deg: float = 0.0) -> str:
    """The letters that shape and place together favour."""
    boxes = boxes_of(text, capital, angle_deg)
    terms = place_terms(fitted(text, boxes, angle_deg), boxes, LETTERS)
    return "".join(LETTERS[best] for best in (np.log(seen(text)) + terms).argmax(axis=1))


@pytest.mark.parametrize("text", ["HoAOh", "Oh", "hoVAxX", "HSsHOo", "AVvA", "So", "xX", "Ho.", "A-H", "H,o", "hA'o"])
@pytest.mark.parametrize("capital", [15.0, 40.0, 150.0])
def test_place_tells_letters_of_one_shape_apart(text: str, capital: float) -> None:
    assert answered(text, capital=capital) == text


@pytest.mark.parametrize("angle_deg", [-10, -3, 4, 12])
def test_tilt_of_the_line_does_not_matter(angle_deg: float) -> None:
    assert answered("HoAOhSsHx", angle_deg=angle_deg) == "HoAOhSsHx"


def test_letters_of_one_height_are_taken_for_capitals() -> None:
    assert answered("OSVX") == "OSVX"
    assert answered("O") == "O"


def test_capital_height_is_found_without_a_capital() -> None:
    for text in ("Ho", "hos", "sox.h"):
        assert abs(fitted(text, boxes_of(text)).capital_height - 40) <= 4, text


@pytest.mark.parametrize("angle_deg", [-8, 0, 5])
def test_baseline_is_where_it_was_written(angle_deg: float) -> None:
    frame = fitted("HoAOh,ShoX", boxes_of("HoAOh,ShoX", angle_deg=angle_deg), angle_deg)
    for x in (50, 450):
        written = 200 + (x - 50) * np.tan(np.deg2rad(angle_deg))
        # The middle of a letter, not its left edge, stands on the line.
        assert abs(frame.baseline + frame.slope * x - written) <= 3


@settings(deadline=None, max_examples=40, derandomize=True)
@given(
    st.text(st.sampled_from("AHOSho.,'-"), min_size=1, max_size=9),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.integers(2, 6),
)
def test_place_and_size_of_the_line_do_not_matter(text: str, right: int, down: int, larger: int) -> None:
    boxes = boxes_of(text)
    moved = [
        BoundingBox(larger * b.left + right, larger * b.top + down, larger * b.right + right, larger * b.bottom + down)
        for b in boxes
    ]
    frame, moved_frame = fitted(text, boxes), fitted(text, moved)
    terms, moved_terms = place_terms(frame, boxes, LETTERS), place_terms(moved_frame, moved, LETTERS)
    assert np.abs(terms - moved_terms).max() < 1e-6
    assert abs(frame.capital_height * larger - moved_frame.capital_height) < 1e-6


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.tuples(*[st.integers(0, 300)] * 2, *[st.integers(1, 90)] * 2), min_size=1))
def test_terms_are_never_more_than_the_worst(corners: list[tuple[int, int, int, int]]) -> None:
    boxes = sorted(
        (BoundingBox(left, top, left + wide, top + high) for left, top, wide, high in corners),
        key=lambda box: box.left,
    )
    table = np.random.default_rng(len(boxes)).dirichlet(np.ones(len(LETTERS)), len(boxes))
    frame = fit_frame(boxes, 0.0, LETTERS, table)
    terms = place_terms(frame, boxes, LETTERS)
    assert terms.shape == table.shape
    assert frame.capital_height >= 1
    assert (terms <= 0).all()
    assert (terms >= -GeometrySettings().worst).all()
