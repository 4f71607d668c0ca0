"""Templates as JSON, in and out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import fields as attributes
from typing import Any, Literal, TypeVar, cast, overload

from model.errors import TemplateError
from model.fields.blank import blank_form
from model.fields.check import check_template, fault_in_name
from model.fields.template import Anchor, Field, Lexicon, Mark, PrintedLine, Rect, Template

#: Of the document: it rises when a key goes or changes its meaning, not when one is added.
VERSION = 1
#: The most bytes of a template with its blank form.
MOST_BYTES = 30_000_000

_KINDS: dict[type, str] = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "an object",
}  # fmt: skip
Kind = TypeVar("Kind", str, int, float, bool, list[Any], dict[str, Any])
Flat = TypeVar("Flat", Rect, Mark, PrintedLine)


class _Reading:
    """One object of the document, its keys taken one by one so that those left over can be refused."""

    def __init__(self, content: object, what: str, field: str = "") -> None:
        self.what, self.field = what, field
        if not isinstance(content, dict):
            raise TemplateError(f"{what} must be an object, not {_shown(content)}.", field)
        self._left = dict(content)
        self._known: list[str] = []

    @overload
    def take(self, key: str, kind: type[Kind]) -> Kind: ...
    @overload
    def take(self, key: str, kind: type[Kind], otherwise: Kind) -> Kind: ...
    def take(self, key: str, kind: type[Any], otherwise: Any = None) -> Any:
        """The value of a key.

        Raises:
            TemplateError: It is missing without a default, or of another kind.
        """
        self._known.append(key)
        found = self._left.pop(key, otherwise)
        if found is None:
            if otherwise is not None:
                return otherwise
            raise TemplateError(f"{self.what} has no {key}. Add it: {_KINDS[kind]}.", self.field)
        # True is an int to Python and to nobody else; 3 is a number like 3.0.
        fits = isinstance(found, kind) or (kind is float and isinstance(found, int))
        if not fits or (isinstance(found, bool) and kind is not bool):
            raise TemplateError(f"{key} must be {_KINDS[kind]}, not {_shown(found)}.", self.field)
        return float(found) if kind is float else found

    def maybe(self, key: str) -> object:
        """The value of a key, whatever it is; None where it is missing."""
        self._known.append(key)
        return self._left.pop(key, None)

    def done(self) -> None:
        """Refuse keys that nobody took.

        Raises:
            TemplateError: There are some.
        """
        if self._left:
            key = _shown(next(iter(self._left)))
            raise TemplateError(f"{self.what} has no key {key}. Its keys are {', '.join(self._known)}.", self.field)


def parse_template(text: str | bytes) -> Template:
    """Read and check a template.

    Args:
        text: The JSON document, in UTF-8.

    Raises:
        TemplateError: It is no JSON, no template, or one that cannot be read by.
    """
    if len(text) > MOST_BYTES:
        raise TemplateError(f"The template is larger than {MOST_BYTES // 1_000_000} MB. Send a smaller blank form.")
    try:
        content = json.loads(text, parse_constant=_no_number)
    # Also too many digits, brackets within brackets, and bytes that are no text.
    except (ValueError, RecursionError) as error:
        raise TemplateError(f"The template is no JSON: {str(error)[:100]}. Send the file as it was saved.") from error
    try:
        template = _template(content)
    except OverflowError as error:
        raise TemplateError("A number of the template is too large. Use those of a page.") from error
    check_template(template)
    if template.blank:
        blank_form(template.blank)
    return template


def template_document(template: Template) -> dict[str, Any]:
    """A template as JSON holds it; what has its default is left out, `fields` never."""
    document = {
        "version": VERSION,
        "name": template.name,
        "page": {"width": template.width, "height": template.height},
        "unit": template.unit,
        "marks": [_flat(mark) for mark in template.marks],
        "lines": [_flat(line) for line in template.lines],
        "anchors": [{"name": anchor.name, **_flat(anchor.rect)} for anchor in template.anchors],
        "blank": base64.b64encode(template.blank).decode("ascii"),
        "fields": [_field_document(field) for field in template.fields],
    }
    return {key: value for key, value in document.items() if key == "fields" or value not in ("", [])}


def write_template(template: Template) -> str:
    """A template as a JSON text for people and programs."""
    return json.dumps(template_document(template), indent=2, ensure_ascii=False) + "\n"


def _no_number(name: str) -> Literal[0]:
    raise ValueError(f"{name} is no number")


def _shown(found: object) -> str:
    """A value in a message, short and without signs that could do harm."""
    return ascii(found)[:40]


def _template(content: object) -> Template:
    whole = _Reading(content, "The template")
    version = whole.take("version", int, VERSION)
    if version != VERSION:
        raise TemplateError(f"version must be {VERSION}, not {version}. Save the template anew.")
    page = _Reading(whole.take("page", dict), "page")
    width, height = page.take("width", int), page.take("height", int)
    page.done()
    made = Template(
        fields=tuple(_field(one, number) for number, one in enumerate(whole.take("fields", list), 1)),
        width=width,
        height=height,
        name=whole.take("name", str, ""),
        unit=cast(Any, whole.take("unit", str, "fraction")),
        marks=tuple(_flat_of(Mark, one, "A mark") for one in whole.take("marks", list, [])),
        lines=tuple(_flat_of(PrintedLine, one, "A line") for one in whole.take("lines", list, [])),
        anchors=tuple(_anchor(one) for one in whole.take("anchors", list, [])),
        blank=_bytes(whole.take("blank", str, "")),
    )
    whole.done()
    return made


def _bytes(text: str) -> bytes:
    """What a data URL or base64 holds."""
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise TemplateError("blank is no base64. Put the picture file of the blank form there.") from error


def _field(content: object, number: int) -> Field:
    # Until its name is known, and where it has none, a field is called by its number.
    name = content.get("name") if isinstance(content, dict) else None
    called = name if isinstance(name, str) and not fault_in_name(name) else str(number)
    one = _Reading(content, "A field", called)
    place = _Reading(one.take("region", dict), "region", called)
    region = Rect(*(place.take(key, float) for key in ("x", "y", "width", "height")))
    anchor = place.take("anchor", str, "")
    place.done()
    made = Field(
        name=one.take("name", str),
        region=region,
        anchor=anchor,
        type=cast(Any, one.take("type", str, "text")),
        marking=cast(Any, one.take("marking", str, "free")),
        cells=one.take("cells", int, 0),
        charset=one.take("charset", str, ""),
        pattern=one.take("pattern", str, ""),
        lexicon=_lexicon(one.maybe("lexicon"), called),
        lines=one.take("lines", int, 1),
        optional=one.take("optional", bool, True),
        language=one.take("language", str, "any"),
    )
    one.done()
    return made


def _lexicon(content: object, called: str) -> Lexicon | None:
    """A list of values, the name of one, or an object that says more."""
    if content is None:
        return None
    if isinstance(content, str):
        return Lexicon(name=content)
    if isinstance(content, list):
        return Lexicon(_values(content, called))
    one = _Reading(content, "lexicon", called)
    made = Lexicon(
        _values(one.take("values", list, []), called), one.take("name", str, ""), one.take("strict", bool, True)
    )
    one.done()
    return made


def _values(content: Iterable[object], called: str) -> tuple[str, ...]:
    values = tuple(content)
    if strange := [value for value in values if not isinstance(value, str)]:
        raise TemplateError(f"A value of its lexicon must be a text, not {_shown(strange[0])}.", called)
    return cast(tuple[str, ...], values)


def _anchor(content: object) -> Anchor:
    one = _Reading(content, "An anchor")
    made = Anchor(one.take("name", str), Rect(*(one.take(key, float) for key in ("x", "y", "width", "height"))))
    one.done()
    return made


def _flat_of(kind: type[Flat], content: object, what: str) -> Flat:
    """An object of numbers alone."""
    one = _Reading(content, what)
    made = kind(**{own.name: one.take(own.name, float) for own in attributes(kind)})
    one.done()
    return made


def _flat(numbers: Rect | Mark | PrintedLine) -> dict[str, float]:
    return {own.name: getattr(numbers, own.name) for own in attributes(numbers)}


def _field_document(field: Field) -> dict[str, Any]:
    region: dict[str, Any] = _flat(field.region)
    if field.anchor:
        region["anchor"] = field.anchor
    kept = {own.name: getattr(field, own.name) for own in attributes(Field)}
    plain = {own.name: own.default for own in attributes(Field)}
    document = {"name": field.name, "type": field.type, "region": region, "marking": field.marking}
    for key in ("cells", "charset", "pattern", "lines", "optional", "language"):
        if kept[key] != plain[key]:
            document[key] = kept[key]
    if field.lexicon:
        document["lexicon"] = {
            **({"name": field.lexicon.name} if field.lexicon.name else {"values": list(field.lexicon.values)}),
            "strict": field.lexicon.strict,
        }
    return document
