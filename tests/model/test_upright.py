"""Pages on their side or upside down are noticed, and boxes find their way back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model import DEFAULT_CHECKPOINT
from model.binarize import find_ink
from model.classifier import Classifier, Logits, OpenVinoClassifier
from model.decode import Image
from model.elements import BoundingBox
from model.frame import GlyphFrames
from model.segment import Fragment, find_fragments
from model.upright import UprightSettings, View, askew_deg, quarter_turns
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468")


@pytest.fixture(scope="module", params=["templates", "bundled"])
def classifier(request: pytest.FixtureRequest) -> Classifier:
    return TemplateClassifier() if request.param == "templates" else OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1)


def fragments(lines: Sequence[str], turns: int) -> list[Fragment]:
    """Of a page turned counter-clockwise by quarters."""
    grey = draw_page(lines, PageStyle(font=FONT), seed=1).grey
    return find_fragments(find_ink(np.ascontiguousarray(np.rot90(grey, turns))))


@pytest.mark.parametrize("turns", range(4))
def test_page_is_turned_back(classifier: Classifier, turns: int) -> None:
    assert quarter_turns(fragments(LINES, turns), classifier) == -turns % 4


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("letter", ["N", "Z", "M", "C", "E"])
def test_rows_of_one_letter_are_not_turned(classifier: Classifier, letter: str, turns: int) -> None:
    # An N on its side is a Z, an M upside down a W.
    assert quarter_turns(fragments([letter * 12] * 3, turns), classifier) == 0


def test_variety_is_what_keeps_rows_of_one_letter_as_they_are() -> None:
    rows = fragments(["N" * 12] * 3, 1)
    assert quarter_turns(rows, TemplateClassifier("NZ"), UprightSettings(margin=-1, certain=-1e9, variety=1.5)) == 0
    lying = fragments(["F" * 12] * 3, 1)
    assert quarter_turns(lying, TemplateClassifier("FEAN"), UprightSettings(variety=0.0)) == 3
    assert quarter_turns(lying, TemplateClassifier("FEAN")) == 0


@pytest.mark.parametrize("turns", range(4))
def test_too_few_letters_do_not_tell(classifier: Classifier, turns: int) -> None:
    assert quarter_turns(fragments(["KEG"], turns), classifier) == 0


@pytest.mark.parametrize("turns", range(4))
def test_network_that_sees_no_difference_turns_nothing(turns: int) -> None:
    assert quarter_turns(fragments(LINES, turns), FlatClassifier()) == 0


class CountingClassifier(TemplateClassifier):
    """Remembers how many frames each call had."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit."""
        self.calls.append(len(frames))
        return super().classify(frames)


def test_all_letters_are_looked_at_only_where_a_few_do_not_stand_upright() -> None:
    upright, lying = CountingClassifier(), CountingClassifier()
    quarter_turns(fragments(LINES, 0), upright)
    quarter_turns(fragments(LINES, 1), lying)
    assert len(upright.calls) == 1
    assert upright.calls[0] <= 4 * UprightSettings().glance
    glance, full = lying.calls
    assert glance <= 4 * UprightSettings().glance < full <= 4 * UprightSettings().letters


def test_nothing_is_not_turned() -> None:
    assert quarter_turns([], FlatClassifier()) == 0


BOX = BoundingBox(120, 60, 180, 100)
WIDTH, HEIGHT = 500, 300


def picture() -> Image:
    """A dark box on white."""
    grey = np.full((HEIGHT, WIDTH), 255, np.uint8)
    grey[BOX.top : BOX.bottom, BOX.left : BOX.right] = 0
    return grey


