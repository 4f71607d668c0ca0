import pytest

from model.sift import keep_confident
from tests.model.formats.pages import BLANK, PAGE


@pytest.mark.parametrize(
    ("least", "text"),
    [(0.0, "HI YOU\n4 O"), (0.41, "HI YOU\n4 O"), (0.5, "HI YOU\n4"), (0.98, "HI YOU\n4"), (0.99, "")],
)
def test_glyphs_below_are_left_out_and_what_is_empty_then_too(least: float, text: str) -> None:
    page = keep_confident(PAGE, least)
    assert (page.text, page.width, page.height) == (text, 400, 200)


def test_a_blank_page_stays_one() -> None:
    assert keep_confident(BLANK, 0.5) == BLANK
