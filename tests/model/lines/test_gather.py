import numpy as np

from model.elements import BoundingBox
from model.layout import TextLine
from model.lines.gather import gathered, runs
from model.segment import Fragment


def line(*boxes: tuple[int, int, int, int]) -> TextLine:
    whole = [np.full((bottom - top, right - left), 255, np.uint8) for left, top, right, bottom in boxes]
    return TextLine(tuple(Fragment(BoundingBox(*box), ink) for box, ink in zip(boxes, whole, strict=True)), 0.0)


LETTERS = line(*((left, 100, left + 20, 140) for left in range(100, 300, 30)))


def test_a_scrap_among_the_letters_joins_their_line() -> None:
    (whole,) = gathered([line((70, 96, 85, 120)), LETTERS])
    assert len(whole.fragments) == len(LETTERS.fragments) + 1
    assert whole.fragments[0].box.left == 70


def test_lines_over_one_another_stay_apart() -> None:
    other = line(*((left, 160, left + 20, 200) for left in range(100, 200, 30)))
    assert gathered([LETTERS, other]) == [LETTERS, other]


def test_scraps_of_scraps_find_their_line() -> None:
    """The least is joined to a scrap that is itself looked at later."""
    dot, scrap = line((40, 104, 46, 110)), line((50, 100, 60, 125), (64, 100, 74, 125), (76, 100, 86, 125))
    found = gathered([dot, scrap, LETTERS])
    assert sum(len(own.fragments) for own in found) == 1 + 3 + len(LETTERS.fragments)


def test_a_scrap_far_from_the_letters_stays_alone() -> None:
    scrap = line((700, 100, 720, 140))
    assert gathered([LETTERS, scrap]) == [LETTERS, scrap]


def test_a_line_is_parted_at_wide_gaps_only() -> None:
    parted = line((0, 0, 20, 40), (40, 0, 60, 40), (90, 0, 110, 40), (400, 0, 420, 40))
    assert [len(run.fragments) for run in runs(parted)] == [3, 1]
    assert runs(LETTERS) == [LETTERS]


def test_signs_are_runs_by_themselves() -> None:
    signed = line((0, 0, 20, 40), (30, 10, 50, 14), (31, 24, 51, 28), (60, 0, 80, 40), (90, 0, 110, 40))
    assert [len(run.fragments) for run in runs(signed, [BoundingBox(30, 10, 51, 28)])] == [1, 2, 2]
