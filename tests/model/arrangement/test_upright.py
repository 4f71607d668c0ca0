"""Pages on their side or upside down are noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model import DEFAULT_CHECKPOINT
from model.arrangement.upright import UprightSettings, askew_deg, best_read, quarter_turns
from model.binarize import find_ink
from model.classifier import Classifier, Logits, OpenVinoClassifier
from model.elements import BoundingBox
from model.finding import ways_to_read
from model.frame import GlyphFrames
from model.networks.glances import Glances
from model.segment import Fragment, find_fragments
from model.spelling.spell import SpelledLine
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468")


@pytest.fixture(scope="module", params=["templates", "bundled"])
def classifier(request: pytest.FixtureRequest) -> Classifier:
    return TemplateClassifier() if request.param == "templates" else OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1)


@pytest.fixture(scope="module")
def bundled() -> Classifier:
    return OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1)


def fragments(lines: Sequence[str], turns: int) -> list[Fragment]:
    """Of a page turned counter-clockwise by quarters."""
    grey = draw_page(lines, PageStyle(font=FONT), seed=1).grey
    return find_fragments(find_ink(np.ascontiguousarray(np.rot90(grey, turns))))


@pytest.mark.parametrize("turns", range(4))
def test_page_is_turned_back(classifier: Classifier, turns: int) -> None:
    found = tuple(quarter_turns(fragments(LINES, turns), Glances(classifier)))
    # Reading whole lines may have to tell: many letters look like others upside down.
    assert found[0] == -turns % 4 or (turns == 2 and found == (0, 2))
    assert set(found[1:]) <= {-turns % 4, (2 - turns) % 4}


@pytest.mark.parametrize("turns", range(4))
def test_what_is_no_letter_in_any_direction_does_not_tell(classifier: Classifier, turns: int) -> None:
    letters = fragments(LINES, turns)
    block = np.full((48, 48), 255, np.uint8)
    desk = [Fragment(BoundingBox(70 * at, 2000, 70 * at + 48, 2048), block) for at in range(2 * len(letters))]
    plain, among = (quarter_turns(pieces, Glances(classifier)) for pieces in (letters, [*letters, *desk]))
    assert next(iter(among)) == next(iter(plain))


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("letter", ["N", "Z", "M", "C", "E"])
def test_rows_of_one_letter_are_not_turned(classifier: Classifier, letter: str, turns: int) -> None:
    # An N on its side is a Z, an M upside down a W.
    assert tuple(quarter_turns(fragments([letter * 12] * 3, turns), Glances(classifier))) == (0,)


def test_variety_is_what_keeps_rows_of_one_letter_as_they_are() -> None:
    rows = fragments(["N" * 12] * 3, 1)
    open_ways = quarter_turns(rows, Glances(TemplateClassifier("NZ")), UprightSettings(variety=0.0, worse=np.inf))
    assert len(open_ways) > 1
    assert tuple(quarter_turns(rows, Glances(TemplateClassifier("NZ")), UprightSettings(worse=np.inf))) == (0,)
    lying = fragments(["F" * 12] * 3, 1)
    assert tuple(quarter_turns(lying, Glances(TemplateClassifier("FEAN")), UprightSettings(variety=0.0))) == (3,)
    assert tuple(quarter_turns(lying, Glances(TemplateClassifier("FEAN")))) == (0,)


@pytest.mark.parametrize("turns", range(4))
def test_too_few_letters_leave_it_open_but_a_row_does_not_lie(classifier: Classifier, turns: int) -> None:
    ways = quarter_turns(fragments(["KEG"], turns), Glances(classifier))
    assert ways == dict.fromkeys((0, 2) if turns % 2 == 0 else (0, 1, 2, 3), 0.0)


@pytest.mark.parametrize("turns", range(4))
def test_one_letter_is_left_as_it_is(classifier: Classifier, turns: int) -> None:
    assert quarter_turns(fragments(["K"], turns), Glances(classifier)) == {0: 0.0}


@pytest.mark.parametrize("turns", range(4))
def test_network_that_sees_no_difference_turns_nothing(turns: int) -> None:
    assert tuple(quarter_turns(fragments(LINES, turns), Glances(FlatClassifier()))) == (0,)


@pytest.mark.parametrize("turns", range(4))
def test_long_page_of_common_words_is_turned_back(turns: int) -> None:
    # Eighty letters of prose are less varied than eighty letters can be.
    classifier = OpenVinoClassifier.load(DEFAULT_CHECKPOINT, 1)
    lines = ("THE TREES AND THE STREETS", "ARE AS THEY HAD BEEN THEN", "AND THE RAIN FELL STEADILY")
    assert tuple(quarter_turns(fragments(lines, turns), Glances(classifier))) == (-turns % 4,)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("letters", ["PARKED", "GAFER"])
def test_few_letters_tell_or_leave_it_to_reading(letters: str, turns: int, bundled: Classifier) -> None:
    found = tuple(quarter_turns(fragments([letters], turns), Glances(bundled)))
    assert -turns % 4 in found
    assert found[0] in (0, -turns % 4)


@pytest.mark.parametrize("turns", [1, 3])
def test_a_row_of_letters_does_not_lie_on_its_side(turns: int) -> None:
    # Each letter lies on its side, but they stand side by side: no page turned by a quarter shows that.
    lying = [
        replace(letter, box=BoundingBox(60 * at, 0, 60 * at + letter.box.width, letter.box.height))
        for at, letter in enumerate(fragments(LINES, turns))
    ]
    classifier = TemplateClassifier()
    assert next(iter(quarter_turns(lying, Glances(classifier)))) % 2 == 0
    by_letters_alone = UprightSettings(row=0.0, column=0.0, in_rows=-2.0)
    assert tuple(quarter_turns(lying, Glances(classifier), by_letters_alone)) == (-turns % 4,)


def spelled(sure: float) -> list[SpelledLine | None]:
    """Two lines, one of them nothing and one of three letters that are as sure as given."""
    boxes = tuple(BoundingBox(20 * at, 0, 20 * at + 10, 30) for at in range(3))
    return [None, SpelledLine(boxes, np.full((3, 1), sure), np.ones(3), (0,))]


def test_direction_in_which_lines_are_read_surer_is_right() -> None:
    assert best_read([spelled(0.5), spelled(0.9)]) == 1
    # A page is seldom photographed upside down.
    assert best_read([spelled(0.8), spelled(0.82)]) == 0
    assert best_read([[None], spelled(0.4)]) == 1
    assert best_read([[], []]) == 0


class CountingClassifier(TemplateClassifier):
    """Remembers how many frames each call had."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def classify(self, frames: GlyphFrames) -> Logits:
        """Give every class of every frame a logit."""
        self.calls.append(len(frames))
        return super().classify(frames)


