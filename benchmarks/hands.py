"""How well corrected glyphs teach a hand that was never seen: ``python -m benchmarks.hands``.

Of each writer of `pen-writers-validate` up to three glyphs of each symbol are corrected, those that chance chooses; all
others are read with and without them. `--choose` instead compares settings on hands that are not these: pen strokes of
Chars74K, of writers that no network was trained on, drawn with other pens and slants.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.corpora import DEFAULT_CORPORA
from benchmarks.tables import Figures, finish
from model import DEFAULT_CHECKPOINT
from model.alphabet import Charset, case_pairs, parse_charset
from model.classifier import Classifier, Describer, OpenVinoClassifier
from model.errors import BlockletterError
from model.networks.hand import AdaptedClassifier, Hand, HandSettings
from model.spelling.settle import under_charset
from training.corpora import CORPORA, load_corpus, load_strokes
from training.errors import TrainingError
from training.glyphs import GlyphSet

SEED = 7
MIXED = parse_charset("mixed")
#: Writers of Chars74K that training never sees, and drawings of each of their glyphs.
UNSEEN_WRITERS, DRAWINGS = 40, 6
#: Writers with fewer letters corrected.
FEW = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """One writer's glyphs: those that were corrected and the others."""

    hand: GlyphSet
    others: GlyphSet


def lessons(glyphs: GlyphSet, most: int, symbols: int = 0, seed: int = SEED) -> Iterator[Lesson]:
    """For each writer glyphs to correct, up to `most` of each symbol (of so many symbols only, 0 for all).

    At least one glyph of each symbol is left to be read.
    """
    rng = np.random.default_rng(seed)
    for writer in np.unique(glyphs.writers).tolist():
        own = np.flatnonzero(glyphs.writers == writer)
        names = rng.permutation(np.unique(glyphs.labels[own]))
        chosen: list[int] = []
        for symbol in names[: symbols or None]:
            several = rng.permutation(own[glyphs.labels[own] == symbol])
            chosen += several[: min(most, len(several) - 1)].tolist()
        rest = np.setdiff1d(own, chosen)
        if symbols:
            rest = rest[~np.isin(glyphs.labels[rest], names[:symbols])]
        if chosen and len(rest):
            yield Lesson(glyphs[np.array(chosen)], glyphs[rest])


def wrong(classifier: Classifier, glyphs: GlyphSet, charset: Charset = MIXED) -> NDArray[np.bool_]:
    """(N,) which glyphs are read wrong; two cases of one shape are one letter, no glyph tells them apart."""
    letters = charset.letters
    reading = under_charset(classifier.classify(glyphs.frames), classifier.card, charset)
    same = {place: place for place in range(len(letters))} | {lower: upper for upper, lower in case_pairs(letters)}
    read = [same[place] for place in reading.letters.argmax(axis=1).tolist()]
    want = [same[letters.index(label)] for label in glyphs.labels.tolist()]
    return np.array([one != other for one, other in zip(read, want, strict=True)])


def learnt(lesson: Lesson, settings: HandSettings | None = None) -> Hand:
    """The corrected glyphs as a hand."""
    return Hand(lesson.hand.frames, tuple(lesson.hand.labels.tolist()), settings or HandSettings())


def measure(network: Describer, glyphs: GlyphSet, model: str) -> Figures:
    """Errors of each writer before and after, with one, two and three corrections of each symbol."""
    figures = Figures(
        f"Glyphs of {len(np.unique(glyphs.writers))} unseen writers (pen-writers-validate), {model}",
        ("corrected of each symbol", "glyphs read", "wrong before", "wrong after", "errors fewer, mean of writers",
         "writers worse", "adapting, ms, median", "worst"),
        notes=(
            "Errors are a writer's share of glyphs read wrong, in the mean over writers; cases of one shape are one "
            "letter. Without a profile, and with that of nobody, every logit is as before (checked in this run).",
        ),
    )  # fmt: skip
    before_all = network.classify(glyphs.frames)
    # The first hand of a process waits for the network that tells features to be compiled.
    network.describe(glyphs.frames[:1])
    for most in (1, 2, 3):
        rows, taken = [], []
        for lesson in lessons(glyphs, most):
            start = time.process_time()
            adapted = AdaptedClassifier(network, learnt(lesson))
            taken.append(1000 * (time.process_time() - start))
            others = lesson.others
            rows.append((wrong(network, others).mean(), wrong(adapted, others).mean(), len(others)))
        before, after = (np.array([row[at] for row in rows]) for at in (0, 1))
        fewer = 1 - (after / np.maximum(before, 1e-9))[before > 0]
        figures.rows.append([most, sum(row[2] for row in rows), float(before.mean()), float(after.mean()),
                             float(fewer.mean()), int((after > before).sum()), statistics.median(taken), max(taken)])
    nobody = AdaptedClassifier(network, Hand(glyphs.frames[:0], ()))
    for unchanged in (network.classify(glyphs.frames), nobody.classify(glyphs.frames)):
        if not np.array_equal(before_all, unchanged):
            sys.exit("Reading without a profile has changed.")
    return figures


def choose(network: Describer, glyphs: GlyphSet) -> Figures:
    """What settings make of other hands: all symbols corrected, and what few corrections do to all other letters."""
    figures = Figures(
        f"Settings on {len(np.unique(glyphs.writers))} writers of Chars74K",
        ("worth", "narrow", "wrong before", "wrong after", f"letters beyond {FEW} corrected: before", "after"), named=0,
        notes=(
            "In use: 12 and 6, which take away three in five errors and cost letters that nobody corrected a fifth of "
            "a point. More is not trusted: drawings of one glyph are more alike than letters of one writer.",
        ),
    )  # fmt: skip
    for worth in (4.0, 8.0, 12.0, 20.0):
        for narrow in (3.0, 6.0, 10.0):
            settings, cells = HandSettings(worth, narrow), []
            for symbols in (0, FEW):
                both = [
                    (wrong(network, own.others).mean(),
                     wrong(AdaptedClassifier(network, learnt(own, settings)), own.others).mean())
                    for own in lessons(glyphs, 3, symbols)
                ]  # fmt: skip
                cells += np.mean(both, axis=0).tolist()
            figures.rows.append([worth, narrow, *cells])
    return figures


def main(
    folder: Annotated[Path, typer.Option(help="The folder of the corpora.")] = DEFAULT_CORPORA,
    model: Annotated[str, typer.Option(help="A bundled network, or the path of an .onnx file.")] = DEFAULT_CHECKPOINT,
    choosing: Annotated[bool, typer.Option("--choose", help="Compare settings instead.")] = False,
    markdown: Annotated[Path | None, typer.Option(help="Write the table into this file, too.")] = None,
) -> None:
    """Correct some glyphs of each writer and read the others."""
    try:
        network = OpenVinoClassifier.load(model)
        if choosing:
            strokes = load_strokes(folder / "glyphs", DRAWINGS, SEED)
            tables = [choose(network, strokes[strokes.writers >= UNSEEN_WRITERS])]
        else:
            corpus = next(own for own in CORPORA if own.name == "pen-writers-validate")
            tables = [measure(network, load_corpus(folder / "glyphs", corpus), Path(model).stem)]
    except (BlockletterError, TrainingError) as error:
        sys.exit(str(error))
    finish(tables, markdown)


if __name__ == "__main__":
    typer.run(main)
