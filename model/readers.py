"""Who reads a page: the networks that are asked, and when."""

from __future__ import annotations

from dataclasses import dataclass

from model.classifier import Classifier
from model.lines.reading import LineReader
from model.options import Engine


@dataclass(frozen=True, slots=True)
class Readers:
    """The networks of one reading.

    Attributes:
        classifier: Tells letters apart.
        line_reader: Gives a second opinion on lines, None for nobody.
        arbiter: Another one, asked where these two do not agree, None for nobody.
        engine: ``line`` asks about every line and believes the line reader alone; others ask about unsure lines.
    """

    classifier: Classifier
    line_reader: LineReader | None = None
    arbiter: LineReader | None = None
    engine: Engine = "auto"
