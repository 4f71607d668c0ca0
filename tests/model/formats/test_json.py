import base64
import json

import pytest

from model.formats.json import page_fields, write_json
from model.formats.picture import AnnotatedPicture
from tests.model.formats.pages import BLANK, PAGE


def test_text_lines_words_and_glyphs_tell_the_same_story() -> None:
    fields = page_fields(PAGE)
    assert fields["text"] == "HI YOU\n4 O" == "\n".join(line["text"] for line in fields["lines"])
    for line in fields["lines"]:
        assert line["text"] == " ".join(word["text"] for word in line["words"])
        for word in line["words"]:
            assert word["text"] == "".join(glyph["letter"] for glyph in word["glyphs"])


def test_a_glyph_has_box_confidence_and_alternatives() -> None:
    unsure = page_fields(PAGE)["lines"][1]["words"][1]["glyphs"][0]
    assert unsure == {
        "letter": "O",
        "confidence": 0.41,
        "box": {"left": 80, "top": 120, "right": 100, "bottom": 150},
        "alternatives": [{"letter": "?", "confidence": 0.59}],
        "source": "glyph",
        "needs_review": True,
    }


def test_only_what_is_given_is_written() -> None:
    assert list(page_fields(BLANK)) == ["text", "width", "height", "lines"]
    full = page_fields(BLANK, file="a.png", model="net", engine="auto", milliseconds=1.26, annotated=_picture())
    assert list(full) == ["file", "text", "width", "height", "model", "engine", "milliseconds", "lines", "annotated"]
    assert full["milliseconds"] == 1.3


def test_zero_milliseconds_are_written() -> None:
    assert page_fields(BLANK, milliseconds=0.0)["milliseconds"] == 0.0


def test_the_annotated_picture_comes_back() -> None:
    annotated = page_fields(BLANK, annotated=_picture())["annotated"]
    assert base64.b64decode(annotated["base64"]) == b"\x89PNG"
    assert (annotated["media_type"], annotated["width"], annotated["height"]) == ("image/png", 4, 2)


@pytest.mark.parametrize("name", ["a.png", "Müller.png", "bad\udcff.png"])
def test_any_file_name_stays_ascii_on_one_line(name: str) -> None:
    line = write_json(page_fields(PAGE, file=name))
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["file"] == name


def _picture() -> AnnotatedPicture:
    return AnnotatedPicture("image/png", 4, 2, b"\x89PNG")
