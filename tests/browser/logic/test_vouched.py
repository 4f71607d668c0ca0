"""forms/vouched.js: which letters of a field are sure once somebody has looked at it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import run
from tests.browser.logic.readings import glyph

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("written", "read", "value", "sure"),
    [
        ("ANNA", "ANNA", "ANNA", "ANNA"),
        ("4NNA", "4NN A", "ANN A", "ANNA"),
        ("AANA", "AANA", "ANA", "..NA"),
        ("ANA", "ANA", "ANNA", "A.A"),
        ("BERLIN", "BERLIN", "BERIN", "BER.IN"),
        ("ANNA", "ANNA", "", "...."),
        ("MULLER", "Müller", "Müller", "MULLER"),
        ("MULLER", "Müller", "Möller", "MOLLER"),
        ("STRASSE", "Straße", "Straße", "......."),
    ],
    ids=[
        "confirmed", "another", "one too many", "one too few", "in the middle", "nothing", "as listed", "other entry",
        "other length",
    ],
)  # fmt: skip
def test_letters_are_paired_with_what_was_said(modules: Any, written: str, read: str, value: str, sure: str) -> None:
    glyphs = [glyph(letter, 20 * at) for at, letter in enumerate(written)]
    field = {"value": value, "read": read, "reviewed": True, "glyphs": glyphs}
    found = run(modules, "forms/vouched", "(m, field) => m.vouched(field)", field)
    places = {one["box"]["left"]: one["letter"] for one in found}
    assert "".join(places.get(20 * at, ".") for at in range(len(written))) == sure


def test_what_nobody_has_looked_at_teaches_nothing(modules: Any) -> None:
    field = {"value": "A", "glyphs": [glyph("A")]}
    assert run(modules, "forms/vouched", "(m, field) => m.vouched(field)", field) == []
