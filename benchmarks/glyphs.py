"""How often the network alone names a single glyph that it never learned from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.engines import Blockletter
from benchmarks.tables import Figures
from training.evaluate import accuracy_by_corpus
from training.experiment import Experiment
from training.glyphs import GlyphSet
from training.sources import gather, validate_only


def held_out(folder: Path) -> GlyphSet:
    """The test part of every corpus as training splits it, without the work of drawing training glyphs.

    Raises:
        FileNotFoundError: The glyph sets are not there.
    """
    if not folder.is_dir():
        raise FileNotFoundError(2, "no such folder", str(folder))
    # The split depends on the seed and the corpora alone.
    return gather(folder, replace(Experiment(), renderings=1, font_renderings=1, not_characters=20)).test


def measure_glyphs(ours: Blockletter, folder: Path) -> Figures:
    """Measure every corpus of glyphs."""
    classifier = ours.reader.classifier
    columns = ("corpus", "glyphs", "letters", "mean over letters", "alnum", "mixed")
    notes = (
        f"{classifier.card.name}, {classifier.card.precision}; test part of the split by seed {Experiment().seed}, "
        "without near-twins and known writers of the training part.",
        "Letters, alnum: share right under these charsets, cases as one. Mixed: share right under all characters.",
    )
    figures = Figures("Single glyphs, network alone", columns, notes=notes)
    for glyphs in (held_out(folder), validate_only(folder)):
        for corpus, rates in accuracy_by_corpus(classifier, glyphs).items():
            shares = [rates[name] for name in ("letters", "mean_over_letters", "alnum", "mixed")]
            figures.rows.append([corpus, f"{rates['glyphs']:.0f}", *shares])
    return figures
