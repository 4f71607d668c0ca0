"""Pages of grain are not looked at piece by piece."""

from __future__ import annotations

import numpy as np

from drawing import PageStyle, draw_page
from model.finding import ways_to_read
from tests.model.fakes import FONT, TemplateClassifier


def test_no_letter_is_looked_for_among_more_pieces_than_letters_could_be() -> None:
    dither = np.where(np.random.default_rng(1).random((200, 200)) < 0.1, 0, 255).astype(np.uint8)
    ((_, lines),) = ways_to_read(dither, TemplateClassifier())
    assert lines == []


def test_small_writing_is_looked_at() -> None:
    grey = draw_page(["THE QUICK BROWN FOX"] * 12, PageStyle(font=FONT, letter_height_px=8)).grey
    (_, lines), *_ = ways_to_read(grey, TemplateClassifier())
    assert len(lines) == 12
