import numpy as np
import pytest

from benchmarks.fusion import calibration_error, fitted, right


def test_letters_of_the_text_are_right_and_others_wrong() -> None:
    assert right("HELLO 12", "Hel.LQ12", False).tolist()[:3] == [1, 1, 1]
    known = right("ABC", "AXC", False)
    assert known.tolist() == [1, 0, 1]


def test_print_around_an_entry_is_not_known() -> None:
    known = right("MARIE", "NOM:MARLE", True)
    assert np.isnan(known[:4]).all()
    assert known[4:].tolist() == [1, 1, 1, 0, 1]


def test_the_fit_finds_the_weights_that_made_the_data() -> None:
    rng = np.random.default_rng(0)
    seen = np.column_stack([np.ones(20_000), rng.normal(size=20_000)])
    truth = (rng.random(20_000) < 1 / (1 + np.exp(-(0.5 + 2 * seen[:, 1])))).astype(float)
    assert fitted(seen, truth) == pytest.approx([0.5, 2.0], abs=0.1)


def test_calibration_error_is_the_distance_of_confidence_and_truth() -> None:
    assert calibration_error(np.full(10, 0.9), np.r_[np.ones(9), 0]) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.9), np.r_[np.ones(5), np.zeros(5)]) == pytest.approx(0.4)
