"""What every writer is given: one page as it was read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.elements import Page
from model.options import Engine


@dataclass(frozen=True, slots=True, eq=False)
class PageReading:
    """One page of a file as it was read.

    Attributes:
        page: The reading.
        file: The name of the file as the user gave it; empty where it has none.
        number: Which page of its file this is, from 1.
        model: The name of the checkpoint.
        engine: Who read it; None where nobody said.
        milliseconds: From the encoded picture to the last letter; None where nobody measured it.
        preview: (h, w, 3) uint8 RGB, upright, of the page's shape at any scale; None where no picture is wanted.
    """

    page: Page
    file: str = ""
    number: int = 1
    model: str = ""
    engine: Engine | None = None
    milliseconds: float | None = None
    preview: NDArray[np.uint8] | None = None

    @property
    def letters(self) -> int:
        """How many glyphs were read."""
        return sum(1 for _ in self.page.glyphs)
