"""Words and lines are judged by all of their letters."""

from __future__ import annotations

import pytest

from benchmarks.fusion import SOME_ASKED
from benchmarks.wholes import ByCurves, Wholes, add_page, entry_of, watched
from drawing import PageStyle, draw_page
from model.elements import BoundingBox, Glyph, Line, Page, Word
from model.fusion.confidence import FUSED, FUSED_AGREED, FUSED_WITH_LINENET, UNASKED
from model.fusion.opinion import OpinionSettings
from model.networks.calibration import Calibration
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier
from tests.model.lines.fakes import ScriptedLineReader


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
    line, glyphs, judged, right = found
    assert line == 0
    assert "".join(glyph.letter for glyph in glyphs) == "ANNA"
    assert judged == {0: True, 1: True, 2: True, 3: True}
    assert right


def test_letters_missed_at_the_ends_count() -> None:
    found = entry_of(page_of("NOM", "NNA"), "ANNA")
    assert found is not None
    line, glyphs, judged, right = found
    assert line == 0
    assert "".join(glyph.letter for glyph in glyphs) == "MNNA"
    assert sum(judged.values()) == 3
    assert not right


def test_nothing_read_is_no_entry() -> None:
    assert entry_of(Page(10, 10, ()), "ANNA") is None


def test_a_word_is_right_with_all_of_its_letters_and_no_others() -> None:
    truth, several = page_of("AN", "DO"), ByCurves(Wholes)
    add_page(truth, page_of("ANDO"), [FUSED], several)
    assert [right for _, right in several[FUSED].words] == [False]
    add_page(truth, page_of("AN", "DQ"), [FUSED_AGREED], several)
    assert [right for _, right in several[FUSED_AGREED].words] == [True, False]
    assert [right for _, right in several[FUSED_AGREED].glyphs] == [True, True, True, False]


@pytest.mark.parametrize(("seen", "used"), [("JUMPED", FUSED_AGREED), ("JUMPEO", FUSED)])
def test_reading_tells_the_curves_of_each_line(seen: str, used: Calibration) -> None:
    drawn = draw_page(["JUMPED"], PageStyle(font=FONT, letter_height_px=48))
    reader = Reader(TemplateClassifier(), ScriptedLineReader(["JUMPED"]), ScriptedLineReader([seen]), SOME_ASKED)
    with watched(reader.read) as read:
        page, curves = read(drawn.png())
    assert (page.text, curves) == ("JUMPED", [used])


@pytest.mark.parametrize("asked", [True, False])
def test_reading_tells_lines_nobody_was_asked_about_from_the_others(asked: bool) -> None:
    reader = Reader(TemplateClassifier(), None, ScriptedLineReader(["JUMPED"]), OpinionSettings(sure_whole=2.0 * asked))
    with watched(reader.read) as read:
        _, (curves,) = read(draw_page(["JUMPED"], PageStyle(font=FONT, letter_height_px=48)).png())
    assert (curves == FUSED_WITH_LINENET) == asked
    assert (curves.line == UNASKED["glyph"]) != asked
