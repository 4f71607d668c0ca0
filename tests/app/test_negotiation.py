import pytest

from app.errors import NotAcceptableError
from app.negotiation import choose_format, choose_media_type
from model.formats.catalogue import FORMATS, Format

JSON, TEXT, PNG, JPEG = (FORMATS[name].media_type for name in ("json", "text", "png", "jpeg"))


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


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_can_be_asked_for_by_name_and_by_media_type(form: Format) -> None:
    assert choose_format(form.name, "video/mp4") is form
    assert choose_format(None, form.media_type) is form
