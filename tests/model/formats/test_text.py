from model.formats.text import page_text, write_text
from tests.model.formats.pages import BLANK, PAGE, reading, written


def test_lines_end_with_line_breaks() -> None:
    assert page_text(PAGE) == "HI YOU\n4 O\n"
    assert written(write_text, [reading()]) == b"HI YOU\n4 O\n"


def test_a_blank_page_is_nothing_at_all() -> None:
    assert page_text(BLANK) == ""


def test_form_feeds_stand_between_pages() -> None:
    assert written(write_text, [reading(), reading(BLANK), reading()]) == b"HI YOU\n4 O\n\f\fHI YOU\n4 O\n"