def dark_box(view: View) -> BoundingBox:
    """Where the box lies in a view."""
    rows, columns = np.flatnonzero((view.grey < 128).any(axis=1)), np.flatnonzero((view.grey < 128).any(axis=0))
    return BoundingBox(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def farthest(one: BoundingBox, other: BoundingBox) -> int:
    """How far the sides lie apart at most, in pixels."""
    sides = (one.left - other.left, one.top - other.top, one.right - other.right, one.bottom - other.bottom)
    return max(abs(apart) for apart in sides)


@pytest.mark.parametrize("angle_deg", [0, 90, 180, 270, -90])
def test_quarter_turns_bring_boxes_back(angle_deg: float) -> None:
    view = View.straight(picture()).turned(angle_deg)
    assert view.grey.shape == ((WIDTH, HEIGHT) if angle_deg % 180 else (HEIGHT, WIDTH))
    assert farthest(view.box_back(dark_box(view), 1.0, WIDTH, HEIGHT), BOX) <= 1


@pytest.mark.parametrize("turns", range(4))
def test_turning_by_quarters_is_counter_clockwise(turns: int) -> None:
    view = View.straight(picture()).turned(90 * turns)
    # Measured: off by one pixel.
    assert farthest(dark_box(view), dark_box(View.straight(np.ascontiguousarray(np.rot90(picture(), turns))))) <= 1


@pytest.mark.parametrize("angle_deg", [7, -7, 12, 30, 45, 97])
def test_middle_of_a_box_comes_back_from_any_angle(angle_deg: float) -> None:
    view = View.straight(picture()).turned(angle_deg)
    back = view.box_back(dark_box(view), 1.0, WIDTH, HEIGHT)
    assert max(abs(one - other) for one, other in zip(back.centre, BOX.centre, strict=True)) <= 1.5
    # The box around a turned box is larger, never smaller.
    assert back.left <= BOX.left
    assert back.top <= BOX.top
    assert back.right >= BOX.right
    assert back.bottom >= BOX.bottom
    turn = np.deg2rad(angle_deg)
    grown = BOX.width + (BOX.width + BOX.height) * abs(np.sin(2 * turn))
    assert back.width <= grown + 4


def test_box_hardly_grows_when_turned_by_7_degrees() -> None:
    view = View.straight(picture()).turned(7)
    corner = BoundingBox(126, 142, 132, 148)
    back = view.box_back(corner, 1.0, WIDTH, HEIGHT)
    assert max(back.width, back.height) <= 9


def test_two_turns_are_undone_together() -> None:
    view = View.straight(picture()).turned(90).turned(7)
    back = view.box_back(dark_box(view), 1.0, WIDTH, HEIGHT)
    assert max(abs(one - other) for one, other in zip(back.centre, BOX.centre, strict=True)) <= 2


def test_box_of_a_smaller_view_is_scaled_before_it_is_turned_back() -> None:
    view = View.straight(picture()).turned(90)
    whole = dark_box(view)
    half = BoundingBox(whole.left // 2, whole.top // 2, -(-whole.right // 2), -(-whole.bottom // 2))
    assert farthest(view.box_back(half, 2.0, WIDTH, HEIGHT), BOX) <= 2


@pytest.mark.parametrize("angle_deg", [0, 7, 90, 180])
def test_box_stays_inside_the_picture(angle_deg: float) -> None:
    view = View.straight(picture()).turned(angle_deg)
    height, width = view.grey.shape
    last = BoundingBox(width - 1, height - 1, width, height)
    for box in (BoundingBox(0, 0, width, height), BoundingBox(0, 0, 1, 1), last):
        back = view.box_back(box, 1.0, WIDTH, HEIGHT)
        assert 0 <= back.left < back.right <= WIDTH
        assert 0 <= back.top < back.bottom <= HEIGHT


@pytest.mark.parametrize(("angle_deg", "turned"), [(0, 0), (2, 0), (-3.9, 0), (4.1, 4.1), (-7, -7)])
def test_slightly_tilted_pages_are_left(angle_deg: float, turned: float) -> None:
    assert askew_deg(angle_deg) == turned
    assert askew_deg(2, UprightSettings(askew_deg=1)) == 2
