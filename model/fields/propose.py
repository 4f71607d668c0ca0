"""Proposes a template: the fields found on a blank or filled form, and the page as they lie on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.decode import Image, Picture
from model.fields.detect import detect_fields
from model.fields.layout import levelled
from model.fields.template import Template


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page of a form, and what was found on it.

    Attributes:
        grey: (H, W) uint8, the page with its printed lines level.
        template: The fields found, in pixels of `grey`; there may be none, which no form can be read by.
    """

    grey: Image
    template: Template


def propose(picture: Picture) -> Proposal:
    """Find combs, boxes, check boxes and rules to write on.

    Args:
        picture: A page of a form, blank or filled.
    """
    sheet = levelled(picture, deskew=True)
    height, width = sheet.grey.shape
    found = detect_fields(sheet.ink.mask, "", "any")
    fields = tuple(replace(field, name=f"field {number}") for number, field in enumerate(found, 1))
    return Proposal(sheet.grey, Template(fields, width, height, unit="px"))
