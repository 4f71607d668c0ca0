import numpy as np
import pytest

from drawing import PageStyle, draw_page
from model.binarize import find_ink
from model.layout import TextLine, find_lines
from model.lines.strip import Cutter, Strip, StripSettings, blanks, by_width, filled_width
from model.segment import find_fragments

STYLE = PageStyle(font="patrick-hand", letter_height_px=40)


def strips(style: PageStyle, *written: str) -> tuple[list[Strip], list[TextLine]]:
    grey = draw_page(written, style).grey
    ink = find_ink(grey)
    lines = find_lines(find_fragments(ink))
    return Cutter(grey, ink, lines).cut([(line, number) for number, line in enumerate(lines)]), lines


def dark_columns(strip: Strip) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.flatnonzero((strip.grey < 178).any(axis=0))


def test_columns_of_the_ink_come_back_to_the_page() -> None:
    (strip,), (line,) = strips(STYLE, "HELLO")
    columns = strip.left + dark_columns(strip) * strip.step
    assert columns[0] == pytest.approx(line.fragments[0].box.left, abs=3)
    assert columns[-1] == pytest.approx(line.fragments[-1].box.right, abs=3)


def test_all_strips_have_one_height_and_paper_around_the_ink() -> None:
    for strip in strips(STYLE, "HELLO", "you")[0]:
        assert strip.grey.shape[0] == StripSettings().height
        assert strip.grey[0].min() > 128
        assert strip.grey[-1].min() > 128


def test_a_tilted_line_is_levelled() -> None:
    (strip,), _ = strips(PageStyle(font="patrick-hand", letter_height_px=40, tilt_deg=5), "HHHHHHHHHHHH")
    rows = [np.flatnonzero((part < 128).any(axis=1)) for part in np.array_split(strip.grey, 6, axis=1)]
    assert max(row[0] for row in rows) - min(row[0] for row in rows) <= 4


def test_ink_of_other_lines_is_painted_over() -> None:
    grey = draw_page(["HHHHH", "HHHHH"], STYLE).grey
    ink = find_ink(grey)
    lines = find_lines(find_fragments(ink))
    # So much paper above and below that the other line is seen.
    wide = StripSettings(above=1.5)
    (alone,) = Cutter(grey, ink, lines[:1]).cut([(lines[0], 0)], settings=wide)
    (among,) = Cutter(grey, ink, lines).cut([(lines[0], 0)], settings=wide)
    assert alone.grey[30:].min() < 100
    assert among.grey[30:].min() > 150
    assert np.abs(alone.grey[:24].astype(int) - among.grey[:24]).max() < 20


def test_a_stretched_strip_is_wider_and_says_so() -> None:
    grey = draw_page(["HELLO"], STYLE).grey
    ink = find_ink(grey)
    lines = find_lines(find_fragments(ink))
    (plain,), (wide,) = (Cutter(grey, ink, lines).cut([(lines[0], 0)], stretch) for stretch in (1.0, 2.0))
    assert wide.grey.shape[1] == pytest.approx(2 * plain.grey.shape[1], abs=1)
    assert wide.step == pytest.approx(plain.step / 2, rel=0.02)


def test_nothing_wanted_is_nothing_cut() -> None:
    ink = find_ink(np.full((50, 50), 255, np.uint8))
    assert Cutter(np.full((50, 50), 255, np.uint8), ink, []).cut([]) == []


def test_few_widths_are_shown() -> None:
    widths = [filled_width(width, StripSettings()) for width in range(1, 2 * StripSettings().longest + 1)]
    assert all(width <= wide < max(1.5 * width, width + 64) for width, wide in enumerate(widths, 1))
    assert sorted(set(widths)) == [*range(64, 513, 64), 768, 1024, 1536, 2048]


def test_networks_can_be_shown_every_width_before_a_page_is_read() -> None:
    assert [strip.grey.shape for strip in blanks(StripSettings(height=40))] == [
        (40, width) for width in [1024, 768, *range(512, 0, -64)]
    ]


def test_strips_are_read_by_width_and_answered_in_their_order() -> None:
    widths, read = [300, 64, 120, 64], list[int]()

    def width_of(strip: Strip) -> int:
        read.append(strip.grey.shape[1])
        return read[-1]

    strips = [Strip(np.zeros((48, width), np.uint8), 0.0, 1.0) for width in widths]
    assert by_width(strips, width_of) == widths
    assert read == [64, 64, 120, 300]
