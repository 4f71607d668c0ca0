import pytest
from lxml import etree

from model.elements import Page
from model.formats.pagexml import PAGE as NAMESPACE
from model.formats.pagexml import write_pagexml
from tests.model.formats.pages import BLANK, MARKS, ODD, PAGE, reading, written
from tests.model.formats.schemas import schema

NAMES = {"p": NAMESPACE}


def document(page: Page, file: str = "note.png") -> etree._Element:
    return etree.fromstring(written(write_pagexml, [reading(page, file)]))


@pytest.mark.parametrize("page", [PAGE, BLANK, MARKS, ODD], ids=["page", "blank", "marks", "odd"])
@pytest.mark.parametrize("file", ["note.png", "a\x00<&.png", ""])
def test_agrees_with_the_published_schema(page: Page, file: str) -> None:
    schema("page-2019-07-15.xsd").assertValid(document(page, file))


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (".//p:Glyph/p:Coords", "points", "1,2"),
        (".//p:TextEquiv", "conf", "2"),
        (".//p:Page", "imageWidth", "wide"),
        (".//p:Word", "colour", "red"),
        (".//p:Word", "id", "region"),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: str, name: str, value: str) -> None:
    root = document(PAGE)
    root.findall(path, NAMES)[0].set(name, value)
    with pytest.raises(etree.DocumentInvalid):
        schema("page-2019-07-15.xsd").assertValid(root)


def test_alternatives_follow_the_answer_with_index_and_confidence() -> None:
    last = document(PAGE).findall(".//p:Glyph", NAMES)[-1]
    equivalents = last.findall("p:TextEquiv", NAMES)
    assert [(row.get("index"), row.get("conf"), row.findtext("p:Unicode", None, NAMES)) for row in equivalents] == [
        ("0", "0.4100", "O"),
        ("1", "0.5900", "?"),
    ]


def test_corners_are_the_outermost_pixels() -> None:
    coords = document(PAGE).find(".//p:Glyph/p:Coords", NAMES)
    assert coords is not None
    assert coords.get("points") == "20,40 39,40 39,69 20,69"


def test_text_is_there_at_every_level() -> None:
    root = document(PAGE)
    texts = [root.findtext(f".//p:{level}/p:TextEquiv/p:Unicode", None, NAMES) for level in ("TextRegion", "TextLine")]
    assert texts == ["HI YOU\n4 O", "HI YOU"]
