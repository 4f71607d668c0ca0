"""How sure a value is, and why a person should look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from model.fields.decode import Decoded, Value
from model.fields.pattern import Pattern
from model.fields.trellis import Trellis
from model.networks.calibration import Curve


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """What is believed.

    Attributes:
        curve: How the share of a value among all that the pattern allows, and how likely its ink is any of the letters,
            become the chance that it is right: a logistic regression over 463 values of forms that were drawn with
            other seeds than those of `benchmarks.forms` (900 and 901). Reviewed is more than those ask for (0.77),
            since real forms are worse.
        free: That a field holds something that is not allowed is so much less likely than that it is, in nats.
        temperature: What differences of worth between values are divided by.
        misfit: Ink that is less likely any of the letters is read as one only because nothing else is allowed.
    """

    curve: Curve = field(default_factory=lambda: Curve((1.026, 0.088), -0.151, review=0.88))
    temperature: float = 1.0
    misfit: float = 0.1
    free: float = 6.0


#: Where nothing but the neighbours told letters from digits and marks they are believed less: as few wrong values go
#: unseen as where they count for little.
BY_NEIGHBOURS = JudgeSettings(curve=replace(JudgeSettings().curve, review=0.94))


@dataclass(frozen=True, slots=True)
class Judged:
    """Values with their chances, best first, and whether the best fits the ink only because nothing else may.

    `signs` are what the chance of the best was told from: its share among all, and how likely
    all its ink is letters.
    """

    chances: tuple[tuple[str, float], ...]
    misfit: bool
    signs: tuple[float, float]


def judge(decoded: Decoded, trellis: Trellis, pattern: Pattern, settings: JudgeSettings) -> Judged:
    """Give each value its chance.

    Args:
        decoded: At least one value.
        trellis: The ink they were read from.
        pattern: What is allowed; its letters are the trellis's.
        settings: The tunables.
    """
    values = decoded.values
    worth = np.array([value.worth for value in values]) / settings.temperature
    shares = np.exp(worth - worth.max())
    shares /= shares.sum() + np.exp(min(decoded.slack - settings.free, 50.0))
    best = values[0]
    chosen = ~pattern.forced(best.text)
    inside = np.minimum(trellis.inside[list(best.arcs)], 1.0)[chosen]
    together = float(np.prod(np.maximum(inside, 1e-4))) if len(inside) else 1.0
    chance = float(settings.curve.chances(shares[:1], np.array([together]))[0])
    left = min((1 - chance) / max(1 - float(shares[0]), 1e-9), chance / max(float(shares[1:].max(initial=1e-9)), 1e-9))
    others = [(value.text, float(share) * left) for value, share in zip(values[1:], shares[1:], strict=True)]
    misfit = bool((inside < settings.misfit).any()) or decoded.slack > settings.free
    return Judged(((values[0].text, chance), *others), misfit, (float(shares[0]), together))


def letter_fits(value: Value, trellis: Trellis, letters: Sequence[str]) -> NDArray[np.float64]:
    """(letters of the value,) how well each explains its ink by itself, 0..1."""
    column = {letter: number for number, letter in enumerate(letters)}
    read = [column[letter] for letter in value.text if letter != " "]
    return np.minimum(trellis.fit[list(value.arcs), read], 1.0) if read else np.ones(0)
