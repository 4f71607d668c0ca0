"""Pages as tables: CSV with one row a glyph, TSV with the rows and columns of Tesseract."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from model.elements import BoundingBox, Page
from model.formats.json import CONFIDENCE_DIGITS
from model.formats.reading import PageReading

Row = Sequence[str | int | float]

CSV_COLUMNS = (
    "file", "page", "line", "word", "glyph", "letter", "confidence", "left", "top", "right", "bottom", "alternatives",
)  # fmt: skip
#: As ``tesseract ... tsv`` writes them.
TSV_COLUMNS = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf",
    "text",
)  # fmt: skip
PAGE_LEVEL, BLOCK_LEVEL, PARAGRAPH_LEVEL, LINE_LEVEL, WORD_LEVEL = range(1, 6)
#: Tesseract's confidence of what is no word.
NO_CONFIDENCE = -1


def write_csv(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """One row a glyph, in reading order; lines, words and glyphs are counted from 1.

    Alternatives are letter and confidence with spaces between: ``I 0.0212 l 0.0101``.
    """
    yield _encoded([CSV_COLUMNS], ",")
    for reading in readings:
        yield _encoded(_glyph_rows(reading), ",")


def write_tsv(readings: Iterable[PageReading]) -> Iterator[bytes]:
    """Tesseract's rows for pages, blocks, paragraphs, lines and words; confidence in 0..100."""
    yield _encoded([TSV_COLUMNS], "\t")
    # Counted over all files: Tesseract's columns hold no name.
    for number, reading in enumerate(readings, 1):
        yield _encoded(_word_rows(reading.page, number), "\t")


def _encoded(rows: Iterable[Row], delimiter: str) -> bytes:
    """Rows in UTF-8; TSV is never quoted, as its readers expect."""
    text = io.StringIO()
    if delimiter == "\t":
        text.writelines("\t".join(" ".join(str(cell).split()) for cell in row) + "\n" for row in rows)
    else:
        # RFC 4180 wants both characters at the end of a row.
        csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _glyph_rows(reading: PageReading) -> Iterator[Row]:
    for line_number, line in enumerate(reading.page.lines, 1):
        for word_number, word in enumerate(line.words, 1):
            for glyph_number, glyph in enumerate(word.glyphs, 1):
                box = glyph.box
                others = " ".join(f"{other.letter} {_rounded(other.confidence)}" for other in glyph.alternatives)
                place = (reading.file, reading.number, line_number, word_number, glyph_number)
                found = (glyph.letter, _rounded(glyph.confidence))
                yield (*place, *found, box.left, box.top, box.right, box.bottom, others)


def _rounded(confidence: float) -> float:
    return round(confidence, CONFIDENCE_DIGITS)


def _word_rows(page: Page, number: int) -> Iterator[Row]:
    whole = BoundingBox(0, 0, page.width, page.height)
    yield _row(PAGE_LEVEL, (number, 0, 0, 0, 0), whole)
    if not page.lines:
        return
    written = BoundingBox.around(line.box for line in page.lines)
    yield _row(BLOCK_LEVEL, (number, 1, 0, 0, 0), written)
    yield _row(PARAGRAPH_LEVEL, (number, 1, 1, 0, 0), written)
    for line_number, line in enumerate(page.lines, 1):
        yield _row(LINE_LEVEL, (number, 1, 1, line_number, 0), line.box)
        for word_number, word in enumerate(line.words, 1):
            confidence = round(100 * word.confidence, 4)
            yield _row(WORD_LEVEL, (number, 1, 1, line_number, word_number), word.box, confidence, word.text)


def _row(level: int, place: Row, box: BoundingBox, confidence: float = NO_CONFIDENCE, text: str = "") -> Row:
    return (level, *place, box.left, box.top, box.width, box.height, confidence, text)
