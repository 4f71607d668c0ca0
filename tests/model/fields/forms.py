"""A small form that tests fill, in the font that the template classifier knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drawing import PageStyle
from drawing.forms import DrawnForm, FormStyle, draw_form
from model.decode import Picture
from model.fields.template import Field, Mark, Rect, Template
from tests.model.fakes import FONT

FIELDS = (
    Field("name", Rect(100, 150, 700, 64), marking="comb", cells=10, charset="upper", language="none"),
    Field("born", Rect(100, 270, 480, 60), "", "date", "boxes", 8, "digits", "[0-9]{8}"),
    Field("town", Rect(100, 390, 500, 70), marking="underline", charset="upper", pattern="[A-Z]+( [A-Z]+)*"),
    Field("code", Rect(100, 510, 400, 64), charset="alnum", pattern="[A-Z]{2}[0-9]{3}"),
    Field("yes", Rect(100, 620, 40, 40), type="checkbox"),
    Field("no", Rect(400, 620, 40, 40), type="checkbox"),
)
MARKS = (Mark(50, 50), Mark(850, 50), Mark(850, 750), Mark(50, 750))
TEMPLATE = Template(FIELDS, 900, 800, "Form", "px", MARKS)
VALUES = {"name": "HAMBURG", "born": "27051968", "town": "NEW HAVEN", "code": "KX472", "yes": "yes", "no": ""}


def filled(values: dict[str, str] | None = None, template: Template = TEMPLATE, **style: Any) -> DrawnForm:
    page = PageStyle(font=FONT, rule=(120, 120, 120))
    return draw_form(template, VALUES if values is None else values, FormStyle(replace(page, **style)), seed=3)


def picture(form: DrawnForm) -> Picture:
    grey = form.picture.grey
    return Picture(grey, grey.shape[1], grey.shape[0])
