"""Pages on their side, upside down or askew: found from the letters themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import parse_charset
from model.classifier import Logits
from model.elements import BoundingBox
from model.frame import GlyphFrames, frame_glyphs
from model.networks.glances import Glances
from model.pieces import letter_height
from model.segment import Fragment
from model.spelling.settle import under_charset
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class UprightSettings:
    """When a page is turned.

    Attributes:
        glance: Letters that are looked at at first,
        plain: in no other direction where they are read this well as they stand, in nats each.
        letters: Letters that are looked at where those do not stand upright.
        fewest: The letters of a page with fewer do not tell: every direction is left open.
        margin: A glance is enough where letters are read so much better as they stand, in nats each.
        certain: Directions in which all letters together are read worse than in the best by less than this, in nats,
            are left open,
        worse: but not those in which they are read worse than as they stand by more than this.
        worst: A letter that cannot be read counts as this bad, in nats: it may be none,
        readable: and one that is read worse than this in every direction counts nothing
        enough: where so many are read better.
        row: Letters side by side, together no higher than so many of them, do not lie on their side.
        column: How much it counts for a page on its side that letters follow one another downwards, and against it
            that they do not, in nats.
        neighbours: So many of them are looked at for that.
        many: So many letters or more do not lie on their side
        in_rows: where they follow one another from side to side this clearly, -1 for all of them.
        clear: In its direction a page must be read at least this well, in nats each.
        variety: Entropy of the letters read there, in nats: rows of one letter turn into rows of another.
        varied: Of few letters this share of the largest entropy that so many can have is enough.
        texture: Many pieces of ink, at least so many of them looked at,
        senseless: that are read worse than this in every direction are no writing, in nats each: joined letters are
            read better.
        askew_deg: Lines tilted by less are read as they are.
        read_better: How much surer the letters of whole lines must be read in another direction, in nats each.
    """

    glance: int = 14
    plain: float = -0.04
    letters: int = 80
    fewest: int = 5
    margin: float = 0.1
    certain: float = 8.0
    worse: float = 2.0
    worst: float = 4.0
    readable: float = -1.2
    enough: int = 10
    row: float = 2.6
    column: float = 4.0
    neighbours: int = 400
    many: int = 15
    in_rows: float = -0.8
    clear: float = -0.9
    variety: float = 1.5
    varied: float = 0.75
    texture: int = 40
    senseless: float = -3.3
    askew_deg: float = 4.0
    read_better: float = 0.1


def quarter_turns(
    fragments: Sequence[Fragment], glances: Glances, settings: UprightSettings | None = None
) -> dict[int, float]:
    """How often a page must be turned by 90 degrees counter-clockwise to stand upright.

    Args:
        fragments: Of the page as it is.
        glances: What the network says of them as they stand.
        settings: The tunables; the defaults if None.

    Returns:
        One of 0 to 3; several, 0 or else the likeliest first, where the letters alone leave it open and reading whole
        lines must tell; none where the pieces are texture, whichever way they are looked at. With each, by how much
        better its letters are read than as they stand, all together, in nats.
    """
    settings = settings or UprightSettings()
    every = letter_sized(fragments)
    if len(every) < settings.fewest:
        return dict.fromkeys(_ways_of_few(fragments, every), 0.0)
    letters = every[:: -(-len(every) // settings.letters)]
    sample = letters[:: -(-len(letters) // settings.glance)]
    stacked = _stacked(every[: settings.neighbours])
    aside = settings.column * stacked * np.array([0, 1, 0, 1]) / len(letters)
    in_rows = len(every) >= settings.many and stacked <= settings.in_rows
    if in_rows or (stacked <= 0 and _is_row(letters, settings)):
        aside[[1, 3]] = -np.inf
    if aside.max() <= 0:
        if _fit(letters_as_they_stand(sample, glances), settings).mean() >= settings.plain:
            return {0: 0.0}
        glance = _fits(sample, aside, glances, settings)[0].mean(axis=1)
        if glance[0] >= glance[1:].max() + settings.margin:
            return {0: 0.0}
    every_way, answers = _fits(letters, aside, glances, settings)
    if len(letters) >= settings.texture and every_way.mean(axis=1).max() < settings.senseless:
        return {}
    # What is no letter in any direction does not tell: arrows, the edge of a desk.
    read = every_way.max(axis=0) >= settings.readable
    if np.count_nonzero(read) >= settings.enough:
        every_way, answers = every_way[:, read], answers[:, read]
    count = every_way.shape[1]
    fit = every_way.mean(axis=1)
    worth = fit + aside
    best = int(worth.argmax())
    if fit[best] < settings.clear:
        return {0: 0.0}
    if _entropy(answers[best]) < min(settings.variety, settings.varied * np.log(count)):
        return {0: 0.0}
    nats = count * (worth - worth[0])
    ways = np.flatnonzero((nats[best] - nats < settings.certain) & (nats >= -settings.worse))
    return {way: float(nats[way]) for way in sorted(ways.tolist(), key=lambda way: (way != 0, -nats[way]))}


def _ways_of_few(fragments: Sequence[Fragment], letters: Sequence[Fragment]) -> Sequence[int]:
    """The directions that a page of few letters leaves open: where they stand side by side they do not lie."""
    if len(fragments) < 2:
        return (0,)
    return (0, 2) if len(letters) > 1 and _stacked(letters) < 0 else (0, 1, 2, 3)


def best_read(readings: Sequence[Sequence[SpelledLine | None]], settings: UprightSettings | None = None) -> int:
    """Which of several readings of a page in different directions is right: the first unless another is surer.

    Args:
        readings: Lines as they were read in each direction.
        settings: The tunables; the defaults if None.
    """
    if len(readings) == 1:
        return 0
    settings = settings or UprightSettings()
    sure = np.array([_sureness(lines) for lines in readings])
    sure[0] += settings.read_better
    return int(sure.argmax())


def _sureness(lines: Sequence[SpelledLine | None]) -> float:
    """How sure the letters are in the mean, in nats; 0 at best."""
    best = [line.probabilities.max(axis=1) for line in lines if line is not None]
    return float(np.log(np.concatenate(best) + 1e-4).mean()) if best else float(np.log(1e-4))


def _is_row(letters: Sequence[Fragment], settings: UprightSettings) -> bool:
    """Whether letters stand side by side in one row."""
    box = BoundingBox.around(letter.box for letter in letters)
    typical = letter_height(np.array([max(letter.box.width, letter.box.height) for letter in letters], np.float64))
    return box.height <= settings.row * typical and box.width > 2 * box.height


def _stacked(letters: Sequence[Fragment]) -> float:
    """Whether letters follow one another downwards (1) or from side to side (-1): neighbours on a line are nearest."""
    centres = np.array([letter.box.centre for letter in letters])
    apart = np.abs(centres[:, None] - centres[None])
    distance = apart.sum(axis=2) + 1e9 * np.eye(len(letters))
    nearest = apart[np.arange(len(letters)), distance.argmin(axis=1)]
    return float(np.sign(nearest[:, 1] - nearest[:, 0]).mean())


def _fits(
    letters: Sequence[Fragment], aside: NDArray[np.float64], glances: Glances, settings: UprightSettings
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How well letters are read in each of the four directions (4, N) in nats, and as what (4, N).

    Nobody looks in directions that `aside` rules out, in which letters are read infinitely badly.
    """
    ways = [turns for turns in (1, 2, 3) if np.isfinite(aside[turns])]
    frames = frame_glyphs(fragment.ink for fragment in letters)
    turned = np.concatenate([turned_frames(frames, turns) for turns in ways])
    seen = letters_of(glances.classifier.classify(turned), glances)
    every = np.concatenate([letters_as_they_stand(letters, glances), seen])
    fit, answers = np.full((4, len(letters)), -np.inf), np.zeros((4, len(letters)), np.int64)
    fit[[0, *ways]] = _fit(every, settings).reshape(-1, len(letters))
    answers[[0, *ways]] = every.argmax(axis=1).reshape(-1, len(letters))
    return fit, answers


