"""Lines that are written and photographed: every letter stands where it is said to stand."""

from __future__ import annotations

import numpy as np
import pytest

from model.alphabet import NOT_A_CHARACTER
from model.lines.card import HEIGHT
from training.lines.photograph import WIDEST, photograph
from training.lines.texts import LONGEST, some_text
from training.lines.write import write
from training.lines.writers import Patch, Writer, font_writers

#: A letter whose ink is all of its box.
BLOCK = Writer("blocks", {"A": [Patch(np.full((30, 20), 255, np.uint8), 1.0, 0.0)]})
SEEDS = range(12)


@pytest.fixture(scope="module")
def writer() -> Writer:
    return next(iter(font_writers(["indie-flower"])))


@pytest.mark.parametrize("seed", SEEDS)
def test_ink_stands_between_the_edges_of_its_letter(seed: int) -> None:
    line = write("AAA A", BLOCK, BLOCK, np.random.default_rng(seed))
    assert line.text == "AAA A"
    for letter, left, right in zip(line.text, line.left, line.right, strict=True):
        inked = line.ink[:, round(left) : round(right)].max(axis=0) > 0
        assert inked.all() if letter == "A" else not inked[1:-1].any()


def test_letters_that_a_hand_lacks_come_from_the_other(writer: Writer) -> None:
    assert write("AB", BLOCK, writer, np.random.default_rng(1)).ink.any()
    with pytest.raises(ValueError, match="nobody"):
        write("AB", BLOCK, BLOCK, np.random.default_rng(1))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_strip_shows_each_letter_where_it_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strip = photograph(write("A A A", BLOCK, BLOCK, rng), rng)
    assert strip.grey.shape[0] == HEIGHT
    assert HEIGHT <= strip.grey.shape[1] <= WIDEST
    assert (np.diff(strip.middle) > 0).all()
    # A letter is darker than the gaps beside it, whatever the light; half a letter is what slant may move.
    columns = strip.grey[HEIGHT // 3 : 2 * HEIGHT // 3].astype(float).mean(axis=0)
    seen = [columns[round(middle - wide / 4) : round(middle + wide / 4) + 1].mean()
            for middle, wide in zip(strip.middle, strip.wide, strict=True)]  # fmt: skip
    assert np.mean(seen[::2]) > 1.5 * np.mean(seen[1::2])


def test_a_hand_of_a_font_has_every_letter(writer: Writer) -> None:
    assert NOT_A_CHARACTER not in writer.patches
    high, low = writer.patches["H"][0], writer.patches["p"][0]
    assert abs(high.top - 1) < 0.15 > abs(high.bottom)
    assert low.bottom < -0.1


def test_texts_are_short_and_can_be_written(writer: Writer) -> None:
    rng = np.random.default_rng(3)
    texts = [some_text(rng) for _ in range(200)]
    assert all(0 < len(text) <= LONGEST and text == text.strip() for text in texts)
    assert {letter for text in texts for letter in text} <= {" ", *writer.patches}
    assert len(set(texts)) > 150