def test_letters_are_looked_at_in_other_directions_only_where_they_do_not_stand_upright() -> None:
    calls = []
    for turns in (0, 1, 2):
        classifier = CountingClassifier()
        quarter_turns(fragments(LINES, turns), Glances(classifier))
        calls.append([count for count in classifier.calls if count])
    sample, every = calls[0][0], calls[1][1]
    assert sample <= UprightSettings().glance < every <= len(fragments(LINES, 0))
    assert calls[0] == [sample], "upright as they stand"
    assert calls[1] == [3 * every, every], "they follow one another downwards: on their side"
    assert calls[2] == [sample, sample, every, every - sample], "a few are turned at first, and only upside down"


def test_letters_that_are_not_clear_as_they_stand_are_turned() -> None:
    classifier = CountingClassifier()
    assert tuple(quarter_turns(fragments(LINES, 0), Glances(classifier), UprightSettings(plain=0.0))) == (0,)
    first, turned = (count for count in classifier.calls if count)
    assert turned == first, "letters side by side do not lie on theirs"
    few = CountingClassifier()
    quarter_turns(fragments(("KEG", "BOX"), 0), Glances(few), UprightSettings(plain=0.0))
    first, turned, *_ = (count for count in few.calls if count)
    assert turned == 3 * first


def test_long_rows_do_not_lie_on_their_side_however_their_letters_are_read() -> None:
    # Each letter lies on its side, but is followed by the next from left to right, on every line.
    lying = [
        replace(letter, box=BoundingBox(60 * (at % 20), 90 * (at // 20), 60 * (at % 20) + 40, 90 * (at // 20) + 40))
        for at, letter in enumerate(fragments(LINES, 1))
    ]
    glances = Glances(TemplateClassifier())
    assert next(iter(quarter_turns(lying, glances))) % 2 == 0
    assert tuple(quarter_turns(lying, glances, UprightSettings(in_rows=-2.0))) == (3,)


def test_letters_looked_at_as_they_stand_are_not_classified_again() -> None:
    classifier, letters = CountingClassifier(), fragments(LINES, 0)
    glances = Glances(classifier)
    quarter_turns(letters, glances)
    (known,) = classifier.calls
    rows = glances.logits(letters)
    assert classifier.calls == [known, len(letters) - known]
    assert np.allclose(rows, Glances(TemplateClassifier()).logits(letters), atol=1e-3)


def test_nothing_is_not_turned() -> None:
    assert tuple(quarter_turns([], Glances(FlatClassifier()))) == (0,)


@pytest.mark.parametrize(("angle_deg", "turned"), [(0, 0), (2, 0), (-3.9, 0), (4.1, 4.1), (-7, -7)])
def test_slightly_tilted_pages_are_left(angle_deg: float, turned: float) -> None:
    assert askew_deg(angle_deg) == turned
    assert askew_deg(2, UprightSettings(askew_deg=1)) == 2


def test_texture_stands_in_no_direction(bundled: Classifier) -> None:
    blocks = np.random.default_rng(2).integers(0, 256, (60, 60), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
    assert tuple(quarter_turns(find_fragments(find_ink(blocks)), Glances(bundled))) == ()
    (_, lines), *_ = ways_to_read(blocks, bundled)
    assert lines == []


def test_joined_letters_are_no_texture(bundled: Classifier) -> None:
    style = PageStyle(font="kalam", touching=1.0, letter_spacing=-0.05)
    grey = draw_page(["pack my box with five dozen liquor jugs"] * 8, style, seed=1).grey
    joined = find_fragments(find_ink(grey))
    assert 60 < len(joined) < 150
    assert tuple(quarter_turns(joined, Glances(bundled))) == (0,)
