"""formats.js, zip.js, npz.js, ink.js: the files the page writes, opened by other programs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import glyph, reading

pytestmark = pytest.mark.browser

PAGES = [
    reading("HI, YOU", "2", file="a.jpg"),
    reading("", file="b.jpg", lines=[]),
    reading("END", file="c.jpg", page=3),
]


def written(modules: Any, format_: str, pages: list[dict[str, Any]]) -> str:
    text = run(modules, "formats", "async (m, pages, name) => m.written(pages, name).text()", pages, format_)
    assert isinstance(text, str)
    return text


def test_text_has_a_form_feed_between_pages(modules: Any) -> None:
    assert written(modules, "text", PAGES) == "HI, YOU\n2\n\f\fEND\n"


def test_json_is_the_page_or_all_of_them(modules: Any) -> None:
    assert json.loads(written(modules, "json", PAGES[:1])) == PAGES[0]
    several = json.loads(written(modules, "json", PAGES))
    assert several == {"pages": PAGES, "text": "HI, YOU\n2\n\f\fEND\n"}


def test_csv_has_a_row_for_each_glyph(modules: Any) -> None:
    odd = reading("A", file='a "b", c.jpg')
    odd["lines"][0]["words"][0]["glyphs"] = [glyph(",")]
    rows = list(csv.DictReader(io.StringIO(written(modules, "csv", [PAGES[0], odd, PAGES[2]]))))
    assert len(rows) == 11
    assert "".join(row["letter"] for row in rows) == "HI,YOU2,END"
    assert rows[4] == {
        "file": "a.jpg", "page": "1", "line": "1", "word": "2", "glyph": "2", "letter": "O", "confidence": "0.95",
        "left": "60", "top": "0", "right": "70", "bottom": "20", "alternatives": "Q 0.02",
    }  # fmt: skip
    assert rows[7]["file"] == 'a "b", c.jpg'
    assert (rows[-1]["page"], rows[-1]["glyph"]) == ("3", "3")


@pytest.mark.parametrize(
    ("name", "format_", "file"),
    [
        ("note.jpg", "text", "note.txt"),
        ("a.b.png", "alto", "a.b.alto.xml"),
        ("x", "new", "x.new"),
        (".png", "pdf", ".png.pdf"),
    ],
)
def test_files_are_named_after_their_picture(modules: Any, name: str, format_: str, file: str) -> None:
    assert run(modules, "formats", "(m, ...values) => m.fileName(...values)", name, format_) == file


def test_whatever_the_service_writes_is_offered(modules: Any) -> None:
    offered = run(modules, "formats", "(m, served) => m.offered(served)", ["json", "ndjson", "text", "png", "epub"])
    assert offered == ["text", "json", "csv", "png", "epub"]
    assert run(modules, "formats", "(m) => m.labelOf('epub')") == "EPUB"


def test_archives_open_elsewhere(modules: Any) -> None:
    contents = {"a.txt": b"hello " * 500, "f\u00fcnf/b.bin": bytes(range(256)), "empty": b""}
    entries = [[name, list(content)] for name, content in contents.items()]
    packed = run(
        modules, "zip", "async (m, files) => [...await m.zip(files.map(([n, b]) => [n, Uint8Array.from(b)]))]", entries
    )
    with zipfile.ZipFile(io.BytesIO(bytes(packed))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents
    assert len(packed) < 1500


def test_numpy_reads_what_the_page_saves(modules: Any) -> None:
    make = """async (m) => [...await m.glyphSet([
        { letter: "A", ink: Uint8Array.of(0, 255, 7, 9) }, { letter: "\u00df", ink: Uint8Array.of(1, 2, 3, 4) }], 2)]"""
    with np.load(io.BytesIO(bytes(run(modules, "npz", make))), allow_pickle=False) as columns:
        assert columns["images"].tolist() == [[[0, 255], [7, 9]], [[1, 2], [3, 4]]]
        assert columns["images"].dtype == np.uint8
        assert columns["labels"].tolist() == ["A", "\u00df"]
        assert columns["writers"].tolist() == [-1, -1]


@pytest.mark.parametrize(("paper", "stroke"), [(230, 40), (30, 220), (200, 120)], ids=["dark", "light", "faint"])
def test_ink_is_white_on_black_whatever_the_pen(modules: Any, paper: int, stroke: int) -> None:
    greys = np.full((20, 20), paper)
    greys += np.arange(20)[:, None] % 3
    greys[6:14, 9:11] = stroke
    inside = np.zeros((20, 20), int)
    inside[5:15, 7:13] = 1
    greys[5:15, 0:4] = stroke
    values = (greys.ravel().tolist(), inside.ravel().tolist())
    ink = np.array(run(modules, "ink", "(m, greys, inside) => [...m.inkOf(greys, inside)]", *values)).reshape(20, 20)
    assert (ink[6:14, 9:11] >= 240).all()
    assert ink.sum() == ink[6:14, 9:11].sum()


def test_transparent_pixels_are_white_paper(modules: Any) -> None:
    rgba = [0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255]
    assert run(modules, "ink", "(m, rgba) => [...m.greysOf(Uint8ClampedArray.from(rgba))]", rgba) == [255, 0, 255, 76]
