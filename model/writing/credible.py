"""What was read but is no writing: texture, grain, edges and clutter, told by how doubtful their letters are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.alphabet import shape_of, shapes_of
from model.spelling.spell import SpelledLine


@dataclass(frozen=True, slots=True)
class CredibleSettings:
    """When lines are not believed; how sure their letters are in the mean, 0..1.

    Attributes:
        mark: Full stops and dashes count this much: anything small looks like them.
        page: Pages less sure hold no writing,
        texture: nor do pages of many glyphs that are hardly surer than this,
        spread: by this over the square root of how many: what a mean of few says is less certain.
        few_page: Pages of at most `few` glyphs may be less sure: texture makes many.
        clear: But lines this sure are believed beside any texture
        different: where they hold so many different letters.
        line: Lines less sure are not believed.
        few: Lines of at most this many glyphs must be surer, where there are other lines.
        few_line: By so much.
        both: What the glyph reader does not believe must be this sure by both readers,
        both_spread: and by this over the square root of how many more: a line reader is sure of a few in any texture.
        alphabet: Charsets with fewer letters and digits make even real letters doubtful: all is believed.
    """

    mark: float = 0.25
    page: float = 0.5
    texture: float = 0.3
    spread: float = 0.8
    few_page: float = 0.25
    clear: float = 0.85
    different: int = 3
    line: float = 0.3
    few: int = 2
    few_line: float = 0.5
    both: float = 0.8
    both_spread: float = 0.3
    alphabet: int = 36


def only_credible(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings | None = None
) -> list[SpelledLine | None]:
    """The lines of a page, None for those that are hardly writing.

    Args:
        lines: As they were spelled.
        letters: What the columns of their probabilities mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or CredibleSettings()
    if _is_small(letters, settings):
        return list(lines)
    sure = _sure(lines, letters, settings)
    of = sum(own.size for own in sure)
    if not _is_written_on(sure, settings):
        return _only_clear(lines, letters, settings)
    return [
        line if own.size and own.mean() >= _least(own.size, of, settings) else None
        for line, own in zip(lines, sure, strict=True)
    ]


def believed(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings | None = None
) -> bool:
    """Whether a page as a whole is writing; the arguments are those of `only_credible`."""
    settings = settings or CredibleSettings()
    if _is_small(letters, settings):
        return any(line is not None for line in lines)
    return _is_written_on(_sure(lines, letters, settings), settings)


def credible_by_both(
    alone: Sequence[SpelledLine | None],
    fused: Sequence[SpelledLine | None],
    letters: tuple[str, ...],
    settings: CredibleSettings | None = None,
) -> list[SpelledLine | None]:
    """The same of a page that two readers read: a line reader finds words in texture, too, but is less sure of them.

    Args:
        alone: The lines as the glyph reader spelled them.
        fused: The lines as both did.
        letters: What the columns of their probabilities mean.
        settings: The tunables; the defaults if None.
    """
    settings = settings or CredibleSettings()
    sure = [line.probabilities.max(axis=1) for line in fused if line is not None]
    every = np.concatenate([*sure, np.zeros(0)])
    least = settings.both + settings.both_spread / math.sqrt(max(every.size, 1))
    if not believed(alone, letters, settings) and (not every.size or every.mean() < least):
        return _only_clear(fused, letters, settings)
    return only_credible(fused, letters, settings)


def clear_lines(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings | None = None
) -> int:
    """How many lines of a page are writing beyond doubt; the arguments are those of `only_credible`."""
    settings = settings or CredibleSettings()
    clear = lines if _is_small(letters, settings) else _only_clear(lines, letters, settings)
    return sum(line is not None for line in clear)


def leaves_doubt(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings | None = None
) -> bool:
    """Whether a page says nothing, or no line of it is writing beyond doubt and its letters are not sure in the mean.

    Pages of one letter are sure, too, but for single strokes, which edges and stripes make as well. The arguments are
    those of `only_credible`.
    """
    settings = settings or CredibleSettings()
    every = [_sureness(line, letters, settings)[~_strokes(line, letters)] for line in lines if line is not None]
    sure = np.concatenate([*every, np.zeros(0)])
    is_sure = sure.size > 0 and float(sure.mean()) >= settings.clear
    return not is_sure and not clear_lines(lines, letters, settings)


def rightness(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings | None = None
) -> float:
    """How many more glyphs of a page are likely right than wrong; the arguments are those of `only_credible`."""
    return sum(float((2 * own - 1).sum()) for own in _sure(lines, letters, settings or CredibleSettings()))


def _is_small(letters: tuple[str, ...], settings: CredibleSettings) -> bool:
    """Whether a charset holds so few letters that even real ones are doubtful."""
    return sum(letter.isalnum() for letter in letters) < settings.alphabet


def _only_clear(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings
) -> list[SpelledLine | None]:
    """The lines that are writing beyond doubt: texture makes strokes of one kind, or letters that are doubtful."""
    return [line if line is not None and _is_clear(line, letters, settings) else None for line in lines]


def _is_clear(line: SpelledLine, letters: tuple[str, ...], settings: CredibleSettings) -> bool:
    names, columns = shapes_of(letters)
    best = {names[at] for at in (line.probabilities @ columns).argmax(axis=1).tolist()}
    different = sum(name.isalnum() for name in best)
    return different >= settings.different and float(_sureness(line, letters, settings).mean()) >= settings.clear


def _is_written_on(sure: Sequence[NDArray[np.float64]], settings: CredibleSettings) -> bool:
    """Whether a page is writing as a whole, by how sure the glyphs of each of its lines are."""
    every = np.concatenate([*sure, np.zeros(0)])
    return bool(every.size) and float(every.mean()) >= _least_of_page(every.size, settings)


def _least_of_page(glyphs: int, settings: CredibleSettings) -> float:
    """How sure a page of so many glyphs must be."""
    if glyphs <= settings.few:
        return settings.few_page
    return min(settings.page, settings.texture + settings.spread / math.sqrt(glyphs))


def _least(glyphs: int, of: int, settings: CredibleSettings) -> float:
    """How sure a line must be that has some of the page's glyphs."""
    return settings.few_line if glyphs <= settings.few and glyphs < of else settings.line


def _sure(
    lines: Sequence[SpelledLine | None], letters: tuple[str, ...], settings: CredibleSettings
) -> list[NDArray[np.float64]]:
    """How sure the glyphs of each line are; empty where there is no line."""
    return [np.zeros(0) if line is None else _sureness(line, letters, settings) for line in lines]


def _strokes(line: SpelledLine, letters: tuple[str, ...]) -> NDArray[np.bool_]:
    """(N,) which glyphs are read as single strokes."""
    names, columns = shapes_of(letters)
    stroke = np.array([name == shape_of("I") for name in names])
    return np.asarray(stroke[(line.probabilities @ columns).argmax(axis=1)])


def _sureness(line: SpelledLine, letters: tuple[str, ...], settings: CredibleSettings) -> NDArray[np.float64]:
    """(N,) how sure it is that each glyph is some letter or other, cases and lookalikes as one."""
    names, columns = shapes_of(letters)
    by_shape = line.probabilities @ columns
    worth = np.array([1.0 if name.isalnum() else settings.mark for name in names])
    return np.asarray(by_shape.max(axis=1) * worth[by_shape.argmax(axis=1)] * line.groupings)
