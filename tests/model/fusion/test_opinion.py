from dataclasses import replace

import pytest

from drawing import PageStyle, draw_page
from model.alphabet import parse_charset
from model.compose import all_right
from model.errors import LinesMissingError
from model.fusion.confidence import UNASKED
from model.fusion.grain import GrainSettings
from model.fusion.opinion import OpinionSettings
from model.options import ENGINES, Engine, ReadOptions
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier
from tests.model.lines.fakes import ScriptedLineReader

#: Asks about lines that are beyond doubt, too.
ALL_LINES = OpinionSettings(sure=2.0, sure_whole=2.0)
NO_LINES = OpinionSettings(sure=0.0, sure_whole=0.0)
STYLE = PageStyle(font=FONT, letter_height_px=48)


def read(texts: list[str], options: ReadOptions, *written: str, sure: float = 0.99) -> tuple[str, ScriptedLineReader]:
    line_reader = ScriptedLineReader(texts, sure)
    page = Reader(TemplateClassifier(), line_reader).read(draw_page(written, STYLE).png(), options)
    return page.text, line_reader


def test_without_a_line_reader_the_glyph_reader_reads() -> None:
    reader, picture = Reader(TemplateClassifier()), draw_page(["FOX 24"], STYLE).png()
    assert reader.read(picture).text == reader.read(picture, ReadOptions(engine="glyph")).text
    with pytest.raises(LinesMissingError, match="pip install"):
        reader.read(picture, ReadOptions(engine="line"))


def test_engine_glyph_asks_nobody() -> None:
    assert read(["XXXX"], ReadOptions(engine="glyph"), "JUMPED")[1].strips == []


def test_linenet_helps_the_glyph_reader_and_the_line_reader_does_not() -> None:
    line_reader, linenet = ScriptedLineReader(["XXXX"]), ScriptedLineReader(["JUMPED"])
    page = Reader(TemplateClassifier(), line_reader, linenet, ALL_LINES).read(
        draw_page(["JUMPED"], STYLE).png(), ReadOptions(engine="glyph")
    )
    assert (page.text, line_reader.strips) == ("JUMPED", [])
    assert linenet.strips
    assert {glyph.source for glyph in page.glyphs} == {"both"}


def test_without_a_line_reader_auto_is_the_glyph_reader_with_linenet() -> None:
    reader = Reader(TemplateClassifier(), None, ScriptedLineReader(["JUMPED"]), ALL_LINES)
    picture = draw_page(["JUMPED"], STYLE).png()
    assert reader.read(picture) == reader.read(picture, ReadOptions(engine="glyph"))


@pytest.mark.parametrize(("seen", "asked"), [("JUMPED", 0), ("JUMPEO", 1)])
def test_pp_ocr_is_asked_where_linenet_and_the_glyph_reader_do_not_agree(seen: str, asked: int) -> None:
    line_reader, linenet = ScriptedLineReader(["JUMPED"]), ScriptedLineReader([seen])
    page = Reader(TemplateClassifier(), line_reader, linenet, ALL_LINES).read(draw_page(["JUMPED"], STYLE).png())
    assert (page.text, len(line_reader.strips)) == ("JUMPED", asked)


def test_auto_weighs_what_linenet_sees_and_line_does_not() -> None:
    picture = draw_page(["JUMPED"], STYLE).png()
    texts = {}
    for engine in ENGINES:
        linenet = ScriptedLineReader(["JUMPEO"])
        reader = Reader(TemplateClassifier(), ScriptedLineReader(["JUMPEG"], sure=0.4), linenet, ALL_LINES)
        texts[engine] = (reader.read(picture, ReadOptions(engine=engine)).text, len(linenet.strips))
    assert texts["line"] == ("JUMPEG", 0)
    assert texts["auto"][1]
    assert texts["auto"][0] != "JUMPEG"


def test_linenet_is_asked_only_about_lines_that_are_unsure_as_a_whole() -> None:
    picture, asked = draw_page(["JUMPED OVER"], STYLE).png(), []
    for sure_whole in (OpinionSettings().sure_whole, 2.0):
        linenet = ScriptedLineReader(["JUMPED OVER"])
        settings = OpinionSettings(sure_whole=sure_whole)
        page = Reader(TemplateClassifier(), None, linenet, settings).read(picture)
        asked.append((len(linenet.strips), {glyph.source for glyph in page.glyphs}))
    assert asked == [(0, {"glyph"}), (1, {"both"})]


@pytest.mark.parametrize(("charset", "own"), [("mixed", True), ("digits", False)])
@pytest.mark.parametrize("engine", ["auto", "glyph"])
def test_lines_that_nobody_was_asked_about_have_a_curve_of_their_own(engine: Engine, charset: str, own: bool) -> None:
    reader = Reader(TemplateClassifier(), ScriptedLineReader(["2468"]), ScriptedLineReader(["2468"]), NO_LINES)
    (line,) = reader.read(draw_page(["2468"], STYLE).png(), ReadOptions(charset, engine=engine)).lines
    curve = UNASKED[engine] if own else TemplateClassifier().card.calibration_of(parse_charset(charset)).line
    assert line.confidence == all_right([glyph for word in line.words for glyph in word.glyphs], curve)


