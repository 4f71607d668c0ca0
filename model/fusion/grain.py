"""Pages of grain and texture: line readers are not asked about all that looks like ink on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model.layout import TextLine
from model.lines.reading import LineReading
from model.lines.slots import all_slots

#: A run of ink and the number of its line.
Run = tuple[TextLine, int]


@dataclass(frozen=True, slots=True)
class GrainSettings:
    """When a page is grain.

    Attributes:
        most: Pages of more unclear runs are.
        many: Where there are more than this, or the glyph reader does not believe the page,
        glimpse: a line reader is shown so many of them at first,
        clear: and the page is grain where it is less sure of their letters in the mean (runs without any count, too),
        clear_rest: or less than this where the glyph reader does not believe the page and more would have to be read.
    """

    most: int = 300
    many: int = 16
    glimpse: int = 8
    clear: float = 0.6
    clear_rest: float = 0.7


def is_grain(
    unclear: Sequence[Run],
    doubted: bool,
    look: Callable[[Sequence[Run]], list[LineReading]],
    settings: GrainSettings | None = None,
) -> bool:
    """Whether a page holds no writing in the runs of ink that the glyph reader cannot tell.

    Args:
        unclear: The runs.
        doubted: Whether the glyph reader does not believe the page.
        look: Has a line reader read runs.
        settings: The tunables; the defaults if None.
    """
    settings = settings or GrainSettings()
    if len(unclear) > settings.most:
        return True
    if not unclear or not (doubted or len(unclear) > settings.many):
        return False
    seen = look(unclear[:: -(-len(unclear) // settings.glimpse)])
    slots = [all_slots(reading) for reading in seen]
    letters = max(sum(len(own) for own in slots), len(slots))
    least = settings.clear_rest if doubted and len(unclear) > len(seen) else settings.clear
    return sum(len(own) * own.clear for own in slots) < least * letters
