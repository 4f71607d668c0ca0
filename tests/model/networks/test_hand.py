"""Corrected glyphs adapt a network at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from drawing.pens import FontPen
from model.alphabet import ALPHABET
from model.classifier import OpenVinoClassifier
from model.errors import OptionError
from model.fields.reading import FormOptions
from model.frame import GlyphFrames, frame_glyphs
from model.networks.checkpoint import bundled
from model.networks.hand import AdaptedClassifier, Hand, HandSettings
from model.options import ReadOptions
from model.reader import Reader
from tests.app.fakes import picture_file
from tests.model.fakes import FlatClassifier
from tests.model.fields.forms import TEMPLATE


def drawn(letters: str, seed: int = 0, font: str = "reenie-beanie") -> GlyphFrames:
    pen, rng = FontPen(font), np.random.default_rng(seed)
    return frame_glyphs(pen.draw(letter, 60 + 7 * seed, rng).ink for letter in letters)


@pytest.fixture(scope="module")
def network() -> OpenVinoClassifier:
    return OpenVinoClassifier.load("letternet-plus-int8")


def read(classifier: OpenVinoClassifier | AdaptedClassifier, frames: GlyphFrames) -> str:
    return "".join(ALPHABET[label] for label in classifier.classify(frames).argmax(axis=1))


@pytest.mark.parametrize("name", bundled())
def test_every_network_tells_its_features_beside_the_same_logits(name: str) -> None:
    network = OpenVinoClassifier.load(name)
    frames = drawn("ABC123")
    logits, features = network.describe(frames)
    assert features.shape[0] == 6
    assert features.shape[1] > 1000
    assert np.abs(logits - network.classify(frames)).max() < 0.5
    assert network.describe(frames[:0])[1].shape == (0, features.shape[1])


def test_a_glyph_gains_for_the_letter_that_one_like_it_was_corrected_to(network: OpenVinoClassifier) -> None:
    again = drawn("Q", 1)
    gain = (AdaptedClassifier(network, Hand(drawn("Q"), ("7",))).classify(again) - network.classify(again))[0]
    assert gain[ALPHABET.index("7")] > HandSettings().worth / 3
    assert np.abs(np.delete(gain, ALPHABET.index("7"))).max() < 0.5


def test_what_looks_alike_is_told_apart_by_the_hand(network: OpenVinoClassifier) -> None:
    bar = drawn("l")
    assert {read(AdaptedClassifier(network, Hand(bar, (letter,))), drawn("l", 1)) for letter in "l1I"} == {*"l1I"}


def test_unlike_glyphs_are_read_as_before(network: OpenVinoClassifier) -> None:
    adapted = AdaptedClassifier(network, Hand(drawn("Q"), ("7",)))
    others = drawn("ABEHTX")
    assert read(adapted, others) == read(network, others)


def test_nobodys_hand_changes_nothing(network: OpenVinoClassifier) -> None:
    frames = drawn("ABC")
    before = network.classify(frames)
    nobody = AdaptedClassifier(network, Hand(frames[:0], ()))
    assert np.array_equal(nobody.classify(frames), before)
    AdaptedClassifier(network, Hand(frames, ("X", "Y", "Z"))).classify(frames)
    assert np.array_equal(network.classify(frames), before)


def test_the_newest_glyphs_of_each_letter_count() -> None:
    frames = np.zeros((5, 28, 28), np.uint8)
    frames[:, 0, 0] = range(5)
    kept, letters = Hand(frames, ("A", "A", "B", "A", "B"), HandSettings(most=2)).newest()
    assert list(zip(kept[:, 0, 0].tolist(), letters, strict=True)) == [(4, "B"), (3, "A"), (2, "B"), (1, "A")]


@pytest.mark.parametrize(
    ("shape", "letters"), [((1, 28, 28), ("é",)), ((1, 28, 28), ("not a character",)), ((2, 28, 28), ("A",)),
                           ((1, 27, 28), ("A",))]
)  # fmt: skip
def test_what_is_no_hand_is_refused(shape: tuple[int, ...], letters: tuple[str, ...]) -> None:
    with pytest.raises(OptionError):
        Hand(np.zeros(shape, np.uint8), letters)


def test_a_file_that_is_no_profile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hand.npz").write_bytes(b"PK nothing")
    with pytest.raises(OptionError, match="no exported profile"):
        Hand.load(tmp_path / "hand.npz")


def test_a_network_that_tells_no_features_learns_no_hand() -> None:
    with pytest.raises(OptionError, match="fakenet"):
        Reader(FlatClassifier()).read(picture_file(), ReadOptions(hand=Hand(drawn("A"), ("A",))))
    with pytest.raises(OptionError, match="fakenet"):
        Reader(FlatClassifier()).read_form(picture_file(), TEMPLATE, FormOptions(hand=Hand(drawn("A"), ("A",))))
