from starlette.testclient import TestClient

from model.alphabet import ALPHABET
from tests.app.conftest import Serve
from tests.app.fakes import FakeReader
from tests.model.lines.fakes import ScriptedLineReader


def test_shows_the_card_and_the_limits(client: TestClient) -> None:
    card = client.get("/api/v1/model").json()
    assert (card["name"], card["network"], card["precision"]) == ("fakenet", "letternet", "float32")
    assert tuple(card["alphabet"]) == ALPHABET
    assert card["limits"] == {
        "bytes": 20_000_000, "pixels": 40_000_000, "jpeg_pixels": 100_000_000, "pdf_bytes": 100_000_000, "pages": 500,
        "seconds": 10.0, "files": 20, "request_bytes": 100_000_000,
    }  # fmt: skip


def test_says_whether_lines_are_read_too(serve: Serve) -> None:
    alone = serve(FakeReader()).get("/api/v1/model").json()
    assert (alone["line_reader"], alone["linenet"], alone["engines"]) == (None, None, ["auto", "glyph"])
    reader = FakeReader()
    reader.line_reader = reader.linenet = ScriptedLineReader(["HI"])
    both = serve(reader).get("/api/v1/model").json()
    assert (both["line_reader"], both["linenet"]) == ("scripted", "scripted")
    assert both["engines"] == ["auto", "glyph", "line"]
