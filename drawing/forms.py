"""Draws filled forms: combs, boxes, underlines, check boxes, labels and marks, with the values that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from drawing.camera import Homography, desk_top, photograph, seen_layer, sheet_places, view
from drawing.glyphs import draw_glyph
from drawing.page import DrawnPage, cover, ink_layer, pen_of
from drawing.paper import Coverage, segment
from drawing.pens import GlyphSource, Pen
from drawing.style import PageStyle
from drawing.writing import Placed, Written, write_line
from model.elements import Page
from model.fields.frames import frame_lines, rows_of
from model.fields.template import Field, Rect, Template

#: What a check box holds where it is ticked.
TICKED = "yes"
#: Of a mark's side, as a share of the page's longer side.
MARK_SIDE = 0.012


@dataclass(frozen=True, slots=True)
class FormStyle:
    """What is printed and how it is filled; shares are of a cell's or a line's height.

    Attributes:
        page: Ink, paper, camera; its letter heights are those of the fields.
        teeth: How high the teeth of combs are.
        letters: How high letters are.
        jitter: How far letters stand off the middle of their cells, as a share of the cell's width.
        labels: Whether the names of the fields are printed.
        frame_px: Width of printed rules.
    """

    page: PageStyle = attribute(default_factory=PageStyle)
    teeth: float = 0.35
    letters: float = 0.62
    jitter: float = 0.04
    labels: bool = True
    frame_px: int = 2


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """A picture of a filled form.

    Attributes:
        picture: The page; its truth holds no lines.
        template: What was drawn.
        values: What stands in each field, by name; empty where nothing does.
        homography: (3, 3) float64, pixels of the template's page to those of the picture.
    """

    picture: DrawnPage
    template: Template
    values: Mapping[str, str]
    homography: Homography

    def shrunk(self, factor: float) -> DrawnForm:
        """The same picture at a smaller size."""
        if factor == 1:
            return self
        image = cv2.resize(self.picture.image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        scale = np.diag([image.shape[1] / self.picture.image.shape[1], image.shape[0] / self.picture.image.shape[0], 1])
        page = DrawnPage(np.asarray(image, np.uint8), Page(image.shape[1], image.shape[0]))
        return DrawnForm(page, self.template, self.values, scale @ self.homography)


def draw_form(
    template: Template,
    values: Mapping[str, str],
    style: FormStyle | None = None,
    seed: int = 0,
    glyphs: GlyphSource | None = None,
) -> DrawnForm:
    """Draw a form; the same arguments always give the same pixels.

    Args:
        template: The form.
        values: What is written into its fields, by name; lines with line breaks between them.
        style: Its look; the plain default if None.
        seed: Decides all that the style leaves to chance.
        glyphs: Pictures of letters to write with; those it lacks come from the style's font.

    Raises:
        ValueError: A value does not fit into its field.
    """
    style = style or FormStyle()
    rng = np.random.default_rng(seed)
    pen = pen_of(style.page, glyphs, rng)
    shape = template.height, template.width
    frames, print_ = _printed(template, style)
    written = [_written(template, field, values.get(field.name, ""), pen, style, rng) for field in template.fields]
    ink = ink_layer([line for lines in written for line in lines], shape)
    ticks = _ticks(template, values, shape, style, rng)
    homography, size = view(shape, style.page, rng)
    light = np.full((*size, 3), style.page.paper, np.float32)
    cover(light, seen_layer(frames, homography, size), style.page.rule)
    cover(light, 0.9 * seen_layer(print_, homography, size), (30, 30, 30))
    pens = np.maximum(ink, ticks)
    cover(light, style.page.ink_opacity * seen_layer(pens, homography, size), style.page.ink)
    if style.page.desk:
        x, y = sheet_places(homography, size)
        edges = [np.clip(place + 0.5, 0, 1) for place in (x, y, shape[1] - x, shape[0] - y)]
        sheet = np.min(edges, axis=0)[..., None]
        light = np.asarray(light * sheet + desk_top(size, style.page, rng) * (1 - sheet), np.float32)
    image = photograph(light, style.page, rng)
    truth = Page(image.shape[1], image.shape[0])
    return DrawnForm(DrawnPage(image, truth), template, dict(values), homography)


def _printed(template: Template, style: FormStyle) -> tuple[Coverage, Coverage]:
    """The frames of the fields, and what is printed in black: marks and labels, each (H, W) float32."""
    frames = np.zeros((template.height, template.width), np.uint8)
    for field in template.fields:
        for start, end in frame_lines(field, template.region(field), style.teeth):
            segment(frames, start, end, style.frame_px)
    across, down = template.scale
    black = Image.new("L", (template.width, template.height))
    pen = ImageDraw.Draw(black)
    for line in template.lines:
        segment(frames, (line.x1 * across, line.y1 * down), (line.x2 * across, line.y2 * down), style.frame_px)
    half = MARK_SIDE * max(template.width, template.height) / 2
    for mark in template.marks:
        x, y = mark.x * across, mark.y * down
        pen.rectangle((x - half, y - half, x + half, y + half), fill=255)
    if style.labels:
        _print_labels(pen, template)
    return np.asarray(frames / 255, np.float32), np.asarray(np.asarray(black) / 255, np.float32)


def _print_labels(pen: ImageDraw.ImageDraw, template: Template) -> None:
    """The names of the fields above them, those of check boxes beside them, and the form's own."""
    for field in template.fields:
        region = template.region(field)
        size = max(10, round(0.014 * template.height))
        font = ImageFont.load_default(size)
        if field.type == "checkbox":
            pen.text((region.right + 0.5 * region.height, region.bottom - 0.15 * size), field.name, 255, font, "ls")
        else:
            pen.text((region.x, region.y - 0.35 * size), field.name, 255, font, "ls")
    if template.name:
        font = ImageFont.load_default(round(0.025 * template.height))
        pen.text((0.12 * template.width, 0.07 * template.height), template.name, 255, font, "ls")


