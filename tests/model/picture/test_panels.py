"""Light writing on dark panels of a light page is read beside the rest, and the other way round."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drawing import PageStyle, below, draw_page
from model.decode import Picture
from model.picture.panels import with_panels_turned
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier

STYLE = PageStyle(font=FONT, letter_height_px=60)
HEADING, BODY = ("BREAD AND JAM",), ("FOUR BUNS", "MIXED PLUMS")

Grey = NDArray[np.uint8]


def lines(written: tuple[str, ...], *, dark: bool) -> Grey:
    """Writing on light paper, or light on dark."""
    grey = draw_page(written, STYLE, 1).grey
    return 255 - grey if dark else grey


def read(grey: Grey) -> str:
    return Reader(TemplateClassifier()).read(Picture(grey, grey.shape[1], grey.shape[0])).text


@pytest.mark.parametrize("dark", [True, False], ids=["dark heading", "light heading"])
def test_a_heading_of_the_other_polarity_is_read(dark: bool) -> None:
    page = below([lines(HEADING, dark=dark), lines(BODY, dark=not dark)])
    assert read(page) == "\n".join((*HEADING, *BODY))


def test_a_label_inside_the_page_is_read_where_it_stands() -> None:
    label, body = lines(HEADING, dark=True), lines(BODY, dark=False)
    page = np.full((800, 1400), body[0, 0], np.uint8)
    page[80 : 80 + len(label), 150 : 150 + label.shape[1]] = label
    page[330 : 330 + len(body), 150 : 150 + body.shape[1]] = body
    assert read(page) == "\n".join((*HEADING, *BODY))


def test_a_dark_heading_is_read_on_a_dark_desk() -> None:
    page = below([lines(HEADING, dark=True), lines(BODY, dark=False)])
    assert read(np.pad(page, 60, constant_values=int(page[0, 0]))) == "\n".join((*HEADING, *BODY))


@pytest.mark.parametrize(
    "grey",
    [
        lines(BODY, dark=False),
        lines(BODY, dark=True),
        below([np.full((150, 300), 20, np.uint8), lines(BODY, dark=False)]),
        below([np.full((150, 300), 225, np.uint8) - 30, lines(BODY, dark=False)]),
        np.full((200, 300), 128, np.uint8),
        np.random.default_rng(1).integers(0, 256, (300, 400)).astype(np.uint8),
        np.zeros((1, 1), np.uint8),
    ],
    ids=["light page", "dark page", "bare panel", "pale panel", "even", "noise", "a pixel"],
)
def test_pages_without_writing_on_panels_stay_as_they_are(grey: Grey) -> None:
    assert with_panels_turned(grey) is None


def test_what_stands_on_a_panel_is_as_dark_as_the_rest() -> None:
    page = below([lines(HEADING, dark=True), lines(BODY, dark=False)])
    turned = with_panels_turned(page)
    assert turned is not None
    assert turned.shape == page.shape
    height = len(lines(HEADING, dark=True))
    assert np.array_equal(turned[height + 20 :], page[height + 20 :])
    over, under = (part.astype(np.float64) for part in (turned[: height - 20], turned[height + 20 :]))
    assert abs(np.median(over) - np.median(under)) < 20
    assert abs(np.quantile(over, 0.01) - np.quantile(under, 0.01)) < 40


def test_nothing_is_answered_for_a_panel_of_holes_that_are_no_letters() -> None:
    panel = np.full((220, 900), 25, np.uint8)
    for left in range(40, 840, 110):
        panel[60:150, left : left + 12] = 235
        panel[100:112, left : left + 70] = 235
    page = below([panel, lines(BODY, dark=False)])
    assert with_panels_turned(page) is not None
    assert read(page).splitlines()[-2:] == list(BODY)
