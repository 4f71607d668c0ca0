import pytest
from lxml import etree

from model.elements import Page
from model.formats.alto import ALTO, write_alto
from tests.model.formats.pages import BLANK, MARKS, ODD, PAGE, reading, written
from tests.model.formats.schemas import schema

NAMES = {"a": ALTO}


def document(*pages: Page, file: str = "note.png") -> etree._Element:
    return etree.fromstring(written(write_alto, [reading(page, file) for page in pages]))


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path, NAMES)


@pytest.mark.parametrize(
    "pages", [(PAGE,), (BLANK,), (MARKS,), (ODD,), (PAGE, BLANK, MARKS)], ids=["page", "blank", "marks", "odd", "three"]
)
def test_agrees_with_the_published_schema(pages: tuple[Page, ...]) -> None:
    schema("alto-4-2.xsd").assertValid(document(*pages))


def test_a_file_of_any_name_agrees_with_the_schema() -> None:
    schema("alto-4-2.xsd").assertValid(document(PAGE, file="a\x00<&\ud800.png"))


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (".//a:Glyph", "CONTENT", "AB"),
        (".//a:Glyph", "GC", "1.5"),
        (".//a:Page", "PHYSICAL_IMG_NR", "first"),
        (".//a:String", "COLOUR", "red"),
        (".//a:TextLine", "ID", "block_1"),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: str, name: str, value: str) -> None:
    root = document(PAGE)
    find(root, path)[0].set(name, value)
    with pytest.raises(etree.DocumentInvalid):
        schema("alto-4-2.xsd").assertValid(root)


def test_glyphs_and_variants_are_those_of_the_page() -> None:
    glyphs = find(document(PAGE), ".//a:Glyph")
    assert [glyph.get("CONTENT") for glyph in glyphs] == [glyph.letter for glyph in PAGE.glyphs]
    last = glyphs[-1]
    assert [last.get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "GC")] == ["80", "120", "20", "30", "0.4100"]
    assert [(variant.get("CONTENT"), variant.get("VC")) for variant in last] == [("?", "0.5900")]


def test_spaces_stand_between_words_only() -> None:
    line = find(document(PAGE), ".//a:TextLine")[0]
    assert [etree.QName(child).localname for child in line] == ["String", "SP", "String"]
    assert [line[1].get(name) for name in ("HPOS", "WIDTH")] == ["70", "50"]
