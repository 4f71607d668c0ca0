"""What travels over HTTP, for checking what comes in and describing what goes out."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field, field_validator

from model.elements import Source
from model.fields.reading import FormOptions, Reason
from model.fields.register import By
from model.fields.template import FieldType
from model.lexicon.words import LexiconMode, LexiconUnit
from model.options import MOST_ALTERNATIVES, Engine, Layout, ReadOptions
from model.spelling.language import LANGUAGES

Confidence = Field(ge=0, le=1, description="Calibrated: of all letters at 0.9, nine in ten are right.")

Whole = Field(ge=0, le=1, description="The chance that all of it is right.")
Review = Field(description="Whether a person should look: it is too doubtful, or two readers disagree.")


Profile: str = Field(
    "", description="Whose hand it is: a profile of corrected glyphs; nobody's if empty.", max_length=64
)


class Strict(BaseModel):
    """A document without unknown fields."""

    model_config = ConfigDict(extra="forbid")


class ReadForm(Strict):
    """The form of a reading."""

    image: list[UploadFile] = Field(
        description="The file, or several: JPEG, PNG, TIFF, BMP, WebP, GIF, HEIC, AVIF or PDF, told by their content.",
        min_length=1,
        # As tools know it best, among them the form of /docs.
        json_schema_extra={"items": {"type": "string", "format": "binary"}},
    )
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
        description="Who reads: auto (all networks, those for whole lines where letters are unsure), glyph (without "
        "PP-OCRv6), or line (its letters alone).",
    )
    profile: str = Profile
    lexicon: str = Field(
        "", description="The name of a list of words that lines are looked for in; none if empty.", max_length=100
    )
    words: UploadFile | None = Field(
        None,
        description="A list of your own instead: UTF-8 text, a word a line.",
        json_schema_extra={"type": "string", "format": "binary"},
    )
    lexicon_mode: LexiconMode = Field(
        ReadOptions().lexicon_mode,
        description="strict answers a word of the list or nothing; loose what was read where that is surer.",
    )
    lexicon_unit: LexiconUnit = Field(
        ReadOptions().lexicon_unit,
        description="Whether a line is a word of the list, captions around it left out, or each of its words.",
    )
    layout: Layout = Field(
        ReadOptions().layout,
        description="What is read: page, all lines; form, what stands in combs, boxes and on rules, without labels.",
    )
    min_confidence: float = Field(
        ReadOptions().min_confidence, ge=0, le=1, description="Glyphs below it are left out.", examples=[0.5]
    )
    deskew: bool = Field(
        ReadOptions().deskew, description="Whether pages on their side, upside down or askew are turned."
    )
    region: str = Field(
        "",
        description="The only part to read: left, top, width and height in pixels of the upright picture.",
        max_length=100,
        examples=["0,0,400,200"],
    )
    pages: str = Field(
        "",
        description="Which pages of a TIFF or PDF: 2, 1-3, 5- or 1,4-6; all if empty.",
        max_length=200,
        examples=["1-3"],
    )
    model: str = Field(
        "", description="A bundled network; that of the deployment if empty.", max_length=100, examples=["letternet"]
    )
    precision: Literal["float32", "int8"] | None = Field(
        None, description="Which weights of the network; those of `model` where it is left out."
    )
    annotate: bool | None = Field(
        None, description="Whether JSON holds the picture with boxes and letters; true for json, false for ndjson."
    )
    format: Literal["json", "ndjson", "text", "csv", "tsv", "hocr", "alto", "page", "pdf", "png", "jpeg"] | None = (
        Field(None, description="What to answer; without it the Accept header decides.")
    )

    @field_validator("precision", "format", "annotate", "words", mode="before")
    @classmethod
    def _left_empty(cls, value: object) -> object:
        """A field that is sent empty is one that is not sent."""
        return None if value == "" else value


class FieldsForm(Strict):
    """The form of a reading by a template."""

    image: list[UploadFile] = Field(
        description="The pages: pictures, TIFF and PDF, told by their content.",
        min_length=1,
        json_schema_extra={"items": {"type": "string", "format": "binary"}},
    )
    template: UploadFile | str = Field(
        description="The template as JSON, as a file or as text; docs/forms.md describes it.",
        json_schema_extra={"type": "string", "format": "binary", "anyOf": None},
    )
    pages: str = Field(
        "", description="Which pages of a TIFF or PDF: 2, 1-3, 5- or 1,4-6; all if empty.", max_length=200
    )
    engine: Engine = Field(FormOptions().engine, description="Who reads: auto, glyph or line.")
    profile: str = Profile
    alternatives: int = Field(
        FormOptions().alternatives, ge=0, le=MOST_ALTERNATIVES, description="Further values for every field."
    )
    model: str = Field(
        "", description="A bundled network; that of the deployment if empty.", max_length=100, examples=["letternet"]
    )
    precision: Literal["float32", "int8"] | None = Field(
        None, description="Which weights of the network; those of `model` where it is left out."
    )
    format: Literal["json", "ndjson", "csv"] | None = Field(
        None, description="What to answer; without it the Accept header decides."
    )

    @field_validator("precision", "format", mode="before")
    @classmethod
    def _left_empty(cls, value: object) -> object:
        """A field that is sent empty is one that is not sent."""
        return None if value == "" else value


class DetectForm(Strict):
    """The form of a search for fields."""

    image: UploadFile = Field(
        description="The form, blank or filled: a picture, a TIFF or a PDF, told by its content.",
        json_schema_extra={"type": "string", "format": "binary"},
    )
    page: int = Field(1, ge=1, le=100_000, description="Which page of a TIFF or PDF.")


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
    needs_review: bool = Review


class Word(Strict):
    """Glyphs between two spaces, in reading order."""

    text: str
    confidence: float = Whole
    box: Box
    needs_review: bool = Review
    glyphs: list[Glyph]


class Entry(Strict):
    """A word of a list that a line may be."""

    text: str
    confidence: float = Whole


class Line(Strict):
    """Words on one baseline, in reading order."""

    text: str
    confidence: float = Whole
    box: Box
    needs_review: bool = Review
    words: list[Word]
    entries: list[Entry] | None = Field(
        None, description="Only where a list of words was given: what else the line may be, best first."
    )


class AnnotatedPicture(Strict):
    """The picture with boxes and letters drawn on it."""

    media_type: Literal["image/png", "image/jpeg"]
    width: int
    height: int
    base64: str


class Proposal(Strict):
    """The fields found on a form, and the page as they lie on it."""

    version: Literal[1] = Field(description="Of this document.")
    template: dict[str, Any] = Field(
        description="A template in pixels of the levelled page; its `fields` may be empty. docs/forms.md describes it."
    )
    picture: AnnotatedPicture = Field(description="The page, its printed lines level, at most 1,600 pixels long.")


class Reading(Strict):
    """What stands on a page; a page without writing has no lines."""

    version: Literal[1] = Field(description="Of this document: it rises when a field goes or changes its meaning.")
    file: str | None = Field(None, description="The name of the file, as it was sent.")
    page: int = Field(ge=1, description="Which page of its file.")
    text: str = Field(description="The lines with line breaks between them.")
    width: int = Field(description="Of the upright picture, in pixels; boxes refer to it.")
    height: int
    model: str = Field(description="The checkpoint that read the page.")
    engine: Engine = Field(description="Who read: glyph where no line reader is installed.")
    milliseconds: float = Field(description="From the encoded picture to the last letter.")
    lines: list[Line]
    annotated: AnnotatedPicture | None = Field(None, description="Left out with annotate=false.")


class Readings(Strict):
    """What stands on several pages."""

    version: Literal[1]
    pages: list[Reading]
    text: str = Field(description="The text of the pages with form feeds between them.")


class Registration(Strict):
    """Where the template lies on the page."""

    by: By = Field(description="What the page was recognised by; none where it was not.")
    error: float = Field(description="How far that lies off its place, as a share of the page's longer side.")
    corners: list[list[float]] = Field(description="Of the template's page, from the upper left clockwise, in pixels.")


class Value(Strict):
    """Another value that a field may hold."""

    value: str
    confidence: float = Confidence


class FieldGlyph(Strict):
    """One letter of a value."""

    letter: str
    confidence: float = Field(ge=0, le=1, description="How well the letter explains its ink.")
    box: Box


class FieldValue(Strict):
    """What stands in a field."""

    name: str
    type: FieldType
    value: str = Field(description="Empty where nothing stands there; yes or no of a check box.")
    confidence: float = Whole
    needs_review: bool
    reasons: list[Reason]
    alternatives: list[Value]
    box: Box
    corners: list[list[float]]
    glyphs: list[FieldGlyph]


class FormReading(Strict):
    """What stands in the fields of a page."""

    version: Literal[1]
    file: str | None = None
    page: int = Field(ge=1)
    template: str | None = Field(None, description="The name of the form.")
    width: int
    height: int
    model: str
    engine: Engine
    milliseconds: float
    registration: Registration
    needs_review: bool
    fields: list[FieldValue]


class FormReadings(Strict):
    """What stands in the fields of several pages."""

    version: Literal[1]
    pages: list[FormReading]


class Problem(Strict):
    """Problem details, RFC 9457."""

    type: str = Field(description="Which kind of problem, for programs.", examples=["urn:blockletter:problem:busy"])
    title: str = Field(description="What to do next, for people.")
    status: int
    detail: str = Field(description="What was wrong with this request.")
    instance: str = Field(description="The address with the id of the request, as in the log.")
    # No model of its own: the schema is put into the OpenAPI document whole, where inner references would break.
    errors: list[dict[Literal["field", "message"], str]] | None = Field(
        None, description="Only where form fields, or fields of a template, are wrong."
    )


class Health(Strict):
    """Whether the service can be used."""

    status: Literal["live", "ready"]


class Limits(Strict):
    """What a picture, and a request, may weigh."""

    bytes: int
    pixels: int
    jpeg_pixels: int
    pdf_bytes: int
    pages: int = Field(description="Of one request.")
    seconds: float = Field(description="That a page of a PDF may take to draw.")
    files: int = Field(description="Of one request.")
    request_bytes: int = Field(description="Of all files of one request.")


class Model(Strict):
    """The card of the checkpoint in use."""

    name: str
    network: str
    precision: str
    alphabet: list[str]
    frame: str
    sha256: str
    temperature: float
    calibration: dict[str, Any] = Field(description="How probabilities become confidence, by charset.")
    training: dict[str, Any]
    accuracy: dict[str, Any]
    remarks: list[str]
    line_reader: str | None = Field(description="The network of the extra [lines], and its precision.")
    linenet: str | None = Field(description="The line network that helps the glyph reader, and its precision.")
    engines: list[Engine] = Field(description="What the form field engine may be here.")
    limits: Limits
