import pytest

from model.errors import OptionError
from model.formats.catalogue import FORMATS, MEDIA_TYPES, Format, find_format
from tests.model.formats.pages import BLANK, ODD, reading, written


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_writes_a_blank_page(form: Format) -> None:
    assert isinstance(written(form.write, [reading(BLANK, picture=form.preview_side > 0)]), bytes)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_writes_letters_that_it_has_no_room_for(form: Format) -> None:
    assert written(form.write, [reading(ODD, picture=form.preview_side > 0)])


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_writer_pauses_between_pages(form: Format) -> None:
    asked = []

    def pages() -> object:
        for number in (1, 2, 3):
            asked.append(number)
            yield reading(number=number, picture=form.preview_side > 0)

    chunks = form.write(pages())  # type: ignore[arg-type]
    for _ in range(2):
        next(chunks)
    assert max(asked, default=0) <= 2


def test_names_media_types_and_suffixes_are_used_once() -> None:
    assert len(MEDIA_TYPES) == len(FORMATS) == len({form.suffix for form in FORMATS.values()})


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"'docx'.*json.*pdf"):
        find_format("docx")
