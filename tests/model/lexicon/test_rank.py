"""Words ranked by what was read of single glyphs."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import parse_charset
from model.lexicon.rank import RankSettings, rank_cells
from model.lexicon.words import Lexicon

LETTERS = parse_charset("mixed").letters
NAMES = Lexicon(["ANNA", "ANJA", "HANNAH", "Hans-Peter", "HANS PETER", "Renée", "JO"])


def cells(*glyphs: str, sure: float = 0.9) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A row for each glyph; of several letters the first is the likeliest."""
    table = np.full((len(glyphs), len(LETTERS)), 0.1 / len(LETTERS))
    for row, letters in zip(table, glyphs, strict=True):
        for letter, share in zip(letters, (sure, 0.9 - sure), strict=False):
            row[LETTERS.index(letter)] += share
    return table


@pytest.mark.parametrize(
    ("glyphs", "word"),
    [
        (("A", "N", "N", "A"), "ANNA"),
        (("a", "n", "j", "a"), "ANJA"),
        (("R", "E", "N", "E", "E"), "Renée"),
        (("N", "O", "M", "A", "N", "N", "A"), "ANNA"),
        (("A", "N", "N", "A", "7", "3"), "ANNA"),
        (("R", "E", "N", "E"), "Renée"),
        (("H", "A", "N", "S", "-", "P", "E", "T", "E", "R"), "Hans-Peter"),
        (("H", "A", "N", "S", "P", "E", "T", "E", "R"), "HANS PETER"),
        (("4", "N", "N", "A"), "ANNA"),
    ],
    ids=["as is", "small", "accents", "caption before", "scraps behind", "letter lost", "sign", "no sign", "misread"],
)
def test_the_best_word_is_the_one_that_is_written(glyphs: tuple[str, ...], word: str) -> None:
    assert rank_cells(NAMES, cells(*glyphs), LETTERS)[0].text == word


def test_the_second_letter_of_a_glyph_decides() -> None:
    likely_j = rank_cells(NAMES, cells("A", "N", "IJ", "A", sure=0.6), LETTERS)
    likely_n = rank_cells(NAMES, cells("A", "N", "IN", "A", sure=0.6), LETTERS)
    assert [ranked[0].text for ranked in (likely_j, likely_n)] == ["ANJA", "ANNA"]


def test_confidence_falls_with_the_distance_to_the_next_word() -> None:
    clear = rank_cells(NAMES, cells("A", "N", "N", "A"), LETTERS)[0].confidence
    close = rank_cells(NAMES, cells("A", "N", "NJ", "A", sure=0.5), LETTERS)[0].confidence
    assert close < 0.65 < 0.85 < clear


def test_chances_sum_to_one_at_most_and_the_best_comes_first() -> None:
    ranked = rank_cells(NAMES, cells("A", "N", "I", "A"), LETTERS)
    sure = [entry.confidence for entry in ranked]
    assert sure == sorted(sure, reverse=True)
    assert sum(sure) <= 1 + 1e-9
    assert len(ranked) <= RankSettings().most + 1


def test_a_list_that_may_be_incomplete_is_believed_less() -> None:
    glyphs = cells("A", "N", "I", "A")
    assert rank_cells(NAMES, glyphs, LETTERS, "loose")[0].confidence < rank_cells(NAMES, glyphs, LETTERS)[0].confidence


@pytest.mark.parametrize("glyphs", [(), ("X", "Y", "Z"), ("-",)], ids=["nothing", "other letters", "a sign"])
def test_what_shares_no_letter_with_any_word_is_none(glyphs: tuple[str, ...]) -> None:
    assert rank_cells(NAMES, cells(*glyphs), LETTERS) == ()
