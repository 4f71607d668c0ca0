"""Pages as ALTO 4: the format of libraries, with a Glyph for each letter and a Variant for each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree

from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.formats.json import CONFIDENCE_DIGITS
from model.formats.reading import PageReading
from model.formats.xml import encoded, legal

ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: Nothing newer than 4.2 is used, so that readers of any later version take it too.
LOCATION = f"{ALTO} http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"


def write_alto(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One document for all pages, in pixels.

    Source: the ALTO schema 4.2, https://www.loc.gov/standards/alto/.
    """
    root = etree.Element(_name("alto"), nsmap={None: ALTO, "xsi": SCHEMA_INSTANCE})
    root.set(f"{{{SCHEMA_INSTANCE}}}schemaLocation", LOCATION)
    root.set("SCHEMAVERSION", "4.2")
    description = _add(root, "Description")
    _add(description, "MeasurementUnit").text = "pixel"
    layout = _add(root, "Layout")
    for number, reading in enumerate(readings, 1):
        if number == 1:
            _add_source(description, reading)
        _add_page(layout, reading.page, number)
        yield b""
    yield encoded(root)


def _name(tag: str) -> str:
    return f"{{{ALTO}}}{tag}"


def _add(parent: etree._Element, tag: str, **fields: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), fields)


def _add_source(description: etree._Element, first: PageReading) -> None:
    """Name the first file, all that the format has room for, and what read it."""
    source = _add(description, "sourceImageInformation")
    _add(source, "fileName").text = legal(first.file)
    processing = _add(description, "OCRProcessing", ID="reading")
    step = _add(processing, "ocrProcessingStep")
    software = _add(step, "processingSoftware")
    _add(software, "softwareName").text = "Blockletter"
    _add(software, "applicationDescription").text = legal(first.model)


def _add_page(layout: etree._Element, page: Page, number: int) -> None:
    size = {"WIDTH": str(page.width), "HEIGHT": str(page.height)}
    element = _add(layout, "Page", ID=f"page_{number}", PHYSICAL_IMG_NR=str(number), **size)
    space = _add(element, "PrintSpace", **_place(BoundingBox(0, 0, page.width, page.height)))
    if not page.lines:
        return
    written = _place(BoundingBox.around(line.box for line in page.lines))
    block = _add(space, "TextBlock", ID=f"block_{number}", **written)
    for line_number, line in enumerate(page.lines, 1):
        _add_line(block, line, f"{number}_{line_number}")


def _add_line(block: etree._Element, line: Line, place: str) -> None:
    element = _add(block, "TextLine", ID=f"line_{place}", **_place(line.box))
    _add_word(element, line.words[0], f"{place}_1")
    for number, (before, word) in enumerate(pairwise(line.words), 2):
        # Words of crossing lines may overlap: a space has no negative width.
        width = max(0, word.box.left - before.box.right)
        _add(element, "SP", WIDTH=str(width), HPOS=str(before.box.right), VPOS=str(before.box.top))
        _add_word(element, word, f"{place}_{number}")


def _add_word(line: etree._Element, word: Word, place: str) -> None:
    sure = _confidence(word.confidence)
    fields = {"ID": f"word_{place}", "CONTENT": legal(word.text), "WC": sure, **_place(word.box)}
    element = _add(line, "String", **fields)
    for number, glyph in enumerate(word.glyphs, 1):
        # The format has no glyph of several letters, to which people may correct one.
        if len(glyph.letter) == 1:
            _add_glyph(element, glyph, f"{place}_{number}")


def _add_glyph(word: etree._Element, glyph: Glyph, place: str) -> None:
    sure = _confidence(glyph.confidence)
    fields = {"ID": f"glyph_{place}", "CONTENT": legal(glyph.letter), "GC": sure, **_place(glyph.box)}
    element = _add(word, "Glyph", **fields)
    for other in glyph.alternatives:
        _add(element, "Variant", CONTENT=legal(other.letter), VC=_confidence(other.confidence))


def _confidence(confidence: float) -> str:
    return f"{confidence:.{CONFIDENCE_DIGITS}f}"


def _place(box: BoundingBox) -> dict[str, str]:
    return {"HPOS": str(box.left), "VPOS": str(box.top), "WIDTH": str(box.width), "HEIGHT": str(box.height)}