def _fit(seen: NDArray[np.float64], settings: UprightSettings) -> NDArray[np.float64]:
    """(N,) how well letters are read, in nats."""
    return np.asarray(np.maximum(np.log(seen.max(axis=1) + 1e-6), -settings.worst))


def letters_as_they_stand(letters: Sequence[Fragment], glances: Glances) -> NDArray[np.float64]:
    """(N, letters) what the network says of letters that nobody turns."""
    return letters_of(glances.logits(letters), glances)


def letters_of(logits: Logits, glances: Glances) -> NDArray[np.float64]:
    """(N, letters) of all letters, digits and marks."""
    return under_charset(logits, glances.classifier.card, parse_charset("mixed")).letters


def _entropy(answers: NDArray[np.int64]) -> float:
    """Of how often each answer occurs, in nats."""
    shares = np.unique(answers, return_counts=True)[1] / len(answers)
    return float(-(shares * np.log(shares)).sum())


def turned_frames(frames: GlyphFrames, turns: int) -> GlyphFrames:
    """Frames of the same glyphs turned counter-clockwise; frames stand transposed, so clockwise in them."""
    return np.rot90(frames, -turns, axes=(1, 2))


def mirrored_frames(frames: GlyphFrames) -> GlyphFrames:
    """Frames of the same glyphs with left and right exchanged."""
    return frames[:, ::-1]


def letter_sized(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments that are as large as letters are, from the top of the page to its foot."""
    if not fragments:
        return []
    longer = np.array([max(fragment.box.width, fragment.box.height) for fragment in fragments], np.float64)
    typical = letter_height(longer)
    fits = [
        fragment
        for fragment, length in zip(fragments, longer, strict=True)
        if 0.5 * typical <= length <= 1.6 * typical and min(fragment.box.width, fragment.box.height) >= 0.2 * typical
    ]
    return sorted(fits, key=lambda fragment: (fragment.box.top, fragment.box.left))


def askew_deg(angle_deg: float, settings: UprightSettings | None = None) -> float:
    """By how much a page whose lines tilt by `angle_deg` should be turned: 0 where the tilt does no harm."""
    settings = settings or UprightSettings()
    return angle_deg if abs(angle_deg) >= settings.askew_deg else 0.0
