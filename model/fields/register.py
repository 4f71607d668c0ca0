"""Lays a page over its template by whatever both have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from model.binarize import Ink
from model.decode import Image
from model.fields.blank import register_by_blank
from model.fields.frames import printed_lines
from model.fields.homography import Homography, scaling
from model.fields.lines import follow_lines, register_by_lines
from model.fields.marks import register_by_marks
from model.fields.template import Template

#: What a page is recognised by.
By = Literal["blank", "marks", "lines", "none"]


@dataclass(frozen=True, slots=True)
class Registration:
    """Where the template lies on a page.

    Attributes:
        way: From pixels of the template to those of the picture.
        by: What the page was recognised by.
        error: How far that lies off its place, as a share of the picture's longer side.
        expected: Whether the template has anything that the page could have been recognised by.
    """

    way: Homography
    by: By
    error: float
    expected: bool


def register(grey: Image, ink: Ink, template: Template, blank: Image | None) -> Registration:
    """Find where a template lies on a page.

    Args:
        grey: (H, W) uint8, the page.
        ink: Its ink, printed lines with it.
        template: The form.
        blank: (h, w) uint8, its blank form, None where it has none.

    Returns:
        The place; that of a page that fills the picture where nothing is recognised.
    """
    longest, size = max(grey.shape), (template.width, template.height)
    across, down = template.scale
    marks = np.array([(mark.x * across, mark.y * down) for mark in template.marks], np.float64).reshape(-1, 2)
    lines = printed_lines(template)
    to_grey = scaling(1 / ink.scale, 1 / ink.scale)
    if blank is not None and (by_blank := register_by_blank(grey, blank)):
        way, off = by_blank
        way = way @ scaling(blank.shape[1] / template.width, blank.shape[0] / template.height)
        # Corners of letters lie less exactly than the frames that are to be taken out.
        if on_lines := follow_lines(np.linalg.inv(to_grey) @ way, ink.mask, lines, size):
            way, off = to_grey @ on_lines[0], on_lines[1] / ink.scale
        return Registration(way, "blank", off / longest, True)
    by_marks = register_by_marks(ink.mask, marks, size) if len(marks) else None
    if by_marks:
        # Marks may be mistaken for others, and four of them fit any four: the lines between them must be there, too.
        on_lines = follow_lines(by_marks[0], ink.mask, lines, size) if lines else by_marks
        if on_lines:
            return Registration(to_grey @ on_lines[0], "marks", on_lines[1] / ink.scale / longest, True)
    if by_lines := register_by_lines(ink.mask, lines, size):
        return Registration(to_grey @ by_lines[0], "lines", by_lines[1] / ink.scale / longest, True)
    whole = scaling(grey.shape[1] / template.width, grey.shape[0] / template.height)
    return Registration(whole, "none", 0.0, blank is not None or bool(len(marks)) or bool(lines))
