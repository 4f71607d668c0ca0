"""Curves are fitted on answers beside the truth."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.networks.calibration import log_odds
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier
from training.aligned import Entry
from training.calibrate import fit_calibration, fit_curve, review_threshold
from training.verdicts import Verdicts, entry_span, spans, verdicts_on_entry, verdicts_on_page


@pytest.mark.parametrize(("slope", "shift"), [(0.5, 0.0), (1.0, -1.0), (1.5, 0.5)])
def test_the_curve_that_made_the_answers_is_found_again(slope: float, shift: float) -> None:
    rng = np.random.default_rng(3)
    said = rng.uniform(0.02, 0.98, 20_000)
    right = rng.random(said.size) < 1 / (1 + np.exp(-slope * log_odds(said) - shift))
    curve = fit_curve((said,), right)
    assert abs(curve.slopes[0] - slope) < 0.08
    assert abs(curve.shift - shift) < 0.08


def test_probabilities_that_tell_nothing_weigh_nothing() -> None:
    rng = np.random.default_rng(4)
    said = rng.uniform(0.02, 0.98, 5000)
    right = rng.random(said.size) < said
    against = fit_curve((said, 1 - said), right)
    assert against.slopes[1] == 0
    assert abs(against.slopes[0] - 1) < 0.1


def test_the_threshold_leaves_the_wanted_share_wrong() -> None:
    chances = np.linspace(0.99, 0, 100)
    right = np.array([True] * 49 + [False] + [True] * 10 + [False] * 40)
    assert review_threshold(chances, right) == chances[59]
    assert review_threshold(chances, ~right[::-1], wrong=0.0) == chances[39]
    assert review_threshold(chances[:3], np.zeros(3, np.bool_)) == 0.98


def test_sure_lines_are_surer_than_doubtful_ones() -> None:
    rng = np.random.default_rng(5)
    several = []
    for _ in range(1500):
        sure = rng.uniform(rng.uniform(0.3, 0.95), 1, 6)
        right = rng.random(6) < sure
        words = ((0, 3, bool(right[:3].all())), (3, 6, bool(right[3:].all())))
        several.append(Verdicts(sure, np.ones(6), right, words, bool(right.all())))
    fitted = fit_calibration(several)
    low, high = fitted.line.chances(np.array([0.1, 0.9]))
    assert high > 0.75 > 0.25 > low


@pytest.mark.parametrize(
    ("read", "wanted", "edits", "right"),
    [
        ("NOMANNAX", "ANNA", 0, [3, 4, 5, 6]),
        ("ANXA", "ANNA", 1, [0, 1, 3]),
        ("ANA", "ANNA", 1, [0, 1, 2]),
        ("", "ANNA", 4, []),
    ],
)
def test_a_label_is_found_inside_a_reading(read: str, wanted: str, edits: int, right: list[int]) -> None:
    fewest, judged = spans(read, wanted)
    assert fewest == edits
    assert sorted(at for at, fine in judged.items() if fine) == right


@pytest.mark.parametrize(
    ("read", "wanted", "part"),
    [("NOMANNAX", "ANNA", "ANNA"), ("NOMXNNA", "ANNA", "XNNA"), ("NO", "PEZOT", "NO"), ("PRENOM", "LEA", "PRE"),
     ("", "ANNA", "")],
)  # fmt: skip
def test_a_part_as_long_as_the_label_is_taken_for_the_entry(read: str, wanted: str, part: str) -> None:
    _, judged = spans(read, wanted)
    first, stop = entry_span(judged, len(wanted), len(read))
    assert read[first:stop] == part


def test_pages_that_are_read_rightly_are_judged_right() -> None:
    page = draw_page(["HOUSE 7", "MEN"], PageStyle(font=FONT), seed=1)
    found = list(verdicts_on_page(Reader(TemplateClassifier()), page, parse_charset("alnum"), "none"))
    assert [own.right.tolist() for own in found] == [[True] * 6, [True] * 3]
    assert all(own.line_right for own in found)
    assert [fine for own in found for _, _, fine in own.words] == [True, True, True]


def test_what_the_reader_does_not_know_is_judged_wrong() -> None:
    page = draw_page(["HOUSE"], PageStyle(font=FONT), seed=1)
    (found,) = verdicts_on_page(Reader(TemplateClassifier("HOUS7")), page, parse_charset("alnum"), "none")
    assert found.right.tolist() == [True, True, True, True, False][: len(found.right)]
    assert not found.line_right


def test_entries_are_judged_by_their_label(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), draw_page(["ANNA"], PageStyle(font=FONT), seed=1).image)
    reader = Reader(TemplateClassifier())
    charset = parse_charset("letters")
    fine = verdicts_on_entry(reader, Entry(tmp_path / "a.png", "Anna"), charset, "none")
    wrong = verdicts_on_entry(reader, Entry(tmp_path / "a.png", "ANKA"), charset, "none")
    assert fine is not None
    assert fine.line_right
    assert wrong is not None
    assert wrong.right.tolist() == [True, True, False, True]
