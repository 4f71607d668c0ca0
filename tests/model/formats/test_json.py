import base64
import json
from collections.abc import Iterator

import pytest

from model.formats.json import page_fields, write_json, write_ndjson
from model.formats.reading import PageReading
from tests.model.formats.pages import BLANK, PAGE, reading, written


def test_text_lines_words_and_glyphs_tell_the_same_story() -> None:
    fields = page_fields(reading())
    assert fields["text"] == "HI YOU\n4 O" == "\n".join(line["text"] for line in fields["lines"])
    for line in fields["lines"]:
        assert line["text"] == " ".join(word["text"] for word in line["words"])
        for word in line["words"]:
            assert word["text"] == "".join(glyph["letter"] for glyph in word["glyphs"])


def test_a_glyph_has_box_confidence_and_alternatives() -> None:
    unsure = page_fields(reading())["lines"][1]["words"][1]["glyphs"][0]
    assert unsure == {
        "letter": "O",
        "confidence": 0.41,
        "box": {"left": 80, "top": 120, "right": 100, "bottom": 150},
        "alternatives": [{"letter": "?", "confidence": 0.59}],
        "source": "glyph",
        "needs_review": True,
    }


def test_only_what_is_known_is_written() -> None:
    assert list(page_fields(PageReading(BLANK))) == ["version", "page", "text", "width", "height", "lines"]
    full = page_fields(reading(BLANK, picture=True))
    assert list(full) == [
        "version", "file", "page", "text", "width", "height", "model", "engine", "milliseconds", "lines", "annotated",
    ]  # fmt: skip
    assert full["milliseconds"] == 12.3


def test_zero_milliseconds_are_written() -> None:
    assert page_fields(PageReading(BLANK, milliseconds=0.0))["milliseconds"] == 0.0


def test_the_annotated_picture_is_one() -> None:
    annotated = page_fields(reading(picture=True))["annotated"]
    assert base64.b64decode(annotated["base64"]).startswith(b"\xff\xd8\xff")
    assert (annotated["media_type"], annotated["width"], annotated["height"]) == ("image/jpeg", 400, 200)


@pytest.mark.parametrize("name", ["a.png", "Müller.png", "bad\udcff.png", "a\nb.png"])
def test_any_file_name_stays_ascii_on_one_line(name: str) -> None:
    line = written(write_ndjson, [reading(file=name)])
    assert line.isascii()
    assert line.index(b"\n") == len(line) - 1
    assert json.loads(line)["file"] == name


def test_one_page_is_an_object_of_its_own() -> None:
    assert json.loads(written(write_json, [reading()])) == page_fields(reading())


@pytest.mark.parametrize("count", [0, 2, 3])
def test_none_or_several_pages_are_a_document(count: int) -> None:
    document = json.loads(written(write_json, [reading(number=number) for number in range(1, count + 1)]))
    assert list(document) == ["version", "pages", "text"]
    assert [page["page"] for page in document["pages"]] == list(range(1, count + 1))
    assert document["text"] == "\f".join([PAGE.text] * count)


def test_a_line_is_there_as_soon_as_its_page_is_read() -> None:
    asked = []

    def pages() -> Iterator[PageReading]:
        for number in (1, 2):
            asked.append(number)
            yield reading(number=number)

    lines = write_ndjson(pages())
    assert (json.loads(next(lines))["page"], asked) == (1, [1])
