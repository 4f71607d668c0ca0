"""Fits the curves that turn probabilities into chances to be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from wordfreq import top_n_list

from drawing import DrawnPage, GlyphSource, PageStyle, draw_page
from model.alphabet import DIGITS, LOWER, UPPER, Charset, parse_charset
from model.networks.calibration import Calibration, Curve, log_odds
from model.reader import Reader
from model.segment import stroke_width
from training.aligned import Entry
from training.verdicts import Verdicts, verdicts_on_entry, verdicts_on_page

#: What is written on the pages that each charset is calibrated on.
TEXTS = {
    "mixed": (UPPER, LOWER, DIGITS), "alnum": (UPPER, DIGITS), "letters": (UPPER, LOWER), "upper": (UPPER,),
    "lower": (LOWER,), "digits": (DIGITS,),
}  # fmt: skip
#: Entries of forms hold capitals.
WITH_ENTRIES = ("mixed", "alnum", "letters", "upper")
#: Answers are worth reviewing below the confidence from which on this share of them is wrong.
WRONG_SHARE = 0.02
#: Of whole lines this share: labels of entries are themselves wrong in 3 to 5 of a hundred.
WRONG_LINES = 0.06
PAGES = 24
#: A page is written with one pen: so many pictures of each letter whose strokes are the likest in width.
SAME_PEN = 6
THRESHOLD = 127
#: Share of words that are letters of chance.
CODES = 0.3


def calibrate(
    reader: Reader,
    entries: Sequence[Entry],
    letters: GlyphSource,
    seed: int,
    progress: Callable[[str], None] = lambda charset: None,
) -> dict[str, Any]:
    """Read entries and drawn pages that were not trained on, and fit the curves of every charset.

    Args:
        reader: With the network to calibrate; what its card says of calibration is not looked at.
        entries: Of forms, with their labels.
        letters: Pictures of letters by writers not trained on.
        seed: Of texts and styles.
        progress: Called before each charset.

    Returns:
        What `Card.calibration` holds.
    """
    curves: dict[str, Any] = {}
    for name in TEXTS:
        progress(name)
        charset = parse_charset(name)
        several = list(_on_pages(reader, charset, letters, seed))
        if name in WITH_ENTRIES:
            several += [own for entry in entries if (own := verdicts_on_entry(reader, entry, charset))]
        curves[name] = asdict(fit_calibration(several))
    return curves


def fit_calibration(several: Sequence[Verdicts]) -> Calibration:
    """Fit glyphs first, then words and lines on the chances of their glyphs."""
    letters, groupings, right = (
        np.concatenate([getattr(own, name)[own.judged] for own in several])
        for name in ("letters", "groupings", "right")
    )
    glyph = fit_curve((letters, groupings), right)
    chances = [glyph.chances(own.letters, own.groupings) for own in several]
    words = [
        (float(np.prod(own[start:stop])), fine)
        for own, verdicts in zip(chances, several, strict=True)
        for start, stop, fine in verdicts.words
    ]
    lines = [(float(np.prod(own)), verdicts.line_right) for own, verdicts in zip(chances, several, strict=True)]
    return Calibration(glyph, fit_wholes(words), fit_wholes(lines, WRONG_LINES))


def fit_wholes(answers: Sequence[tuple[float, bool]], wrong: float = WRONG_SHARE) -> Curve:
    """Fit words or lines: the product of the chances of their glyphs, and whether all are right."""
    together, right = np.array([answer for answer, _ in answers]), np.array([fine for _, fine in answers], np.bool_)
    return fit_curve((together,), right, wrong)


def fit_curve(
    probabilities: Sequence[NDArray[np.float64]], right: NDArray[np.bool_], wrong: float = WRONG_SHARE
) -> Curve:
    """Logistic regression on log-odds, by Newton's method, slopes not negative.

    Args:
        probabilities: One array (N,) for each slope.
        right: (N,) which answers were right.
        wrong: Share of wrong answers that may go unseen.
    """
    used = list(range(len(probabilities)))
    while True:
        columns = np.stack([*(log_odds(probabilities[at]) for at in used), np.ones(len(right))], axis=1)
        weights = _newton(columns, right)
        negative = [at for at, slope in zip(used, weights, strict=False) if slope < 0]
        if not negative:
            break
        used = [at for at in used if at not in negative]
    found = dict(zip(used, weights.tolist(), strict=False))
    slopes = tuple(round(found.get(at, 0.0), 4) for at in range(len(probabilities)))
    curve = Curve(slopes, round(float(weights[-1]), 4))
    return replace(curve, review=round(review_threshold(curve.chances(*probabilities), right, wrong), 4))


#: Keeps slopes finite where every answer is right.
_RIDGE = 0.1


def _newton(columns: NDArray[np.float64], right: NDArray[np.bool_], steps: int = 30) -> NDArray[np.float64]:
    weights = np.zeros(columns.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-columns @ weights))
        curvature = columns.T @ (columns * (chance * (1 - chance))[:, None]) + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, columns.T @ (right - chance) - _RIDGE * weights)
    return weights


def review_threshold(chances: NDArray[np.float64], right: NDArray[np.bool_], wrong: float = WRONG_SHARE) -> float:
    """The lowest confidence from which on at most this share of the answers is wrong.

    Never above 1 - `wrong`: answers that sure are wrong seldom enough one by one, whatever few errors stand at the top.
    """
    order = np.argsort(-chances, kind="stable")
    share = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(share <= wrong)
    return min(float(chances[order[kept[-1]]]), 1 - wrong) if kept.size else 1 - wrong


def _on_pages(reader: Reader, charset: Charset, letters: GlyphSource, seed: int) -> Iterator[Verdicts]:
    pens = {letter: np.array([_pen(picture) for picture in several]) for letter, several in letters.items()}
    for number in range(PAGES):
        pen = float(np.random.default_rng([seed, number, 1]).choice(np.concatenate(list(pens.values()))))
        alike = {
            letter: [several[int(at)] for at in np.argsort(np.abs(pens[letter] - pen))[:SAME_PEN]]
            for letter, several in letters.items()
        }
        yield from verdicts_on_page(reader, _page(charset, alike, seed, number), charset)


def _pen(picture: NDArray[np.uint8]) -> float:
    """The width of the strokes as a share of the letter's height."""
    mask = picture > THRESHOLD
    return stroke_width(mask) / max(int(np.count_nonzero(mask.any(axis=1))), 1)


