"""Ink as bright as its paper is seen by its colour, whatever file it comes in; pages without such ink stay grey."""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from drawing import PageStyle, draw_page
from model import DEFAULT_CHECKPOINT
from model.decode import Colours, Picture, decode
from model.elements import BoundingBox, Page
from model.options import ReadOptions
from model.picture.colour import best_plane, in_best_plane
from model.picture.region import Region
from model.picture.sources import first_picture, open_source
from model.reader import Reader
from tests.model.documents import pdf_of, tiff_of
from tests.model.fakes import FONT, TemplateClassifier

LINES = ("PACK MY BOX", "DOZEN JUGS 24")
TEXT = "\n".join(LINES)
DRAWN = draw_page(LINES, PageStyle(font=FONT, letter_height_px=60), seed=1)
BOXES = [glyph.box for glyph in DRAWN.truth.glyphs]
Colour = tuple[int, int, int]

#: Paper and ink of the same grey, within 7 of 255.
ALIKE: dict[str, tuple[Colour, Colour]] = {
    "red on blue": ((60, 106, 200), (190, 68, 55)),
    "red on green": ((70, 150, 80), (204, 84, 92)),
    "sky on orange": ((240, 170, 60), (120, 197, 226)),
    "mint on rose": ((235, 160, 190), (130, 209, 158)),
    "dull": ((160, 138, 110), (125, 146, 160)),
}
COUNTER: dict[str, tuple[Colour, Colour]] = {
    "black on white": ((250, 250, 250), (20, 20, 20)),
    "blue on white": ((245, 243, 238), (40, 60, 160)),
    "nothing on rose": ((235, 160, 190), (235, 160, 190)),
}


def coloured(paper: Colour, ink: Colour, noise: float = 2.0) -> Colours:
    """The page with ink and paper of other colours, in light that falls off, as a camera sees it."""
    grey = DRAWN.grey.astype(np.float64)
    covered = np.clip((np.median(grey) - grey) / np.ptp(grey), 0, 1)[..., None]
    light = np.linspace(1, 0.8, grey.shape[1])[None, :, None]
    grain = np.random.default_rng(3).normal(0, noise, (*grey.shape, 3))
    page = (np.array(paper) * (1 - covered) + np.array(ink) * covered) * light + grain
    return np.clip(page, 0, 255).astype(np.uint8)


def file_of(colours: Colours | Pillow.Image, form: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture = colours if isinstance(colours, Pillow.Image) else Pillow.fromarray(colours)
    picture.save(buffer, form, **({"quality": 85} if form == "JPEG" else {}), **options)
    return buffer.getvalue()


def overlap(page: Page, boxes: Sequence[BoundingBox]) -> float:
    """The least overlap of a glyph with where it was drawn."""
    return min(glyph.box.overlap(box) for glyph, box in zip(page.glyphs, boxes, strict=True))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(TemplateClassifier())


@pytest.mark.parametrize(("paper", "ink"), ALIKE.values(), ids=ALIKE.keys())
def test_ink_as_bright_as_its_paper_is_read(reader: Reader, paper: Colour, ink: Colour) -> None:
    data = file_of(coloured(paper, ink))
    picture = decode(data)
    assert reader.read(Picture(picture.grey, picture.width, picture.height)).text == ""
    page = reader.read(data)
    assert page.text == TEXT
    assert overlap(page, BOXES) > 0.6


def test_the_bundled_network_reads_it_too() -> None:
    page = Reader.load(DEFAULT_CHECKPOINT, 1, "glyph").read(file_of(coloured(*ALIKE["red on green"])))
    assert page.text.replace(" ", "") == TEXT.replace(" ", "")


@pytest.mark.parametrize(("paper", "ink"), COUNTER.values(), ids=COUNTER.keys())
def test_pages_that_grey_shows_as_well_stay_grey(paper: Colour, ink: Colour) -> None:
    assert best_plane(coloured(paper, ink)) is None


def test_ink_is_darker_than_its_paper_in_the_best_plane() -> None:
    for paper, ink in (ALIKE["red on blue"], ALIKE["red on blue"][::-1]):
        plane = best_plane(coloured(paper, ink))
        assert plane is not None
        assert plane.shape == DRAWN.grey.shape
        assert np.median(plane[DRAWN.grey < 100]) < np.median(plane) - 60


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (5, 3), (40, 40)])
def test_pictures_of_a_few_pixels_have_no_better_plane(shape: tuple[int, int]) -> None:
    assert best_plane(np.full((*shape, 3), (200, 100, 50), np.uint8)) is None


