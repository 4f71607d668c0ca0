"""What a deployment may set: ``BLOCKLETTER_*`` environment variables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import NonNegativeInt, PositiveFloat, PositiveInt, StringConstraints, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.profiles.limits import StoreLimits
from model import DEFAULT_CHECKPOINT
from model.decode import DecodeLimits
from model.options import Engine

STATIC = Path(__file__).parent / "static"
EXAMPLES = Path(__file__).parent.parent / "examples"

KeyHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Origin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[A-Za-z0-9.:\[\]-]+)$")]


class Settings(BaseSettings):
    """The settings of one service, read from the environment when it is built.

    Attributes:
        model: The name of a bundled checkpoint, or the path of an ``.onnx`` file with its card.
        engine: ``glyph`` loads no line reader and saves its memory; ``line`` does not start without it.
        threads: Cores that one reading may use, 0 for its share where all readers read.
        max_bytes: The most bytes of a picture file.
        max_pdf_bytes: The most bytes of a PDF.
        max_request_bytes: The most bytes of all files of a request.
        max_files: The most files of a request.
        max_pixels: The most pixels of a picture.
        max_jpeg_pixels: The most pixels of a JPEG, which can be decoded at a reduced size.
        max_pages: The most pages of a request.
        max_seconds: How long a request may take, from its first byte to the last one of its answer.
        max_page_seconds: How long a page of a PDF may take to draw.
        concurrent_reads: Pages read at the same time, 0 for as many as there are cores.
        waiting_reads: Requests that may wait for their turn; beyond them the service answers 503.
        replicas: Readers of a Ray cluster at most, 0 for one for each of its cores; without a cluster it means nothing.
        concurrent_requests: Requests to read that may be open at the same time, most of them still being received.
        api_keys: SHA-256 of each key that opens ``/api/`` and ``/metrics``, with commas between; open to all if empty.
        cors_origins: Origins whose pages may use the interface, with commas between; none if empty.
        log_format: ``json`` for one object a line, ``text`` for people.
        corrections: The database that corrected glyphs are kept in, as SQLAlchemy has it; none are kept if left out.
        max_profile_glyphs: The most corrected glyphs of one profile.
        max_corrections: The most of all profiles together.
        lexicons: A folder of named lists of words, each a file ``NAME.txt`` with a word a line; none if left out.
        examples: A folder with pictures for the demo page; it may be missing.
    """

    model_config = SettingsConfigDict(env_prefix="BLOCKLETTER_", frozen=True)

    model: str = DEFAULT_CHECKPOINT
    engine: Engine = "auto"
    threads: NonNegativeInt = 0
    max_bytes: PositiveInt = DecodeLimits().bytes
    max_pdf_bytes: PositiveInt = DecodeLimits().pdf_bytes
    max_request_bytes: PositiveInt = DecodeLimits().pdf_bytes
    max_files: PositiveInt = 20
    max_pixels: PositiveInt = DecodeLimits().pixels
    max_jpeg_pixels: PositiveInt = DecodeLimits().jpeg_pixels
    max_pages: PositiveInt = DecodeLimits().pages
    max_seconds: PositiveFloat = 300
    max_page_seconds: PositiveFloat = DecodeLimits().seconds
    concurrent_reads: NonNegativeInt = 0
    waiting_reads: NonNegativeInt = 1
    replicas: NonNegativeInt = 0
    concurrent_requests: PositiveInt = 64
    api_keys: Annotated[tuple[KeyHash, ...], NoDecode] = ()
    cors_origins: Annotated[tuple[Origin, ...], NoDecode] = ()
    log_format: Literal["json", "text"] = "json"
    corrections: str | None = None
    max_profile_glyphs: PositiveInt = StoreLimits().profile
    max_corrections: PositiveInt = StoreLimits().all
    lexicons: Path | None = None
    examples: Path = EXAMPLES

    @field_validator("api_keys", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Words with commas between; anything else is left to be refused."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def limits(self) -> DecodeLimits:
        """What a file may weigh."""
        return DecodeLimits(
            self.max_bytes,
            self.max_pixels,
            self.max_jpeg_pixels,
            self.max_pdf_bytes,
            self.max_pages,
            self.max_page_seconds,
        )

    @property
    def readers(self) -> int:
        """Pages read at the same time, at least 1."""
        return self.concurrent_reads or cores()

    @property
    def threads_each(self) -> int:
        """Cores that one reading uses, at least 1: more would only get into each other's way."""
        return self.threads or max(1, cores() // self.readers)


def cores() -> int:
    """How many this process may use, at least 1."""
    # A container may lend fewer cores than the machine has; macOS cannot tell.
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return found or 1
