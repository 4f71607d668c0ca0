"""Framed glyphs are kept as long as nothing they depend on changes."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.corpora import pictures
from tests.training.small import font_parts
from training.cache import MOST, cached, key_of
from training.experiment import Experiment
from training.glyphs import GlyphSet
from training.own import Gathered
from training.pictures import Skipped
from training.sources import Emnist


def glyph_file(folder: Path) -> Path:
    path = folder / "mine.npz"
    np.savez(path, images=pictures("AB", 1), labels=np.array(["A", "B"]))
    return path


def test_second_time_is_loaded_and_the_same(tmp_path: Path) -> None:
    made: list[Gathered] = []

    def make() -> Gathered:
        made.append(Gathered(font_parts(1), (Skipped(Path("A/1.png"), "Nothing is written on it."),)))
        return made[-1]

    first, again = (cached(tmp_path, "key", make) for _ in range(2))
    assert len(made) == 1
    assert again.skipped == first.skipped
    for part in ("train", "validation", "test"):
        for field in fields(GlyphSet):
            one, other = (getattr(getattr(found.parts, part), field.name) for found in (first, again))
            assert np.array_equal(one, other)
            assert one.dtype.kind == other.dtype.kind


def test_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "key.npz").write_bytes(b"PK\x03\x04 cut short")
    assert len(cached(tmp_path, "key", lambda: Gathered(font_parts(1))).parts.train)


def test_only_the_last_ones_are_kept(tmp_path: Path) -> None:
    for number in range(MOST + 2):
        cached(tmp_path, f"key{number}", lambda: Gathered(font_parts(1)))
    assert len(list(tmp_path.iterdir())) == MOST


@pytest.mark.parametrize("field", ["seed", "renderings", "not_characters"])
def test_key_depends_on_what_decides_the_glyphs(tmp_path: Path, field: str) -> None:
    path = glyph_file(tmp_path)
    other: dict[str, Any] = {field: 3}
    changed = replace(Experiment(), **other)
    assert key_of([path], None, Experiment()) == key_of([path], None, replace(Experiment(), epochs=3, batch=8))
    assert key_of([path], None, Experiment()) != key_of([path], None, changed)


def test_key_depends_on_files_and_sources(tmp_path: Path) -> None:
    path = glyph_file(tmp_path)
    keys = [key_of([path], None, Experiment()), key_of([], None, Experiment()),
            key_of([path], Emnist(tmp_path, "letters"), Experiment())]  # fmt: skip
    path.write_bytes(path.read_bytes() + b"\0")
    keys.append(key_of([path], None, Experiment()))
    assert len(set(keys)) == 4
