"""Finds the lines of a page, whichever way up it lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from model.arrangement.columns import in_columns
from model.arrangement.upright import askew_deg, quarter_turns
from model.arrangement.view import View
from model.binarize import Ink, find_ink
from model.classifier import Classifier
from model.decode import Image
from model.fusion.direction import settle_turns
from model.layout import TextLine, find_lines
from model.lines.gather import gathered
from model.lines.reading import LineReader
from model.networks.glances import Glances
from model.pieces import connected_pieces
from model.segment import Fragment, find_fragments
from model.spelling.sure import are_letters
from model.writing.drawings import without_drawings
from model.writing.ghosts import without_ghosts

#: Letters are seen with so many pixels of a picture to a piece of ink at least, paper counted; more pieces are dither
#: or grain, and no letter could be told among them.
LEAST_PIXELS = 25

#: Grain is what smoothing leaves at most this share of, in pieces of ink.
GRAIN = 1 / 3

#: The ink as it is looked at, and its lines, top line first.
Way = tuple[View, list[TextLine]]


def ways_to_read(
    grey: Image,
    classifier: Classifier,
    line_reader: LineReader | None = None,
    *,
    deskew: bool = True,
    glances: Glances | None = None,
) -> list[Way]:
    """Find the lines of a page.

    Args:
        grey: (H, W) uint8, 0 black .. 255 white.
        classifier: Tells letters apart.
        line_reader: Says which way up a page is where its letters leave it open, None for nobody.
        deskew: Whether pages that do not stand upright are turned.
        glances: Keeps what the network says of letters meanwhile, for those who read them; nobody if None.

    Returns:
        The page as it stands upright; several ways where only reading can tell, the likeliest first.
    """
    view = View.straight(find_ink(grey))
    fragments = find_fragments(view.ink)
    if len(fragments) * LEAST_PIXELS > grey.size:
        return [(view, [])]
    glances = glances or Glances(classifier)
    if (writing := without_ghosts(view.ink, fragments, glances)) is not None:
        view = View.straight(writing)
        fragments = find_fragments(writing)
    if not deskew:
        return [(view, _lines(fragments, glances))]
    turns = quarter_turns(fragments, glances)
    if not turns:
        return [(view, [])]
    if line_reader is None:
        ways = [_level(view, fragments, turn, glances) for turn in turns]
        return [(own, in_columns(lines)) for own, lines in ways]
    own, lines = _level(view, fragments, settle_turns(turns, view, grey, fragments, line_reader, glances), glances)
    return [(own, in_columns(gathered(lines)))]


def _lines(fragments: Sequence[Fragment], glances: Glances) -> list[TextLine]:
    """The lines of a page that stands as it is read."""
    return find_lines(without_drawings(fragments, glances), partial(are_letters, glances=glances))


def is_grain(ink: Ink, smooth: Image) -> bool:
    """Whether most pieces of ink that were found on a page are gone where it is smoothed.

    Args:
        ink: What was found.
        smooth: (H, W) uint8, the page smoothed.
    """
    before = _pieces(ink)
    return before > 1 and 0 < _pieces(find_ink(smooth)) <= GRAIN * before


def _pieces(ink: Ink) -> int:
    return len(connected_pieces(ink.mask.view(np.uint8))[1]) - 1


def _level(view: View, fragments: Sequence[Fragment], turns: int, glances: Glances) -> Way:
    """The lines of a page turned by quarters, and then level."""
    if turns:
        view = view.turned(90 * turns)
        fragments = find_fragments(view.ink)
    lines = _lines(fragments, glances)
    if lines and (angle_deg := askew_deg(lines[0].angle_deg)):
        view = view.turned(angle_deg)
        lines = _lines(find_fragments(view.ink), glances)
    return view, lines
