"""Shape, place and neighbours are weighed together, and no certainty is made up."""

from __future__ import annotations

import itertools
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.alphabet import ALPHABET, NOT_A_CHARACTER, TWINS, case_pairs, parse_charset
from model.fields.trellis import IN_CELLS
from model.networks.checkpoint import Card
from model.spelling.priors import class_weights
from model.spelling.repeats import repeats_a_shape
from model.spelling.settle import SettleSettings, settle, under_charset

LETTERS = tuple("0OoA1Il7")
CARD = Card("fakenet", "templates", "float32")


def table(*glyphs: dict[str, float]) -> NDArray[np.float64]:
    rows = np.zeros((len(glyphs), len(LETTERS)))
    for row, glyph in zip(rows, glyphs, strict=True):
        for letter, probability in glyph.items():
            row[LETTERS.index(letter)] = probability
    return rows


def best(sure: NDArray[np.float64]) -> str:
    return "".join(LETTERS[label] for label in sure.argmax(axis=1))


ROUND = {"0": 0.5, "O": 0.4, "o": 0.05}
STRAIGHT = {"I": 0.45, "1": 0.4, "l": 0.1}


@pytest.mark.parametrize(
    ("glyphs", "read"),
    [
        ([{"A": 0.9}, ROUND, {"A": 0.9}], "AOA"),
        ([{"7": 0.9}, ROUND, {"7": 0.9}], "707"),
        ([{"7": 0.9}, STRAIGHT, {"7": 0.9}], "717"),
        ([{"A": 0.9}, STRAIGHT], "AI"),
        ([ROUND], "0"),
        ([{"A": 0.9}, {"0": 0.99, "O": 0.001}, {"A": 0.9}], "A0A"),
        ([{"o": 0.9}, {"O": 0.5, "o": 0.45}], "oo"),
    ],
    ids=["O among letters", "0 among digits", "1 among digits", "I after a letter", "alone", "a sure 0", "small o"],
)
def test_neighbours_decide_what_shape_leaves_open(glyphs: list[dict[str, float]], read: str) -> None:
    probabilities = table(*glyphs)
    assert best(settle(probabilities, np.zeros_like(probabilities), [0], LETTERS)) == read


ROUNDER, ROUNDEST = {"0": 0.3, "O": 0.6, "o": 0.05}, {"0": 0.1, "O": 0.85}


@pytest.mark.parametrize(
    ("glyphs", "read"),
    [
        ([ROUNDEST, ROUND, ROUNDEST, ROUND, ROUNDER, {"7": 0.5, "O": 0.4}], "OOOOOO"),
        ([ROUNDEST, ROUNDEST, {"A": 0.99}, ROUND, ROUNDEST, ROUNDEST], "OOAOOO"),
        ([{"l": 0.7, "1": 0.25}] * 3 + [{"7": 0.99}], "1117"),
        ([{"l": 0.8, "1": 0.15}] * 4, "llll"),
    ],
    ids=["one letter", "another among them", "a number", "alone"],
)
@pytest.mark.parametrize("language", ["none", "en"])
def test_lines_of_one_shape_are_of_one_letter_whatever_the_language(
    glyphs: list[dict[str, float]], read: str, language: str
) -> None:
    probabilities = table(*glyphs)
    assert best(settle(probabilities, np.zeros_like(probabilities), [0], LETTERS, language)) == read


def test_neighbours_across_a_space_count_less() -> None:
    probabilities = table({"A": 0.9}, ROUND, {"A": 0.9})
    places = np.zeros_like(probabilities)
    column = LETTERS.index("O")
    joined = settle(probabilities, places, [0], LETTERS)[1, column]
    parted = settle(probabilities, places, [0, 1, 2], LETTERS)[1, column]
    alone = settle(probabilities[1:2], places[1:2], [0], LETTERS)[0, column]
    assert joined > parted + 0.05 > alone + 0.1


def test_brackets_stand_at_the_ends_of_words() -> None:
    broken, letters = {")": 0.55, "D": 0.4}, ("A", "D", "E", ")")
    rows = [{"A": 0.9}, broken, {"E": 0.9}]
    probabilities = np.array([[row.get(letter, 0.001) for letter in letters] for row in rows])
    places = np.zeros_like(probabilities)
    inside = settle(probabilities, places, [0], letters)[1]
    before_a_space = settle(probabilities, places, [0, 2], letters)[1]
    assert letters[int(inside.argmax())] == "D"
    assert letters[int(before_a_space.argmax())] == ")"


