import pytest

from app.errors import NotAcceptableError
from app.negotiation import JPEG, JSON, PNG, TEXT, choose_media_type


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("image/*", PNG),
        ("image/jpeg", JPEG),
        ("IMAGE/JPEG", JPEG),
        ("text/plain", TEXT),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("image/avif,image/webp,image/png;q=0.8,*/*;q=0.5", PNG),
        ("application/json;q=0.5,text/plain", TEXT),
        ("*/*,application/json;q=0", TEXT),
        ("image/png;q=many", PNG),
        (" , image/png ,", PNG),
    ],
)
def test_the_narrowest_range_with_the_most_weight_wins(accept: str, expected: str) -> None:
    assert choose_media_type(accept) == expected


@pytest.mark.parametrize("accept", ["video/mp4", "image/png;q=0", "*/*;q=0", "nonsense"])
def test_nothing_acceptable_names_what_there_is(accept: str) -> None:
    with pytest.raises(NotAcceptableError, match="image/png"):
        choose_media_type(accept)
