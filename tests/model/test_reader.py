"""A whole page, read: properties that hold for any network, and how well the bundled one does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from drawing import DrawnPage, PageStyle, draw_page
from model.alphabet import parse_charset
from model.binarize import find_ink
from model.classifier import BATCHES
from model.decode import Picture
from model.elements import BoundingBox, Page
from model.errors import OptionError, PictureError
from model.lines.strip import blanks
from model.networks.checkpoint import bundled
from model.options import ReadOptions
from model.reader import Reader
from model.segment import find_fragments
from tests.model.fakes import FONT, FlatClassifier, TemplateClassifier
from tests.model.lines.fakes import ScriptedLineReader

LINES = ("PACK MY BOX WITH FIVE", "DOZEN LIQUOR JUGS 2468")
STYLE = PageStyle(font=FONT, letter_height_px=60)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Reads one font perfectly."""
    return Reader(TemplateClassifier())


@pytest.fixture(scope="module")
def drawn() -> DrawnPage:
    return draw_page(LINES, STYLE, seed=1)


def picture(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Picture:
    return Picture(grey, int(grey.shape[1]), int(grey.shape[0]))


def errors(read: str, truth: str) -> int:
    """Letters to insert, delete or replace (Levenshtein)."""
    row = list(range(len(truth) + 1))
    for n, letter in enumerate(read, 1):
        before, row[0] = row[0], n
        for m, other in enumerate(truth, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (letter != other))
    return row[-1]


def test_text_boxes_and_lines_are_those_drawn(reader: Reader, drawn: DrawnPage) -> None:
    page = reader.read(drawn.png())
    assert page.text == "\n".join(LINES)
    assert (page.width, page.height) == (drawn.truth.width, drawn.truth.height)
    pairs = list(zip(page.glyphs, drawn.truth.glyphs, strict=True))
    assert min(glyph.box.overlap(truth.box) for glyph, truth in pairs) > 0.75
    assert all(0.5 < glyph.confidence <= 1 for glyph, _ in pairs)


STYLES: dict[str, PageStyle] = {
    "white on black": PageStyle(inverted=True),
    "small": PageStyle(letter_height_px=18),
    "large": PageStyle(letter_height_px=110),
    "pencil": PageStyle(ink_opacity=0.35),
    "in a shadow": PageStyle(shadow=0.8),
    "tilted": PageStyle(tilt_deg=5),
    "noisy": PageStyle(noise=6),
    "hard JPEG": PageStyle(jpeg_quality=25),
    "ruled paper": PageStyle(paper_pattern="ruled", rule=(190, 200, 215)),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_look_of_the_page_does_not_change_its_text(reader: Reader, style: PageStyle) -> None:
    page = reader.read(draw_page(LINES, replace(style, font=FONT), seed=1).png())
    # Measured: at most 2 of 39, in the tilted page.
    assert errors(page.text, "\n".join(LINES)) <= 3


@pytest.mark.parametrize(("left", "top", "right", "bottom"), [(64, 48, 0, 0), (0, 0, 37, 81), (25, 90, 110, 16)])
def test_margin_shifts_every_box_by_exactly_that_much(
    reader: Reader, drawn: DrawnPage, left: int, top: int, right: int, bottom: int
) -> None:
    plain = reader.read(picture(drawn.grey))
    paper = int(drawn.grey[0, 0])
    wider = np.pad(drawn.grey, ((top, bottom), (left, right)), constant_values=paper)
    moved = reader.read(picture(wider))
    assert moved.text == plain.text
    assert (moved.width, moved.height) == (plain.width + left + right, plain.height + top + bottom)
    for before, after in zip(plain.glyphs, moved.glyphs, strict=True):
        box = before.box
        expected = BoundingBox(box.left + left, box.top + top, box.right + left, box.bottom + top)
        assert after.box == expected


def test_inverting_changes_nothing(reader: Reader, drawn: DrawnPage) -> None:
    plain, inverted = reader.read(picture(drawn.grey)), reader.read(picture(255 - drawn.grey))
    assert inverted.text == plain.text
    for one, other in zip(plain.glyphs, inverted.glyphs, strict=True):
        assert one.box.overlap(other.box) > 0.9


def test_boxes_refer_to_the_picture_in_the_file(reader: Reader, drawn: DrawnPage) -> None:
    """A reduced JPEG hands fewer pixels over than the file has."""
    small = np.asarray(cv2.resize(drawn.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    page = reader.read(Picture(small, drawn.truth.width, drawn.truth.height))
    assert page.text == "\n".join(LINES)
    for glyph, truth in zip(page.glyphs, drawn.truth.glyphs, strict=True):
        assert glyph.box.overlap(truth.box) > 0.6


def assert_sound(page: Page, options: ReadOptions) -> None:
    """What holds for every page, whatever is on it."""
    letters = set(parse_charset(options.charset).letters)
    for line in page.lines:
        assert line.words
        assert all(word.glyphs for word in line.words)
    for glyph in page.glyphs:
        assert 0 <= glyph.box.left < glyph.box.right <= page.width
        assert 0 <= glyph.box.top < glyph.box.bottom <= page.height
        sure = [glyph.confidence, *(other.confidence for other in glyph.alternatives)]
        assert sure == sorted(sure, reverse=True)
        assert sure[-1] >= 0
        assert sum(sure) <= 1 + 1e-6
        named = [glyph.letter, *(other.letter for other in glyph.alternatives)]
        assert len(named) == len(set(named)) == min(options.alternatives + 1, len(letters))
        assert set(named) <= letters


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(),
        ReadOptions("digits", alternatives=0),
        ReadOptions("letters", alternatives=10),
        ReadOptions("chars:AB", alternatives=5),
        ReadOptions("lower", alternatives=1),
    ],
    ids=lambda options: f"{options.charset} {options.alternatives}",
)
@pytest.mark.parametrize("classifier", [TemplateClassifier(), FlatClassifier()], ids=["templates", "flat"])
def test_pages_are_sound_under_every_charset(
    classifier: TemplateClassifier | FlatClassifier, drawn: DrawnPage, options: ReadOptions
) -> None:
    page = Reader(classifier).read(picture(drawn.grey), options)
    # A network that tells nothing apart is not believed where it may answer anything.
    assert list(page.glyphs) or (isinstance(classifier, FlatClassifier) and options.charset == "mixed")
    assert_sound(page, options)


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (40, 2000), (2000, 40), (120, 120)])
def test_noise_of_any_shape_gives_a_sound_page(shape: tuple[int, int]) -> None:
    grey = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    assert_sound(Reader(FlatClassifier()).read(picture(grey)), ReadOptions())


