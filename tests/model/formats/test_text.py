from model.formats.text import write_text
from tests.model.formats.pages import BLANK, PAGE


def test_lines_end_with_line_breaks() -> None:
    assert write_text(PAGE) == "HI YOU\n4 O\n"


def test_a_blank_page_is_nothing_at_all() -> None:
    assert write_text(BLANK) == ""
