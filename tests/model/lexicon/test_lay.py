"""Words of a list laid over the glyphs that were read."""

from __future__ import annotations

import pytest

from model.elements import Alternative, BoundingBox, Entry, Glyph
from model.lexicon.lay import laid


def glyphs(text: str) -> list[Glyph]:
    """Glyphs 20 pixels wide, 30 apart."""
    return [Glyph(letter, 0.8, BoundingBox(30 * at, 10, 30 * at + 20, 50)) for at, letter in enumerate(text)]


def lefts(text: str, read: str) -> list[int]:
    return [glyph.box.left for word in laid(Entry(text, 0.9), glyphs(read), False) for glyph in word.glyphs]


@pytest.mark.parametrize(
    ("text", "read", "where"),
    [
        ("ANNA", "ANNA", [0, 30, 60, 90]),
        ("ANNA", "NOMANNA", [90, 120, 150, 180]),
        ("ANNA", "ANNAXY", [0, 30, 60, 90]),
        ("Renée", "RENEE", [0, 30, 60, 90, 120]),
        ("ANNA", "AXNNA", [0, 60, 90, 120]),
        ("J-P", "J-P", [0, 30, 60]),
    ],
)
def test_every_letter_stands_on_its_own_ink(text: str, read: str, where: list[int]) -> None:
    assert lefts(text, read) == where


@pytest.mark.parametrize(
    ("text", "read"), [("ANNA", "ANA"), ("J-P", "JP"), ("ANNA", "NNA"), ("ANNA", "ANN"), ("ANNA", "X")]
)
def test_a_letter_without_ink_stands_beside_its_neighbours(text: str, read: str) -> None:
    (word,) = laid(Entry(text, 0.9), glyphs(read), False)
    assert word.text == text
    assert all(glyph.box.left >= 0 for glyph in word.glyphs)
    lefts = [glyph.box.left for glyph in word.glyphs]
    assert lefts == sorted(lefts)


def test_words_part_where_the_entry_has_spaces() -> None:
    words = laid(Entry("LA LOVE", 0.9), glyphs("LALOVE"), True)
    assert [word.text for word in words] == ["LA", "LOVE"]
    assert all(word.needs_review and word.confidence == 0.9 for word in words)


def test_what_was_read_instead_is_an_alternative() -> None:
    read = [Glyph("H", 0.8, BoundingBox(0, 0, 9, 9), (Alternative("M", 0.1), Alternative("N", 0.05)))]
    ((glyph,),) = (word.glyphs for word in laid(Entry("M", 0.95), read, False))
    assert (glyph.letter, glyph.confidence) == ("M", 0.95)
    assert [other.letter for other in glyph.alternatives] == ["H", "N"]
    assert glyph.alternatives[0].confidence > glyph.alternatives[1].confidence > 0
    assert glyph.confidence + sum(other.confidence for other in glyph.alternatives) <= 1 + 1e-9
