"""What a deployment may set: ``BLOCKLETTER_*`` environment variables."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import NonNegativeInt, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

from model import DEFAULT_CHECKPOINT
from model.decode import DecodeLimits
from model.options import Engine

STATIC = Path(__file__).parent / "static"
EXAMPLES = Path(__file__).parent.parent / "examples"


class Settings(BaseSettings):
    """The settings of one service, read from the environment when it is built.

    Attributes:
        model: The name of a bundled checkpoint, or the path of an ``.onnx`` file with its card.
        engine: ``glyph`` loads no line reader and saves its memory; ``line`` does not start without it.
        threads: Cores that one reading may use, 0 for all.
        max_bytes: The most bytes of a picture file.
        max_pixels: The most pixels of a picture.
        max_jpeg_pixels: The most pixels of a JPEG, which can be decoded at a reduced size.
        concurrent_reads: Pages read at the same time, 0 for as many as there are cores.
        waiting_reads: Pages that may wait for their turn; beyond them the service answers 503.
        examples: A folder with pictures for the demo page; it may be missing.
    """

    model_config = SettingsConfigDict(env_prefix="BLOCKLETTER_", frozen=True)

    model: str = DEFAULT_CHECKPOINT
    engine: Engine = "auto"
    threads: NonNegativeInt = 0
    max_bytes: PositiveInt = DecodeLimits().bytes
    max_pixels: PositiveInt = DecodeLimits().pixels
    max_jpeg_pixels: PositiveInt = DecodeLimits().jpeg_pixels
    concurrent_reads: NonNegativeInt = 0
    waiting_reads: NonNegativeInt = 16
    examples: Path = EXAMPLES

    @property
    def limits(self) -> DecodeLimits:
        """What a picture may weigh."""
        return DecodeLimits(self.max_bytes, self.max_pixels, self.max_jpeg_pixels)

    @property
    def readers(self) -> int:
        """Pages read at the same time, at least 1."""
        # A container may lend fewer cores than the machine has; macOS cannot tell.
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return self.concurrent_reads or cores or 1
