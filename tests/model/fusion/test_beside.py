"""A letter is further where a blank parts it from the one that is named."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.fusion.beside import beside, named_by_both
from model.lines.reading import BLANK, SYMBOLS, LineReading
from model.lines.slots import Slots, find_slots
from tests.model.lines.fakes import seen

MIXED = parse_charset("mixed")


def slots_of(*steps: dict[str, float]) -> Slots:
    """Slots of steps ten pixels apart, each with what is seen there beside the blank."""
    probabilities = np.zeros((len(steps), len(SYMBOLS)))
    for row, step in zip(probabilities, steps, strict=True):
        row[BLANK] = 1 - sum(step.values())
        for symbol, chance in step.items():
            row[SYMBOLS.index(symbol)] = chance
    return find_slots(LineReading(probabilities, np.arange(0, 10 * len(steps), 10, dtype=np.float64)), MIXED)


def further(slots: Slots, letter: str, named: list[int] | None = None) -> list[float]:
    """What is left of a letter at each step."""
    return [round(own, 3) for own in beside(slots, MIXED.letters, named).steps[:, MIXED.letters.index(letter)]]


def test_nothing_is_left_of_a_letter_that_is_named() -> None:
    slots = slots_of({}, {"S": 0.2}, {"S": 0.9}, {"S": 0.7}, {"S": 0.1}, {})
    assert slots.steps[:, MIXED.letters.index("S")] == pytest.approx([0, 0.2, 0.9, 0.7, 0.1, 0], abs=1e-3)
    # Beyond the step after the run a blank of 0.3 may part it from another.
    assert further(slots, "S") == [0, 0, 0, 0, 0.1, 0]
    assert further(slots, "s") == [0] * 6


def test_a_blank_parts_a_letter_from_its_like() -> None:
    slots = slots_of({"l": 0.9}, {"l": 0.1}, {"l": 0.4}, {})
    assert further(slots, "l") == [0, 0, 0.4, 0]


def test_what_no_name_is_given_to_is_left_whole() -> None:
    slots = slots_of({"A": 0.9}, {}, {"B": 0.9})
    assert further(slots, "B", [0]) == [0, 0, 0.9]
    assert further(slots, "B") == [0, 0, 0]


def test_rivals_of_a_name_are_no_further_letters() -> None:
    assert further(slots_of({}, {"O": 0.6, "D": 0.4}, {}), "D") == [0, 0, 0]
    assert further(slots_of({}, {"O": 0.6}, {"D": 0.4}), "D") == [0, 0, 0.4]


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [("HORSE", "HORSE", [0, 1, 2, 3, 4]), ("HORSE", "HQRSE", [0, 1, 2, 3, 4]), ("MET", "MEET", [0, 1, 3]),
     ("mEt", "MEeT", [0, 1, 3]), ("", "AB", [])],
)  # fmt: skip
def test_two_line_readers_name_letters_in_order(one: str, other: str, named: list[int]) -> None:
    slots, heard = (find_slots(seen(text, 0, 100), MIXED) for text in (one, other))
    assert named_by_both(slots, heard, MIXED.letters) == named