def test_waves_of_colour_say_nothing(reader: Reader) -> None:
    waves = np.random.default_rng(2).integers(60, 200, (12, 16, 3)).astype(np.uint8)
    page = np.asarray(cv2.resize(waves, (960, 720), interpolation=cv2.INTER_CUBIC), np.float64)
    alike = page - (page @ [0.299, 0.587, 0.114])[..., None] + 128
    assert reader.read(file_of(np.clip(alike, 0, 255).astype(np.uint8))).text == ""


def test_a_page_that_grey_reads_is_not_decoded_in_colour(reader: Reader) -> None:
    def refuse() -> Colours:
        raise AssertionError

    page = reader.read(Picture(DRAWN.grey, DRAWN.truth.width, DRAWN.truth.height, colours=refuse))
    assert page.text == TEXT


RED_ON_BLUE = coloured(*ALIKE["red on blue"])
FILES: dict[str, bytes] = {
    **{form: file_of(RED_ON_BLUE, form) for form in ("JPEG", "PNG", "TIFF", "BMP")},
    "opaque RGBA": file_of(Pillow.fromarray(RED_ON_BLUE).convert("RGBA"), "PNG"),
    "palette": file_of(Pillow.fromarray(coloured(*ALIKE["red on blue"], noise=0.5)).quantize(256), "PNG"),
    "PDF": pdf_of([Pillow.fromarray(RED_ON_BLUE)]),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("preview_side", [0, 200])
def test_every_file_of_colours_is_read(reader: Reader, data: bytes, preview_side: int) -> None:
    with open_source(io.BytesIO(data)) as source:
        picture = source.picture(1, preview_side)
    # Read after the file is closed, and in another process.
    assert reader.read(pickle.loads(pickle.dumps(picture))).text == TEXT


def test_the_page_that_was_asked_for_is_seen_in_colour(reader: Reader) -> None:
    data = tiff_of([Pillow.new("L", (300, 200), 255), Pillow.fromarray(RED_ON_BLUE), Pillow.new("RGB", (300, 200))])
    with open_source(io.BytesIO(data)) as source:
        pictures = [source.picture(number) for number in (1, 2, 3)]
    assert pictures[0].colours is None
    assert [reader.read(picture).text for picture in pictures] == ["", TEXT, ""]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16"])
def test_grey_files_have_no_colours(mode: str) -> None:
    deep = Pillow.fromarray(DRAWN.grey.astype(np.uint16) * 257)
    picture = first_picture(file_of(deep if mode == deep.mode else Pillow.fromarray(DRAWN.grey).convert(mode), "PNG"))
    assert picture.colours is None
    assert in_best_plane(picture) is None


def test_colours_stand_upright_and_are_no_larger_than_reading_needs() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    wide = Pillow.new("RGB", (5000, 1000), (200, 60, 60))
    wide.paste((60, 60, 200), (0, 0, 2500, 1000))
    for form in ("JPEG", "PNG"):
        picture = decode(file_of(wide, form, exif=exif))
        assert picture.colours is not None
        colours = picture.colours()
        assert colours.shape == (2500, 500, 3)
        assert colours[100, 250, 2] > colours[100, 250, 0]
        assert colours[-100, 250, 0] > colours[-100, 250, 2]


def test_a_region_is_seen_in_its_own_colours(reader: Reader) -> None:
    first = len(LINES[0].replace(" ", ""))
    lower = max(box.bottom for box in BOXES[:first]) + 5
    region = Region(0, lower, DRAWN.truth.width, DRAWN.truth.height - lower)
    page = reader.read(file_of(RED_ON_BLUE), ReadOptions(region=region))
    assert page.text == LINES[1]
    assert overlap(page, BOXES[first:]) > 0.6


def test_boxes_are_in_pixels_of_the_file_where_colours_are_smaller(reader: Reader) -> None:
    half = np.asarray(cv2.resize(RED_ON_BLUE, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    grey = np.full(DRAWN.grey.shape, 128, np.uint8)
    page = reader.read(Picture(grey, DRAWN.truth.width, DRAWN.truth.height, colours=lambda: half))
    assert page.text == TEXT
    assert overlap(page, BOXES) > 0.6
