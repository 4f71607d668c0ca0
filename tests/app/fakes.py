"""A reader without a network, for tests of what is around it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from PIL import Image as Pillow

from model.classifier import Logits
from model.decode import Picture
from model.elements import BoundingBox, Glyph, Page
from model.fields.reading import FieldReading, FormOptions, FormPage, OtherValue
from model.fields.template import Template
from model.frame import GlyphFrames
from model.lines.reading import LineReader
from model.networks.checkpoint import Card
from model.options import ReadOptions
from tests.model.formats.pages import PAGE

CARD = Card("fakenet", "letternet", "float32", accuracy={"made up": 0.5}, remarks=("not real",))


class FakeClassifier:
    """Finds every letter equally likely."""

    card = CARD

    def classify(self, frames: GlyphFrames) -> Logits:
        return np.zeros((len(frames), len(CARD.alphabet)), np.float32)


class FakeReader:
    """Answers the same lines for every picture, and remembers how it was asked."""

    classifier = FakeClassifier()
    line_reader: LineReader | None = None
    linenet: LineReader | None = None

    def __init__(self, page: Page = PAGE, before: Callable[[Picture], None] = lambda _: None) -> None:
        """Take what to answer.

        Args:
            page: Its lines are answered; its size becomes that of the picture.
            before: Called with the picture before it is answered; may wait or raise.
        """
        self.page = page
        self.before = before
        self.options: list[ReadOptions | None] = []
        self.form_options: list[FormOptions | None] = []

    def read(self, source: Picture, options: ReadOptions | None = None) -> Page:
        self.options.append(options)
        self.before(source)
        return replace(self.page, width=source.width, height=source.height)

    def prepare(self) -> Iterator[None]:
        return iter(())

    def read_form(self, picture: Picture, template: Template, options: FormOptions | None = None) -> FormPage:
        self.form_options.append(options)
        self.before(picture)
        return form_page(picture.width, picture.height, template)


def form_page(width: int, height: int, template: Template) -> FormPage:
    """A page whose every field says HI."""
    corners = ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)))
    glyphs = (Glyph("H", 0.9, BoundingBox(1, 2, 8, 12)), Glyph("I", 0.8, BoundingBox(9, 2, 12, 12)))
    fields = tuple(
        FieldReading(
            field.name, field.type, "HI", 0.75, (OtherValue("H1", 0.2),), glyphs, BoundingBox(0, 0, 40, 20), corners,
            ("low-confidence",),
        )
        for field in template.fields
    )  # fmt: skip
    return FormPage(width, height, template.name, "marks", 0.001, corners, fields)


def picture_file(form: str = "PNG", width: int = 400, height: int = 200) -> bytes:
    """An encoded picture of light paper."""
    buffer = io.BytesIO()
    Pillow.new("RGB", (width, height), (240, 238, 230)).save(buffer, form)
    return buffer.getvalue()


def gif_bomb() -> bytes:
    """Fifty bytes or so that promise 30,000 by 30,000 pixels."""
    header = b"GIF89a" + (30_000).to_bytes(2, "little") * 2 + b"\x80\x00\x00" + b"\x00\x00\x00\xff\xff\xff"
    image = b"\x2c" + b"\x00" * 4 + (30_000).to_bytes(2, "little") * 2 + b"\x00"
    return header + image + b"\x02\x16\x8c\x2d\x99\x87\x2a\x1c\xdc\x33\xa0\x02\x75\xec\x95\xfa\xa8\xde\x60\x00\x3b"
