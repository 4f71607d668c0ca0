"""Reads all lines of a page with the glyph reader, its network asked as seldom as can be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from model.alphabet import Charset
from model.classifier import Classifier
from model.layout import TextLine
from model.networks.glances import Glances
from model.spelling.lattice import build_lattice
from model.spelling.settle import under_charset
from model.spelling.spell import SpelledLine, spell
from model.spelling.stacked import strokes_of_equals
from model.spelling.sure import plain_letters, surely_whole
from model.writing.credible import believed


@dataclass(frozen=True, slots=True)
class HasteSettings:
    """When a page is given up before all of it is read.

    Attributes:
        many: Pages of more pieces of ink than this may be texture:
        first: their clearest lines are read first, so many pieces at least, and the rest where these are believed.
    """

    many: int = 28
    first: int = 16


def spell_lines(
    lines: Sequence[TextLine],
    classifier: Classifier,
    charset: Charset,
    language: str,
    glances: Glances | None = None,
    settings: HasteSettings | None = None,
) -> list[SpelledLine | None]:
    """Read lines.

    Args:
        lines: Of one page.
        classifier: Tells letters apart.
        charset: Which letters may be answered.
        language: A name of `model.spelling.language.load_language`.
        glances: What the network has said of the page's letters already; nothing if None.
        settings: The tunables; the defaults if None.

    Returns:
        What each line says, None where nothing on it is a character, or where the page's clearest lines say nothing.
    """
    glances = glances or Glances(classifier)
    whole = [own | strokes_of_equals(line) for line, own in zip(lines, surely_whole(lines, glances), strict=True)]

    def read(numbers: Sequence[int]) -> list[SpelledLine | None]:
        chosen = [(lines[number], whole[number]) for number in numbers]
        return _spelled(chosen, charset, language, glances)

    first, rest = _clearest_first(lines, whole, settings or HasteSettings())
    spelled = dict(zip(first, read(first), strict=True))
    if rest and believed(list(spelled.values()), charset.letters):
        spelled |= zip(rest, read(rest), strict=True)
    return [spelled.get(number) for number in range(len(lines))]


def _clearest_first(
    lines: Sequence[TextLine], whole: Sequence[Collection[int]], settings: HasteSettings
) -> tuple[list[int], list[int]]:
    """The numbers of the lines to read at once, and of those to read where these are believed."""
    sizes = [len(line.fragments) for line in lines]
    if sum(sizes) <= settings.many:
        return list(range(len(lines))), []
    order = sorted(range(len(lines)), key=lambda number: -len(whole[number]) / max(sizes[number], 1))
    read = [0, *accumulate(sizes[number] for number in order)]
    first = sum(before < settings.first for before in read[:-1])
    return order[:first], order[first:]


def _spelled(
    lines: Sequence[tuple[TextLine, Collection[int]]], charset: Charset, language: str, glances: Glances
) -> list[SpelledLine | None]:
    """Read lines, each with the indices of its fragments that are surely one letter."""
    plain = plain_letters([line for line, _ in lines], glances)
    lattices = [build_lattice(line, whole, letters) for (line, whole), letters in zip(lines, plain, strict=True)]
    logits = glances.logits([hypothesis.glyph for lattice in lattices for hypothesis in lattice.hypotheses])
    reading = under_charset(logits, glances.classifier.card, charset)
    ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
    return [
        spell(lattice, line.angle_deg, reading.between(start, end), charset, language)
        for lattice, (line, _), (start, end) in zip(lattices, lines, pairwise(ends), strict=True)
    ]
