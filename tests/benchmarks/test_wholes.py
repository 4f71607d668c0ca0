"""Words and lines are judged by all of their letters."""

from __future__ import annotations

from benchmarks.wholes import Wholes, add_page, entry_of
from model.elements import BoundingBox, Glyph, Line, Page, Word


def page_of(*words: str) -> Page:
    """A line of words, each letter as sure as 0.9."""
    kept, left = [], 0
    for word in words:
        glyphs = []
        for letter in word:
            glyphs.append(Glyph(letter, 0.9, BoundingBox(left, 0, left + 8, 10)))
            left += 10
        kept.append(Word(tuple(glyphs), 0.5, False))
    return Page(left, 10, (Line(tuple(kept), 0.5, False),))


def test_an_entry_is_found_among_what_is_printed() -> None:
    found = entry_of(page_of("NOM", "ANNA"), "Anna")
    assert found is not None
    glyphs, judged, right = found
    assert "".join(glyph.letter for glyph in glyphs) == "ANNA"
    assert judged == {0: True, 1: True, 2: True, 3: True}
    assert right


def test_letters_missed_at_the_ends_count() -> None:
    found = entry_of(page_of("NOM", "NNA"), "ANNA")
    assert found is not None
    glyphs, judged, right = found
    assert "".join(glyph.letter for glyph in glyphs) == "MNNA"
    assert sum(judged.values()) == 3
    assert not right


def test_nothing_read_is_no_entry() -> None:
    assert entry_of(Page(10, 10, ()), "ANNA") is None


def test_a_word_is_right_with_all_of_its_letters_and_no_others() -> None:
    truth, wholes = page_of("AN", "DO"), Wholes()
    add_page(truth, page_of("ANDO"), wholes)
    assert [right for _, right in wholes.words] == [False]
    assert [right for _, right in wholes.lines] == [True]
    add_page(truth, page_of("AN", "DQ"), wholes)
    assert [right for _, right in wholes.words[1:]] == [True, False]
    assert [right for _, right in wholes.glyphs[4:]] == [True, True, True, False]