def test_slashes_seldom_begin_words() -> None:
    stroke, letters = {"/": 0.6, "1": 0.35}, ("1", "9", "/", "+")
    rows = [{"9": 0.9}, {"+": 0.9}, stroke, {"9": 0.9}]
    probabilities = np.array([[row.get(letter, 0.001) for letter in letters] for row in rows])
    places = np.zeros_like(probabilities)
    inside, first = (settle(probabilities, places, starts, letters)[2] for starts in ([0], [0, 1, 2]))
    assert letters[int(inside.argmax())] == "/"
    assert letters[int(first.argmax())] == "1"


def test_place_decides_as_well() -> None:
    probabilities = table({"O": 0.5, "o": 0.5})
    places = np.zeros_like(probabilities)
    places[0, LETTERS.index("O")] = -3
    assert best(settle(probabilities, places, [0], LETTERS)) == "o"


@st.composite
def lines(draw: st.DrawFn) -> tuple[NDArray[np.float64], NDArray[np.float64], list[int]]:
    """Probabilities that sum to at most 1, places and word starts of one to four glyphs."""
    count = draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    probabilities = rng.dirichlet(np.full(len(LETTERS), draw(st.sampled_from([0.1, 1.0]))), count)
    probabilities *= rng.uniform(0.05, 1, (count, 1))
    starts = draw(st.sets(st.integers(1, count - 1))) if count > 1 else set()
    return probabilities, rng.uniform(-4, 0, probabilities.shape), [0, *sorted(starts)]


@settings(deadline=None, max_examples=50, derandomize=True)
@given(lines())
def test_each_row_keeps_its_sum(line: tuple[NDArray[np.float64], NDArray[np.float64], list[int]]) -> None:
    probabilities, places, starts = line
    sure = settle(probabilities, places, starts, LETTERS)
    assert (sure >= 0).all()
    assert np.abs(sure.sum(axis=1) - probabilities.sum(axis=1)).max() < 1e-9


def cost(before: str, after: str, place: str, repeats: bool) -> float:
    """What a pair of neighbours costs by the words of the settings, at a place: space, second or inside."""
    costs, nats = SettleSettings(), 0.0
    if before.isdigit() != after.isdigit():
        nats = costs.digit_letter_repeated if repeats else costs.digit_letter
    elif before.islower() and after.isupper():
        nats = costs.capital_inside
    elif before.isupper() and after.islower():
        nats = costs.small_inside if place == "inside" else costs.small_second
    changed = costs.repeated if repeats and before != after else 0.0
    return changed + (nats / 2 if place == "space" else nats)


@settings(deadline=None, max_examples=15, derandomize=True)
@given(lines())
def test_probabilities_are_those_of_all_readings_together(
    line: tuple[NDArray[np.float64], NDArray[np.float64], list[int]],
) -> None:
    probabilities, places, starts = line
    own = (probabilities + SettleSettings().floor) * np.exp(places)
    repeats = repeats_a_shape(own, LETTERS)
    pair = {
        place: np.exp([[-cost(one, other, place, repeats) for other in LETTERS] for one in LETTERS])
        for place in ("space", "second", "inside")
    }
    places_of = ["space" if n in starts else "second" if n - 1 in starts else "inside" for n in range(len(own))]
    count, expected = len(probabilities), np.zeros_like(probabilities)
    for reading in itertools.product(range(len(LETTERS)), repeat=count):
        weight = float(np.prod([own[n, label] for n, label in enumerate(reading)]))
        for n in range(1, count):
            weight *= float(pair[places_of[n]][reading[n - 1], reading[n]])
        for n, label in enumerate(reading):
            expected[n, label] += weight
    expected *= probabilities.sum(axis=1, keepdims=True) / expected.sum(axis=1, keepdims=True)
    assert np.abs(settle(probabilities, places, starts, LETTERS) - expected).max() < 1e-9


def test_long_sure_lines_do_not_run_out_of_numbers() -> None:
    probabilities = np.full((3000, len(LETTERS)), 1e-12)
    probabilities[:, LETTERS.index("A")] = 1 - 1e-9
    sure = settle(probabilities, np.full_like(probabilities, -4.0), [0], LETTERS)
    assert np.isfinite(sure).all()
    assert best(sure) == "A" * 3000


def logits_of(**probabilities: float) -> NDArray[np.float32]:
    """Logits whose softmax gives these letters these probabilities, all others nearly none."""
    row = np.full((1, len(ALPHABET)), 1e-12)
    for letter, probability in probabilities.items():
        row[0, ALPHABET.index(letter)] = probability
    return np.asarray(np.log(row / row.sum()), np.float32)


def weighed(**probabilities: float) -> dict[str, float]:
    """These probabilities with the weight of each class, together 1 again."""
    weights = class_weights(ALPHABET)
    masses = {letter: share * float(weights[ALPHABET.index(letter)]) for letter, share in probabilities.items()}
    return {letter: mass / sum(masses.values()) for letter, mass in masses.items()}


