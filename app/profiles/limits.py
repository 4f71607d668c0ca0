"""How much is kept of corrected glyphs; known without loading what keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """How many glyphs are kept: of one profile, and in all."""

    profile: int = 5_000
    all: int = 200_000
