"""Corrected glyphs are cut out of the picture as it was read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.profiles.cut import cut_frames
from drawing import PageStyle, below, draw_page
from model.alphabet import ALPHABET
from model.decode import Picture
from model.errors import OptionError
from model.reader import Reader
from tests.model.fakes import FONT, TemplateClassifier


def test_letters_under_noise_are_framed_as_they_were_read() -> None:
    page = draw_page(("HOUSE 27", "TREE 45"), PageStyle(font=FONT, letter_height_px=22), seed=1).grey // 4 + 100
    noisy = np.clip(page + np.random.default_rng(1).normal(0, 14, page.shape), 0, 255).astype(np.uint8)
    picture = Picture(noisy, noisy.shape[1], noisy.shape[0])
    glyphs = list(Reader(TemplateClassifier()).read(picture).glyphs)
    assert len(glyphs) == 13
    logits = TemplateClassifier().classify(cut_frames(picture, [glyph.box for glyph in glyphs]))
    framed = [ALPHABET[best] for best in logits.argmax(axis=1)]
    assert sum(own == glyph.letter for own, glyph in zip(framed, glyphs, strict=True)) >= 11


def test_letters_as_bright_as_their_paper_are_framed_by_their_colour() -> None:
    drawn = draw_page(("HOUSE", "TREE"), PageStyle(font=FONT, letter_height_px=60), seed=1)
    ink = np.clip((float(np.median(drawn.grey)) - drawn.grey) / np.ptp(drawn.grey), 0, 1)[..., None]
    colours = ((1 - ink) * (60, 106, 200) + ink * (190, 68, 55)).astype(np.uint8)
    boxes = [glyph.box for glyph in drawn.truth.glyphs]
    flat = Picture(np.full_like(drawn.grey, 103), drawn.grey.shape[1], drawn.grey.shape[0])
    logits = TemplateClassifier().classify(cut_frames(replace(flat, colours=lambda: colours), boxes))
    assert [ALPHABET[best] for best in logits.argmax(axis=1)] == list("HOUSETREE")
    with pytest.raises(OptionError, match="no ink"):
        cut_frames(flat, boxes)


def test_light_letters_on_a_dark_panel_are_framed() -> None:
    style = PageStyle(font=FONT, letter_height_px=60)
    heading, body = draw_page(("HOUSES",), style, seed=1), draw_page(("TREE",), style, seed=2).grey
    page = below([255 - heading.grey, body])
    frames = cut_frames(Picture(page, page.shape[1], len(page)), [glyph.box for glyph in heading.truth.glyphs])
    assert [ALPHABET[best] for best in TemplateClassifier().classify(frames).argmax(axis=1)] == list("HOUSES")
