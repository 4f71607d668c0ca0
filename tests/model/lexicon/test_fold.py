"""What of a word counts when it is looked for."""

from __future__ import annotations

import numpy as np
import pytest

from model.lexicon.fold import SYMBOLS, bests, codes, fold, folded_letters, sums


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Renée", "RENEE"), ("JEAN-ROCH", "JEANROCH"), ("d'Arc 2", "DARC2"), ("Łódź", "LODZ"), ("Straße", "STRASSE"),
        ("Œuvre", "OEUVRE"), ("e\u0301", "E"), ("\u0131", "I"), ("--", ""), ("Ωμέγα", ""),
    ],
)  # fmt: skip
def test_case_accents_and_signs_do_not_count(text: str, key: str) -> None:
    assert fold(text) == key


def test_letters_keep_what_they_fold_to() -> None:
    assert folded_letters("ß-é") == [("ß", "SS"), ("-", ""), ("é", "E")]


def test_codes_are_places_among_the_symbols() -> None:
    assert codes(["A", "0B"]).tolist() == [[SYMBOLS.index("A"), -1], [0, SYMBOLS.index("B")]]


def test_cases_are_summed_or_the_better_one_is_taken() -> None:
    letters = ("a", "A", "-", "7")
    rows = np.array([[0.2, 0.3, 0.4, 0.1]])
    assert sums(rows, letters)[0, [SYMBOLS.index("A"), 7]].tolist() == [0.5, 0.1]
    best = bests(rows, letters, -1.0)
    assert best[0, [SYMBOLS.index("A"), 7, 8]].tolist() == [0.3, 0.1, -1.0]
