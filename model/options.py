"""What a user may ask of a reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from model.alphabet import parse_charset
from model.errors import OptionError
from model.language import check_language
from model.region import Region

MOST_ALTERNATIVES = 10

#: Who reads: the glyph reader, helped by the line reader where it is unsure; the glyph reader alone; the line reader.
Engine = Literal["auto", "glyph", "line"]
ENGINES: tuple[Engine, ...] = get_args(Engine)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a page shall be read.

    Attributes:
        charset: Which letters may be answered, see `model.alphabet.parse_charset`.
        language: Whose letters follow one another: ``any``, ``none`` for codes and numbers, or a code such as ``fr``.
        alternatives: How many next best letters each glyph gets, 0..10.
        min_confidence: Glyphs below it are left out, 0..1.
        deskew: Whether pages on their side, upside down or askew are turned.
        region: The only part of the picture to read; all of it if None.
        engine: Who reads; ``auto`` is ``glyph`` where the extra ``[lines]`` is not installed.

    Raises:
        OptionError: An option is out of range or unknown.
    """

    charset: str = "mixed"
    language: str = "any"
    alternatives: int = 3
    min_confidence: float = 0.0
    deskew: bool = True
    region: Region | None = None
    engine: Engine = "auto"

    def __post_init__(self) -> None:
        """Refuse what cannot be done, before any work."""
        parse_charset(self.charset)
        check_language(self.language)
        if not 0 <= self.alternatives <= MOST_ALTERNATIVES:
            raise OptionError(f"alternatives must be 0 to {MOST_ALTERNATIVES}, not {self.alternatives}.")
        if not 0 <= self.min_confidence <= 1:
            raise OptionError(f"min_confidence must be 0 to 1, not {self.min_confidence:g}.")
        if self.engine not in ENGINES:
            raise OptionError(f"There is no engine {self.engine!r}. Use {', '.join(ENGINES)}.")
