"""Refuses templates that cannot be read by, naming the field and what to do."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from model.alphabet import Charset, parse_charset
from model.errors import OptionError, PatternError, TemplateError
from model.fields.pattern import Pattern, compile_pattern
from model.fields.template import FIELD_TYPES, MARKINGS, UNITS, Field, Lexicon, Rect, Template
from model.fields.words import WordList, word_list
from model.lexicon.words import LONGEST_WORD
from model.spelling.language import check_language

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class TemplateLimits:
    """What a template may hold.

    Attributes:
        fields: The most fields.
        side_px: The least and the most pixels of a side of the page.
        name: The most letters of a name.
        cells: The most cells on a line of a field.
        lines: The most lines of a field.
        values: The most values of a list, all fields together.
        value: The most letters of one of them.
        printed: The most marks, lines and anchors each.
        shared: Regions may overlap by this share of the smaller one, as frames drawn by hand do.
        beyond: Regions may leave the page by this share of it, which is rounding.
        states: The most states of all patterns together.
    """

    fields: int = 500
    side_px: tuple[int, int] = (50, 20_000)
    name: int = 64
    cells: int = 100
    lines: int = 50
    values: int = 200_000
    value: int = LONGEST_WORD
    printed: int = 500
    shared: float = 0.05
    beyond: float = 1e-3
    states: int = 20_000


LIMITS = TemplateLimits()

#: What a type of field is read as where it does not say.
_CHARSETS = {"text": "mixed", "date": "chars:0123456789/-.", "number": "chars:0123456789+-.,", "checkbox": "mixed"}
_PATTERNS = {
    "text": "",
    "date": "[0-3]?[0-9][-./ ]?[01]?[0-9][-./ ]?([0-9]{4}|[0-9]{2})|[0-9]{4}[-./ ]?[01][0-9][-./ ]?[0-3][0-9]",
    "number": "[-+]?[0-9]+([.,][0-9]+)*",
    "checkbox": "",
}
_NAME_SIGNS = frozenset(" _-.")


def charset_of(field: Field) -> Charset:
    """The charset a field is read under.

    Raises:
        OptionError: There is none of that name.
    """
    return parse_charset(field.charset or _CHARSETS[field.type])


def pattern_of(field: Field) -> Pattern | None:
    """The pattern that a field's answer obeys, None for any text.

    Raises:
        PatternError: It cannot be used.
        OptionError: There is no such charset.
    """
    text = field.pattern or _PATTERNS[field.type]
    return compile_pattern(text, charset_of(field).name) if text else None


def list_of(field: Field) -> WordList | None:
    """The list that a field's answer is looked for in, None for none.

    Raises:
        LexiconError: It cannot be used.
        PatternError: None of its values obeys the pattern.
        OptionError: There is no such charset.
    """
    if field.lexicon is None or not field.lexicon.values:
        return None
    return word_list(field.lexicon.values, charset_of(field).name, field.pattern or _PATTERNS[field.type])


def letters_of(field: Field) -> tuple[str, ...]:
    """The letters that a field's answer may have."""
    pattern = pattern_of(field)
    return pattern.letters if pattern else charset_of(field).letters


def check_template(template: Template, limits: TemplateLimits | None = None) -> None:
    """Refuse what cannot be read.

    Args:
        template: The form.
        limits: What it may hold; the defaults if None.

    Raises:
        TemplateError: Something is wrong; of several things the first.
    """
    limits = limits or LIMITS
    if not template.fields:
        raise TemplateError("The template has no fields. Name at least one.")
    if len(template.fields) > limits.fields:
        first = template.fields[limits.fields].name
        raise TemplateError(
            f"the template has {len(template.fields)} fields, the limit is {limits.fields}. Part it into several.",
            "" if fault_in_name(first, limits) else first,
        )
    _check_page(template, limits)
    _check_names(template, limits)
    for field in template.fields:
        _check_region(template, field, limits)
    _check_overlaps(template, limits)
    states = values = 0
    for field in template.fields:
        pattern = _check_field(template, field, limits)
        # Summed as we go, so that nobody has us make 500 large automata.
        states += len(pattern.steps) if pattern else 0
        values += len(field.lexicon.values) if field.lexicon else 0
        _check_sums(field, states, values, limits)


def _check_page(template: Template, limits: TemplateLimits) -> None:
    least, most = limits.side_px
    if not (least <= template.width <= most and least <= template.height <= most):
        raise TemplateError(
            f"A page of {template.width} x {template.height} pixels cannot be used. "
            f"Give page.width and page.height from {least} to {most}."
        )
    if template.unit not in UNITS:
        raise TemplateError(f"There is no unit {str(template.unit)[:20]!r}. Use {' or '.join(UNITS)}.")
    if fault := template.name and fault_in_name(template.name, limits):
        raise TemplateError(f"The template's name {fault}")
    if 0 < len(template.marks) < 3:
        raise TemplateError("A page is recognised by three marks or more. Name more of them, or none.")
    for kind, several in (("marks", template.marks), ("lines", template.lines), ("anchors", template.anchors)):
        if len(several) > limits.printed:
            raise TemplateError(f"There are {len(several)} {kind}, the limit is {limits.printed}. Leave some out.")
    across, down = template.scale
    points = [(mark.x, mark.y) for mark in template.marks]
    points += [point for line in template.lines for point in ((line.x1, line.y1), (line.x2, line.y2))]
    for x, y in points:
        if not (0 <= x * across <= template.width and 0 <= y * down <= template.height):
            raise TemplateError(f"A mark or line at {x:g}, {y:g} lies outside the page. {_bounds(template)}")


