"""Strips of entries: only the entry, with every letter where its label puts it."""

from __future__ import annotations

from pathlib import Path

import cv2

from drawing import PageStyle, draw_page
from model.lines.card import HEIGHT
from tests.model.fakes import FONT, TemplateClassifier
from training.aligned import Entry
from training.lines.entries import entry_strip, entry_strips, written


def entry(folder: Path, drawn: str, label: str) -> Entry:
    path = folder / f"{drawn}.png"
    cv2.imwrite(str(path), draw_page([drawn], PageStyle(font=FONT)).image)
    return Entry(path, label)


def test_what_is_printed_beside_an_entry_is_cut_off(tmp_path: Path) -> None:
    alone = entry_strip(entry(tmp_path, "KARIM", "KARIM"), TemplateClassifier())
    beside = entry_strip(entry(tmp_path, "TOWN KARIM", "KARIM"), TemplateClassifier())
    assert alone is not None
    assert beside is not None
    assert (alone.text, beside.text, beside.folded) == ("KARIM", "KARIM", True)
    assert abs(alone.grey.shape[1] - beside.grey.shape[1]) <= 3
    assert alone.grey.shape[0] == HEIGHT


def test_letters_stand_where_their_ink_is(tmp_path: Path) -> None:
    strip = entry_strip(entry(tmp_path, "LE HARK", "LE HARK"), TemplateClassifier())
    assert strip is not None
    assert strip.text == "LE HARK"
    for letter, middle, wide in zip(strip.text, strip.middle, strip.wide, strict=True):
        inked = strip.grey[:, round(middle - wide / 2) + 1 : round(middle + wide / 2) - 1].max(axis=0) > 100
        assert inked.mean() > 0.8 if letter != " " else not inked.any()


def test_entries_that_do_not_fit_their_label_are_left_out(tmp_path: Path) -> None:
    wrong = entry(tmp_path, "MARTINE", "BOUGUEZZOUR")
    missing = Entry(tmp_path / "text.png", "LEO")
    missing.picture.write_bytes(b"no picture")
    right = entry(tmp_path, "LEO", "LEO")
    strips = entry_strips([right, wrong, missing, right], TemplateClassifier())
    # The first of the table is set apart.
    assert [strip.text for strip in strips] == ["LEO"]


def test_labels_in_the_letters_that_labels_hold() -> None:
    assert written("  d'Arc / Jeanne-Marie ") == "D'ARC JEANNE-MARIE"
    assert not written("")
