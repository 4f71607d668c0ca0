"""Other ways in which a page is looked at: ink may be seen in these that a page as it is does not show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from model.decode import Picture
from model.picture.colour import in_best_plane
from model.picture.panels import with_panels_turned


def other_ways(picture: Picture, *, doubtful: bool) -> Iterator[Picture]:
    """A page by its colours, and with its panels turned, each worked out when it is its turn; what it has none of, not.

    Args:
        picture: The page.
        doubtful: Whether grey leaves doubt; no colours are decoded where it does not.
    """
    if doubtful and (coloured := in_best_plane(picture)) is not None:
        yield coloured
    if (turned := with_panels_turned(picture.grey)) is not None:
        yield replace(picture, grey=turned)
