"""linenet as it ships: reads drawn lines letter by letter, touching ones too."""

from __future__ import annotations

import numpy as np
import openvino
import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.binarize import find_ink
from model.layout import find_lines
from model.lines.card import HEIGHT, LINE_NETWORKS, STRIDE, load_line_weights
from model.lines.linenet import STRIP, LineNetReader, evened
from model.lines.reading import SYMBOLS
from model.lines.show import clearness, path_worth, read_runs
from model.lines.slots import find_slots
from model.lines.strip import Cutter, Strip
from model.segment import find_fragments

MIXED = parse_charset("mixed")
WIDTHS = (1, 5, 32, 333, 1000)


@pytest.fixture(scope="module")
def linenet() -> LineNetReader:
    return LineNetReader.load()


@pytest.mark.parametrize(
    ("written", "style"),
    [
        ("HELLO WORLD", PageStyle(font="patrick-hand", letter_height_px=40)),
        ("HARVEST", PageStyle(font="patrick-hand", letter_height_px=40, touching=1.0, letter_spacing=-0.05)),
        ("the quick brown fox", PageStyle(font="patrick-hand", letter_height_px=12)),
    ],
    ids=["capitals", "touching", "tiny small letters"],
)
def test_reads_a_drawn_line_where_it_stands(linenet: LineNetReader, written: str, style: PageStyle) -> None:
    page = draw_page([written], style)
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    (reading,) = read_runs(Cutter(page.grey, ink, lines), [(lines[0], 0)], linenet)
    assert reading.probabilities.shape == (len(reading.x), len(SYMBOLS))
    slots = find_slots(reading, MIXED)
    assert "".join(MIXED.letters[best] for best in slots.letters.argmax(axis=1)) == written.replace(" ", "")
    middles = np.array([(glyph.box.left + glyph.box.right) / 2 * ink.scale for glyph in page.truth.glyphs])
    assert np.abs(slots.x - middles).max() < style.letter_height_px * ink.scale


def test_reads_strips_of_any_width(linenet: LineNetReader) -> None:
    strips = [Strip(np.full((HEIGHT, width), 255, np.uint8), 0.0, 1.0) for width in WIDTHS]
    assert [len(reading.x) for reading in linenet.read(strips)] == [-(-width // STRIDE) for width in WIDTHS]
    assert linenet.read([]) == []
    assert all(len(find_slots(reading, MIXED)) == 0 for reading in linenet.read(strips))


def test_light_and_contrast_do_not_change_a_strip() -> None:
    plain = np.random.default_rng(1).choice([0, 255], (HEIGHT, 100), p=(0.2, 0.8)).astype(np.uint8)
    dim = np.asarray(90 + plain * (60 / 255), np.uint8)
    assert np.abs(evened(plain).astype(int) - evened(dim)).max() <= 5
    assert np.array_equal(evened(plain), evened(np.asarray(255 - plain, np.uint8)))
    assert not evened(np.full((HEIGHT, 50), 77, np.uint8)).any()


def test_a_clear_reading_is_worth_more(linenet: LineNetReader) -> None:
    noise = np.random.default_rng(2).integers(0, 255, (HEIGHT, 120), np.uint8)
    blank, doubtful = linenet.read([Strip(np.full_like(noise, 255), 0.0, 1.0), Strip(noise, 0.0, 1.0)])
    assert clearness(blank) == 1.0
    assert path_worth(blank) > path_worth(doubtful)


def test_says_what_it_is(linenet: LineNetReader) -> None:
    assert linenet.name == "linenet-int8, int8"


def test_a_dash_that_fills_its_strip_is_ink() -> None:
    strip = np.full((HEIGHT, 70), 240, np.uint8)
    strip[5:-5, 6:-6] = 30
    assert (strip == 30).mean() > 0.5
    for grey in (strip, np.asarray(255 - strip, np.uint8)):
        seen = evened(grey)
        assert seen[HEIGHT // 2, 35] > 200 > 50 > seen[0, 0]


def test_reads_alike_in_either_precision() -> None:
    if "BF16" not in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        pytest.skip("this CPU has no units for bf16")
    page = draw_page(["HELLO WORLD"], PageStyle(font="patrick-hand", letter_height_px=40))
    ink = find_ink(page.grey)
    lines = find_lines(find_fragments(ink))
    strips = Cutter(page.grey, ink, lines).cut([(lines[0], 0)], settings=STRIP)
    whole = load_line_weights(LINE_NETWORKS / "linenet.onnx")
    one, other = (LineNetReader(*whole, precision=own).read(strips)[0] for own in ("f32", "bf16"))
    assert np.abs(one.probabilities - other.probabilities).max() < 0.1
