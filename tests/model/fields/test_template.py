from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import TemplateError
from model.fields.document import parse_template, template_document, write_template
from tests.app.fakes import picture_file

FIELD = {"name": "surname", "region": {"x": 0.1, "y": 0.1, "width": 0.5, "height": 0.05}}


def document(*fields: Any, **more: Any) -> str:
    return json.dumps({"page": {"width": 1000, "height": 1400}, "fields": list(fields), **more})


def field(**changes: Any) -> dict[str, Any]:
    return {**FIELD, **changes}


def region(x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    return {"x": x, "y": y, "width": width, "height": height, **more}


WHOLE = document(
    field(marking="comb", cells=12, charset="upper", optional=False),
    field(name="born", type="date", region=region(0.1, 0.2, 0.5, 0.05), pattern="[0-9]{8}", marking="boxes", cells=8),
    field(name="town", region=region(0, 0.1, 0.3, 0.05, anchor="table"), lexicon={"values": ["BERN"], "strict": False}),
    field(name="land", region=region(0.1, 0.5, 0.3, 0.05), lexicon="countries", lines=2, marking="underline"),
    field(name="yes 2", type="checkbox", region=region(0.1, 0.7, 0.03, 0.02)),
    name="Form 7",
    marks=[{"x": 0.05, "y": 0.05}, {"x": 0.95, "y": 0.05}, {"x": 0.5, "y": 0.95}],
    lines=[{"x1": 0, "y1": 0.5, "x2": 1, "y2": 0.5}],
    anchors=[{"name": "table", "x": 0.1, "y": 0.3, "width": 0.1, "height": 0.05}],
    blank=f"data:image/png;base64,{base64.b64encode(picture_file()).decode()}",
)


def test_a_template_is_written_as_it_was_read() -> None:
    template = parse_template(WHOLE)
    assert parse_template(write_template(template)) == template
    assert template_document(template)["fields"][0] == json.loads(WHOLE)["fields"][0] | {"type": "text"}


def test_a_region_is_counted_in_pixels_from_its_anchor() -> None:
    template = parse_template(WHOLE)
    placed = template.region(template.fields[2])
    assert (placed.x, placed.y, placed.width, placed.height) == pytest.approx((100, 560, 300, 70))


BAD: dict[str, tuple[str, str, str]] = {
    "overlap": (document(FIELD, field(name="b")), "b", "overlaps that of 'surname'"),
    "outside": (document(field(region=region(0.8, 0.1, 0.5, 0.05))), "surname", "x goes from 0 to 1"),
    "outside in pixels": (document(field(region=region(800, 0, 300, 50)), unit="px"), "surname", "from 0 to 1000"),
    "no area": (document(field(region=region(0.1, 0.1, 0, 0.05))), "surname", "has no area"),
    "not a number": (WHOLE.replace('"x": 0.1', '"x": NaN', 1), "", "no JSON"),
    "too large": (WHOLE.replace('"x": 0.1', '"x": 1e999', 1), "surname", "has no area"),
    "digits without end": (WHOLE.replace('"x": 0.1', '"x": ' + "9" * 5000, 1), "", "no JSON"),
    "huge": (WHOLE.replace('"x": 0.1', '"x": ' + "9" * 400, 1), "", "too large"),
    "brackets without end": ("[" * 100_000, "", "no JSON"),
    "catastrophic": (document(field(pattern="(a+)+")), "surname", "Write a+ for (a+)+"),
    "lookaround": (document(field(pattern="(?=a)")), "surname", "lookaround"),
    "pattern beyond the cells": (document(field(pattern="[0-9]{9}", marking="comb", cells=8)), "surname", "8 cells"),
    "charset": (document(field(charset="greek")), "surname", "no charset 'greek'"),
    "language": (document(field(language="xx")), "surname", "no language 'xx'"),
    "pattern without charset": (document(field(charset="digits", pattern="[A-Z]")), "surname", "matches no text"),
    "same name": (document(FIELD, field(region=region(0, 0.5, 0.1, 0.1))), "surname", "another"),
    "formula": (document(field(name='=cmd|" /C calc"!A0')), "1", "cannot be"),
    "markup": (document(field(name="<script>alert(1)</script>")), "1", "cannot be"),
    "line break": (document(field(name="a\nSet-Cookie: b")), "1", "cannot be"),
    "turned text": (document(field(name="a\u202eb")), "1", "cannot be"),
    "half a letter": (document(field(name="a\ud800")), "1", "cannot be"),
    "path": (document(field(name="../../etc/passwd")), "1", "cannot be"),
    "long name": (document(field(name="a" * 65)), "1", "at most 64"),
    "no name": (document(field(name="")), "1", "is empty"),
    "name of another kind": (document(field(name=7)), "1", "must be a text"),
    "marking": (document(field(marking="circle")), "surname", "no marking 'circle'"),
    "type": (document(field(type="colour")), "surname", "no type 'colour'"),
    "cells": (document(field(marking="comb")), "surname", "Say how many"),
    "many cells": (document(field(cells=1000)), "surname", "0 to 100"),
    "lines": (document(field(lines=0)), "surname", "1 to 50"),
    "true for a number": (document(field(cells=True)), "surname", "whole number"),
    "unknown key": (document(field(patern="a")), "surname", "no key 'patern'"),
    "unknown anchor": (document(field(region=region(0, 0, 0.1, 0.1, anchor="no"))), "surname", "no anchor 'no'"),
    "two marks": (document(FIELD, marks=[{"x": 0, "y": 0}] * 2), "", "three marks"),
    "empty lexicon": (document(field(lexicon=[])), "surname", "values or a name"),
    "value of another kind": (document(field(lexicon=[1])), "surname", "must be a text"),
    "list beyond the charset": (document(field(lexicon=["Bern"], charset="digits")), "surname", "in the charset"),
    "list beyond the pattern": (document(field(lexicon=["Bern"], pattern="[0-9]+")), "surname", "matches no value"),
    "value without letters": (document(field(lexicon=["---"])), "surname", "in the charset"),
    "long value": (document(field(lexicon=["a" * 61])), "surname", "1 to 60 letters"),
    "value of two lines": (document(field(lexicon=["a\nb"])), "surname", "cannot be a value"),
    "no fields": (document(), "", "no fields"),
    "no page": (json.dumps({"fields": [FIELD]}), "", "no page"),
    "tiny page": (json.dumps({"page": {"width": 1, "height": 1}, "fields": [FIELD]}), "", "1 x 1 pixels"),
    "unit": (document(FIELD, unit="inch"), "", "no unit 'inch'"),
    "version": (document(FIELD, version=2), "", "version must be 1"),
    "no picture": (document(FIELD, blank="AAAA"), "", "not a file we can read"),
    "not base64": (document(FIELD, blank="***"), "", "no base64"),
    "no object": ("[]", "", "must be an object"),
    "no JSON": ("hello", "", "no JSON"),
}


@pytest.mark.parametrize(("text", "name", "says"), BAD.values(), ids=BAD)
def test_a_bad_template_names_the_field_and_what_to_do(text: str, name: str, says: str) -> None:
    with pytest.raises(TemplateError) as refused:
        parse_template(text)
    assert refused.value.field == name
    assert says in str(refused.value)
    assert str(refused.value).isprintable()


def test_too_many_fields_name_the_first_too_many() -> None:
    with pytest.raises(TemplateError, match="10000 fields, the limit is 500") as refused:
        parse_template(document(*(field(name=f"f{number}") for number in range(10_000))))
    assert refused.value.field == "f500"


def test_large_patterns_are_summed() -> None:
    fields = [field(name=f"f{n}", region=region(0, n / 300, 0.5, 0.003), pattern=f"A{{{n}}}") for n in range(1, 290)]
    with pytest.raises(TemplateError, match="states together"):
        parse_template(document(*fields))


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["page", "fields", "name", "region", "x", "y", "width", "height", "cells", "marks"]), inner
    ),
    max_leaves=20,
))  # fmt: skip
def test_any_json_is_refused_or_read(content: Any) -> None:
    with suppress(TemplateError):
        assert parse_template(json.dumps(content)).fields
