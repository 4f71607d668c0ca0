"""Puts the values of named lists into a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from model.errors import LexiconError, TemplateError
from model.fields.check import check_template
from model.fields.template import Field, Template


def with_lists(template: Template, find: Callable[[str], tuple[str, ...]]) -> Template:
    """A template whose every list of values is there.

    Args:
        template: The form, checked.
        find: The values of a named list.

    Raises:
        TemplateError: There is no such list, or it cannot be used.
    """
    if not any(field.lexicon and field.lexicon.name for field in template.fields):
        return template
    filled = replace(template, fields=tuple(_filled(field, find) for field in template.fields))
    check_template(filled)
    return filled


def no_lists(name: str) -> tuple[str, ...]:
    """Where there are no named lists.

    Raises:
        LexiconError: Always.
    """
    raise LexiconError(f"There is no list of words {name[:40]!r} here. Put its values into the template.")


def _filled(field: Field, find: Callable[[str], tuple[str, ...]]) -> Field:
    if not field.lexicon or not field.lexicon.name:
        return field
    try:
        values = find(field.lexicon.name)
    except LexiconError as error:
        raise TemplateError(str(error), field.name) from error
    return replace(field, lexicon=replace(field.lexicon, values=values, name=""))
