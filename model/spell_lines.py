"""Reads all lines of a page with the glyph reader, its network asked as seldom as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from model.alphabet import Charset
from model.classifier import Classifier
from model.glances import Glances
from model.lattice import build_lattice
from model.layout import TextLine
from model.settle import under_charset
from model.spell import SpelledLine, spell
from model.sure import surely_whole


def spell_lines(
    lines: Sequence[TextLine],
    classifier: Classifier,
    charset: Charset,
    language: str,
    glances: Glances | None = None,
) -> list[SpelledLine | None]:
    """Read lines.

    Args:
        lines: Of one page.
        classifier: Tells letters apart.
        charset: Which letters may be answered.
        language: A name of `model.language.load_language`.
        glances: What the network has said of the page's letters already; nothing if None.

    Returns:
        What each line says, None where nothing on it is a character.
    """
    glances = glances or Glances(classifier)
    lattices = [build_lattice(line, whole) for line, whole in zip(lines, surely_whole(lines, glances), strict=True)]
    logits = glances.logits([hypothesis.glyph for lattice in lattices for hypothesis in lattice.hypotheses])
    reading = under_charset(logits, classifier.card, charset)
    ends = [0, *accumulate(len(lattice.hypotheses) for lattice in lattices)]
    return [
        spell(lattice, line.angle_deg, reading.between(start, end), charset, language)
        for lattice, line, (start, end) in zip(lattices, lines, pairwise(ends), strict=True)
    ]
