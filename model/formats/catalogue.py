"""Everything a reading can be written as, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from model.decode import ENOUGH_SIDE
from model.errors import OptionError
from model.formats.json import write_json, write_ndjson
from model.formats.picture import LONGEST_SIDE, write_jpeg, write_png
from model.formats.reading import PageReading
from model.formats.tables import write_csv, write_tsv
from model.formats.text import write_text

#: Takes readings as they come and yields at least once a page, so that work can stop between two pages.
Write = Callable[[Iterable[PageReading]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write readings.

    Attributes:
        name: What users call it.
        media_type: Such as ``text/csv``.
        suffix: Of its files, with the dot; never that of a picture alone, which it could replace.
        write: Its writer.
        preview_side: The longest side of the picture it shows, in pixels; 0 where it shows none.
        several: Whether one document holds several pages.
        binary: Whether a terminal cannot show it.
    """

    name: str
    media_type: str
    suffix: str
    write: Write
    preview_side: int = 0
    several: bool = True
    binary: bool = False


#: Pictures go into a PDF at the size that is read: more would cost megabytes a page, less could not be read by eye.
PDF_SIDE = ENOUGH_SIDE


# The libraries behind these formats are loaded by the first who asks for one: few do, and a service starts sooner.


def _write_hocr(readings: Iterable[PageReading]) -> Iterator[bytes]:
    from model.formats.hocr import write_hocr

    return write_hocr(readings)


def _write_alto(readings: Iterable[PageReading]) -> Iterator[bytes]:
    from model.formats.alto import write_alto

    return write_alto(readings)


def _write_pagexml(readings: Iterable[PageReading]) -> Iterator[bytes]:
    from model.formats.pagexml import write_pagexml

    return write_pagexml(readings)


def _write_pdf(readings: Iterable[PageReading]) -> Iterator[bytes]:
    from model.formats.pdf import write_pdf

    return write_pdf(readings)


#: In the order of preference where a client has none. The media types of ALTO and PAGE are those of OCR-D.
FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("json", "application/json", ".json", write_json),
        Format("text", "text/plain", ".txt", write_text),
        Format("ndjson", "application/x-ndjson", ".jsonl", write_ndjson),
        Format("csv", "text/csv", ".csv", write_csv),
        Format("tsv", "text/tab-separated-values", ".tsv", write_tsv),
        Format("hocr", "text/vnd.hocr+html", ".hocr", _write_hocr),
        Format("alto", "application/alto+xml", ".alto.xml", _write_alto),
        Format("page", "application/vnd.prima.page+xml", ".page.xml", _write_pagexml, several=False),
        Format("pdf", "application/pdf", ".searchable.pdf", _write_pdf, PDF_SIDE, binary=True),
        Format("png", "image/png", ".annotated.png", write_png, LONGEST_SIDE, several=False, binary=True),
        Format("jpeg", "image/jpeg", ".annotated.jpg", write_jpeg, LONGEST_SIDE, several=False, binary=True),
    )
}
MEDIA_TYPES: Mapping[str, Format] = {form.media_type: form for form in FORMATS.values()}


def find_format(name: str) -> Format:
    """The format of a name.

    Raises:
        OptionError: There is no such format.
    """
    if name not in FORMATS:
        raise OptionError(f"There is no format {name[:20]!r}. Use {', '.join(FORMATS)}.")
    return FORMATS[name]
