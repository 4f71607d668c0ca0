from __future__ import annotations

import re
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import PatternError
from model.fields.pattern import MOST_STATES, compile_pattern


@pytest.mark.parametrize(
    ("expression", "charset", "fits", "misfits"),
    [
        ("[0-9]{2}/[0-9]{2}/[0-9]{4}", "digits", ["12/03/1999"], ["12/3/1999", "12031999", ""]),
        (r"\d{5}(-\d{4})?", "digits", ["10115", "10115-1234"], ["10115-", "1011"]),
        ("[A-Z]{1,3}", "upper", ["A", "XYZ"], ["", "WXYZ", "a"]),
        ("^AB|CD$", "upper", ["AB", "CD"], ["ABCD", "B"]),
        ("(?:NO|YES)?", "upper", ["", "NO", "YES"], ["N"]),
        ("[^0-9]+", "alnum", ["AB", "A B"], ["A1"]),
        ("[A-Z]+( [A-Z]+)*", "upper", ["ANNA", "ANNA MARIA"], ["ANNA ", " ANNA"]),
        (r"\+?[0-9]*\.[0-9]", "digits", ["+1.5", ".5"], ["1", "+"]),
        ("[a-z]+", "letters", ["ANNA"], ["anna"]),
        (".*", "digits", ["", "1 2"], ["A"]),
        ("a{2,}", "lower", ["aa", "aaaaa"], ["a"]),
    ],
)
def test_a_pattern_holds_for_whole_values(expression: str, charset: str, fits: list[str], misfits: list[str]) -> None:
    pattern = compile_pattern(expression, charset)
    assert [pattern.matches(text) for text in fits] == [True] * len(fits)
    assert [pattern.matches(text) for text in misfits] == [False] * len(misfits)


PARTS = st.recursive(
    st.sampled_from(["A", "B", "[AB]", "[0-2]", "1", " "]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        inner.map(lambda one: f"({one})?"),
        inner.map(lambda one: f"({one}){{1,2}}"),
        inner.map(lambda one: f"({one})+"),
    ),
    max_leaves=8,
)


@given(PARTS, st.text("AB012 ", max_size=6))
def test_automata_agree_with_the_standard_library(expression: str, text: str) -> None:
    pattern = None
    # A good part of what is thrown together here is ambiguous.
    with suppress(PatternError):
        pattern = compile_pattern(expression, "alnum")
    assert pattern is None or pattern.matches(text) == bool(re.fullmatch(expression, text))


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("(a+)+b", "too many ways"),
        ("(a|a)*b", "too many ways"),
        ("(a|aa)+", "too many ways"),
        ("(.*)*", "too many ways"),
        ("([a-z]{1,5} ?)+", "too many ways"),
        ("((a{1,100}){1,100}){1,100}", "300 letters"),
        ("(a|b)*a(a|b){12}", f"{MOST_STATES} states"),
        ("a" * 201, "201 signs"),
        ("(" * 40 + "a" + ")" * 40, "groups within"),
        ("(?=a)b", "lookaround"),
        (r"(a)\1", "cannot stand behind"),
        ("a**", "repeats a repeat"),
        ("*a", "nothing before it"),
        ("[ab", "not closed"),
        ("(ab", "not closed"),
        ("ab)", "was not opened"),
        ("a{3,1}", "counts wrongly"),
        ("a{x}", "no count"),
        ("a{9999}", "counts wrongly"),
        ("[z-a]", "no range"),
        ("\u00e9", "cannot be read"),
        ("[0-9]+", "no text of the charset"),
        ("a^b", "only stand at the end"),
        ("a\\", "cannot stand behind"),
    ],
)
def test_what_cannot_be_followed_is_refused_at_once(expression: str, says: str) -> None:
    start = process_time()
    with pytest.raises(PatternError, match=re.escape(says)):
        compile_pattern(expression, "lower")
    assert process_time() - start < 2


def test_named_letters_need_not_be_in_the_charset() -> None:
    assert compile_pattern("[0-9]{2}/[0-9]{2}", "digits").letters == (*"0123456789", "/")


def test_the_shortest_value_is_counted_without_spaces() -> None:
    assert compile_pattern("[0-9]{2} [0-9]{3}|[0-9]{7}", "digits").shortest == 5


def test_cases_are_folded_only_where_no_small_letter_is_named() -> None:
    from model.alphabet import parse_charset

    assert compile_pattern("[a-z]+", "letters").charset(parse_charset("letters")).folded
    assert not compile_pattern("[A-Z]+", "upper").charset(parse_charset("upper")).folded
