"""Which pieces of a fainter ink are writing: by how they are read as they stand, turned, and in a mirror."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import parse_charset
from model.arrangement.upright import letter_sized, letters_of, mirrored_frames, turned_frames
from model.fragments.rows import rows_of
from model.frame import frame_glyphs
from model.networks.glances import Glances
from model.quantiles import median
from model.segment import Fragment, corners_of, stroke_width
from model.writing.two_inks import two_inks

_ALNUM = np.array([letter.isalnum() for letter in parse_charset("mixed").letters])


@dataclass(frozen=True, slots=True)
class LegibleSettings:
    """When pieces of ink are writing.

    Attributes:
        fewest: Fewer letters of an ink do not tell,
        most: and so many are enough.
        worst: A letter that cannot be read counts as this bad, in nats: few of them shall not decide.
        plain: On a page of writing letters of the darker ink are read at least this well, in nats each: better than
            even.
        mirrored: The back shows through where letters are read so much better in a mirror, in nats, all together: on
            240 drawn pages of two lines of words they were by 0.1 at most, of digits by 2.6 on all of 240 but one.
        senseless: What is read worse than this however it is turned or mirrored is shade, in nats each,
        broad: where its strokes are so many times as broad as those of the darker letters: worn pens leave thin scraps
            that later are pieced together,
        row: but rows of so many letters stay
        legible: that are read this well as the page stands.
    """

    fewest: int = 3
    most: int = 48
    worst: float = 2.0
    plain: float = -0.6
    mirrored: float = 4.0
    senseless: float = -1.1
    broad: float = 1.3
    row: int = 3
    legible: float = -0.5


def written(
    faint: Sequence[Fragment], dark: Sequence[Fragment], glances: Glances, settings: LegibleSettings | None = None
) -> list[Fragment]:
    """Which pieces of a fainter ink are writing.

    Args:
        faint: Its pieces; they may be of two inks themselves, as those of pencil on a sheet that shows its back.
        dark: Letters of the darker ink, which tell which way up the page is.
        glances: Whom to ask.
        settings: The tunables; the defaults if None.

    Returns:
        Those that are; all of them where nobody can tell.
    """
    settings = settings or LegibleSettings()
    if min(len(dark), len(letter_sized(faint))) < settings.fewest:
        return list(faint)
    some = _some(dark, settings)
    upright = _read(some, glances, settings, mirrored=False).sum(axis=1)
    if upright.max() < settings.plain * len(some):
        return list(faint)
    broad = settings.broad * _stroke(some)
    inks = two_inks(faint)
    if inks is None:
        return _of_one_ink(faint, upright, broad, glances, settings)
    fainter = [own for own in faint if own.darkness < inks.between]
    darker = [own for own in faint if own.darkness >= inks.between]
    return [kept for own in (fainter, darker) for kept in _of_one_ink(own, upright, broad, glances, settings)]


def _of_one_ink(
    faint: Sequence[Fragment], upright: NDArray[np.float64], broad: float, glances: Glances, settings: LegibleSettings
) -> list[Fragment]:
    """Which pieces of one ink are writing.

    Args:
        faint: The pieces.
        upright: (4,) nats, how well the letters of the page's darker ink are read turned by each number of quarters.
        broad: Strokes broader than so many pixels may be shade.
        glances: Whom to ask.
        settings: The tunables.
    """
    letters = letter_sized(faint)
    if len(letters) < settings.fewest:
        return list(faint)
    some = _some(letters, settings)
    every = _read(some, glances, settings, mirrored=True).sum(axis=1)
    as_it_stands = upright + every[:4]
    # Sheets are turned over like those of a book or of a calendar: lines stay level.
    from_behind = upright + np.maximum(every[4:], np.roll(every[4:], 2))
    if from_behind.max() - as_it_stands.max() >= settings.mirrored:
        return []
    if every.max() >= settings.senseless * len(some) or _stroke(some) < broad:
        return list(faint)
    return _in_rows(letters, int(as_it_stands.argmax()), glances, settings)


def _stroke(letters: Sequence[Fragment]) -> float:
    """How broad the strokes of letters are, in pixels."""
    return median(np.array([stroke_width(own.ink > 0) for own in letters]))


def _in_rows(letters: Sequence[Fragment], turns: int, glances: Glances, settings: LegibleSettings) -> list[Fragment]:
    """The letters that stand in rows in which they are read, the page being turned by so many quarters."""
    read = _read(letters, glances, settings, mirrored=False)[turns]
    rows = rows_of(corners_of(letters))
    counts = np.maximum(np.bincount(rows), 1)
    legible = (counts >= settings.row) & (np.bincount(rows, read) >= settings.legible * counts)
    return [own for own, row in zip(letters, rows.tolist(), strict=True) if legible[row]]


def _read(
    letters: Sequence[Fragment], glances: Glances, settings: LegibleSettings, *, mirrored: bool
) -> NDArray[np.float64]:
    """How well letters are read turned counter-clockwise by 0 to 3 quarters, and then so seen in a mirror.

    Returns:
        (4 or 8, N) nats.
    """
    frames = frame_glyphs(own.ink for own in letters)
    every = [turned_frames(frames, turns) for turns in range(4)]
    if mirrored:
        every += map(mirrored_frames, every[:])
    logits = glances.classifier.classify(np.concatenate(every))
    seen = letters_of(logits, glances)[:, _ALNUM].max(axis=1)
    return np.asarray(np.maximum(np.log(seen + 1e-6), -settings.worst).reshape(len(every), -1))


def _some(letters: Sequence[Fragment], settings: LegibleSettings) -> list[Fragment]:
    """Letters from all over the page."""
    return list(letters[:: -(-len(letters) // settings.most)])