def test_letter_that_touches_the_edge_keeps_its_box_inside(reader: Reader, drawn: DrawnPage) -> None:
    first = next(drawn.truth.glyphs).box
    cut = np.ascontiguousarray(drawn.grey[first.top + 5 :, first.left + 5 :])
    assert_sound(reader.read(picture(cut)), ReadOptions())


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_page_has_no_lines(reader: Reader, level: int) -> None:
    assert reader.read(picture(np.full((300, 400), level, np.uint8))) == Page(400, 300)


BAD_LIGHT = {
    "shadow": PageStyle(shadow=1),
    "grain in a shadow": PageStyle(noise=4, shadow=0.7, vignette=0.5),
    "blackboard with grain": PageStyle(inverted=True, noise=2),
}


@pytest.mark.parametrize("style", BAD_LIGHT.values(), ids=BAD_LIGHT.keys())
def test_blank_paper_in_bad_light_is_read_as_next_to_nothing(style: PageStyle) -> None:
    blank = draw_page([], replace(style, sheet_px=(1000, 700)), seed=1)
    assert len(list(Reader.load().read(blank.png()).glyphs)) <= 6


@pytest.mark.parametrize("angle_deg", [0, 90, 180, 270])
def test_page_on_its_side_or_upside_down_is_read_with_boxes_where_they_stand(angle_deg: int) -> None:
    page = draw_page(LINES, STYLE)
    turned = np.ascontiguousarray(np.rot90(page.grey, angle_deg // 90))
    reader = Reader.load()
    upright, found = reader.read(picture(page.grey)), reader.read(picture(turned))
    assert (found.width, found.height) == turned.shape[::-1]
    assert found.text == upright.text
    first, there = next(upright.glyphs).box, next(found.glyphs).box
    corners = [[first.left, first.top], [first.right, first.bottom]]
    matrix = cv2.getRotationMatrix2D((0, 0), angle_deg, 1.0)[:, :2]
    moved = np.array(corners) @ matrix.T
    shift = {0: (0, 0), 90: (0, page.grey.shape[1]), 180: page.grey.shape[::-1], 270: (page.grey.shape[0], 0)}
    expected = moved + np.array(shift[angle_deg])
    found_corners = np.array([[there.left, there.top], [there.right, there.bottom]])
    assert np.abs(np.sort(expected, axis=0) - found_corners).max() <= 3


def test_whole_page_is_classified_in_one_call(drawn: DrawnPage) -> None:
    classifier = FlatClassifier()
    Reader(classifier).read(picture(drawn.grey))
    *before, page = (count for count in classifier.calls if count)
    # The calls before look at letters as they stand and turned, a few and then all, and at pieces that may need no cut.
    assert len(before) <= 5
    assert page >= 36


def test_a_page_that_says_nothing_is_smoothed_and_looked_at_once_more(reader: Reader) -> None:
    grey = draw_page(LINES, replace(STYLE, letter_height_px=90), seed=1).grey
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]]
    # Fine waves over all of it, as on a cheque.
    waves = 50 * np.sin((y + 6 * np.sin(x / 40)) * 2 * np.pi / 5)
    wavy = picture(np.clip(0.6 * grey + 60 + waves, 0, 255).astype(np.uint8))
    assert len(find_fragments(find_ink(wavy.grey))) > 200
    page = reader.read(wavy)
    assert errors(page.text, "\n".join(LINES)) <= 2
    assert (page.width, page.height) == (wavy.width, wavy.height)


