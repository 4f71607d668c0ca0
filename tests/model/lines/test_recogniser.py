"""The real line reader, where the extra ``[lines]`` is installed."""

import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.binarize import find_ink
from model.errors import LinesMissingError
from model.layout import find_lines
from model.lines import weights
from model.lines.reading import SYMBOLS
from model.lines.recogniser import OpenVinoLineReader, load_line_reader
from model.lines.slots import find_slots
from model.lines.strip import Cutter, Strip
from model.segment import find_fragments
from tests.conftest import skip_or_fail


@pytest.fixture(scope="module")
def line_reader() -> OpenVinoLineReader:
    if weights.recogniser_path() is None:
        skip_or_fail("the extra [lines] is not installed")
    return OpenVinoLineReader.load()


@pytest.mark.parametrize("written", ["HELLO WORLD 12", "the quick brown fox"])
def test_reads_a_drawn_line_where_it_stands(line_reader: OpenVinoLineReader, written: str) -> None:
    page = draw_page([written], PageStyle(font="patrick-hand", letter_height_px=40))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    (reading,) = line_reader.read(Cutter(page.grey, ink, lines).cut([(lines[0], 0)]))
    assert reading.probabilities.shape == (len(reading.x), len(SYMBOLS))
    assert reading.probabilities.sum(axis=1).max() <= 1.01
    mixed = parse_charset("mixed")
    slots = find_slots(reading, mixed)
    assert "".join(mixed.letters[best] for best in slots.letters.argmax(axis=1)) == written.replace(" ", "")
    middles = [(glyph.box.left + glyph.box.right) / 2 * ink.scale for glyph in page.truth.glyphs]
    assert np.abs(slots.x - middles).max() < 40 * ink.scale


def test_reads_strips_of_any_width(line_reader: OpenVinoLineReader) -> None:
    strips = [Strip(np.full((48, width), 255, np.uint8), 0.0, 1.0) for width in (48, 333, 1000)]
    assert [len(reading.x) for reading in line_reader.read(strips)] == [6, 42, 125]
    assert line_reader.read([]) == []


def test_says_what_it_is(line_reader: OpenVinoLineReader) -> None:
    assert line_reader.name.startswith("PP-OCRv6 small, ")


def test_without_the_package_auto_does_without_and_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_anywhere")
    assert load_line_reader("auto") is None
    assert load_line_reader("glyph") is None
    with pytest.raises(LinesMissingError, match="blockletter"):
        load_line_reader("line")
