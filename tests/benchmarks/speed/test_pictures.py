"""The pages that are timed are what their names say, and small enough to be accepted."""

from __future__ import annotations

import io

from PIL import Image as Pillow

from benchmarks.speed.pictures import huge_png, photo
from model.decode import DecodeLimits


def test_a_photo_has_about_its_megapixels() -> None:
    with Pillow.open(io.BytesIO(photo(0.5, 2))) as page:
        width, height = page.size
    assert abs(width * height / 0.5e6 - 1) < 0.1


def test_the_largest_page_is_accepted() -> None:
    content = huge_png(3.0)
    with Pillow.open(io.BytesIO(content)) as page:
        assert page.format == "PNG"
        assert page.mode == "RGB"
        assert abs(page.width * page.height / 3e6 - 1) < 0.01
    assert len(content) * 40 / 3 < DecodeLimits().bytes