def test_mass_outside_the_charset_lowers_the_confidence() -> None:
    reading = under_charset(logits_of(K=0.9, **{"4": 0.1}), CARD, parse_charset("digits"))
    assert reading.letters.argmax() == 4
    assert abs(reading.letters.sum() - 0.1) < 1e-5


def test_both_cases_are_one_letter_where_folded() -> None:
    reading = under_charset(logits_of(a=0.3, A=0.3, R=0.4), CARD, parse_charset("letters"))
    assert string.ascii_uppercase[int(reading.letters.argmax())] == "A"
    assert abs(reading.letters.max() - (1 - weighed(a=0.3, A=0.3, R=0.4)["R"])) < 1e-5


def test_rejection_is_the_last_class() -> None:
    reading = under_charset(logits_of(**{NOT_A_CHARACTER: 0.7, "A": 0.3}), CARD, parse_charset("mixed"))
    expected = weighed(**{NOT_A_CHARACTER: 0.7, "A": 0.3})
    assert abs(reading.reject[0] - expected[NOT_A_CHARACTER]) < 1e-5
    assert abs(reading.letters.sum() - expected["A"]) < 1e-5


def test_alphabet_without_rejection_rejects_nothing() -> None:
    card = Card("emnist", "letternet", "float32", alphabet=tuple(string.ascii_uppercase))
    reading = under_charset(np.zeros((2, 26), np.float32), card, parse_charset("letters"))
    assert reading.reject.tolist() == [0, 0]
    assert np.abs(reading.letters.sum(axis=1) - 1).max() < 1e-9


def test_temperature_flattens_without_changing_the_order() -> None:
    logits = np.full((20, len(ALPHABET)), -90, np.float32)
    logits[:, :10] = np.random.default_rng(3).normal(0, 4, (20, 10))
    warm = Card("fakenet", "templates", "float32", temperature=3.0)
    digits = parse_charset("digits")
    sharp, flat = under_charset(logits, CARD, digits).letters, under_charset(logits, warm, digits).letters
    assert (sharp.max(axis=1) > flat.max(axis=1)).all()
    assert np.array_equal(sharp.argsort(axis=1), flat.argsort(axis=1))


def test_huge_logits_give_finite_probabilities() -> None:
    logits = np.array([[1e4] + [-1e4] * (len(ALPHABET) - 1)], np.float32)
    reading = under_charset(logits, CARD, parse_charset("mixed"))
    assert reading.letters[0, 0] == 1
    assert np.isfinite(reading.letters).all()


def test_no_glyphs_give_no_probabilities() -> None:
    reading = under_charset(np.zeros((0, len(ALPHABET)), np.float32), CARD, parse_charset("digits"))
    assert reading.letters.shape == (0, 10)
    assert reading.reject.shape == (0,)


def test_part_of_a_reading_is_its_rows() -> None:
    logits = np.random.default_rng(1).normal(size=(6, len(ALPHABET))).astype(np.float32)
    whole = under_charset(logits, CARD, parse_charset("mixed"))
    part = whole.between(2, 5)
    assert np.array_equal(part.letters, whole.letters[2:5])
    assert np.array_equal(part.reject, whole.reject[2:5])
    assert np.array_equal(part.inside, whole.inside[2:5])


def test_pairs_are_the_two_cases_of_one_shape() -> None:
    letters = parse_charset("mixed").letters
    pairs = {letters[upper] + letters[lower] for upper, lower in case_pairs(letters)}
    # I and l look alike but are not one letter.
    assert pairs == {"Cc", "Kk", "Oo", "Pp", "Ss", "Uu", "Vv", "Ww", "Xx", "Yy", "Zz"}
    assert all(any(set(pair) <= set(group) for group in TWINS) for pair in pairs)


@pytest.mark.parametrize("charset", ["letters", "alnum", "digits", "upper", "lower", "chars:Cab"])
def test_charset_of_one_case_has_no_pairs(charset: str) -> None:
    assert case_pairs(parse_charset(charset).letters) == []


def test_two_cases_of_one_shape_share_their_evidence() -> None:
    charset = parse_charset("mixed")
    reading = under_charset(logits_of(c=0.6, C=0.2, A=0.15, a=0.05), CARD, charset)
    share = weighed(c=0.6, C=0.2, A=0.15, a=0.05)
    found = {letter: float(reading.letters[0, charset.letters.index(letter)]) for letter in "cCAa"}
    for letter in "cC":
        assert abs(found[letter] - share["c"] - share["C"]) < 1e-5
    # The cases of A have shapes of their own.
    assert abs(found["A"] - share["A"]) < 1e-5
    assert abs(found["a"] - share["a"]) < 1e-5


def test_shared_evidence_is_counted_once_inside() -> None:
    outside = {"c": 0.5, "C": 0.3, NOT_A_CHARACTER: 0.2}
    reading = under_charset(logits_of(**outside), CARD, parse_charset("mixed"))
    share = weighed(**outside)
    assert abs(reading.inside[0] - share["c"] - share["C"]) < 1e-5
    assert reading.letters.sum() > reading.inside[0] + 0.5