def test_letters_that_look_alike_are_no_reason_to_ask_linenet() -> None:
    picture, asked = draw_page(["XOXO KCOD"], STYLE).png(), {}
    for engine in ENGINES:
        linenet = ScriptedLineReader(["XOXO KCOD"])
        reader = Reader(TemplateClassifier("XKCD0Oxkc"), ScriptedLineReader(["XOXO KCOD"]), linenet)
        reader.read(picture, ReadOptions(engine=engine))
        asked[engine] = len(linenet.strips)
    assert asked == {"auto": 1, "glyph": 0, "line": 0}


def test_engine_line_asks_about_every_line() -> None:
    text, line_reader = read(["JUMPED", "OVER"], ReadOptions(engine="line"), "JUMPED", "OVER")
    assert (text, len(line_reader.strips)) == ("JUMPED\nOVER", 2)


@pytest.mark.parametrize(
    ("charset", "written"), [("digits", "2468"), ("mixed", "H")], ids=["digits", "a single letter"]
)
def test_auto_leaves_to_the_glyph_reader(charset: str, written: str) -> None:
    assert read(["XXXX"], ReadOptions(charset), written)[0] == written


@pytest.mark.parametrize("engine", ["auto", "line"])
@pytest.mark.parametrize("charset", ["letters", "digits", "chars:JUMP"])
def test_the_charset_is_never_left(engine: Engine, charset: str) -> None:
    text, _ = read(["J4m?ed", "o,er"], ReadOptions(charset, engine=engine), "JUMPED", "OVER")
    allowed = {"letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "digits": "0123456789", "chars:JUMP": "JUMP"}[charset]
    assert set(text) <= {*allowed, " ", "\n"}


def test_every_letter_has_ink_and_says_who_saw_it() -> None:
    page = Reader(TemplateClassifier(), ScriptedLineReader(["JUMPED"])).read(
        draw_page(["JUMPED"], STYLE).png(), ReadOptions(engine="line")
    )
    assert {glyph.source for glyph in page.glyphs} <= {"glyph", "line", "both"}
    lefts = [glyph.box.left for glyph in page.glyphs]
    assert lefts == sorted(lefts)


def far_apart(letters: str) -> bytes:
    """Letters so far from one another that each is shown to a line reader alone."""
    return draw_page([letters], PageStyle(font=FONT, letter_height_px=48, letter_spacing=4.0)).png()


@pytest.mark.parametrize("engine", ["auto", "glyph"])
def test_letters_that_stand_alone_stay_with_the_glyph_reader(engine: Engine) -> None:
    others = ScriptedLineReader(["X"]), ScriptedLineReader(["X"])
    page = Reader(TemplateClassifier(), *others, ALL_LINES).read(far_apart("JUMPED"), ReadOptions(engine=engine))
    assert page.text.replace(" ", "") == "JUMPED"
    assert {glyph.source for glyph in page.glyphs} == {"glyph"}


def test_a_letter_alone_stands_among_fused_ones() -> None:
    picture = draw_page(["JUMPED      X"], PageStyle(font=FONT, letter_height_px=48, word_gap=6.0)).png()
    linenet = ScriptedLineReader(["JUMPEG"])
    page = Reader(TemplateClassifier(), None, linenet, ALL_LINES).read(picture)
    (line,) = page.lines
    assert line.text[-1] == "X"
    assert [glyph.source for glyph in page.glyphs][-1] == "glyph"
    assert "both" in {glyph.source for glyph in page.glyphs}


@pytest.mark.parametrize("engine", ENGINES)
def test_equals_signs_stay_with_the_glyph_reader_wherever_they_stand(engine: Engine) -> None:
    others = ScriptedLineReader(["FOX", "24"]), ScriptedLineReader(["FOX", "24"])
    picture = draw_page(["FOX=24", "FOX = 24"], STYLE).png()
    page = Reader(TemplateClassifier(), *others, ALL_LINES).read(picture, ReadOptions(engine=engine))
    assert page.text == "FOX=24\nFOX = 24"
    assert {glyph.source for glyph in page.glyphs if glyph.letter == "="} == {"glyph"}
    assert {glyph.source for glyph in page.glyphs if glyph.letter != "="} & {"both", "line"}


def test_nobody_is_asked_about_grain() -> None:
    picture, asked = draw_page(["JUMPED OVER"] * 3, STYLE).png(), []
    for most in (GrainSettings().most, 2):
        linenet = ScriptedLineReader(["JUMPED OVER"])
        settings = OpinionSettings(sure=2.0, sure_whole=2.0, grain=GrainSettings(most=most))
        Reader(TemplateClassifier(), None, linenet, settings).read(picture)
        asked.append(len(linenet.strips))
    assert asked == [3, 0]


@pytest.mark.parametrize(
    ("line", "linenet", "sources"),
    [(0.99, 0.55, {"both"}), (0.3, 0.55, {"glyph"}), (0.99, 0.3, {"glyph"})],
    ids=["PP-OCRv6 reads it", "nobody does", "linenet sees nothing at all"],
)
def test_a_page_that_linenet_hardly_reads_is_left_to_pp_ocr(line: float, linenet: float, sources: set[str]) -> None:
    grain = GrainSettings(many=0, clear=0.6, clear_rest=0.6)
    hopeless = replace(grain, clear=0.5, clear_rest=0.5)
    settings = OpinionSettings(sure=2.0, sure_whole=2.0, hopeless=hopeless, grain=grain, ruled=grain)
    others = ScriptedLineReader(["JUMPED OVER"], line), ScriptedLineReader(["XXXXXX XXXX"], linenet)
    page = Reader(TemplateClassifier(), *others, settings).read(draw_page(["JUMPED OVER"], STYLE).png())
    assert {glyph.source for glyph in page.glyphs} == sources
