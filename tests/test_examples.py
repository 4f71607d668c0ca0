"""The example pages are what their script draws and what their README says."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from examples.make_examples import EXAMPLES, FOLDER

MOST_BYTES = 200_000
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_picture_has_its_script_and_its_line_in_the_readme() -> None:
    pictures = {path.name for path in FOLDER.iterdir() if path.suffix in {".jpg", ".png"}}
    assert pictures == set(EXAMPLES)
    for name, example in EXAMPLES.items():
        assert f"`{name}`" in README
        assert " / ".join(example.lines) in README


@pytest.mark.parametrize("name", EXAMPLES)
def test_picture_is_what_the_script_draws(name: str) -> None:
    assert (FOLDER / name).stat().st_size < MOST_BYTES
    with Image.open(FOLDER / name) as picture:
        pixels = np.asarray(picture.convert("RGB"), int)
    # Not pixel by pixel: other versions of FreeType and libjpeg round differently.
    assert np.abs(pixels - EXAMPLES[name].draw().image).mean() < 4
