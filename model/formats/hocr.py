"""Pages as hOCR 1.2: XHTML with boxes and confidences in titles, down to the letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from model.elements import BoundingBox, Line, Page, Word
from model.formats.reading import PageReading
from model.formats.xml import encoded, legal

XHTML = "http://www.w3.org/1999/xhtml"
DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrx_cinfo"


def write_hocr(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One document for all pages; letters are ``ocrx_cinfo`` spans with ``x_bboxes``, as Tesseract writes them.

    Source: the hOCR specification 1.2, http://kba.github.io/hocr-spec/1.2/.
    """
    root = etree.Element(_name("html"), nsmap={None: XHTML})
    head = etree.SubElement(root, _name("head"))
    etree.SubElement(head, _name("title")).text = "Blockletter"
    etree.SubElement(head, _name("meta"), {"http-equiv": "Content-Type", "content": "text/html; charset=utf-8"})
    system = etree.SubElement(head, _name("meta"), name="ocr-system", content="blockletter")
    etree.SubElement(head, _name("meta"), name="ocr-capabilities", content=CAPABILITIES)
    body = etree.SubElement(root, _name("body"))
    for number, reading in enumerate(readings, 1):
        system.set("content", f"blockletter {reading.model}".strip())
        _add_page(body, reading, number)
        yield b""
    yield encoded(root, DOCTYPE)


def _name(tag: str) -> str:
    return f"{{{XHTML}}}{tag}"


def _add(parent: etree._Element, tag: str, kind: str, place: str, title: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), {"class": kind, "id": place, "title": title})


def _add_page(body: etree._Element, reading: PageReading, number: int) -> None:
    page = reading.page
    # Quotes end the name in a title, so there must be none inside.
    file = legal(reading.file).replace('"', "'")
    title = f'image "{file}"; {_box(BoundingBox(0, 0, page.width, page.height))}; ppageno {number - 1}'
    element = _add(body, "div", "ocr_page", f"page_{number}", title)
    if page.lines:
        _add_lines(element, page, str(number))


def _add_lines(parent: etree._Element, page: Page, place: str) -> None:
    written = _box(BoundingBox.around(line.box for line in page.lines))
    area = _add(parent, "div", "ocr_carea", f"block_{place}_1", written)
    paragraph = _add(area, "p", "ocr_par", f"par_{place}_1", written)
    for number, line in enumerate(page.lines, 1):
        _add_line(paragraph, line, f"{place}_{number}")


def _add_line(parent: etree._Element, line: Line, place: str) -> None:
    element = _add(parent, "span", "ocr_line", f"line_{place}", _box(line.box))
    for number, word in enumerate(line.words, 1):
        child = _add_word(element, word, f"{place}_{number}")
        # The space between words, and the break after the line, for those who only want the text.
        child.tail = "\n" if number == len(line.words) else " "


def _add_word(parent: etree._Element, word: Word, place: str) -> etree._Element:
    title = f"{_box(word.box)}; x_wconf {round(100 * word.confidence)}"
    element = _add(parent, "span", "ocrx_word", f"word_{place}", title)
    for number, glyph in enumerate(word.glyphs, 1):
        title = f"x_bboxes {_sides(glyph.box)}; x_conf {100 * glyph.confidence:.2f}"
        _add(element, "span", "ocrx_cinfo", f"glyph_{place}_{number}", title).text = legal(glyph.letter)
    return element


def _box(box: BoundingBox) -> str:
    return f"bbox {_sides(box)}"


def _sides(box: BoundingBox) -> str:
    return f"{box.left} {box.top} {box.right} {box.bottom}"
