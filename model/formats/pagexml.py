"""A page as PAGE XML 2019: the format of ground truth, with alternatives as further TextEquivs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from lxml import etree

from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.formats.json import CONFIDENCE_DIGITS
from model.formats.reading import PageReading
from model.formats.xml import encoded, legal

PAGE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def write_pagexml(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One document a page: the format has no room for more.

    Source: the PAGE content schema 2019-07-15, https://github.com/PRImA-Research-Lab/PAGE-XML.
    """
    for reading in readings:
        yield encoded(_document(reading, datetime.now(UTC)))


def _name(tag: str) -> str:
    return f"{{{PAGE}}}{tag}"


def _document(reading: PageReading, now: datetime) -> etree._Element:
    root = etree.Element(_name("PcGts"), nsmap={None: PAGE, "xsi": SCHEMA_INSTANCE})
    root.set(f"{{{SCHEMA_INSTANCE}}}schemaLocation", f"{PAGE} {PAGE}/pagecontent.xsd")
    metadata = etree.SubElement(root, _name("Metadata"))
    etree.SubElement(metadata, _name("Creator")).text = legal(f"Blockletter {reading.model}".strip())
    for moment in ("Created", "LastChange"):
        etree.SubElement(metadata, _name(moment)).text = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    fields = {"imageFilename": legal(reading.file)}
    fields |= {"imageWidth": str(reading.page.width), "imageHeight": str(reading.page.height)}
    element = etree.SubElement(root, _name("Page"), fields)
    if reading.page.lines:
        _add_region(element, reading.page)
    return root


def _add_region(parent: etree._Element, page: Page) -> None:
    region = _add(parent, "TextRegion", "region", BoundingBox.around(line.box for line in page.lines))
    for number, line in enumerate(page.lines, 1):
        _add_line(region, line, str(number))
    _add_text(region, page.text)


def _add_line(region: etree._Element, line: Line, place: str) -> None:
    element = _add(region, "TextLine", f"line_{place}", line.box)
    for number, word in enumerate(line.words, 1):
        _add_word(element, word, f"{place}_{number}")
    _add_text(element, line.text)


def _add_word(line: etree._Element, word: Word, place: str) -> None:
    element = _add(line, "Word", f"word_{place}", word.box)
    for number, glyph in enumerate(word.glyphs, 1):
        _add_glyph(element, glyph, f"{place}_{number}")
    _add_text(element, word.text, word.confidence)


def _add_glyph(word: etree._Element, glyph: Glyph, place: str) -> None:
    """A letter; its first TextEquiv is the answer, those after it the alternatives, best first."""
    element = _add(word, "Glyph", f"glyph_{place}", glyph.box)
    _add_text(element, glyph.letter, glyph.confidence, index=0)
    for index, other in enumerate(glyph.alternatives, 1):
        _add_text(element, other.letter, other.confidence, index)


def _add(parent: etree._Element, tag: str, place: str, box: BoundingBox) -> etree._Element:
    """An element with its corners; PAGE counts the last pixel in, which `BoundingBox` leaves out."""
    element = etree.SubElement(parent, _name(tag), id=place)
    left, top, right, bottom = box.left, box.top, box.right - 1, box.bottom - 1
    corners = f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
    etree.SubElement(element, _name("Coords"), points=corners)
    return element


def _add_text(parent: etree._Element, text: str, confidence: float | None = None, index: int | None = None) -> None:
    element = etree.SubElement(parent, _name("TextEquiv"))
    if index is not None:
        element.set("index", str(index))
    if confidence is not None:
        element.set("conf", f"{confidence:.{CONFIDENCE_DIGITS}f}")
    etree.SubElement(element, _name("Unicode")).text = legal(text)
