import re
from html.parser import HTMLParser

from lxml import etree

from model.formats.hocr import CAPABILITIES, XHTML, write_hocr
from tests.model.formats.pages import BLANK, MARKS, PAGE, reading, written


class Hocr(HTMLParser):
    """Collects elements with an ocr class, and the text inside lines."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.meta: dict[str, str] = {}
        self.text = ""
        self.feed(document.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: value or "" for name, value in attrs}
        if fields.get("class", "").startswith("ocr"):
            self.found.append((fields["class"], fields["title"]))
        if tag == "meta" and "name" in fields:
            self.meta[fields["name"]] = fields["content"]

    def handle_data(self, data: str) -> None:
        self.text += data

    def titles(self, kind: str) -> list[str]:
        return [title for found, title in self.found if found == kind]


def boxes(titles: list[str], word: str) -> list[tuple[int, ...]]:
    return [tuple(map(int, re.findall(rf"\b{word} (\d+) (\d+) (\d+) (\d+)", title)[0])) for title in titles]


def test_boxes_and_confidences_come_back_down_to_the_letters() -> None:
    hocr = Hocr(written(write_hocr, [reading()]))
    expected = [(g.box.left, g.box.top, g.box.right, g.box.bottom) for g in PAGE.glyphs]
    assert boxes(hocr.titles("ocrx_cinfo"), "x_bboxes") == expected
    assert boxes(hocr.titles("ocrx_word"), "bbox")[1] == (120, 40, 200, 70)
    assert boxes(hocr.titles("ocr_line"), "bbox") == [(20, 40, 200, 70), (20, 120, 100, 150)]
    assert hocr.titles("ocrx_word")[3].endswith("x_wconf 41")
    assert hocr.titles("ocrx_cinfo")[-1].endswith("x_conf 41.00")
    assert hocr.titles("ocr_page") == ['image "note.png"; bbox 0 0 400 200; ppageno 0']


def test_the_text_is_that_of_the_page() -> None:
    for page in (PAGE, MARKS):
        text = Hocr(written(write_hocr, [reading(page)])).text
        lines = [line.strip() for line in text.splitlines()]
        assert [line for line in lines if line and line != "Blockletter"] == page.text.splitlines()


def test_all_classes_in_use_are_declared() -> None:
    hocr = Hocr(written(write_hocr, [reading()]))
    assert {kind for kind, _ in hocr.found} == set(CAPABILITIES.split())
    assert hocr.meta == {"ocr-system": "blockletter fakenet", "ocr-capabilities": CAPABILITIES}


def test_it_is_well_formed_xhtml_with_ids_used_once() -> None:
    root = etree.fromstring(written(write_hocr, [reading(), reading(BLANK), reading(MARKS, 'a"<\x00>.png')]))
    assert root.tag == f"{{{XHTML}}}html"
    ids = root.xpath("//@id")
    assert isinstance(ids, list)
    assert len(ids) == len(set(ids)) > 30


def test_every_page_is_there_a_blank_one_too() -> None:
    titles = Hocr(written(write_hocr, [reading(BLANK), reading()])).titles("ocr_page")
    assert [title.split("; ")[-1] for title in titles] == ["ppageno 0", "ppageno 1"]