def test_every_size_can_be_shown_to_the_networks_before_a_page() -> None:
    classifier, linenet, line_reader = FlatClassifier(), ScriptedLineReader([""]), ScriptedLineReader([""])
    steps = Reader(classifier, line_reader, linenet).prepare()
    next(steps)
    assert classifier.calls == []
    assert len(list(steps)) + 1 == len(BATCHES) + 2 * len(list(blanks(line_reader.strip)))
    assert classifier.calls == list(BATCHES)
    widths = [strip.grey.shape[1] for strip in blanks(line_reader.strip)]
    assert all([strip.grey.shape[1] for strip in shown.strips] == widths for shown in (linenet, line_reader))


def test_what_is_no_character_is_not_answered(drawn: DrawnPage) -> None:
    with_scribble = drawn.grey.copy()
    points = np.random.default_rng(5).integers((700, 220), (900, 280), (14, 2))
    cv2.polylines(with_scribble, [points.astype(np.int32)], False, 20, 3)
    page = Reader(TemplateClassifier("PACKMYBOX")).read(picture(with_scribble))
    assert page.lines[0].text.startswith("PACK MY BOX")
    assert len(list(page.glyphs)) < 36


def test_charset_folds_and_limits_the_answer(drawn: DrawnPage) -> None:
    small = Reader(TemplateClassifier("packmyboxwithfvedznlqurjgs2468".replace("i", "")))
    page = small.read(draw_page(["fox dug 24"], STYLE).png(), ReadOptions("alnum"))
    assert page.text == "FOX DUG 24"


def test_source_may_be_a_path_bytes_or_a_picture(reader: Reader, drawn: DrawnPage, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(drawn.png())
    pages = [reader.read(source) for source in (path, str(path), drawn.png(), picture(drawn.grey))]
    assert all(page.text == pages[0].text == "\n".join(LINES) for page in pages)


def test_wrong_sources_are_told_apart(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        reader.read(tmp_path / "missing.png")
    with pytest.raises(PictureError):
        reader.read(b"no picture")
    with pytest.raises(OptionError):
        reader.read(b"", ReadOptions(charset="roman"))


def test_reader_keeps_nothing_between_pages(reader: Reader, drawn: DrawnPage) -> None:
    other = draw_page(["SIX", "2468"], STYLE)
    expected = [reader.read(picture(page.grey)) for page in (drawn, other)]
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda page: reader.read(picture(page.grey)), [drawn, other] * 4))
    assert again == expected * 4


@pytest.fixture(scope="module", params=bundled())
def bundled_reader(request: pytest.FixtureRequest) -> Reader:
    """Every bundled network in turn."""
    return Reader.load(str(request.param), threads=1)


WRITTEN = ("Please bring 24 red pens", "and Kate's blue book, 7 May", "GRANDMOTHER WAITS AT HOME")
# Fonts that no network is trained on.
FONTS = ("architects-daughter", "kalam", "patrick-hand", "shadows-into-light-two")


def letters_only(text: str) -> str:
    return "".join(text.split()).upper()


def test_bundled_network_reads_unknown_fonts(bundled_reader: Reader) -> None:
    wrong, count = 0, 0
    for seed, font in enumerate(FONTS):
        style = PageStyle(font=font, wobble=0.02, shadow=0.4, noise=3, perspective=0.02, blur_px=0.6)
        page = bundled_reader.read(draw_page(WRITTEN, style, seed).jpeg())
        wrong += errors(letters_only(page.text), letters_only("".join(WRITTEN)))
        count += len(letters_only("".join(WRITTEN)))
    assert wrong / count < 0.2
