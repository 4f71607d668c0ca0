from starlette.testclient import TestClient

from model.alphabet import ALPHABET


def test_shows_the_card_and_the_limits(client: TestClient) -> None:
    card = client.get("/api/v1/model").json()
    assert (card["name"], card["network"], card["precision"]) == ("fakenet", "letternet", "float32")
    assert tuple(card["alphabet"]) == ALPHABET
    assert card["limits"] == {
        "bytes": 20_000_000, "pixels": 40_000_000, "jpeg_pixels": 100_000_000, "pdf_bytes": 100_000_000, "pages": 500,
        "seconds": 10.0,
    }  # fmt: skip
