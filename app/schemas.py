"""What travels over HTTP, for checking what comes in and describing what goes out."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from model.elements import Source
from model.language import LANGUAGES
from model.options import MOST_ALTERNATIVES, Engine, ReadOptions

Confidence = Field(ge=0, le=1, description="Calibrated: of all letters at 0.9, nine in ten are right.")


class Strict(BaseModel):
    """A document without unknown fields."""

    model_config = ConfigDict(extra="forbid")


class ReadForm(Strict):
    """The form of a reading."""

    image: UploadFile = Field(description="The picture: JPEG, PNG, TIFF, BMP, WebP or GIF.")
    charset: str = Field(
        ReadOptions().charset,
        description="Which letters may be answered: mixed, letters, alnum, digits, upper, lower or chars:ABC.",
        max_length=200,
        examples=["letters", "chars:ABC123"],
    )
    language: str = Field(
        ReadOptions().language,
        description=f"Whose letters follow one another: any, none (for codes), {', '.join(LANGUAGES)}.",
        max_length=20,
        examples=["none", "fr"],
    )
    alternatives: int = Field(
        ReadOptions().alternatives, ge=0, le=MOST_ALTERNATIVES, description="Next best letters for every glyph."
    )
    engine: Engine = Field(
        ReadOptions().engine,
        description="Who reads: auto (glyph by glyph, and lines as a whole where that is unsure), glyph, or line.",
    )
    annotate: bool = Field(True, description="Whether the JSON holds the picture with boxes and letters.")
    format: Literal["json", "text", "png", "jpeg"] | None = Field(
        None, description="What to answer; without it the Accept header decides."
    )


class Box(Strict):
    """A rectangle in page pixels, origin top left, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int


class Alternative(Strict):
    """Another letter a glyph could be."""

    letter: str
    confidence: float = Confidence


class Glyph(Strict):
    """One letter as it stands on the page; alternatives best first."""

    letter: str
    confidence: float = Confidence
    box: Box
    alternatives: list[Alternative]
    source: Source = Field(description="Who saw it: the glyph reader, the line reader, or both.")
    needs_review: bool = Field(description="Whether a person should look: it is doubtful, or the readers disagree.")


class Word(Strict):
    """Glyphs between two spaces, in reading order."""

    text: str
    box: Box
    glyphs: list[Glyph]


class Line(Strict):
    """Words on one baseline, in reading order."""

    text: str
    box: Box
    words: list[Word]


class AnnotatedPicture(Strict):
    """The picture with boxes and letters drawn on it."""

    media_type: Literal["image/png", "image/jpeg"]
    width: int
    height: int
    base64: str


class Reading(Strict):
    """What stands on a page; a page without writing has no lines."""

    text: str = Field(description="The lines with line breaks between them.")
    width: int = Field(description="Of the upright picture, in pixels; boxes refer to it.")
    height: int
    model: str = Field(description="The checkpoint that read the page.")
    engine: Engine = Field(description="Who read: glyph where no line reader is installed.")
    milliseconds: float = Field(description="From the encoded picture to the last letter.")
    lines: list[Line]
    annotated: AnnotatedPicture | None = Field(None, description="Left out with annotate=false.")


class Problem(Strict):
    """Problem details, RFC 9457."""

    type: str = Field(description="Which kind of problem, for programs.", examples=["urn:blockletter:problem:busy"])
    title: str = Field(description="What to do next, for people.")
    status: int
    detail: str = Field(description="What was wrong with this request.")
    instance: str = Field(description="The address with the id of the request, as in the log.")
    # No model of its own: the schema is put into the OpenAPI document whole, where inner references would break.
    errors: list[dict[Literal["field", "message"], str]] | None = Field(
        None, description="Only where form fields are wrong."
    )


class Health(Strict):
    """Whether the service can be used."""

    status: Literal["live", "ready"]


class Limits(Strict):
    """What a picture may weigh."""

    bytes: int
    pixels: int
    jpeg_pixels: int


class Model(Strict):
    """The card of the checkpoint in use."""

    name: str
    network: str
    precision: str
    alphabet: list[str]
    frame: str
    sha256: str
    temperature: float
    training: dict[str, Any]
    accuracy: dict[str, Any]
    remarks: list[str]
    line_reader: str | None = Field(description="The network that reads whole lines, and its precision.")
    engines: list[Engine] = Field(description="What the form field engine may be here.")
    limits: Limits
