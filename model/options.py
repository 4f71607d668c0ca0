"""What a user may ask of a reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from model.alphabet import parse_charset
from model.errors import OptionError
from model.lexicon.words import LEXICON_MODES, LEXICON_UNITS, Lexicon, LexiconMode, LexiconUnit
from model.networks.hand import Hand
from model.picture.region import Region
from model.spelling.language import check_language

MOST_ALTERNATIVES = 10

#: Who reads: the glyph reader, helped by the line reader where it is unsure; the glyph reader alone; the line reader.
Engine = Literal["auto", "glyph", "line"]
#: What is read: all lines of a page, or what stands in the combs, boxes and rules of a form.
Layout = Literal["page", "form"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
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
        layout: What is read: ``page``, all lines; ``form``, its fields without their labels.
        engine: Who reads; ``auto`` is ``glyph`` where the extra ``[lines]`` is not installed.
        hand: Corrected glyphs of the writer, None where nobody is known.
        lexicon: Words that lines are looked for in; no list if None.
        lexicon_mode: ``strict``: a word of the list or nothing is answered; ``loose``: what was read where it is surer.
        lexicon_unit: Whether a whole line is a word of the list, or each of its words.

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
    hand: Hand | None = None
    lexicon: Lexicon | None = None
    lexicon_mode: LexiconMode = "strict"
    lexicon_unit: LexiconUnit = "line"
    layout: Layout = "page"

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
        if self.lexicon_mode not in LEXICON_MODES:
            raise OptionError(f"lexicon_mode is {' or '.join(LEXICON_MODES)}, not {self.lexicon_mode!r}.")
        if self.lexicon_unit not in LEXICON_UNITS:
            raise OptionError(f"lexicon_unit is {' or '.join(LEXICON_UNITS)}, not {self.lexicon_unit!r}.")
        if self.layout not in LAYOUTS:
            raise OptionError(f"There is no layout {self.layout!r}. Use {', '.join(LAYOUTS)}.")