def _page(charset: Charset, letters: GlyphSource, seed: int, number: int) -> DrawnPage:
    rng = np.random.default_rng([seed, number])
    lines = [" ".join(_word(charset, rng) for _ in range(3)) for _ in range(5)]
    style = PageStyle(
        letter_height_px=int(rng.integers(12, 60)), wobble=0.025, pen_width_jitter=0.1, slant_deg=rng.normal(0, 6),
        touching=rng.choice((0.0, 0.15)), broken=rng.choice((0.0, 0.05)), blur_px=rng.uniform(0.3, 1.0),
        noise=rng.uniform(0, 6), jpeg_quality=int(rng.choice((0, 60, 85))),
    )  # fmt: skip
    return draw_page(lines, style, seed + number, letters)


def _word(charset: Charset, rng: np.random.Generator) -> str:
    """A common word in small letters or capitals, or letters of chance as in codes."""
    kinds = TEXTS[charset.name]
    kind = kinds[int(rng.integers(len(kinds)))]
    if kind == DIGITS or rng.random() < CODES:
        return "".join(rng.choice(list(kind), int(rng.integers(2, 9))))
    word = str(rng.choice(_common_words()))
    return word.upper() if kind == UPPER else word


@cache
def _common_words() -> tuple[str, ...]:
    several = (word for language in ("en", "fr") for word in top_n_list(language, 4000))
    return tuple(word for word in several if len(word) > 1 and word.isascii() and word.isalpha())
