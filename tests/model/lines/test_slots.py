import numpy as np
import pytest

from model.alphabet import parse_charset
from model.lines.reading import BLANK, SYMBOLS, LineReading
from model.lines.slots import Slots, find_slots
from tests.model.lines.fakes import seen


def text(slots: Slots, charset: str) -> str:
    letters = parse_charset(charset).letters
    return "".join(letters[best] for best in slots.letters.argmax(axis=1))


@pytest.mark.parametrize(
    ("written", "charset", "read"),
    [
        ("Hello 12.", "mixed", "Hello12."),
        ("Hello", "letters", "HELLO"),
        ("a1b2", "alnum", "A1B2"),
        ("O1l7", "digits", "0117"),
        ("MR. X", "upper", "MRX"),
        ("", "mixed", ""),
    ],
)
def test_letters_are_read_under_the_charset(written: str, charset: str, read: str) -> None:
    assert text(find_slots(seen(written, 0, 100), parse_charset(charset)), charset) == read


@pytest.mark.parametrize("charset", ["digits", "lower", "chars:XYZ"])
def test_a_letter_beyond_the_charset_is_a_doubtful_one_of_it(charset: str) -> None:
    slots = find_slots(seen("R", 0, 100), parse_charset(charset))
    assert len(slots) == 1
    assert slots.inside[0] < 0.1
    assert slots.letters.shape == (1, len(parse_charset(charset).letters))


def test_columns_are_those_of_the_steps() -> None:
    slots = find_slots(seen("ABCD", 100, 500), parse_charset("mixed"))
    assert slots.x == pytest.approx([150, 250, 350, 450])


def test_a_letter_seen_in_two_steps_is_one_and_after_a_blank_two() -> None:
    label = SYMBOLS.index("l")
    steps = [BLANK, label, label, BLANK, label]
    reading = LineReading(np.eye(len(SYMBOLS))[steps], np.arange(0, 50, 10, dtype=np.float64))
    slots = find_slots(reading, parse_charset("mixed"))
    assert text(slots, "mixed") == "ll"
    assert slots.x == pytest.approx([15, 40])


def test_letters_begin_and_end_where_their_steps_say() -> None:
    told = seen("AB", 100, 300)
    assert np.isnan(find_slots(told, parse_charset("mixed")).ends).all()
    ends = told.x[:, None] + (-30.0, 40.0)
    slots = find_slots(LineReading(told.probabilities, told.x, ends), parse_charset("mixed"))
    assert slots.ends == pytest.approx(np.array([[120, 190], [220, 290]]))
    assert len(find_slots(seen("", 0, 100), parse_charset("mixed")).ends) == 0


def test_spaces_are_kept_between_letters() -> None:
    spaces = find_slots(seen("A B", 0, 100), parse_charset("mixed")).spaces
    assert spaces[1] > 0.9
    assert max(spaces[0], spaces[2]) < 0.1


def test_what_is_missing_to_one_counts_as_no_letter() -> None:
    probabilities = np.zeros((1, len(SYMBOLS)))
    probabilities[0, SYMBOLS.index("A")] = 0.3
    assert len(find_slots(LineReading(probabilities, np.zeros(1)), parse_charset("mixed"))) == 0


def test_what_is_seen_between_two_columns_is_the_most_of_any_step_there() -> None:
    charset = parse_charset("mixed")
    slots = find_slots(seen("ABCD", 100, 500, 0.9), charset)
    most = slots.between(np.array([120.0, 100.0, 460.0]), np.array([270.0, 120.0, 480.0]))
    assert most.shape == (3, len(charset.letters))
    assert most[0, [charset.letters.index(letter) for letter in "ABCD"]] == pytest.approx([0.9, 0.9, 0, 0], abs=0.01)
    assert most[1:].max() < 0.1
