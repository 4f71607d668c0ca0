"""Drawings beside words: large shapes that stand by themselves and that the network takes for no letter."""

from __future__ import annotations

from collections.abc import Sequence

from model.arrangement.upright import letters_as_they_stand
from model.networks.glances import Glances
from model.segment import Fragment

#: What is read as a letter at least so surely is one.
LETTER = 0.8


def without_drawings(fragments: Sequence[Fragment], glances: Glances) -> list[Fragment]:
    """Leave out what was drawn beside the words.

    Args:
        fragments: Of a page as it is looked at.
        glances: What the network says of its letters.
    """
    doubted = [own for own in fragments if own.doubted]
    if not doubted:
        return list(fragments)
    sure = letters_as_they_stand(doubted, glances).max(axis=1).tolist()
    drawn = {id(own) for own, letter in zip(doubted, sure, strict=True) if letter < LETTER}
    return [own for own in fragments if id(own) not in drawn]
