from __future__ import annotations

import pytest

from benchmarks.scoring import Tally, edit_distance, folded, nearest_distance, spaced, tally


@pytest.mark.parametrize(
    ("want", "got", "edits"),
    [("", "", 0), ("ABC", "", 3), ("", "AB", 2), ("ABC", "ABC", 0), ("KITTEN", "SITTING", 3), ("AB", "BA", 2)],
)
def test_edit_distance(want: str, got: str, edits: int) -> None:
    assert edit_distance(want, got) == edits
    assert edit_distance(got, want) == edits


@pytest.mark.parametrize(
    ("want", "got", "edits"),
    [("LEA", "NOMLEADATE", 0), ("LEA", "NOMLAADATE", 1), ("LEA", "", 3), ("", "NOM", 0), ("LEA", "XYZ", 3)],
)
def test_nearest_distance_ignores_what_stands_around(want: str, got: str, edits: int) -> None:
    assert nearest_distance(want, got) == edits


def test_folding_and_spacing() -> None:
    assert folded("Élan, 3 n°5!") == "ELAN3N5"
    assert spaced(" To  do:\n1 nap ") == "To do 1 nap"


def test_page() -> None:
    counted = tally("print", "To do\nNAP", "TO DO N4P")
    # Folded: one letter of 7. Strictly: o -> O, d -> D, o -> O and A -> 4 of 9 with the spaces.
    assert counted == Tally(pages=1, letters=7, wrong=1, exact=0, strict_letters=9, strict_wrong=4)
    assert counted.cer == 1 / 7
    assert counted.strict == 4 / 9
    assert counted.exact_share == 0
    assert counted.purity is None
    assert counted.spurious_mean is None


def test_page_that_was_not_read_is_all_wrong() -> None:
    assert tally("print", "AB C", "").cer == 1
    assert tally("print", "AB C", "").strict == 1


def test_space_counts_only_strictly() -> None:
    assert tally("print", "A NAP", "ANAP") == Tally(1, 4, 0, 1, 5, 1)


@pytest.mark.parametrize(
    ("got", "count", "purity"),
    [("1 1 1", 3, 1.0), ("1I11", 4, 0.75), ("11", 4, 0.5), ("", 4, 0.0), ("111", 0, 1.0), ("", 0, 0.0)],
)
def test_page_of_one_letter(got: str, count: int, purity: float) -> None:
    counted = tally("single", "1*", got, count)
    assert counted.purity == purity
    assert counted.cer is None
    assert counted.exact_share is None


def test_case_does_not_count_on_a_page_of_one_letter() -> None:
    assert tally("single", "a*", "aAb", 3).purity == 2 / 3


@pytest.mark.parametrize(
    ("got", "wrong", "spurious"),
    [
        ("NOM: LEA", 0, 3),
        ("LA", 1, 0),
        ("X" * 20 + "LEA", 0, 20),
        # One letter too many around it: now all of them count.
        ("X" * 21 + "LEA", 21, 21),
    ],
)
def test_field(got: str, wrong: int, spurious: int) -> None:
    assert tally("field", "Léa", got) == Tally(
        pages=1, letters=3, wrong=wrong, exact=not wrong, fields=1, spurious=spurious
    )


def test_tallies_add_up() -> None:
    both = tally("field", "LEA", "LEA") + tally("field", "NOAH", "XNOAK")
    assert both.pages == 2
    assert both.cer == 1 / 7
    assert both.exact_share == 0.5
    assert both.spurious_mean == 0.5