def _written(
    template: Template, field: Field, value: str, pen: Pen, style: FormStyle, rng: np.random.Generator
) -> list[Written]:
    """The lines of a field's value, on their places."""
    if not value or field.type == "checkbox":
        return []
    rows = rows_of(field, template.region(field))
    lines = value.split("\n")
    if len(lines) > field.lines:
        raise ValueError(f"{value!r} has more lines than {field.name!r}")
    written = []
    for row, text in zip(rows, lines, strict=False):
        own = replace(style.page, letter_height_px=round(style.letters * row.height), margin=0.0)
        written.append(
            _in_cells(text, row, field, pen, own, style, rng) if field.cells else _on_line(text, row, pen, own, rng)
        )
    return written


def _in_cells(
    text: str, row: Rect, field: Field, pen: Pen, own: PageStyle, style: FormStyle, rng: np.random.Generator
) -> Written:
    if len(text) > field.cells:
        raise ValueError(f"{text!r} does not fit into {field.cells} cells of {field.name!r}")
    pitch = row.width / field.cells
    written = []
    for cell, letter in enumerate(text):
        if letter == " ":
            continue
        patch = draw_glyph(letter, pen, own, rng)
        x = row.x + (cell + 0.5) * pitch + style.jitter * pitch * rng.standard_normal()
        middle = row.bottom - (row.height - own.letter_height_px) / 2
        y = middle + 0.4 * style.jitter * row.height * rng.standard_normal()
        written.append([Placed(patch, round(x - patch.ink.shape[1] / 2 - patch.left), round(y))])
    return written


def _on_line(text: str, row: Rect, pen: Pen, own: PageStyle, rng: np.random.Generator) -> Written:
    """Write on a line, smaller where it would not fit."""
    baseline = row.bottom - 0.2 * row.height + 0.03 * row.height * rng.standard_normal()
    for share in (1.0, 0.85, 0.7, 0.55):
        style = replace(own, letter_height_px=round(share * own.letter_height_px))
        start = row.x + 0.25 * own.letter_height_px
        words = write_line(text, pen, style, rng)
        placed = [[replace(glyph, x=glyph.x + round(start), y=round(baseline)) for glyph in word] for word in words]
        if max(glyph.right for word in placed for glyph in word) <= row.right:
            return placed
    raise ValueError(f"{text!r} is longer than its field")


def _ticks(
    template: Template, values: Mapping[str, str], shape: tuple[int, int], style: FormStyle, rng: np.random.Generator
) -> Coverage:
    """Hooks and crosses in the boxes that are ticked."""
    layer = np.zeros(shape, np.uint8)
    for field in template.fields:
        if field.type == "checkbox" and values.get(field.name) == TICKED:
            box = template.region(field)
            _tick(layer, box, max(2, round(0.07 * box.height * rng.uniform(0.8, 1.5))), rng)
    return np.asarray(layer / 255, np.float32)


def _tick(layer: NDArray[np.uint8], box: Rect, pen: int, rng: np.random.Generator) -> None:
    def point(x: float, y: float) -> list[int]:
        off = rng.normal(0, 0.05, 2)
        return [round(16 * (box.x + (x + off[0]) * box.width)), round(16 * (box.y + (y + off[1]) * box.height))]

    if rng.random() < 0.5:
        strokes = [[point(0.15, 0.15), point(0.85, 0.85)], [point(0.85, 0.12), point(0.15, 0.88)]]
    else:
        strokes = [[point(0.15, 0.5), point(0.42, 0.85), point(1.0, -0.1)]]
    for stroke in strokes:
        cv2.polylines(layer, [np.array(stroke, np.int32)], False, 255, pen, cv2.LINE_AA, shift=4)