def _check_names(template: Template, limits: TemplateLimits) -> None:
    for kind, names in (
        ("field", [field.name for field in template.fields]),
        ("anchor", [anchor.name for anchor in template.anchors]),
    ):
        seen: set[str] = set()
        for number, name in enumerate(names, 1):
            if fault := fault_in_name(name, limits):
                # Called by its number: what is wrong with the name shall not be carried on.
                raise TemplateError(f"the name of this {kind} {fault}", str(number))
            if name in seen:
                raise TemplateError(f"there are two {kind}s of this name. Give one of them another.", name)
            seen.add(name)


def fault_in_name(name: str, limits: TemplateLimits = LIMITS) -> str:
    """What is wrong with a name, empty if nothing; names go into tables, pages and file names."""
    if not name:
        return "is empty. Name it."
    if len(name) > limits.name:
        return f"has {len(name)} letters. Use at most {limits.name}."
    strange = [sign for sign in name if not (unicodedata.category(sign)[0] in "LN" or sign in _NAME_SIGNS)]
    if strange or not (name[0] == "_" or name[0].isalnum()) or name[-1] == " ":
        shown = name.encode("ascii", "backslashreplace").decode()[:40]
        return f"cannot be {shown!r}. Begin with a letter or digit, then use letters, digits, spaces, _ - and dots."
    return ""


def _check_field(template: Template, field: Field, limits: TemplateLimits) -> Pattern | None:
    """All that concerns one field alone.

    Returns:
        Its pattern.

    Raises:
        TemplateError: It cannot be read.
    """
    choices: Sequence[tuple[str, str, Sequence[str]]] = (
        ("type", field.type, FIELD_TYPES),
        ("marking", field.marking, MARKINGS),
    )
    for kind, chosen, known in choices:
        if chosen not in known:
            raise TemplateError(f"there is no {kind} {chosen[:20]!r}. Use {', '.join(known)}.", field.name)
    if not 1 <= field.lines <= limits.lines:
        raise TemplateError(f"lines must be 1 to {limits.lines}, not {field.lines}.", field.name)
    if not 0 <= field.cells <= limits.cells:
        raise TemplateError(f"cells must be 0 to {limits.cells}, not {field.cells}.", field.name)
    if field.marking in ("comb", "boxes") and not field.cells and field.type != "checkbox":
        raise TemplateError(f"a field marked {field.marking} has cells. Say how many on each line.", field.name)
    _named(field, lambda: charset_of(field))
    _named(field, lambda: check_language(field.language))
    if field.lexicon:
        _check_lexicon(field, field.lexicon, limits)
    pattern = _named(field, lambda: pattern_of(field))
    _named(field, lambda: list_of(field))
    if pattern and field.cells and pattern.shortest > field.cells * field.lines:
        raise TemplateError(
            f"its pattern wants {pattern.shortest} letters or more, and it has {field.cells * field.lines} cells. "
            "Leave out what is printed already, or name more cells.",
            field.name,
        )
    return pattern


def _named(field: Field, work: Callable[[], Answer]) -> Answer:
    """Do something, with the field's name in what goes wrong."""
    try:
        return work()
    except PatternError as error:
        raise TemplateError(f"its pattern {error}", field.name) from error
    except OptionError as error:
        raise TemplateError(str(error), field.name) from error


def _check_region(template: Template, field: Field, limits: TemplateLimits) -> None:
    own = field.region
    if field.anchor and template.anchor_of(field) is None:
        known = ", ".join(anchor.name for anchor in template.anchors[:10]) or "none"
        raise TemplateError(f"there is no anchor {field.anchor[:40]!r}. The anchors are: {known}.", field.name)
    if not all(map(math.isfinite, (own.x, own.y, own.width, own.height))) or min(own.width, own.height) <= 0:
        raise TemplateError("its region has no area. Give x, y, width and height, the last two above 0.", field.name)
    region, beyond = template.region(field), limits.beyond
    page = Rect(0, 0, template.width, template.height).grown(beyond * template.width, beyond * template.height)
    if region.x < page.x or region.y < page.y or region.right > page.right or region.bottom > page.bottom:
        raise TemplateError(f"its region lies outside the page. {_bounds(template)}", field.name)


def _bounds(template: Template) -> str:
    across, down = template.scale
    return (
        f"With the unit {template.unit} x goes from 0 to {template.width / across:g} "
        f"and y from 0 to {template.height / down:g}."
    )


def _check_lexicon(field: Field, lexicon: Lexicon, limits: TemplateLimits) -> None:
    if bool(lexicon.values) == bool(lexicon.name):
        raise TemplateError("its lexicon must have either values or a name. Give one of them.", field.name)
    for value in lexicon.values:
        strange = any(unicodedata.category(sign)[0] == "C" for sign in value)
        if strange or not value.strip() or len(value) > limits.value:
            shown = value.encode("ascii", "backslashreplace").decode()[:40]
            raise TemplateError(
                f"{shown!r} cannot be a value of its lexicon. Use 1 to {limits.value} letters without line breaks.",
                field.name,
            )


def _check_sums(field: Field, states: int, values: int, limits: TemplateLimits) -> None:
    if values > limits.values:
        raise TemplateError(f"the lists so far have more than {limits.values} values. Shorten them.", field.name)
    if states > limits.states:
        raise TemplateError(
            f"the patterns up to this one have more than {limits.states} states together. Simplify them.", field.name
        )


def _check_overlaps(template: Template, limits: TemplateLimits) -> None:
    regions = [template.region(field) for field in template.fields]
    for number, region in enumerate(regions):
        for other in range(number):
            if region.shared(regions[other]) > limits.shared:
                raise TemplateError(
                    f"its region overlaps that of {template.fields[other].name!r}. Move or shrink one of them.",
                    template.fields[number].name,
                )