def test_place_alone_decides_between_two_cases_of_one_shape() -> None:
    charset = parse_charset("chars:CcA")
    reading = under_charset(logits_of(c=0.98, C=0.01, A=0.01), CARD, charset)
    places = np.array([[0.0, -1.5, 0.0]])
    sure = settle(reading.letters, places, [0], charset.letters, inside=reading.inside)
    assert charset.letters[int(sure.argmax())] == "C"
    assert sure[0, 0] > 3 * sure[0, 1] > 0


@settings(deadline=None, max_examples=25, derandomize=True)
@given(lines(), st.floats(0.01, 1))
def test_rows_sum_to_what_is_inside(
    line: tuple[NDArray[np.float64], NDArray[np.float64], list[int]], inside: float
) -> None:
    probabilities, places, starts = line
    given_sums = np.full(len(probabilities), inside)
    sure = settle(probabilities, places, starts, LETTERS, inside=given_sums)
    assert np.abs(sure.sum(axis=1) - inside).max() < 1e-9
    own = settle(probabilities, places, starts, LETTERS)
    assert np.array_equal(sure.argsort(axis=1), own.argsort(axis=1))


def test_doubt_weighs_rejection_against_all_letters() -> None:
    charset = parse_charset("chars:AB")
    reading = under_charset(logits_of(**{"A": 0.5, "B": 0.1, NOT_A_CHARACTER: 0.4}), CARD, charset)
    trusting = reading.doubting(np.array([0.5]))
    assert trusting.reject[0] < reading.reject[0]
    assert trusting.inside[0] > reading.inside[0]
    assert abs(trusting.reject[0] + trusting.inside[0] - 1) < 1e-5
    ratio = reading.letters[0, 0] / reading.letters[0, 1]
    assert abs(trusting.letters[0, 0] / trusting.letters[0, 1] - ratio) < 1e-6
    assert abs(trusting.reject[0] / trusting.inside[0] - 0.5 * reading.reject[0] / reading.inside[0]) < 1e-6
    same = reading.doubting(np.ones(1))
    assert np.array_equal(same.letters, reading.letters)


CELLS = tuple("0O1IS5/.-AaBEn2")


def in_cells(
    *glyphs: dict[str, float], starts: tuple[int, ...] = (0,), settings: SettleSettings = IN_CELLS
) -> str:
    rows = np.array([[glyph.get(letter, 0.001) for letter in CELLS] for glyph in glyphs])
    sure = settle(rows, np.zeros_like(rows), starts, CELLS, "any", settings)
    return "".join(CELLS[label] for label in sure.argmax(axis=1))


SLASH_OR_1, S_OR_5, O_OR_0 = {"/": 0.6, "1": 0.35}, {"S": 0.7, "5": 0.25}, {"O": 0.7, "0": 0.25}
TWO, A = {"2": 0.9}, {"A": 0.9}


@pytest.mark.parametrize(
    ("glyphs", "read"),
    [
        ((TWO, SLASH_OR_1, SLASH_OR_1, S_OR_5), "21/5"),
        ((SLASH_OR_1, TWO, TWO), "122"),
        ((TWO, TWO, SLASH_OR_1), "221"),
        ((TWO, S_OR_5, TWO), "252"),
        ((S_OR_5, TWO, TWO), "522"),
        ((TWO, O_OR_0, O_OR_0, O_OR_0), "2000"),
        ((A, S_OR_5, A), "ASA"),
        ((TWO, TWO, {"/": 0.6, "1": 0.35}, TWO, TWO), "22/22"),
        ((TWO, TWO, {".": 0.5, "-": 0.2}, TWO, TWO, {".": 0.5, "1": 0.45}, TWO), "22.22.2"),
        ((A, {"-": 0.9}, A), "A-A"),
        (({"a": 0.5, "A": 0.4}, {"n": 0.9}), "An"),
    ],
    ids=["no two slashes", "none first", "none last", "5 within", "5 first", "zeros", "S within", "a date", "another",
         "two names", "a capital first"],
)  # fmt: skip
def test_in_cells_neighbours_tell_letters_digits_and_marks(glyphs: tuple[dict[str, float], ...], read: str) -> None:
    assert in_cells(*glyphs) == read


def test_words_in_cells_are_told_apart_by_themselves() -> None:
    assert in_cells(TWO, S_OR_5, A, S_OR_5, A, starts=(0, 2)) == "25ASA"


def test_what_only_cells_weigh_counts_for_nothing_on_lines() -> None:
    assert in_cells(TWO, SLASH_OR_1, SLASH_OR_1, settings=SettleSettings()) == "2//"
