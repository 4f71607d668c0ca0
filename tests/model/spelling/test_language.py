"""Every bundled table is a table of probabilities, and knows what its language is like."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import ALPHABET
from model.errors import OptionError
from model.spelling.language import LANGUAGES, SPACE, TABLES, check_language, load_language, symbol_numbers

#: (letters that are common one after another, letters that are not)
COMMON = {
    "de": ("SCH", "SZC"),
    "en": ("THE", "THX"),
    "es": ("QUE", "QZE"),
    "fr": ("ENT", "SZC"),
    "it": ("GLI", "CHT"),
    "nl": ("SCH", "SZC"),
    "pl": ("NIE", "CHT"),
    "pt": ("ENT", "LJK"),
    "sv": ("SCH", "SZC"),
    "any": ("ION", "THX"),
}


def worth(name: str, letters: str) -> float:
    language = load_language(name)
    assert language is not None
    before_last, last, following = symbol_numbers(tuple(letters))
    return float(language.worth[before_last, last, following])


def test_every_language_has_a_table_and_every_table_a_language() -> None:
    assert {path.stem for path in TABLES.glob("*.npz")} == set(LANGUAGES) == set(COMMON) - {"any"}


@pytest.mark.parametrize("name", [*LANGUAGES, "any"])
def test_what_may_follow_sums_to_one(name: str) -> None:
    language = load_language(name)
    assert language is not None
    assert language.worth.shape == (SPACE + 1,) * 3
    sums = np.exp(language.worth).sum(axis=2)
    # All alike, as a constant is added; float16 keeps logarithms up to 20 to a hundredth, measured 0.0005.
    assert np.abs(sums / sums.mean() - 1).max() < 0.002
    # Adding it makes common letters worth more than nothing, rare ones less.
    assert language.worth.max() > 1
    assert abs(np.log(sums.mean()) - 2.3) < 0.01


@pytest.mark.parametrize("name", COMMON)
def test_common_letters_beat_rare_ones(name: str) -> None:
    common, rare = COMMON[name]
    # Measured: 1.9 nats at least.
    assert worth(name, common) > worth(name, rare) + 1.2


def test_languages_differ() -> None:
    assert worth("de", "CHT") > worth("fr", "CHT") + 2
    assert worth("fr", "EAU") > worth("de", "EAU") + 1
    assert worth("it", "GLI") > worth("pl", "GLI") + 2


def test_any_is_the_mean_of_all() -> None:
    each = np.mean([np.exp(worth(name, "SCH")) for name in LANGUAGES])
    assert abs(worth("any", "SCH") - np.log(each)) < 1e-9


def test_none_is_no_language() -> None:
    assert load_language("none") is None


@pytest.mark.parametrize("name", ["xx", "", "EN", "../en", "english"])
def test_unknown_language_says_what_to_use(name: str) -> None:
    for ask in (check_language, load_language):
        with pytest.raises(OptionError, match=r"any, none .* de, en"):
            ask(name)


def test_tables_cannot_be_changed_by_a_caller() -> None:
    language = load_language("en")
    assert language is not None
    with pytest.raises(ValueError, match="read-only"):
        language.worth[0, 0, 0] = 1.0


def test_cases_share_a_number_and_all_else_is_the_edge_of_a_word() -> None:
    assert symbol_numbers(tuple("AaZz")).tolist() == [0, 0, 25, 25]
    assert set(symbol_numbers(tuple("07.-?@ ")).tolist()) == {SPACE}
    numbers = symbol_numbers(ALPHABET)
    assert sorted(numbers[numbers < SPACE].tolist()) == sorted([*range(26)] * 2)
    assert symbol_numbers(()).shape == (0,)
